"""PJ → consent → draft, on a cheap phone without JavaScript; and no barrier axe can see on the way."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Delivery
from licensing.models import Application, Licence
from tests.broken_rules import broken_rules
from tests.factories.facilities import FacilityFactory
from tests.licensing.journey import make_cast
from tests.licensing.roster_cast import make_pj, make_staff
from tests.walking import press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _city(monkeypatch):
    monkeypatch.setattr("core.outbox._bell", [])
    call_command("load_reference_data", verbosity=0)
    make_cast()


@pytest.fixture
def plain_page(browser, live_server):
    """A cheap phone without JavaScript."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
        base_url=live_server.url,
        locale="id-ID",
    )
    yield context.new_page()
    context.close()


def test_coordinator_asks_and_the_nurse_agrees_by_link(plain_page, live_server):
    clinic = FacilityFactory(name="Klinik Melati")
    make_staff(clinic, days=20, name="Sari Wulandari", phone="+628000000777")
    Licence.objects.update(ends_on=timezone.localdate() + timedelta(days=20))
    sign_in(plain_page, make_pj(clinic).email)

    plain_page.goto("/tenaga/")
    plain_page.get_by_label("Sari Wulandari").check()
    press(plain_page.get_by_test_id("action-ask"))
    press(plain_page.get_by_test_id("action-ask"))
    assert "Menunggu persetujuan Sari Wulandari" in plain_page.content()

    link = re.search(r"/persetujuan-pj/[\w:-]+/", Delivery.objects.get().text)
    nurse = plain_page.context.browser.new_context(base_url=live_server.url, locale="id-ID").new_page()
    nurse.goto(link[0])
    press(nurse.get_by_test_id("action-grant"))
    assert "Anda sudah setuju" in nurse.content()

    plain_page.goto("/tenaga/pengajuan/")
    press(plain_page.get_by_test_id("action-check"))
    assert plain_page.get_by_test_id("row").count() == 1
    assert Application.objects.get().applicant_name == "Sari Wulandari"


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, {"width": 1280, "height": 800}])
def test_pages_of_the_coordinator_have_no_barrier(page, live_server, size):
    clinic = FacilityFactory(name="Klinik Melati")
    for days in (400, 20, None):
        make_staff(clinic, days=days)
    page.set_viewport_size(size)
    sign_in(page, make_pj(clinic).email, live_server.url)

    found = {}
    for path in ("beranda/", "?show=all", "pengajuan/", "pengajuan/kirim/", "temuan/", "daftar-kepatuhan/"):
        page.goto(f"{live_server.url}/tenaga/{path}")
        broken = broken_rules(page)
        if broken:
            found[path] = broken
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{path} wide"] = "scrolls sideways"

    assert found == {}
