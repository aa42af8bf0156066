"""What the frame says about the city: from the offices and their calendar, never typed."""

from datetime import date

import pytest

from accounts.domain.homes import Group, grouped, home_url, menu
from accounts.domain.site import Site, hour_lines, site, whatsapp_url
from accounts.enums import Role
from accounts.rules import Post, Viewer
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "lines"),
    [
        (date(2026, 1, 26), ["Senin–Kamis 07.30–12.00, 13.00–16.00 WIB", "Jumat 07.30–11.30, 13.00–16.30 WIB"]),
        # Thursday 1 January is closed; the week's pattern stays.
        (date(2025, 12, 30), ["Senin–Kamis 07.30–12.00, 13.00–16.00 WIB", "Jumat 07.30–11.30, 13.00–16.30 WIB"]),
        (date(2026, 2, 25), ["Senin–Kamis 08.00–12.00, 12.30–15.00 WIB", "Jumat 08.00–11.30, 12.30–15.30 WIB"]),
    ],
)
def test_hours_are_those_of_the_calendar(on: date, lines: list[str]):
    assert hour_lines(OfficeFactory(), on) == lines


@pytest.mark.django_db
def test_an_office_without_a_calendar_shows_no_hours():
    assert hour_lines(OfficeFactory(calendar=None), date(2026, 1, 26)) == []


@pytest.mark.django_db
def test_the_city_names_itself():
    OfficeFactory(brand_hex="#0a4d8c")
    LicensingOfficeFactory()

    shown = site()

    assert (shown.government, shown.offices) == ("Pemerintah Kota Prabumulih", "Dinas Kesehatan dan DPMPTSP")


@pytest.mark.django_db
def test_without_offices_only_the_portal_has_a_name():
    assert site() == Site()


@pytest.mark.parametrize(
    ("number", "url"),
    [("+628000000002", "https://wa.me/628000000002"), ("0800-0000-002", "https://wa.me/628000000002"), ("", "")],
)
def test_the_desk_is_one_tap_away(number: str, url: str):
    assert whatsapp_url(number) == url


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_and_a_menu_without_doubles(role: Role):
    links = menu(Viewer(1, (Post(role.value, 1, "16.74"),)), role.value)

    assert links[0].url == home_url(role.value)
    assert len({link.url for link in links}) == len(links)


@pytest.mark.parametrize("role", list(Role))
def test_a_long_menu_is_grouped_and_loses_no_entry(role: Role):
    links = menu(Viewer(1, (Post(role.value, 1, "16.74"),)), role.value)

    lines = grouped(links)

    flat = [link for line in lines for link in (line.links if isinstance(line, Group) else (line,))]
    assert len(lines) <= 9
    assert sorted(link.url for link in flat) == sorted(link.url for link in links)
    assert lines[0] == links[0]
