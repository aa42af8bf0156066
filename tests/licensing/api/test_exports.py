"""`/exports/`: the rows of the lists in the caller's region, in three formats, each with its trail."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.domain.exports import streaming
from accounts.enums import Role
from core.models import AuditEvent
from core.sheets import read
from tests.api import ALL_SCOPES, ROOT, by_session, by_token, codes
from tests.factories.accounts import LicensingOfficeFactory, RegionFactory, officer
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, LicenceFactory, LicenceStatusFactory, catalogue
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory

pytestmark = pytest.mark.django_db
EXPORTS = f"{ROOT}/exports"
SCOPES = {
    "applications": "applications:read",
    "facilities": "facilities:read",
    "licences": "licences:read",
    "placements": "workforce:read",
    "practitioners": "workforce:read",
}
FORMULA = "=HYPERLINK(0)"
REASON = "Cadangan bulanan dinas"


@pytest.fixture
def rows(db: None) -> None:
    """One of each at home, whose names a spreadsheet would run, and one of each in another city."""
    catalogue("SIPP-PERAWAT")
    home, far = LicensingOfficeFactory(), RegionFactory(code="16.73.01.1001")
    other = LicensingOfficeFactory(code="DPMPTSP-1673", region=RegionFactory(code="16.73"))
    person = PersonFactory(name=FORMULA, degrees="A.Md.Kep.")
    place = FacilityFactory(name="@Klinik", latitude="-3.432100", longitude="104.234500", obligatory_types=["A", "B"])
    PlacementFactory(practitioner=PractitionerFactory(person=person), facility=place)
    LicenceFactory(holder_person=person, place=place, office=home)
    ApplicationFactory(state="submitted", applicant_name=FORMULA, place=place, place_name='Klinik "Satu", lantai 2')
    there = FacilityFactory(region=far)
    PlacementFactory(facility=there)
    LicenceFactory(place=there, office=other)
    ApplicationFactory(state="submitted", region=far, place=there)


@pytest.fixture
def caller(rows: None) -> APIClient:
    return by_token(LicensingOfficeFactory())


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def objects(caller: APIClient, kind: str, **query: Any) -> list[dict[str, Any]]:
    text = content(caller.get(f"{EXPORTS}/{kind}/ndjson/", query)).decode()
    return [json.loads(line) for line in text.splitlines()]


def lines(caller: APIClient, kind: str) -> list[dict[str, str]]:
    text = content(caller.get(f"{EXPORTS}/{kind}/csv/")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("kind", ["applications", "facilities", "licences", "practitioners"])
def test_export_says_of_each_row_what_the_list_says(caller: APIClient, kind: str):
    (exported,) = objects(caller, kind)
    (listed,) = caller.get(f"{ROOT}/{kind}/").json()["results"]

    shared = exported.keys() & listed.keys()
    position = {name: float(listed[name]) for name in ("latitude", "longitude") if name in shared}

    assert {name: exported[name] for name in shared} == {**{name: listed[name] for name in shared}, **position}
    assert len(shared) >= len(exported) - 1


@pytest.mark.parametrize("kind", SCOPES)
def test_csv_holds_the_same_cells_as_text(caller: APIClient, kind: str):
    (row,), (line,) = objects(caller, kind), lines(caller, kind)

    assert list(line) == list(row)
    for name, value in row.items():
        text = ";".join(value) if isinstance(value, list) else "" if value is None else str(value)
        expected = text.lower() if isinstance(value, bool) else text
        if name not in ("latitude", "longitude"):
            assert line[name].removeprefix("'") == expected
    assert line.get("latitude", "'-3.432100").removeprefix("'") == "-3.432100"


@pytest.mark.parametrize("kind", SCOPES)
def test_another_city_takes_none_of_our_rows(caller: APIClient, kind: str):
    nobody = by_token(LicensingOfficeFactory(code="DPMPTSP-1672", region=RegionFactory(code="16.72")), client_id="x")

    assert len(objects(caller, kind)) == 1
    assert objects(nobody, kind) == lines(nobody, kind) == []


@pytest.mark.parametrize("kind", ["applications", "licences", "practitioners", "facilities"])
def test_no_cell_of_a_sheet_is_a_formula(caller: APIClient, kind: str, tmp_path: Path):
    (row,), (line,) = objects(caller, kind), lines(caller, kind)
    book = tmp_path / "book.xlsx"
    book.write_bytes(content(caller.get(f"{EXPORTS}/{kind}/xlsx/")))

    _header, cells = (found.cells for found in read(book))

    live = [text for text in row.values() if isinstance(text, str) and text.startswith(("=", "@"))]
    assert live
    assert [f"'{text}" for text in live if f"'{text}" not in line.values()] == []
    # Reading takes the mark away again; a formula would have come back as its value.
    assert [text for text in live if text not in cells] == []


def test_filters_are_those_of_the_list(caller: APIClient):
    assert objects(caller, "applications", state="draft") == []
    assert len(objects(caller, "applications", state="submitted", kecamatan="16.74.02")) <= 1
    refused = caller.get(f"{EXPORTS}/applications/csv/", {"stat": "draft"})
    assert (refused.status_code, codes(refused)) == (400, {"/stat": "unknown_parameter"})


def test_licence_that_ran_out_or_was_given_back_says_so(caller: APIClient):
    place = FacilityFactory()
    over = LicenceFactory(place=place, starts_on="2019-01-02", ends_on="2024-01-01")
    back = LicenceFactory(place=place)
    back.statuses.update(valid_to="2025-01-01")
    LicenceStatusFactory(licence=back, status="surrendered", valid_from="2025-01-01")

    exported = {row["id"]: row["status"] for row in objects(caller, "licences")}

    assert (exported[over.public_id], exported[back.public_id]) == ("expired", "surrendered")


@pytest.mark.parametrize("kind", SCOPES)
def test_token_needs_the_scope_of_exports_and_that_of_the_rows(rows: None, kind: str):
    office = LicensingOfficeFactory()
    answers = [
        by_token(office, *scopes, client_id=f"c{number}").get(f"{EXPORTS}/{kind}/csv/").status_code
        for number, scopes in enumerate(
            (["exports:read", SCOPES[kind]], [SCOPES[kind]], [each for each in ALL_SCOPES if each != SCOPES[kind]])
        )
    ]

    assert answers == [200, 403, 403]


def test_officer_gives_a_reason_and_it_stands_in_the_trail(rows: None):
    head = by_session(officer(Role.HEALTH_HEAD))
    silent = head.get(f"{EXPORTS}/practitioners/csv/")
    assert (silent.status_code, codes(silent)) == (400, {"/reason": "reason_needed"})

    content(head.get(f"{EXPORTS}/practitioners/csv/", {"reason": REASON, "name": "Sari Wulandari"}))

    begun, ended = AuditEvent.objects.filter(action__startswith="export.").order_by("seq")
    assert (begun.action, begun.reason, begun.payload["filters"]) == ("export.begin", REASON, ["name"])
    assert "Sari" not in str(begun.payload)
    assert (ended.action, ended.payload["rows"], ended.payload["whole"]) == ("export.end", 0, True)


def test_role_that_may_not_take_rows_away_is_refused(rows: None):
    inspector = by_session(officer(Role.TPK))

    assert inspector.get(f"{EXPORTS}/practitioners/csv/", {"reason": REASON}).status_code == 403


def test_answer_that_was_cut_off_is_known_as_such(caller: APIClient):
    answer = caller.get(f"{EXPORTS}/facilities/ndjson/")
    next(iter(answer.streaming_content))
    for close in reversed(answer._resource_closers):  # what a server's `close` calls before it lets the database go
        close()

    assert AuditEvent.objects.get(action="export.end").payload["whole"] is False


def test_workbook_of_too_many_rows_is_left_to_a_job(caller: APIClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streaming, "LONGEST_SHEET", 0)

    answer = caller.get(f"{EXPORTS}/facilities/xlsx/")

    assert (answer.status_code, answer.json()["code"]) == (422, "export_too_long")


@pytest.mark.parametrize("kind", SCOPES)
def test_queries_are_the_same_for_one_row_and_three(caller: APIClient, kind: str, django_assert_num_queries: Any):
    # PostgreSQL reads in a transaction of its own; FETCH is not counted.
    count = 17 if connection.vendor == "postgresql" else 15
    content(caller.get(f"{EXPORTS}/{kind}/ndjson/"))
    with django_assert_num_queries(count):
        assert len(objects(caller, kind)) == 1
    for _n in range(2):
        placement = PlacementFactory()
        LicenceFactory(holder_person=placement.practitioner.person, place=placement.facility)
        ApplicationFactory(state="submitted")

    with django_assert_num_queries(count):
        assert len(objects(caller, kind)) >= 3
