"""An applicant's pages by keyboard and at 320 pixels: what a page at 400 per cent is on an office screen."""

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain.calendars import forget_calendars
from licensing.domain.drafts import create_draft
from licensing.enums import ApplicationKind
from licensing.models import Application
from tests.broken_rules import broken_rules
from tests.licensing.journey import START, Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 568}
# Every stop of the Tab key has a name a screen reader can say, and lies in the page's own order.
STOPS = """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")]
  .filter((el) => el.type !== "hidden" && el.checkVisibility() && el.tabIndex >= 0 && !el.disabled)
  .map((el) => el.outerHTML)"""
FOCUSED = "() => document.activeElement.closest('main') ? document.activeElement.outerHTML : ''"


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    call_command("load_reference_data", verbosity=0)
    forget_calendars()
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Application:
    who = cast.applicant
    return create_draft("SIPP-PERAWAT", kind=ApplicationKind.NEW, by=who, at=START, applicant=who.user)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, cast: Cast) -> Page:
    client = Client()
    client.force_login(cast.applicant.user)
    context = browser.new_context(viewport=NARROW, base_url=live_server.url, locale="id-ID", reduced_motion="reduce")  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_pages_of_a_draft_fit_320_pixels_and_have_no_barrier(page: Page, draft: Application) -> None:
    own = f"/permohonan/{draft.number}/isi/"
    addresses = ["/", "/layanan/", "/layanan/SIPP-PERAWAT/", "/pemohon/", own]
    addresses += [f"{own}{name}/" for name in ("identity", "profession", "place", "dokumen", "statements")]
    with time_machine.travel(START, tick=True):
        for address in addresses:
            page.goto(address)

            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
            assert broken_rules(page) == [], address


def walked(page: Page) -> Iterator[str]:
    """What the Tab key reaches in the main part, each once: a date field has a stop for day, month and year."""
    last = ""
    for _press in range(100):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if not here:
            return
        if here != last:
            yield here
        last = here


def test_section_is_filled_by_keyboard_and_the_error_summary_takes_the_focus(page: Page, draft: Application) -> None:
    with time_machine.travel(START, tick=True):
        page.goto(f"/permohonan/{draft.number}/isi/identity/")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Langsung ke isi")
        page.keyboard.press("Enter")

        assert list(walked(page)) == page.evaluate(STOPS)

        page.locator("[name=name]").fill("")
        page.locator("[name=name]").press("Enter")
        summary = page.get_by_test_id("error-summary")
        expect(summary).to_be_focused()
        page.wait_for_load_state("networkidle")  # a key pressed before the page is whole may go to another place
        page.keyboard.press("Tab")
        expect(summary.locator("a").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("[name=name]")).to_be_focused()
