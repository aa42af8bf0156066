"""The check of requirements in a real browser: no barrier axe can see, and the count beside the verdicts."""

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.domain.calendars import forget_calendars
from tests.broken_rules import broken_rules
from tests.licensing.journey import Journey, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def journey(transactional_db: None) -> Journey:
    call_command("load_reference_data", verbosity=0)
    forget_calendars()
    return Journey(make_cast()).draft().upload().submit()


def page_of(browser: Browser, live_server: LiveServer, journey: Journey, size: dict[str, int]) -> Page:
    client = Client()
    client.force_login(journey.cast.technical.user)
    context = browser.new_context(viewport=size, base_url=live_server.url, locale="id-ID", reduced_motion="reduce")  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_queue_and_check_have_no_barrier_and_fit_the_screen(
    browser: Browser, live_server: LiveServer, journey: Journey
) -> None:
    with time_machine.travel(journey.tick(), tick=True):
        for size in SIZES:
            page = page_of(browser, live_server, journey, size)
            for address in ("/berkas/", f"/berkas/{journey.application.number}/verifikasi/"):
                page.goto(address)

                assert broken_rules(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_verdicts_open_the_two_ways_out_at_once(browser: Browser, live_server: LiveServer, journey: Journey) -> None:
    with time_machine.travel(journey.tick(), tick=True):
        page = page_of(browser, live_server, journey, SIZES[1])
        page.goto(f"/berkas/{journey.application.number}/verifikasi/")
        expect(page.get_by_test_id("action-return")).to_be_disabled()

        page.get_by_test_id("review-FOTO").get_by_text("Perlu perbaikan", exact=True).click()

        expect(page.get_by_test_id("action-return")).to_be_enabled()
        expect(page.get_by_test_id("action-return")).to_have_text("Kembalikan (1 hal)")
        expect(page.get_by_test_id("action-verify")).to_be_disabled()
