"""The inspection in real Chromium on a cheap phone, with the network cut."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspections.models import Visit
from tests.factories.accounts import PASSWORD
from tests.inspections.field_cast import inspector, picture, sha256, visit_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def _no_doorbell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def new_phone(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Makes phones, each with a storage of its own; nothing may break or be stopped by the content policy."""
    phones: list[BrowserContext] = []
    said: list[str] = []

    def make(user: Any) -> Page:
        context = browser.new_context(viewport=PHONE, base_url=live_server.url, locale="id-ID", has_touch=True)
        phones.append(context)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: "Policy" in message.text and said.append(message.text))
        sign_in(page, user)
        open_day(page)
        return page

    yield make
    for context in phones:
        context.close()
    assert said == []


def sign_in(page: Page, user: Any) -> None:
    page.goto("/masuk/")
    page.fill("[name=contact]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_test_id("submit").click()


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
    expect(page.get_by_test_id("standing")).to_have_attribute("data-standing", key)


def begin(page: Page, place: str = "Depot Tirta Contoh") -> None:
    page.get_by_role("link", name=place).click()
    page.get_by_label("Nama orang yang ditemui").fill("Budi Contoh")
    page.get_by_role("link", name="Simpan & lanjut").click()


def answer(page: Page, code: str, label: str) -> None:
    page.get_by_test_id(f"question-{code}").get_by_text(label, exact=True).click()


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
    cut(page)

    begin(page)
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
    assert {row.original_sha256 for row in visit.photos.all()} == {
        sha256(picture(shade)) for shade in (10, 40, 70, 100, 130, 160)
    }
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    assert re.search(r"\d", page.get_by_test_id("visit").first.inner_text())
