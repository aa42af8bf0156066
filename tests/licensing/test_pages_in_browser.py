"""Pages of registers, licences and coverage in Chromium with axe: both sizes, a city with a few rows, an empty one."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from accounts.models import User
from tests.broken_rules import broken_rules
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, UserFactory, officer
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory
from tests.licensing.roster_cast import make_pj

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})
PAGES: dict[Role | None, tuple[str, ...]] = {
    None: (
        "/register-izin/", "/kepuasan/", "/cakupan/publik/", "/lapor/", "/lapor/lacak/", "/layanan/SIPP-PERAWAT/versi/",
    ),
    Role.APPLICANT: ("/izin/",),
    Role.PJ: ("/tenaga/", "/tenaga/pengajuan/", "/tenaga/daftar-kepatuhan/"),
    Role.DIVISION_HEAD: (
        "/daftar-izin/", "/sanksi/", "/pemeriksaan-susulan/", "/laporan/janji/", "/pengaduan/", "/pengaduan/catat/",
        "/cakupan/", "/cakupan/daftar/", "/aturan/", "/aturan/usul/jenis/?jenis=SIPP-PERAWAT",
        "/aturan/usul/batas-waktu/", "/batas-diam/", "/tenaga-kesehatan/", "/fasilitas/",
    ),
    Role.HEALTH_HEAD: ("/aturan/penetapan/", "/batas-diam/penetapan/"),
}  # fmt: skip


def at_work(page: Page, user: User, role: Role, address: str) -> None:
    """Give the browser the session of a person at work in a role."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[ROLE_KEY] = role.value
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def person(role: Role) -> User:
    """Somebody of each role; the coordinator keeps an empty facility."""
    if role == Role.PJ:
        return make_pj()
    return UserFactory() if role == Role.APPLICANT else officer(role)


def flaws(page: Page, address: str) -> list[Any]:
    """What is wrong with a page at both sizes: its answer, its width, and what axe finds."""
    found: list[Any] = []
    page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]  # a TypedDict of Playwright's own
    answer = page.goto(address)
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # as above
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        broken = broken_rules(page)
        if answer is None or answer.status != 200 or wide > 0 or broken:
            found.append((address, size["width"], answer and answer.status, wide, broken))
    return found


@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "with rows"])
def test_every_page_answers_fits_and_passes_axe(page: Page, live_server: Any, *, is_empty: bool) -> None:
    call_command("load_reference_data", verbosity=0)
    OfficeFactory()
    LicensingOfficeFactory()
    if not is_empty:
        LicenceFactory(holder_person=PersonFactory(name="Sari Wulandari"))
    found = []
    for role, paths in PAGES.items():
        if role is not None:
            at_work(page, person(role), role, live_server.url)
        for path in paths:
            found += flaws(page, f"{live_server.url}{path}")

    assert found == []
