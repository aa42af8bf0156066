"""A system is subscribed, tested and sent a failed message again; the whole way without script as well."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from standardwebhooks import Webhook

from accounts.enums import Role
from accounts.models import WebhookSubscription
from core import outbox
from tests.broken_rules import broken_rules
from tests.factories.accounts import ApiClientFactory, MembershipFactory, officer
from tests.receiver import Receiver
from tests.walking import fill_log_in, press, send, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("texts", "city")]

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


def look(page: Page, name: str) -> None:
    """No barrier and no sideways scrolling at both sizes; pictures where SHOTS names a folder."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        assert broken_rules(page) == [], name
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)


def test_administrator_subscribes_tests_and_replays(page: Page, live_server: LiveServer, system: Receiver):
    root = live_server.url
    ApiClientFactory(name="SiCantik Kota Contoh")
    admin = MembershipFactory(role=Role.ADMIN).user
    page.goto(f"{root}/masuk/?next=/webhook/")
    fill_log_in(page, admin.email)
    page.goto(f"{root}/webhook/")
    look(page, "kosong")

    press(page.get_by_test_id("subscribe"))
    page.select_option("[name=client]", label="SiCantik Kota Contoh")
    page.fill("[name=url]", "https://jauh.test/")
    page.check("[value='application.moved']")
    press(page.get_by_test_id("submit"))
    look(page, "galat")
    page.fill("[name=url]", system.url)
    send(page)
    secret = page.get_by_test_id("secret").inner_text()
    look(page, "rahasia")

    press(page.get_by_test_id("go-on"))
    system.status = 404
    press(page.get_by_test_id("test"))
    outbox.drain()
    row = WebhookSubscription.objects.get()
    assert Webhook(secret).verify(system.got[0][1], system.got[0][0])["type"] == "webhook.test"
    row.messages.update(state="dead")
    page.goto(f"{root}/webhook/{row.public_id}/?keadaan=gagal")
    look(page, "rincian")
    system.status = 204
    press(page.get_by_test_id("replay-all"))
    outbox.drain()

    page.goto(f"{root}/webhook/{row.public_id}/")
    expect(page.locator("table")).to_contain_text("204")
    press(page.locator("table a").first)
    look(page, "pesan")
    page.goto(f"{root}/webhook/")
    look(page, "daftar")
    page.goto(f"{root}/webhook/{row.public_id}/rahasia/")
    look(page, "ganti")


def test_system_is_asked_for_approved_and_subscribed_without_script(
    browser: Browser, live_server: LiveServer, system: Receiver
):
    def at_work(role: Role) -> Page:
        person = officer(role)
        page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
        sign_in(page, person.email)
        return page

    clerk, admin = at_work(Role.FRONT_OFFICE), at_work(Role.ADMIN)
    clerk.goto("/sistem-api/ajukan/")
    for name, text in (
        ("name", "SIMRS Contoh"),
        ("organisation", "RS Contoh"),
        ("purpose", "Diberi tahu tentang permohonan tenaga rumah sakit."),
        ("contact_name", "Penghubung Contoh"),
        ("contact_email", "teknis@contoh.example"),
    ):
        clerk.fill(f"[name={name}]", text)
    for scope in ("applications:read", "webhooks:manage"):
        clerk.check(f"[value='{scope}']")
    send(clerk)
    request = clerk.url
    admin.goto(request)
    press(admin.get_by_test_id("approve"))
    send(admin)
    clerk.goto(request)
    press(clerk.get_by_test_id("to-client"))
    press(clerk.get_by_test_id("secret-new"))
    send(clerk)
    expect(clerk.get_by_test_id("secret")).not_to_be_empty()

    admin.goto("/webhook/baru/")
    admin.select_option("[name=client]", label="SIMRS Contoh")
    admin.fill("[name=url]", system.url)
    admin.check("[value='application.moved']")
    send(admin)
    press(admin.get_by_test_id("go-on"))
    press(admin.get_by_test_id("test"))
    outbox.drain()
    admin.reload()
    expect(admin.locator("table")).to_contain_text("204")
    press(admin.get_by_test_id("end"))
    send(admin)
    assert not WebhookSubscription.objects.current().exists()
