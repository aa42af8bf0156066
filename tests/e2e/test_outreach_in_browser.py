"""The outreach service in Chromium: a cadre without signal, a late pick-up, the rice; and the same on time."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.enums import Role
from accounts.models import Office, User
from core.outbox import drain
from core.triggers import without_guards
from outreach.models import Compensation, Pickup
from tests.broken_rules import broken_rules
from tests.factories.outreach import VILLAGE, staff
from tests.walking import FILL_THE_DISK, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def people(transactional_db: None, live_server, settings) -> dict[str, User]:
    settings.SCANNER, settings.DEMO = "none", True
    call_command("load_reference_data", verbosity=0)
    office = Office.objects.get(code="PKM-01-1674")
    return {role.value: staff(role, office=office) for role in (Role.CADRE, Role.DRIVER, Role.PUSKESMAS_HEAD)}


@pytest.fixture
def windows(browser: Browser, live_server) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def signed_in(user: User, browser: Browser, live_server, windows: list[BrowserContext]) -> Page:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport=PHONE, base_url=live_server.url)
    windows.append(context)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return context.new_page()


def report_offline(cadre: Page) -> Pickup:
    """The form opens from the phone, is filled without signal and sent when the signal is back."""
    cadre.goto(reverse("pickup_report"))
    expect(cadre.locator("form[data-ready]")).to_be_visible()
    cadre.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    cadre.reload()
    expect(cadre.locator("form[data-ready]")).to_be_visible()
    cadre.context.set_offline(True)
    cadre.reload()
    expect(cadre.locator("form[data-ready]")).to_be_visible()
    cadre.get_by_label("Lansia hidup sendiri").check()
    cadre.get_by_label("Kelurahan atau desa").select_option(VILLAGE)
    cadre.get_by_label("Rumah siapa").fill("Rumah Mbah Contoh, RT 02")
    cadre.get_by_test_id("action-report").click()
    expect(cadre.get_by_test_id("outbox")).to_contain_text("Tersimpan di ponsel")
    assert Pickup.objects.count() == 0
    cadre.context.set_offline(False)
    expect(cadre.get_by_test_id("left")).to_be_visible(timeout=15_000)
    return Pickup.objects.get()


def drive(driver: Page, pickup: Pickup, *, minutes: int) -> None:
    """Accept and depart now; the report is moved back so that arriving now took `minutes`."""
    driver.goto(reverse("pickup_board"))
    for verb in ("accept", "depart"):
        driver.get_by_test_id(f"action-{verb}").click()
    expect(driver.get_by_test_id("action-arrive")).to_be_visible()
    move_report_back(pickup, minutes=minutes)
    driver.goto(reverse("pickup_board"))
    driver.get_by_test_id("action-arrive").click()


def move_report_back(pickup: Pickup, *, minutes: int) -> None:
    back = timezone.now() - timedelta(minutes=minutes, seconds=5)
    with without_guards():
        Pickup.objects.filter(pk=pickup.pk).update(
            reported_at=back, warn_at=back + timedelta(hours=2), due_at=back + timedelta(hours=4)
        )


def drive_without_signal(driver: Page, pickup: Pickup, *, minutes: int) -> None:
    """Accept with signal, depart and arrive without: the phone keeps both over a reload and sends them later."""
    driver.goto(reverse("pickup_board"))
    driver.get_by_test_id("action-accept").click()
    expect(driver.get_by_test_id("action-depart")).to_be_visible()
    expect(driver.locator("[data-steps][data-ready]")).to_be_attached()
    driver.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    driver.wait_for_function("async () => (await (await caches.open('person-jemput')).keys()).length > 0")
    driver.context.set_offline(True)
    driver.get_by_test_id("action-depart").click()
    expect(driver.get_by_test_id("outbox")).to_contain_text("Tersimpan di ponsel")
    driver.reload()
    expect(driver).to_have_url(re.compile(reverse("pickup_phone")))
    driver.get_by_role("button", name="Catat tiba").click()
    expect(driver.get_by_test_id("outbox")).to_contain_text("2 menunggu dikirim")
    assert not Pickup.objects.filter(departed_at__isnull=False).exists()
    move_report_back(pickup, minutes=minutes)
    driver.context.set_offline(False)
    expect(driver.get_by_test_id("outbox")).to_contain_text("Semua tersimpan di server", timeout=15_000)
    driver.goto(reverse("pickup_board"))


def barriers(page: Page, *names: str) -> dict[str, str]:
    """What axe sees on these pages, and which of them scroll sideways on a phone."""
    found = {}
    for name in names:
        page.goto(reverse(name))
        broken = broken_rules(page)
        if broken:
            found[name] = broken
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name} wide"] = "scrolls sideways"
    return found


def log_out(page: Page) -> None:
    """Logging out leaves no page of this person on the phone."""
    page.evaluate("() => document.querySelector('[data-leaving]').requestSubmit()")
    expect(page.get_by_test_id("logout")).to_have_count(0)
    assert page.evaluate("async () => (await caches.keys()).filter((name) => name.startsWith('person-'))") == []


def slow_down(page: Page) -> None:
    """A cheap phone on a weak line: 400 kbit/s, 400 ms a round trip, a processor of a quarter of the speed."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def focused(page: Page, what: str) -> str:
    """An attribute or the value of the element that has the focus."""
    return str(page.evaluate(f"document.activeElement.{what} ?? ''"))


