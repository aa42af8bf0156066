from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.core.gallery import NAV, PERSON, SITE

DUE = datetime(2026, 1, 26, 7, 30, tzinfo=UTC)


def show(expression: str, **values: object) -> str:
    return Template("{% load sejaras %}" + expression).render(Context(values))


@pytest.mark.parametrize(
    ("filter_name", "expected"),
    [
        ("saat", "Senin, 26 Januari 2026 pukul 14.30 WIB"),
        ("hari_tanggal", "Senin, 26 Januari 2026"),
        ("tanggal", "26 Januari 2026"),
        ("waktu", "14.30 WIB"),
        ("pukul", "pukul 14.30 WIB"),
        ("singkat", "Sen 26 Jan, 14.30"),
    ],
)
def test_an_instant_is_written_in_the_current_zone(filter_name: str, expected: str) -> None:
    assert show("{{ at|" + filter_name + " }}", at=DUE) == expected


@pytest.mark.parametrize(
    "filter_name", ["saat", "hari_tanggal", "tanggal", "waktu", "pukul", "singkat", "durasi", "angka"]
)
def test_what_is_not_there_yet_is_a_dash(filter_name: str) -> None:
    assert show("{{ nothing|" + filter_name + " }}", nothing=None) == "–"


def test_an_instant_can_be_shown_in_the_zone_of_another_office() -> None:
    assert show("{{ at|waktu:zone }}", at=DUE, zone="Asia/Jayapura") == "16.30 WIT"


def test_the_date_of_an_instant_is_that_of_the_place() -> None:
    late = datetime(2026, 1, 25, 18, 0, tzinfo=UTC)

    with timezone.override("Asia/Jakarta"):
        assert show("{{ at|tanggal }}", at=late) == "26 Januari 2026"


def test_a_plain_date_needs_no_zone() -> None:
    assert show("{{ on|singkat }} {{ on|hari_tanggal }}", on=date(2026, 1, 26)) == "Sen 26 Jan Senin, 26 Januari 2026"


@pytest.mark.parametrize(("size", "expected"), [(0, "0 KB"), (421_900, "412 KB"), (1_300_000, "1,2 MB")])
def test_sizes_are_kilobytes_until_they_are_long(size: int, expected: str) -> None:
    assert show("{{ size|ukuran }}", size=size) == expected


def test_figures_of_people_are_masked_and_grouped() -> None:
    assert show("{{ nik|nik_samar }}", nik="9974010190000000") == "9974••••••••0000"
    assert show("{{ phone|hp }} {{ phone|hp_akhir }}", phone="+628000000123") == "0800-0000-123 …0123"


def test_a_share_is_made_of_two_counts() -> None:
    assert show("{% bagian 304 312 %} {% bagian 0 0 %}") == "97,4 % –"


@time_machine.travel("2026-01-26T03:15:30+00:00", tick=False)
def test_trying_again_names_a_time_of_day() -> None:
    assert show("{% coba_lagi minutes=5 %}") == "10.20 WIB"


def test_page_links_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/antrean/?late=1&page=2")
    page = Paginator(range(30), 10).page(2)

    html = show("{% pagination page %}", page=page, request=request)

    assert 'href="?late=1&amp;page=1"' in html
    assert 'href="?late=1&amp;page=3"' in html
    assert "Halaman 2 dari 3" in html


def test_a_single_page_has_no_links() -> None:
    assert show("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503", "507"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_page_needs_no_request_no_context_and_no_database(name: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{name}.html")

    assert f'<html lang="{language}"' in html
    assert 'data-testid="error-page"' in html
    assert "Error" not in html


def test_the_frame_shows_the_person_on_phone_and_desk() -> None:
    html = render_to_string("base.html", {"site": SITE, "nav": NAV, "person": PERSON})

    assert html.count("Sari Wulandari") == 2
    assert html.count('aria-current="page"') == 2


def test_the_frame_asks_only_this_origin_and_has_no_inline_code() -> None:
    html = render_to_string("base.html", {"site": SITE, "nav": NAV}, request=RequestFactory().get("/"))

    assert "http://" not in html
    assert "https://" not in html
    assert " style=" not in html
    assert "<script>" not in html


def test_signing_out_is_a_form_so_that_no_link_can_do_it() -> None:
    html = render_to_string("base.html", {"site": SITE, "person": PERSON, "logout_url": "/keluar/"})

    assert '<form method="post" action="/keluar/" ' in html


def test_the_demo_does_not_call_itself_official() -> None:
    assert "Situs resmi" in render_to_string("base.html", {"site": SITE})
    assert "Situs resmi" not in render_to_string("base.html", {"site": SITE, "demo": True})


def test_switching_the_language_keeps_the_address() -> None:
    html = render_to_string("base.html", {"site": SITE}, request=RequestFactory().get("/permohonan/?late=1"))

    assert 'name="next" value="/permohonan/?late=1"' in html
    assert 'value="en" lang="en"' in html
