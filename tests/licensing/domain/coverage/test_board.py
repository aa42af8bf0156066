"""The board of the page: the same figures as each question asked alone, from a handful of statements."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from facilities.models import FacilityClosure
from licensing.domain.coverage.board import BITS, Board
from licensing.domain.coverage.counting import Cut
from licensing.domain.coverage.history import history_of
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageList, CoverageMeasure
from tests.factories.accounts import RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, LicenceFactory, LicenceStatusFactory
from tests.licensing.coverage_cast import SINCE, licensed, placed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 26)
LISTS = (*BITS, CoverageList.MISSING)
OF_PEOPLE = [CoverageMeasure.PERSONS, CoverageMeasure.PLACEMENTS]


@pytest.fixture(autouse=True)
def _city() -> None:
    """All that a list may tell apart: held, ending, ending and filed, expired, missing, filed, ended, in two places."""
    here, there = (
        FacilityFactory(region=RegionFactory(code=code), ownership=owner, obligatory_types=["IZIN-KLINIK-PRATAMA"])
        for code, owner in (("16.74.01.1001", "kota"), ("16.74.02.1007", "swasta"))
    )
    licensed(placed(here))
    soon = TODAY + timedelta(days=40)
    licensed(placed(here), ends_on=soon)
    filed = placed(there)
    licensed(filed, ends_on=soon)
    licensed(placed(there), ends_on=TODAY - timedelta(days=3))
    waiting = placed(there)
    for row in (filed, waiting):
        ApplicationFactory(
            state="submitted", person=row.practitioner.person, place=row.facility, submitted_at="2026-01-20T02:00:00Z"
        )
    placed(here, ends_on=date(2025, 6, 1))
    both = placed(here, practitioner={"profession__code": "BIDAN"})
    licensed(both)
    placed(there, at=both)
    LicenceFactory(holder_person=None, profession=None, holder_facility=here, place=here, starts_on=SINCE,
                   type_code="IZIN-KLINIK-PRATAMA", ends_on=None)  # fmt: skip


@pytest.mark.parametrize("on", [date(2025, 1, 1), TODAY])
@pytest.mark.parametrize("measure", OF_PEOPLE)
def test_board_equals_each_question_asked_alone(measure: CoverageMeasure, on: date) -> None:
    for cut in (Cut(on), Cut(on, areas=("16.74.02",)), Cut(on, profession="PERAWAT"), Cut(on, ownership="kota")):
        board, reading = Board(cut, measure), Reading(cut, measure)
        for by in ((), ("profession",), ("facility",), ("ownership",), ("kecamatan",)):
            assert board.figures(*by, lists=LISTS) == reading.figures(*by, lists=LISTS), (cut, by)
        assert board.owned() == Reading(cut.within(ownership="kota"), measure).total()
        whole = Reading(cut.within(profession=""), CoverageMeasure.FACILITIES).total()
        assert board.beside() == whole
        history, alone = board.history(), history_of(cut, measure)
        assert history.course.on(on) == alone.course.on(on)
        assert Counter(history.endings) == Counter(alone.endings)


def test_a_board_of_people_takes_four_statements(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        board = Board(Cut(TODAY), CoverageMeasure.PERSONS)
        assert board.total(*LISTS).obliged == 6
        assert (board.by("facility"), board.owned(), board.beside(), board.history()) is not None


LAB, CLINIC = "IZIN-LAB-KLINIK", "IZIN-KLINIK-PRATAMA"
AT = datetime(2026, 1, 20, 2, tzinfo=UTC)


def of_facilities() -> None:
    """Facilities shut for some days, gone, to come and never shut after all; licences revoked, doubled, to come."""
    places = [
        FacilityFactory(region=RegionFactory(code=code), ownership=owner, obligatory_types=[CLINIC, LAB], **dates)
        for code, owner, dates in (
            ("16.74.01.1001", "kota", {}),
            ("16.74.02.1007", "swasta", {"active_until": date(2025, 6, 30)}),
            ("16.74.02.1007", "kota", {"active_from": date(2025, 6, 30)}),
            ("16.74.02.1007", "swasta", {}),
        )
    ]
    closures = (
        (places[0], "closed", date(2024, 5, 1), date(2024, 5, 31), None),
        (places[3], "closed", TODAY, None, None),
        (places[2], "closed", TODAY, None, AT),
        (places[0], "suspended", TODAY, None, None),
    )
    for place, kind, first, last, withdrawn in closures:
        FacilityClosure.objects.create(
            facility=place, kind=kind, starts_on=first, ends_on=last, withdrawn_at=withdrawn, recorded_at=AT
        )
    for place, code, first, last in (
        (places[0], CLINIC, SINCE, TODAY + timedelta(days=30)),
        (places[0], CLINIC, date(2025, 6, 30), TODAY + timedelta(days=90)),
        (places[0], LAB, date(2024, 5, 31), None),
        (places[0], LAB, SINCE, TODAY),
        (places[1], LAB, SINCE, date(2025, 6, 30)),
        (places[2], CLINIC, TODAY, date(2026, 12, 31)),
        (places[2], LAB, TODAY + timedelta(days=1), None),
        (places[3], CLINIC, SINCE, TODAY + timedelta(days=91)),
    ):
        LicenceFactory(
            holder_person=None, profession=None, holder_facility=place, place=place, type_code=code, starts_on=first,
            ends_on=last,
        )  # fmt: skip
    shaky = LicenceFactory(
        holder_person=None, profession=None, holder_facility=places[3], place=places[3], type_code=LAB, active=None,
        starts_on=SINCE,
    )  # fmt: skip
    for status, first, after in (
        ("active", SINCE, date(2024, 5, 1)),
        ("suspended", date(2024, 5, 1), date(2025, 6, 30)),
        ("active", date(2025, 6, 30), TODAY + timedelta(days=1)),
        ("revoked", TODAY + timedelta(days=1), None),
    ):
        LicenceStatusFactory(licence=shaky, status=status, valid_from=first, valid_to=after)
    ApplicationFactory(state="submitted", type__code=LAB, place=places[2], submitted_at=AT)


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("on", [SINCE, date(2024, 5, 1), date(2024, 5, 31), date(2025, 6, 30), TODAY])
def test_board_of_facilities_equals_each_question_asked_alone(on: date, days: int) -> None:
    of_facilities()
    day = on + timedelta(days=days)
    for cut in (Cut(day), Cut(day, areas=("16.74.02",)), Cut(day, ownership="kota")):
        board, reading = Board(cut, CoverageMeasure.FACILITIES), Reading(cut, CoverageMeasure.FACILITIES)
        facts = [[(row.facility, row.ends, row.had, row.filed) for row in each.standings] for each in (board, reading)]
        assert facts[0] == facts[1]
        for by in ((), ("kind",), ("ownership",), ("kecamatan",)):
            assert list(board.figures(*by, lists=LISTS).items()) == list(reading.figures(*by, lists=LISTS).items())
        assert board.history().course.on(day) == (reading.total().held, reading.total().obliged)


def test_a_board_of_facilities_takes_five_statements(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        board = Board(Cut(TODAY), CoverageMeasure.FACILITIES)
        assert board.total(*LISTS).obliged == 2
        assert (board.by("kind"), board.owned(), board.beside(), board.history()) is not None
