"""An administrator subscribes a system, keeps the secret, tests the way and sends a failed message again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from standardwebhooks import Webhook

from accounts.enums import Role
from accounts.models import WebhookSubscription
from core import outbox
from tests.factories.accounts import PASSWORD, ApiClientFactory, MembershipFactory
from tests.receiver import Receiver, receiver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("texts", "city")]

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def system() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def look(page: Page, name: str) -> None:
    """No barrier and no sideways scrolling at both sizes; pictures where SHOTS names a folder."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)


def test_administrator_subscribes_tests_and_replays(page: Page, live_server: LiveServer, system: Receiver):
    root = live_server.url
    ApiClientFactory(name="SiCantik Kota Contoh")
    admin = MembershipFactory(role=Role.ADMIN).user
    page.goto(f"{root}/masuk/?next=/webhook/")
    page.fill("[name=contact]", str(admin.email))
    page.fill("[name=password]", PASSWORD)
    page.get_by_test_id("submit").click()
    page.goto(f"{root}/webhook/")
    look(page, "kosong")

    page.get_by_test_id("subscribe").click()
    page.select_option("[name=client]", label="SiCantik Kota Contoh")
    page.fill("[name=url]", "https://jauh.test/")
    page.check("[value='application.moved']")
    page.get_by_test_id("submit").click()
    look(page, "galat")
    page.fill("[name=url]", system.url)
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSWORD)
    page.get_by_test_id("submit").click()
    secret = page.get_by_test_id("secret").inner_text()
    look(page, "rahasia")

    page.get_by_test_id("go-on").click()
    system.status = 404
    page.get_by_test_id("test").click()
    outbox.drain()
    row = WebhookSubscription.objects.get()
    assert Webhook(secret).verify(system.got[0][1], system.got[0][0])["type"] == "webhook.test"
    row.messages.update(state="dead")
    page.goto(f"{root}/webhook/{row.public_id}/?keadaan=gagal")
    look(page, "rincian")
    system.status = 204
    page.get_by_test_id("replay-all").click()
    outbox.drain()

    page.goto(f"{root}/webhook/{row.public_id}/")
    expect(page.locator("table")).to_contain_text("204")
    page.locator("table a").first.click()
    look(page, "pesan")
    page.goto(f"{root}/webhook/")
    look(page, "daftar")
    page.goto(f"{root}/webhook/{row.public_id}/rahasia/")
    look(page, "ganti")
