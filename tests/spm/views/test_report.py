"""The report page: worked examples as an Indonesian reads them, scope, queries."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from spm.domain.places import place_of
from spm.domain.recording import Author, CellInput, FigureInput, indicator_on, record
from spm.enums import Source
from tests.factories.accounts import RegionFactory
from tests.spm.people import browser, puskesmas, puskesmas_office, worker
from tests.spm.worked_examples import EXAMPLE_A, EXAMPLE_B, enter_crisis, enter_outbreaks, person, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 2, 1, 2, tzinfo=UTC)
CITY = "/spm/?program=kota&tahun=2026&sampai=12"


def figure(facility: Any, code: str, served: int, due: int, *, reason: str = "", month: int = 1) -> None:
    """A Puskesmas's figure of a month."""
    when = date(2026, month, 1)
    given = FigureInput(indicator_on(code, when), place_of(facility), when, (CellInput(served, due, reason=reason),))
    record([given], by=Author(), source=Source.ENTERED, at=datetime(2026, month, 28, 2, tzinfo=UTC))


def test_example_a_stands_on_the_page_with_both_methods() -> None:
    region = province()
    planner = person(Role.PLANNER, region)
    enter_crisis(region, planner)

    page = browser(planner, Role.PLANNER).get("/spm/?program=provinsi&tahun=2018").content.decode()

    for text in ("90,9 %", "99,9 %", "(90,9 % + 99,9 %) ÷ 2 = 95,4 %", "10.695 ÷ 10.723 = 99,7 %", "rata-rata tahap"):
        assert text in page


def test_example_b_stands_on_the_page_pooled() -> None:
    region = province()
    planner = person(Role.PLANNER, region)
    enter_outbreaks(region, planner)

    page = browser(planner, Role.PLANNER).get("/spm/?program=provinsi&tahun=2017").content.decode()

    for text in ("5.845", "5.880", "99,4 %", "92,2 %", "5.845 ÷ 5.880 = 99,4 %", "gabungan orang"):
        assert text in page


@pytest.mark.parametrize(
    ("code", "year", "enter", "numbers"),
    [("PROV-1", 2018, enter_crisis, EXAMPLE_A), ("PROV-2", 2017, enter_outbreaks, EXAMPLE_B)],
)
def test_every_number_of_the_examples_stands_on_the_page_of_the_service(
    code: str, year: int, enter: Any, numbers: tuple[str, ...]
) -> None:
    region = province()
    planner = person(Role.PLANNER, region)
    enter(region, planner)

    page = browser(planner, Role.PLANNER).get(f"/spm/layanan/{code}/?program=provinsi&tahun={year}").content.decode()

    cells = set(re.findall(r"[0-9.,]+(?: %)?", re.sub(r"<[^>]+>", "|", page)))
    assert [number for number in numbers if number not in cells] == []


def test_puskesmas_and_their_network_are_pooled_for_the_city() -> None:
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    network = puskesmas("PST-01", "16.74.02.1004", parent=first)
    type(network).objects.filter(pk=network.pk).update(kind="pustu")
    figure(first, "KK-01", 90, 100)
    figure(network, "KK-01", 5, 10)
    figure(second, "KK-01", 40, 90)

    page = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH).get(CITY).content.decode()

    assert "135 ÷ 200 = 67,5 %" in page
    assert "100 %." in page
    assert "1E+2" not in page


def test_more_served_than_due_is_shown_raw_with_a_warning() -> None:
    figure(puskesmas(), "KK-09", 4102, 3968, reason="Pasien dari luar kota")

    page = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH).get(CITY).content.decode()

    assert "103,4 %" in page
    assert "tidak dipotong menjadi 100 %" in page


def test_a_recorder_reads_the_own_puskesmas_alone() -> None:
    mine, other = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    figure(mine, "KK-01", 11, 100)
    figure(other, "KK-01", 77, 100)
    client = browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)

    page = client.get(CITY).content.decode()

    assert "11 ÷ 100 = 11,0 %" in page
    assert client.get(f"{CITY}&unit={other.public_id}").status_code == 404


def test_the_public_sees_nothing_before_a_report_is_locked() -> None:
    figure(puskesmas(), "KK-01", 90, 100)

    page = Client().get(CITY).content.decode()

    assert "Belum ada laporan yang dikunci" in page
    assert "90,0 %" not in page


def test_another_city_is_not_found() -> None:
    RegionFactory(code="18.71")
    client = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH)

    assert client.get(f"{CITY}&wilayah=18.71").status_code == 404


@pytest.mark.parametrize("places", [1, 3])
def test_report_costs_the_same_queries_for_any_number_of_places(places: int, django_assert_num_queries: Any) -> None:
    for number in range(places):
        figure(puskesmas(f"PKM-{number}", f"16.74.02.10{number + 3:02d}"), "KK-01", 90, 100)
    client = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH)
    client.get(CITY)

    with django_assert_num_queries(17):
        client.get(CITY)


def test_the_sheet_holds_the_same_figures() -> None:
    figure(puskesmas(), "KK-01", 90, 100)

    answer = browser(worker(Role.CITY_HEALTH), Role.CITY_HEALTH).get(f"/spm/laporan.xlsx{CITY[5:]}")

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("page", ["", "kebutuhan/", "tindak-lanjut/", "dokumen/"])
def test_pages_of_a_service_open(page: str) -> None:
    figure(puskesmas(), "KK-01", 90, 100)
    client = browser(worker(Role.PLANNER), Role.PLANNER)

    assert client.get(f"/spm/layanan/KK-01/{page}{CITY[5:]}").status_code == 200
