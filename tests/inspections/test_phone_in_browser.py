"""The inspection in real Chromium on a cheap phone, with the network cut."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from inspections.models import Visit
from tests.broken_rules import broken_rules
from tests.inspections.field_cast import inspector, picture, sha256, visit_for
from tests.walking import FILL_THE_DISK, fill_log_in, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def _city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])
    call_command("load_reference_data", verbosity=0)  # the berita acara takes its kind and number from there


@pytest.fixture
def new_phone(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Makes phones, each with a storage of its own; nothing may break or be stopped by the content policy."""
    phones: list[BrowserContext] = []
    said: list[str] = []

    def make(user: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE, base_url=live_server.url, locale="id-ID", has_touch=True, reduced_motion="reduce"
        )
        phones.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: "Policy" in message.text and said.append(message.text))
        sign_in(page, user.email)
        open_day(page)
        return page

    yield make
    for context in phones:
        context.close()
    assert said == []


def open_day(page: Page) -> None:
    """The shell, kept by the service worker, with the day on the phone."""
    page.goto("/tpk/ponsel/")
    page.evaluate("navigator.serviceWorker.ready")
    expect(page.get_by_test_id("visit").first).to_be_visible()


def cut(page: Page) -> None:
    page.context.set_offline(True)


def mend(page: Page) -> None:
    page.context.set_offline(False)


def standing(page: Page, key: str) -> None:
    expect(page.get_by_test_id("standing")).to_have_attribute("data-standing", key, timeout=15000)


def begin(page: Page, place: str = "Depot Tirta Contoh") -> None:
    page.get_by_role("link", name=place).click()
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    page.get_by_role("link", name="Simpan & lanjut").click()


def answer(page: Page, code: str, label: str) -> None:
    page.get_by_test_id(f"question-{code}").get_by_role("radio", name=label, exact=True).check()


def shoot(page: Page, code: str, folder: Path, shades: list[int]) -> None:
    paths = []
    for shade in shades:
        (folder / f"{shade}.jpg").write_bytes(picture(shade))
        paths.append(folder / f"{shade}.jpg")
    page.locator(f"#photo-{code}").set_input_files(paths)
    expect(page.get_by_test_id(f"question-{code}").get_by_test_id("photo")).to_have_count(len(shades))


def sign(page: Page) -> None:
    for side, name in (("inspector", "Rahma Dwi Lestari"), ("inspected", "Budi Contoh")):
        page.locator(f"#name-{side}").fill(name)
        page.get_by_test_id(f"sign-{side}").get_by_text("Di layar").click()
        page.get_by_test_id(f"sign-{side}").get_by_role("button", name="Tulis nama saya").click()
    expect(page.get_by_test_id("lacking")).to_be_hidden()


def test_whole_visit_without_signal_becomes_one_record(new_phone: Any, tmp_path: Path) -> None:
    user = inspector()
    visit = visit_for(user)
    page = new_phone(user)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -3.432103, "longitude": 104.234567, "accuracy": 12})
    cut(page)

    page.get_by_role("link", name="Depot Tirta Contoh").click()
    page.get_by_role("button", name="Catat lokasi").click()
    expect(page.get_by_text("ketelitian 12 meter")).to_be_visible()
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    page.get_by_role("link", name="Simpan & lanjut").click()
    answer(page, "A01", "Sesuai")
    answer(page, "A02", "Tidak")
    question = page.get_by_test_id("question-A02")
    question.get_by_label("Yang ditemukan").fill("Penutup tandon retak")
    question.get_by_label("Diperbaiki paling lambat").select_option(index=2)
    shoot(page, "A02", tmp_path, [10, 40, 70, 100, 130, 160])
    standing(page, "onPhone")

    page.reload()
    page.reload()
    expect(page.get_by_test_id("question-A02").get_by_test_id("photo")).to_have_count(6)
    expect(page.get_by_test_id("question-A02").get_by_label("Yang ditemukan")).to_have_value("Penutup tandon retak")

    page.get_by_test_id("next").click()
    sign(page)
    page.get_by_test_id("send").click()
    standing(page, "waiting")
    expect(page.get_by_test_id("standing")).to_contain_text("1 menunggu dikirim")
    page.reload()
    standing(page, "waiting")
    assert Visit.objects.get().answers.count() == 0

    mend(page)
    standing(page, "onServer")

    visit.refresh_from_db()
    assert Visit.objects.count() == visit.submissions.count() == 1
    assert sorted(visit.answers.values_list("item__code", "value")) == [("A01", "sesuai"), ("A02", "tidak")]
    assert (str(visit.latitude), str(visit.longitude), visit.accuracy_m) == ("-3.432103", "104.234567", 12)
    assert {row.original_sha256 for row in visit.photos.all()} == {
        sha256(picture(shade)) for shade in (10, 40, 70, 100, 130, 160)
    }
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    assert re.search(r"\d", page.get_by_test_id("visit").first.inner_text())