def tab_to(page: Page, what: str, value: str) -> None:
    """Press Tab until the focus is there; each stop must be visible."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page, what) == value:
            return
    raise AssertionError(f"no way to {value} by keyboard")


def photo() -> dict[str, object]:
    file = BytesIO()
    Image.new("RGB", (80, 60), "white").save(file, "JPEG")
    return {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_cadre_reports_by_keyboard_on_a_slow_phone_in_under_thirty_seconds(people, browser, live_server, windows):
    cadre = signed_in(people[Role.CADRE], browser, live_server, windows)
    cadre.goto(reverse("pickup_report"))  # the phone has seen the form before
    slow_down(cadre)
    begun = time.monotonic()

    cadre.goto(reverse("pickup_report"))
    tab_to(cadre, "name", "kind")
    tab_to(cadre, "name", "need")
    cadre.keyboard.press("ArrowDown")
    tab_to(cadre, "name", "region")
    for _ in range(20):
        if focused(cadre, "value") == VILLAGE:
            break
        cadre.keyboard.press("ArrowDown")
    tab_to(cadre, "name", "place")
    cadre.keyboard.type("Rumah Mbah Contoh, RT 02", delay=80)
    cadre.keyboard.press("Enter")
    expect(cadre.get_by_test_id("left")).to_be_visible(timeout=25_000)

    took = time.monotonic() - begun
    pickup = Pickup.objects.get()
    assert (pickup.region_id, pickup.place, pickup.channel) == (VILLAGE, "Rumah Mbah Contoh, RT 02", "cadre")
    assert took < 30, f"{took:.1f} s"


@pytest.mark.parametrize("signal", [True, False], ids=["with signal", "without"])
def test_full_phone_sends_at_once_or_says_so(people, browser, live_server, windows, signal):
    cadre = signed_in(people[Role.CADRE], browser, live_server, windows)
    cadre.goto(reverse("pickup_report"))
    expect(cadre.locator("form[data-ready]")).to_be_visible()
    cadre.evaluate(FILL_THE_DISK)
    cadre.context.set_offline(not signal)
    cadre.get_by_label("Lansia hidup sendiri").check()
    cadre.get_by_label("Kelurahan atau desa").select_option(VILLAGE)
    cadre.get_by_label("Rumah siapa").fill("Rumah Mbah Contoh, RT 02")

    cadre.get_by_test_id("action-report").click()

    if signal:
        expect(cadre.get_by_test_id("left")).to_be_visible()
        assert Pickup.objects.get().place == "Rumah Mbah Contoh, RT 02"
    else:
        expect(cadre.get_by_test_id("outbox")).to_contain_text("Ruang ponsel penuh")
        expect(cadre.get_by_label("Rumah siapa")).to_have_value("Rumah Mbah Contoh, RT 02")
        assert Pickup.objects.count() == 0


def test_call_without_signal_is_answered_late_and_paid_for(people, browser, live_server, windows):
    cadre, driver, head = (signed_in(user, browser, live_server, windows) for user in people.values())
    pickup = report_offline(cadre)
    drive(driver, pickup, minutes=245)
    expect(driver.get_by_test_id("owed")).to_contain_text("Santunan beras 5 kg")
    expect(driver.get_by_test_id("left")).to_have_text("4 jam 5 menit")

    driver.get_by_test_id("owed").get_by_role("link").click()
    driver.get_by_label("Nama penerima").fill("Mbah Contoh")
    driver.get_by_label("Foto bukti penyerahan").set_input_files(photo())
    press(driver.get_by_test_id("action-hand"))
    drain()
    head.goto(reverse("compensation_detail", args=[pickup.public_id]))
    press(head.get_by_test_id("action-confirm"))
    expect(head.locator("h1")).to_contain_text("Sudah disahkan")

    head.goto(reverse("pickup_figures"))
    expect(head.get_by_test_id("kpi-missed")).to_contain_text("1")
    expect(head.get_by_test_id("kpi-response")).to_contain_text("4 jam 5 menit")
    assert Compensation.objects.get().confirmed_by == people[Role.PUSKESMAS_HEAD]


def test_call_without_signal_is_answered_in_time_and_owes_nothing(people, browser, live_server, windows):
    cadre, driver, head = (signed_in(user, browser, live_server, windows) for user in people.values())
    pickup = report_offline(cadre)
    drive_without_signal(driver, pickup, minutes=235)
    expect(driver.get_by_test_id("left")).to_have_text("3 jam 55 menit")
    assert pickup.events.filter(client_id__isnull=False).count() == 2
    log_out(driver)

    head.goto(reverse("pickup_figures"))
    expect(head.get_by_test_id("kpi-on-time")).to_contain_text("100")
    assert Compensation.objects.count() == 0
    assert barriers(head, "pickup_figures", "household_list", "pickup_report", "pickup_call") == {}
