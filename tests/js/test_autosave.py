import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.js.harness import Answer, Portal, Request

pytestmark = pytest.mark.browser

FORM = """<form id="diri" method="post" action="/kirim" data-autosave="/simpan">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="version" value="3">
<label>Nama <input name="nama" value="{nama}"></label>
<label>Sandi <input type="password" name="sandi"></label>
<label><input type="radio" name="jk" value="l"> Laki-laki</label>
<label><input type="radio" name="jk" value="p"> Perempuan</label>
<p role="status" data-autosave-status></p><button>Lanjut</button></form>"""
SAVED = Answer('{"version": 4}', kind="application/json")


def form_with(site: Portal, save: Callable[[Request], Answer]) -> None:
    site.pages = {"/isi": lambda _: FORM.format(nama=""), "/simpan": save, "/masuk": lambda _: "<h1>Masuk</h1>"}


def visit(page: Page, site: Portal) -> None:
    page.goto(f"{site.url}/isi")
    expect(page.locator("html[data-scripts=ready]")).to_be_attached()


def test_form_saves_itself_after_a_pause(page: Page, site: Portal) -> None:
    form_with(site, lambda _: SAVED)
    visit(page, site)

    page.get_by_label("Nama").press_sequentially("Siti", delay=30)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Tersimpan pukul \d\d\.\d\d$"), timeout=3000)

    [saved] = site.posts("/simpan")
    assert b'name="nama"\r\n\r\nSiti' in saved.body
    assert saved.headers["X-Autosave"] == "1"
    assert b"sandi" not in saved.body
    assert page.locator("[name=version]").input_value() == "4"


def test_leaving_a_field_saves_at_once(page: Page, site: Portal) -> None:
    form_with(site, lambda _: SAVED)
    visit(page, site)

    page.get_by_label("Nama").fill("Siti")
    page.get_by_label("Nama").blur()
    expect(page.get_by_role("status")).to_have_text(re.compile("^Tersimpan"), timeout=700)


def test_password_alone_saves_nothing(page: Page, site: Portal) -> None:
    form_with(site, lambda _: SAVED)
    visit(page, site)

    page.get_by_label("Sandi").fill("rahasia")
    page.get_by_label("Sandi").blur()
    page.wait_for_timeout(1300)

    assert site.posts("/simpan") == []
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_lost_connection_is_told_and_mended(page: Page, site: Portal) -> None:
    answers = [Answer(drop=True), SAVED]
    form_with(site, lambda _: answers.pop(0))
    visit(page, site)

    page.get_by_label("Nama").fill("Siti")
    page.get_by_label("Nama").blur()
    expect(page.get_by_role("status")).to_have_text(re.compile("^Belum tersimpan"))
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("status")).to_have_text(re.compile("^Tersimpan"))


def test_answers_outlive_the_end_of_a_session(page: Page, site: Portal) -> None:
    answers = [Answer(status=302, location="/masuk"), SAVED]
    form_with(site, lambda _: answers.pop(0))
    visit(page, site)
    page.get_by_label("Nama").fill("Siti Aminah")
    page.get_by_label("Perempuan").check()
    expect(page.get_by_role("status")).to_have_text(re.compile("sesi Anda berakhir"))

    page.goto(f"{site.url}/masuk")
    visit(page, site)

    assert page.get_by_label("Nama").input_value() == "Siti Aminah"
    assert page.get_by_label("Perempuan").is_checked()
    expect(page.get_by_role("status")).to_have_text(re.compile("^Tersimpan"))
    assert page.evaluate("sessionStorage.length") == 0


def test_change_on_another_device_stops_the_saving(page: Page, site: Portal) -> None:
    form_with(site, lambda _: Answer(status=409))
    visit(page, site)

    page.get_by_label("Nama").fill("Siti")
    page.get_by_label("Nama").blur()
    expect(page.get_by_role("status")).to_have_text(re.compile("perangkat lain"))
    page.get_by_label("Nama").fill("Siti A")
    page.wait_for_timeout(1300)

    assert len(site.posts("/simpan")) == 1


def test_slow_saves_never_overtake_each_other(page: Page, site: Portal) -> None:
    running: list[int] = []

    def slow(_: Request) -> Answer:
        running.append(1)
        assert len(running) == 1
        time.sleep(0.6)
        running.pop()
        return SAVED

    form_with(site, slow)
    visit(page, site)
    for word in ("Si", "Siti", "Siti A"):
        page.get_by_label("Nama").fill(word)
        page.get_by_label("Nama").blur()
        page.wait_for_timeout(100)
    page.wait_for_timeout(2500)

    assert b"Siti A\r\n" in site.posts("/simpan")[-1].body
    assert len(site.posts("/simpan")) == 2
