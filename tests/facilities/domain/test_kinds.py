"""Kinds as data: every kind of the catalogue is there, and a new list of obligations reaches the facilities."""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from core.refdata import load, sheets
from facilities.domain import reference_data
from facilities.domain.kinds import follow_kinds, labels, with_kind
from facilities.domain.register import enter_facility
from facilities.enums import FacilityKind
from facilities.models import Kind
from tests.factories.accounts import RegionFactory
from tests.factories.facilities import FacilityFactory

KINDS = [sheet for sheet in sheets() if sheet.file == reference_data.KINDS]


@pytest.fixture
def kinds(db: None) -> None:
    load(KINDS, at=timezone.now())


def test_every_kind_the_code_names_is_a_row(kinds: None) -> None:
    assert set(Kind.objects.values_list("code", flat=True)) == set(FacilityKind.values)


def test_names_in_the_file_are_those_of_the_code(kinds: None) -> None:
    assert labels() == {member.value: str(member.label) for member in _in_order()}


def test_a_second_load_writes_nothing(kinds: None) -> None:
    FacilityFactory(kind="dam", obligatory_types=["SLHS-DAM"])

    assert load(KINDS, at=timezone.now())[reference_data.KINDS].written == 0


@pytest.mark.unit
@pytest.mark.parametrize(
    ("held", "before", "after", "expected"),
    [
        ([], [], ["A"], ["A"]),
        (["A", "OWN"], ["A"], ["B"], ["B", "OWN"]),
        (["A"], ["A"], [], []),
        (["OWN"], [], ["OWN"], ["OWN"]),
    ],
)
def test_obligations_of_a_kind_change_and_own_ones_stay(
    held: list[str], before: list[str], after: list[str], expected: list[str]
) -> None:
    assert with_kind(held, before=before, after=after) == expected


def test_facilities_follow_their_kind(kinds: None) -> None:
    hotel = FacilityFactory(kind="hotel", obligatory_types=["SLHS-HOTEL", "SLHS-KOLAM-RENANG"])
    before = {"hotel": ["SLHS-HOTEL"]}
    Kind.objects.filter(code="hotel").update(obligatory_types=["SLHS-HOTEL", "SLHS-JASABOGA"])

    assert follow_kinds(before | {row.code: row.obligatory_types for row in Kind.objects.exclude(code="hotel")}) == 1
    hotel.refresh_from_db()
    assert hotel.obligatory_types == ["SLHS-HOTEL", "SLHS-JASABOGA", "SLHS-KOLAM-RENANG"]


def test_a_new_facility_gets_the_obligations_of_its_kind(kinds: None) -> None:
    place = enter_facility(
        name="Depot Contoh", kind="dam", address="", region_code=RegionFactory().code, on=timezone.localdate()
    )

    assert (place.obligatory_types, place.checklist_kind) == (["SLHS-DAM"], "dam")


def test_every_checklist_of_the_catalogue_has_a_kind(kinds: None) -> None:
    there = set(Kind.objects.values_list("checklist_kind", flat=True))
    demo = Path("licensing/reference/demo/demo-city.csv")
    with demo.open(newline="", encoding="utf-8") as lines:
        wanted = {(row["kind"], row["licence_types"], row["checklist_kind"]) for row in csv.DictReader(lines)}

    shipped = {(row.code, ";".join(row.obligatory_types), row.checklist_kind) for row in Kind.objects.all()}
    assert wanted - shipped == set()
    assert {"klinik", "rumah_sakit", "obat_tradisional", "pbf", "dak", "amdk", "pendidikan", "radiologi"} <= there


def _in_order() -> list[FacilityKind]:
    order = {code: place for place, code in enumerate(Kind.objects.values_list("code", flat=True))}
    return sorted(FacilityKind, key=lambda member: order[member.value])
