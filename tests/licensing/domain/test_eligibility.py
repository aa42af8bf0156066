"""Findings on names, education and officers who are tied to a file; the others stand with the pages that show them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licensing.domain.eligibility import Facts, PlaceFacts, findings
from licensing.enums import ApplicationKind, LegalEra, Subject

pytestmark = pytest.mark.unit

NURSE = Facts(
    on=date(2026, 1, 26),
    subject=Subject.PRACTITIONER,
    kind=ApplicationKind.NEW,
    era=LegalEra.NEW,
    delegated=True,
    coordination="none",
    coordination_days=0,
    type_code="SIPP-PERAWAT",
    is_foreign_type=False,
    slot=1,
    requirements=(),
    identity={"name": "Sari Wulandari", "identity_number": "1674015504940001", "birth_date": "1994-04-15"},
    profession={},
    place_answers={"independent": True},
    business={},
    details={},
    statements=frozenset(),
    documents=(),
    place=PlaceFacts(known=True),
)


def codes(**changes: Any) -> set[str]:
    return {found.code for found in findings(replace(NURSE, **changes))}


def test_nurse_without_gaps_has_no_finding() -> None:
    assert codes() == set()


@pytest.mark.parametrize(("own", "code"), [({"is_own_record": True}, "NAME_MISMATCH_ID"), ({}, "NIK_OTHER_PERSON")])
def test_other_name_on_the_register_warns_the_person_and_stops_a_stranger(own: dict[str, Any], code: str) -> None:
    assert codes(nik_name_on_register="Sari Wulandari Putri", **own) == {code}


def test_same_name_with_titles_and_other_case_is_the_same() -> None:
    assert codes(nik_name_on_register="SARI WULANDARI, S.Kep.", is_own_record=False) == set()


@pytest.mark.parametrize(
    ("education", "place", "found"),
    [
        ({"d3"}, {"independent": True}, {"INDEPENDENT_NOT_ALLOWED"}),
        ({"d3", "profesi"}, {"independent": True}, set()),
        ({"d3"}, {"independent": False}, set()),
        (set(), {"independent": True}, set()),
    ],
)
def test_vocational_education_does_not_carry_an_independent_practice(
    education: set[str], place: dict[str, Any], found: set[str]
) -> None:
    assert codes(education=frozenset(education), place_answers=place) == found


def test_physician_is_not_asked_for_it() -> None:
    assert codes(education=frozenset({"d3"}), type_code="SIP-DOKTER") == set()


def test_officer_who_is_tied_to_the_facility_is_told_as_a_warning() -> None:
    assert codes(officer_is_tied=True) == {"OWN_FACILITY_CONFLICT"}
