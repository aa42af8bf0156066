"""The main job in a browser, without JavaScript: from a nurse's phone to a licence that verifies."""

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain.calendars import forget_calendars
from core import audit, outbox
from letters.models import Letter
from licensing.models import Application
from tests.factories.accounts import PASSWORD
from tests.licensing.journey import Cast, make_cast, pdf
from tests.walking import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
DOCUMENTS = ("FOTO", "STR-SEUMUR-HIDUP", "TEMPAT-PRAKTIK")


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def cast() -> Cast:
    forget_calendars()
    call_command("load_reference_data", verbosity=0)
    return make_cast()


class People:
    """One browser context per person, all without JavaScript."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser, self.root = browser, root
        self.contexts: list[BrowserContext] = []

    def page(self, size: dict[str, int], email: str = "") -> Page:
        context = self.browser.new_context(
            viewport=size,
            java_script_enabled=False,
            base_url=self.root,
            locale="id-ID",  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page


@pytest.fixture
def people(browser: Browser, live_server: LiveServer) -> Iterator[People]:
    made = People(browser, live_server.url)
    yield made
    for context in made.contexts:
        context.close()


def state_of(number: str) -> str:
    return Application.objects.get(number=number).state


def upload(page: Page, number: str, code: str, mark: str) -> None:
    page.goto(f"/permohonan/{number}/isi/dokumen/")
    page.locator(f"#{code} input[type=file]").set_input_files(
        {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": pdf(mark)}
    )
    press(page.locator(f"#{code} form.send button"))
    work()


def fill_draft(page: Page) -> str:
    page.goto("/layanan/SIPP-PERAWAT/")
    press(page.get_by_test_id("start"))
    press(page.get_by_test_id("start"))
    found = re.search(r"/permohonan/([0-9A-Z-]+)/isi/", page.url)
    assert found
    number = found[1]
    page.goto(f"/permohonan/{number}/isi/identity/")
    answers = {
        "name": "Sari Wulandari",
        "identity_number": "9901015504940000",
        "birth_place": "Prabumulih",
        "birth_date": "1994-04-15",
        "address": "Jalan Contoh Nomor 2",
        "phone": "0800-0000-123",
    }
    for name, value in answers.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=sex]", "P")
    press(page.locator("main button[type=submit]"))
    page.goto(f"/permohonan/{number}/isi/profession/")
    page.select_option("[name=profession]", "PERAWAT")
    page.fill("[name=str_number]", "AA00000000000001")
    page.check("[name=str_lifetime]")
    page.fill("[name=str_name]", "Sari Wulandari")
    press(page.locator("main button[type=submit]"))
    page.goto(f"/permohonan/{number}/isi/place/")
    page.fill("[name=name]", "Klinik Contoh Medika")
    page.fill("[name=address]", "Jalan Melati Nomor 00")
    page.select_option("[name=region]", index=2)
    press(page.locator("main button[type=submit]"))
    page.goto(f"/permohonan/{number}/isi/statements/")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    press(page.locator("main button[type=submit]"))
    return number


def choose_all(where: Page | Locator, value: str) -> None:
    """Tap the label of every radio button with this value, as a finger does."""
    for label in where.locator(f"label:has(input[value={value}])").all():
        label.click()


def judge(page: Page, number: str, *, gap: str = "") -> None:
    page.goto(f"/berkas/{number}/verifikasi/")
    choose_all(page, "fits")
    if gap:
        group = page.get_by_test_id(f"review-{gap}")
        choose_all(group, "needs_fix")
        group.locator("select").select_option("RET_DOC_UNREADABLE")
        group.locator("textarea").fill("Foto terlalu gelap, ulangi di tempat terang.")
    press(page.get_by_test_id("action-save"))


def test_nurse_gets_her_licence_without_javascript(cast: Cast, people: People) -> None:  # noqa: PLR0915  # one path
    nurse = people.page(PHONE, str(cast.applicant.user.email))
    number = fill_draft(nurse)
    for code in DOCUMENTS:
        upload(nurse, number, code, f"{number} {code}")
    nurse.goto(f"/permohonan/{number}/periksa/")
    press(nurse.get_by_test_id("action-submit"))
    expect(nurse.get_by_test_id("confirmation-number")).to_have_text(number)

    # Returned once, with the officer's words, corrected, verified.
    technical = people.page(DESK, str(cast.technical.user.email))
    judge(technical, number, gap="FOTO")
    press(technical.get_by_test_id("action-return"))
    nurse.goto(f"/permohonan/{number}/isi/")
    expect(nurse.get_by_test_id("fix-FOTO")).to_contain_text("Foto terlalu gelap, ulangi di tempat terang.")
    upload(nurse, number, "FOTO", f"{number} foto terang")
    nurse.goto(f"/permohonan/{number}/periksa/")
    press(nurse.get_by_test_id("action-submit"))
    judge(technical, number)
    press(technical.get_by_test_id("action-verify"))

    clerk = people.page(DESK, str(cast.clerk.user.email))
    clerk.goto(f"/berkas/{number}/register/")
    press(clerk.get_by_test_id("action-register"))
    expect(clerk.locator("body")).to_contain_text("REG-")
    assert state_of(number) == "registered"

    tpk = people.page(PHONE, str(cast.tpk.user.email))
    tpk.goto(f"/berkas/{number}/penilaian/")
    press(tpk.get_by_test_id("action-start_assessment"))
    tpk.goto(f"/berkas/{number}/penilaian/")
    step = tpk.get_by_test_id("step-assess")
    if step.get_attribute("open") is None:
        step.locator("summary").click()
    choose_all(step, "yes")
    choose_all(step, "grant")
    step.locator("textarea[name=summary], [name$=summary]").first.fill("Seluruh persyaratan terpenuhi menurut berkas.")
    press(tpk.get_by_test_id("action-assess"))
    assert state_of(number) == "assessed"

    head = people.page(DESK, str(cast.division_head.user.email))
    head.goto(f"/berkas/{number}/keputusan/")
    press(head.get_by_test_id("action-approve"))
    assert state_of(number) == "approved"
    audit.anchor(at=timezone.now())
    signer = people.page(PHONE, str(cast.health_head.user.email))
    sign(signer, f"/berkas/{number}/keputusan/", "sign")
    licenser = people.page(DESK, str(cast.licence_head.user.email))
    sign(licenser, f"/penerbitan/{number}/", "issue_licence")
    work()

    application = Application.objects.get(number=number)
    assert application.state == "licensed"
    licence = Letter.objects.get(kind_id="SIP", application_link__application=application)
    public = people.page(PHONE)
    public.goto(f"/v/{licence.verify_code}/")
    expect(public.locator(".verdict").first).to_contain_text("Berlaku")
    expect(public.locator("body")).not_to_contain_text("Sari Wulandari")
    public.goto("/lacak/")
    public.fill("[name=number]", number)
    public.fill("[name=phone_last4]", "0123")
    press(public.locator("form.track button"))
    expect(public.get_by_test_id("tag").first).to_have_text("Izin terbit")
    assert not re.search(r"\d{16}", public.content())


def sign(page: Page, address: str, verb: str) -> None:
    """Enter the password again and the passphrase, and sign."""
    page.goto(address)
    form = page.locator(f"#form-{verb}")
    if form.locator("[name$=password]").count():
        form.locator("[name$=password]").fill(PASSWORD)
    form.locator("[name$=passphrase]").fill("sejaras-demo")
    press(page.get_by_test_id(f"action-{verb}"))


def work() -> None:
    """Let the outbox do what is due, in a thread of its own: signing needs a loop, and Playwright's runs here."""

    def drain() -> None:
        outbox.drain()
        connection.close()

    worker = Thread(target=drain)
    worker.start()
    worker.join()
