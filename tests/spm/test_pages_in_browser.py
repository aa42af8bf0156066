"""Pages of ILP and of networks in a real browser: no barrier axe can see, nothing wider than a phone."""

from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.domain.calendars import forget_calendars
from accounts.enums import Role
from spm.models import Indicator, Network
from tests.broken_rules import broken_rules
from tests.factories.spm import ValueFactory
from tests.spm import networks
from tests.spm.networks import AT
from tests.spm.people import browser as signed_in, puskesmas_office, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 1280, "height": 800}, {"width": 360, "height": 740})
FIGURES = {
    "U-A-KUNJUNGAN": (900, None), "BUMIL-C-K1": (80, 100), "BUMIL-C-K6": (60, 100), "D2-IDL": (40, 90),
    "D2-S": (300, None), "D2-D": (240, None), "K3-A1-SKRINING": (400, None), "KK-08": (30, 60),
    "D4-KONTAK-SERUMAH": (40, None), "D4-KONTAK-TPT": (20, None), "D4-KONTAK-OAT": (5, None),
    "D4-KONTAK-TIDAK": (15, None),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def network(transactional_db: None) -> Network:
    """A Puskesmas with figures in every cluster, leading a network that is watched."""
    call_command("load_reference_data", verbosity=0)
    forget_calendars()
    found = networks.watched(worker(Role.CITY_HEALTH))
    for code, (served, due) in FIGURES.items():
        for month in (1, 2):
            ValueFactory(
                indicator=Indicator.objects.get(code=code), facility=found.lead, region=found.lead.region, sex="P",
                month=date(2026, month, 1), numerator=served, denominator=due,
            )  # fmt: skip
    return found


def page_of(browser: Browser, live_server: LiveServer, client: Client) -> Page:
    """A page signed in as the client is."""
    context = browser.new_context(base_url=live_server.url, locale="id-ID", reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def test_dashboards_sheets_and_networks_have_no_barrier_and_fit_the_screen(
    browser: Browser, live_server: LiveServer, network: Network
) -> None:
    boards = [f"/ilp/dasbor/klaster-{number}/" for number in (1, 2, 3, 4)]
    home = f"/jejaring/{network.public_id}/"
    addresses = (
        "/ilp/", *boards, "/ilp/panel/K2-A/", f"/ilp/isian/{network.lead.public_id}/",
        home, f"{home}pemantauan/?bulan=2026-02",
    )  # fmt: skip
    with time_machine.travel(AT, tick=True):
        recorder = worker(Role.PUSKESMAS_RECORDER, puskesmas_office())
        page = page_of(browser, live_server, signed_in(recorder, Role.PUSKESMAS_RECORDER))
        found = []
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            for size in SIZES:
                page.set_viewport_size(size)  # type: ignore[arg-type]
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, size)
            # The page is as it is on a phone now.
            found += [(address, each) for each in broken_rules(page)]
        assert found == []
