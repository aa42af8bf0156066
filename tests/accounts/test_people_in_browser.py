"""The people pages in a real browser: sign-up without JavaScript, the language switch, no barrier axe can see."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.enums import Role
from accounts.models import User
from tests.broken_rules import broken_rules
from tests.factories.accounts import InboxMessageFactory, MembershipFactory, OfficeFactory, OfficialFactory
from tests.walking import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("texts", "city")]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
OPEN_TO_ALL = ("/masuk/", "/daftar/", "/lupa-sandi/", "/pesan-keluar/")
OF_A_PERSON = ("/profil/", "/pesan/", "/beranda/ringkasan/", "/profil/kata-sandi/", "/masuk/ulang/", "/peran/")
OF_AN_OFFICER = ("/petugas/", "/petugas/undang/", "/pejabat/", "/pejabat/pelaksana/", "/pekerjaan/", "/jejak-audit/")


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A cheap phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, base_url=live_server.url, locale="id-ID")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_an_account_in_five_fields_on_a_phone_without_javascript(plain_page: Page):
    page = plain_page
    page.goto("/daftar/")
    assert page.locator("[data-testid=sign-up-form] input:visible").count() <= 5
    page.fill("[name=name]", "Sari Contoh")
    page.fill("[name=phone]", "+62 800 0000 123")
    page.fill("[name=password]", "hujan pagi di kota")
    page.check("[name=consent]")
    press(page.get_by_test_id("submit"))

    outgoing = page.context.new_page()
    outgoing.goto("/pesan-keluar/")
    found = re.search(r"\b\d{6}\b", outgoing.get_by_test_id("outgoing-text").first.inner_text())
    assert found
    page.fill("[name=code]", found[0])
    press(page.get_by_test_id("submit"))

    page.goto("/profil/")
    expect(page.get_by_test_id("phone")).to_have_text("0800-0000-123")


def test_errors_take_the_focus_and_lead_to_their_fields(page: Page, live_server: LiveServer):
    page.goto(f"{live_server.url}/daftar/")

    press(page.get_by_test_id("submit"))

    expect(page.get_by_test_id("error-summary")).to_be_focused()
    assert page.title().startswith("Galat: ")
    page.get_by_test_id("error-summary").get_by_role("link").first.click()
    expect(page.locator("[name=name]")).to_be_focused()


def test_the_language_switch_keeps_the_address(page: Page, live_server: LiveServer):
    user = somebody_with_a_message()
    sign_in(page, user.email, live_server.url)
    page.goto(f"{live_server.url}/pesan/?page=1")

    press(page.get_by_test_id("language"))

    assert page.url == f"{live_server.url}/pesan/?page=1"
    assert page.locator("html").get_attribute("lang") == "en"


def somebody_with_a_message() -> User:
    return InboxMessageFactory(link="/profil/").user


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_barrier_that_axe_can_see(page: Page, live_server: LiveServer, size: dict[str, int]):
    page.set_viewport_size(size)  # type: ignore[arg-type]
    OfficialFactory(office=OfficeFactory())
    admin = MembershipFactory(role=Role.ADMIN).user
    InboxMessageFactory(user=admin)
    found = {path: barriers(page, live_server.url + path) for path in OPEN_TO_ALL}
    sign_in(page, admin.email, live_server.url)
    found |= {path: barriers(page, live_server.url + path) for path in (*OF_A_PERSON, *OF_AN_OFFICER)}

    assert {path: problems for path, problems in found.items() if problems} == {}


def barriers(page: Page, url: str) -> list[str]:
    answer = page.goto(url)
    assert answer
    assert answer.status == 200, url
    problems = [rule for rule, _elements in broken_rules(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        problems.append("wider than the screen")
    return problems