# Between the turns a screen takes to draw, letters are typed into whatever stands there.
TYPE_WHILE_DRAWING = """async () => {
    for (let at = 0; at < 60; at++) {
        if (at % 3 === 0) dispatchEvent(new HashChangeEvent("hashchange"));
        await new Promise((done) => setTimeout(done, at % 4));
        const field = document.querySelector("[data-path=met_name]");
        field.value += "x";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }
}"""


def test_no_letter_typed_while_a_screen_is_drawn_is_lost(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    page.get_by_role("link", name="Depot Tirta Contoh").click()
    name = page.get_by_label("Nama orang yang ditemui")
    name.fill("")

    page.evaluate(TYPE_WHILE_DRAWING)
    expect(name).to_have_value("x" * 60)
    page.reload()

    expect(name).to_have_value("x" * 60)


def test_news_from_the_server_moves_nothing_under_the_hands_of_who_writes(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    visit_for(user, place="Depot Lain Contoh")
    page = new_phone(user)
    cut(page)
    fill_and_send(page, "Sesuai", place="Depot Lain Contoh")
    standing(page, "waiting")
    begin(page)
    answer(page, "A02", "Tidak")
    note = page.get_by_test_id("question-A02").get_by_label("Yang ditemukan")
    note.fill("Penutup")

    mend(page)
    standing(page, "onPhone")

    expect(note).to_be_focused()
    page.keyboard.type(" retak")
    expect(note).to_have_value("Penutup retak")


SLOW_LOCATION = """() => {
    navigator.geolocation.getCurrentPosition = (done) => {
        window.found = () => done({ coords: { latitude: -3.4, longitude: 104.2, accuracy: 9 } });
    };
}"""


POSITIONS = """() => new Promise((done) => {
    indexedDB.open("sejaras-tpk").onsuccess = ({ target: { result: database } }) => {
        const asked = database.transaction("drafts").objectStore("drafts").getAll();
        asked.onsuccess = () => { database.close(); done(asked.result.map(({ position }) => position ?? null)); };
    };
})"""


def test_location_found_late_is_not_written_into_another_visit(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    visit_for(user, place="Depot Lain Contoh")
    page = new_phone(user)
    page.evaluate(SLOW_LOCATION)
    page.get_by_role("link", name="Depot Tirta Contoh").click()
    page.get_by_role("button", name="Catat lokasi").click()
    page.go_back()
    page.get_by_role("link", name="Depot Lain Contoh").click()
    expect(page.get_by_role("heading", name="Depot Lain Contoh")).to_be_visible()
    page.evaluate("window.found()")
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    standing(page, "onPhone")

    assert page.evaluate(POSITIONS) == [None]


def test_full_phone_says_so_and_keeps_what_is_on_the_screen(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    begin(page)
    page.evaluate(FILL_THE_DISK)
    answer(page, "A01", "Sesuai")

    expect(page.get_by_test_id("standing")).to_contain_text("ruang ponsel penuh")
    page.get_by_test_id("next").click()
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_test_id("question-A01").get_by_role("radio", name="Sesuai", exact=True)).to_be_checked()
    page.evaluate("() => { IDBObjectStore.prototype.put = window.whole; }")
    answer(page, "A02", "Sesuai")
    standing(page, "onPhone")
    expect(page.get_by_test_id("standing")).to_contain_text("Tersimpan di ponsel")
    page.reload()
    expect(page.get_by_test_id("question-A01").get_by_role("radio", name="Sesuai", exact=True)).to_be_checked()


def test_photo_that_cannot_be_read_is_named_and_the_others_stay(new_phone: Any, tmp_path: Path) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    begin(page)
    (tmp_path / "rusak.heic").write_bytes(b"bukan foto")
    (tmp_path / "papan.jpg").write_bytes(picture(10))

    page.locator("#photo-A02").set_input_files([tmp_path / "rusak.heic", tmp_path / "papan.jpg"])

    question = page.get_by_test_id("question-A02")
    expect(question.get_by_test_id("photo")).to_have_count(1)
    expect(question).to_contain_text("Foto ini tidak dapat dibaca.")


def fill_and_send(page: Page, first: str, photo: Path | None = None, place: str = "Depot Tirta Contoh") -> None:
    begin(page, place)
    answer(page, "A01", first)
    answer(page, "A02", "Sesuai")
    if photo is not None:  # until it was looked at, the visit is not concluded
        photo.write_bytes(picture(77))
        page.locator("#photo-A02").set_input_files(photo)
        expect(page.get_by_test_id("photo")).to_have_count(1)
    page.get_by_test_id("next").click()
    sign(page)
    page.get_by_test_id("send").click()


def test_two_phones_on_one_visit_end_in_one_record_after_the_person_chose(new_phone: Any, tmp_path: Path) -> None:
    user = inspector()
    visit = visit_for(user)
    one, other = new_phone(user), new_phone(user)
    for page in (one, other):
        cut(page)
    fill_and_send(one, "Sesuai", tmp_path / "papan.jpg")
    fill_and_send(other, "T.B.")

    mend(one)
    standing(one, "onServer")
    mend(other)
    expect(other.get_by_test_id("standing")).to_contain_text("Ada yang perlu ditinjau.")
    assert list(visit.answers.filter(item__code="A01").values_list("value", flat=True)) == ["sesuai"]

    other.get_by_role("link", name="Depot Tirta Contoh").click()
    other.get_by_test_id("review").click()
    difference = other.get_by_test_id("difference").filter(has_text="Izin ada")
    expect(difference).to_contain_text("T.B.")
    expect(difference).to_contain_text("Sesuai")
    assert (Visit.objects.count(), visit.submissions.count()) == (1, 1)
    other.get_by_role("button", name="Semua milik saya").click()
    other.get_by_test_id("settle").click()
    standing(other, "onServer")

    assert list(visit.answers.filter(item__code="A01").values_list("value", flat=True)) == ["tb"]
    assert (Visit.objects.count(), visit.submissions.count(), visit.photos.count()) == (1, 2, 1)


def test_ended_session_keeps_the_outbox_and_shows_the_way_in(new_phone: Any) -> None:
    user = inspector()
    visit = visit_for(user)
    page = new_phone(user)
    cut(page)
    fill_and_send(page, "Sesuai")
    page.context.clear_cookies()

    mend(page)
    login = page.get_by_role("link", name="Masuk lagi untuk mengirim")
    login.click()
    assert visit.submissions.count() == 0
    fill_log_in(page, user.email)

    standing(page, "onServer")
    assert visit.submissions.count() == 1


def log_out(page: Page) -> None:
    """Press the button and go on: a click of Playwright would wait for the question to be answered."""
    page.evaluate("setTimeout(() => document.querySelector('[data-testid=logout]').click())")


def test_logging_out_with_something_unsent_asks_first(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    begin(page)
    answer(page, "A01", "Sesuai")
    standing(page, "onPhone")
    page.goto("/tpk/lapangan/?biasa=1")
    expect(page.locator("html[data-scripts=ready]")).to_be_attached()
    with page.expect_event("dialog") as stay:
        log_out(page)
    stay.value.dismiss()
    expect(page.get_by_role("heading", name="Kunjungan hari ini")).to_be_visible()

    assert stay.value.message.startswith("Masih ada 1 isian di ponsel ini yang belum terkirim.")
    with page.expect_event("dialog") as leave:
        log_out(page)
    leave.value.accept()
    expect(page).to_have_url(re.compile("/masuk/"))


def test_only_the_pages_of_inspections_open_without_signal(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    cut(page)

    page.goto("/tpk/lapangan/")
    expect(page.get_by_test_id("visit")).to_be_visible()
    assert page.url.endswith("/tpk/ponsel/")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/layanan/")


def barriers(page: Page, name: str) -> dict[str, str]:
    broken = broken_rules(page)
    found: dict[str, Any] = {name: broken} if broken else {}
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found[f"{name} wide"] = "scrolls sideways"
    return found


def test_screens_of_the_phone_have_no_barrier(new_phone: Any) -> None:
    user = inspector()
    visit_for(user)
    page = new_phone(user)
    found = barriers(page, "day")
    page.get_by_role("link", name="Depot Tirta Contoh").click()
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    found |= barriers(page, "first")
    page.get_by_role("link", name="Simpan & lanjut").click()
    answer(page, "A02", "Tidak")
    found |= barriers(page, "part")
    page.get_by_test_id("next").click()
    for way in ("Di kertas", "Menolak"):
        page.get_by_test_id("sign-inspected").get_by_text(way, exact=True).click()
    found |= barriers(page, "end")

    assert found == {}


def test_inspection_goes_without_script_one_part_a_page(browser: Browser, live_server: Any, tmp_path: Path) -> None:
    user = inspector()
    visit = visit_for(user)
    context = browser.new_context(
        viewport=PHONE, base_url=live_server.url, java_script_enabled=False, service_workers="block"
    )
    page = context.new_page()
    sign_in(page, user.email)
    page.goto("/tpk/lapangan/")
    found = barriers_of_plain(page, "plain-day")
    page.get_by_role("link", name="Depot Tirta Contoh").click()
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    press(page.get_by_test_id("submit"))
    answer(page, "A01", "Sesuai")
    answer(page, "A02", "Tidak")
    page.get_by_label("Yang ditemukan").nth(1).fill("Papan nama jatuh")
    (tmp_path / "papan.jpg").write_bytes(picture(10))
    page.locator("#photo-A02").set_input_files(tmp_path / "papan.jpg")
    page.get_by_label("Diperbaiki paling lambat").nth(1).select_option(index=1)
    found |= barriers_of_plain(page, "plain-part")
    press(page.get_by_test_id("submit"))
    assert sorted(visit.answers.values_list("item__code", "value")) == [("A01", "sesuai"), ("A02", "tidak")]

    (tmp_path / "lembar.jpg").write_bytes(picture(90))
    page.locator("[name=inspector-name]").fill("Rahma Dwi Lestari")
    page.locator("[name=inspector-paper]").set_input_files(tmp_path / "lembar.jpg")
    page.locator("[name=inspected-name]").fill("Budi Contoh")
    page.locator("[name=inspected-refusal_reason]").fill("Tidak setuju dengan butir A02")
    found |= barriers_of_plain(page, "plain-end")
    page.get_by_test_id("send").click()
    expect(page.get_by_text("Kunjungan terkirim.")).to_be_visible()

    visit.refresh_from_db()
    assert sorted(visit.signatures.values_list("side", "way")) == [("inspected", "refused"), ("inspector", "paper")]
    assert {row.original_sha256 for row in visit.photos.all()} == {sha256(picture(10)), sha256(picture(90))}
    assert (visit.state, found) == ("submitted", {})
    context.close()


def barriers_of_plain(page: Page, name: str) -> dict[str, str]:
    """Without script axe can not run: what it would find is looked for in the scripted screens."""
    wide = page.locator("html").bounding_box()
    return {name: "scrolls sideways"} if wide and wide["width"] > PHONE["width"] else {}
