"""ILP entry: the list of units, the sheets, drafts and the lock of a month."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from spm.models import EntryDraft, Indicator, Report, Value
from tests.factories.accounts import OfficeFactory
from tests.factories.facilities import FacilityFactory
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def recorder() -> Client:
    """The browser of PKM-01's recorder."""
    return browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)


def posyandu(head: Any, code: str = "POS-01") -> Any:
    """A unit of its network."""
    return FacilityFactory(code=code, name=f"Posyandu {code}", kind="posyandu", parent=head, region=head.region)


def sheet(unit: Any, stage: str = "", more: str = "") -> str:
    """The address of a unit's sheet in January."""
    return f"/ilp/isian/{unit.public_id}/?bulan=2026-01&tahap={stage}{more}"


def the(code: str) -> Indicator:
    """An indicator by its code."""
    return Indicator.objects.get(code=code)


def test_a_recorder_fills_in_a_section_of_a_posyandu() -> None:
    unit, visit, iron = posyandu(puskesmas()), the("BUMIL-C-K1"), the("BUMIL-M-ANEMIA")

    answer = recorder().post(
        sheet(unit, "ibu_hamil_bersalin_nifas"), {f"n-{visit.pk}": 8, f"d-{visit.pk}": 10, f"n-{iron.pk}": 2}
    )

    assert answer.status_code == 302
    rows = Value.objects.order_by("indicator__position")
    assert [(row.indicator.code, row.numerator, row.denominator, row.sex, row.facility_id) for row in rows] == [
        ("BUMIL-M-ANEMIA", 2, None, "P", unit.pk),
        ("BUMIL-C-K1", 8, 10, "P", unit.pk),
    ]


def test_a_sheet_divided_by_age_and_disability_replaces_the_whole() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    stage = "ibu_hamil_bersalin_nifas"
    client.post(sheet(unit, stage), {f"n-{visit.pk}": 8, f"d-{visit.pk}": 10})

    client.post(
        sheet(unit, stage, "&rinci=umur&rinci=disabilitas"),
        {f"n-{visit.pk}-x4t": 1, f"d-{visit.pk}-x4t": 2, f"n-{visit.pk}-x5y": 7, f"d-{visit.pk}-x5y": 8},
    )

    cells = Value.objects.current().values_list("age_group", "disability", "numerator", "denominator")
    assert sorted(cells) == [("10-18", "tidak", 1, 2), ("19-59", "ya", 7, 8)]


def test_a_finer_sheet_left_empty_leaves_what_stands() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 8, f"d-{visit.pk}": 10})

    client.post(sheet(unit, visit.life_stage, "&rinci=umur"), {})

    assert Value.objects.current().get().numerator == 8


def test_a_wiped_figure_is_taken_back() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 8, f"d-{visit.pk}": 10})

    client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": "", f"d-{visit.pk}": 10})

    assert not Value.objects.current().exists()
    assert Value.objects.count() == 1


def test_more_served_than_due_asks_why_and_keeps_what_was_typed() -> None:
    unit, visit = puskesmas(), the("BUMIL-C-K1")

    answer = recorder().post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 12, f"d-{visit.pk}": 10})

    assert answer.status_code == 422
    assert "tuliskan alasannya" in answer.content.decode()
    assert 'value="12"' in answer.content.decode()
    assert not Value.objects.exists()


def test_nothing_due_is_a_dash() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 0, f"d-{visit.pk}": 0})

    page = client.get(sheet(unit, visit.life_stage)).content.decode()

    assert '<b class="b">–</b> (0 ÷ 0)' in page


def test_the_target_of_the_year_is_carried_cell_by_cell() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    client.post(sheet(unit, visit.life_stage, "&rinci=umur"), {f"n-{visit.pk}-x4x": 1, f"d-{visit.pk}-x4x": 87})

    page = client.get(sheet(unit, visit.life_stage, "&rinci=umur").replace("2026-01", "2026-02")).content.decode()

    assert 'value="87"' in page
    assert "Sasaran dari bulan sebelumnya" in page


def test_a_sheet_begun_is_kept_shown_again_and_forgotten_once_saved() -> None:
    unit, visit, client = puskesmas(), the("BUMIL-C-K1"), recorder()
    url = sheet(unit, visit.life_stage)
    draft = url.replace("/?", "/draf/?")

    kept = client.post(draft, {f"n-{visit.pk}": "77", f"n-{visit.pk}x": "1", "other": "2"}, headers={"X-Autosave": "1"})

    assert kept.status_code == 204
    assert EntryDraft.objects.get().fields == {f"n-{visit.pk}": "77"}
    assert 'value="77"' in client.get(url).content.decode()
    assert not Value.objects.exists()
    client.post(url, {f"n-{visit.pk}": 77, f"d-{visit.pk}": 80})
    assert not EntryDraft.objects.exists()


def test_units_of_another_network_are_not_found_and_not_listed() -> None:
    own, other = puskesmas(), puskesmas("PKM-02", "16.74.02.1008")
    guest = FacilityFactory(code="POS-9", name="Posyandu tamu", kind="posyandu", parent=other, region=own.region)
    client = recorder()

    assert client.get(sheet(own)).status_code == 200
    assert [client.get(sheet(unit)).status_code for unit in (other, guest)] == [404, 404]
    page = client.get("/ilp/isian/").content.decode()
    assert own.name in page
    assert guest.name not in page


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_same_number_of_queries(units: int, django_assert_num_queries: Any) -> None:
    head = puskesmas()
    for number in range(units):
        posyandu(head, f"POS-{number}")
    client = recorder()
    client.get("/ilp/isian/")

    with django_assert_num_queries(11):
        client.get("/ilp/isian/")


def test_a_locked_month_takes_no_figures_of_the_whole_network() -> None:
    head = puskesmas()
    unit, visit = posyandu(head), the("BUMIL-C-K1")
    client = recorder()
    client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 8, f"d-{visit.pk}": 10})
    chief = browser(worker(Role.PUSKESMAS_HEAD, puskesmas_office()), Role.PUSKESMAS_HEAD)
    city = browser(worker(Role.CITY_HEALTH, OfficeFactory()), Role.CITY_HEALTH)
    life = f"?program=ilp&wilayah=16.74&tahun=2026&sampai=1&unit={head.public_id}"

    checked = city.post(f"/spm/periksa/{life}")
    locked = chief.post(f"/spm/kunci/{life}", {"lock-password": "sejaras-demo"})

    assert (checked.status_code, locked.status_code) == (302, 302)
    report = Report.objects.get()
    assert (report.programme, report.facility_id, report.state) == ("ilp", head.pk, "locked")
    refused = client.post(sheet(unit, visit.life_stage), {f"n-{visit.pk}": 9, f"d-{visit.pk}": 10})
    assert refused.status_code == 409
    assert "Bulan ini sudah dikunci" in client.get(sheet(unit, visit.life_stage)).content.decode()
    assert Value.objects.current().get().numerator == 8
    assert client.post(sheet(unit).replace("2026-01", "2026-02"), {}).status_code == 302
