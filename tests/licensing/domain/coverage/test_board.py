"""The board of the page: the same figures as each question asked alone, from a handful of statements."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from licensing.domain.coverage.board import BITS, Board
from licensing.domain.coverage.counting import Cut
from licensing.domain.coverage.history import history_of
from licensing.domain.coverage.reading import Reading
from licensing.enums import CoverageList, CoverageMeasure
from tests.factories.accounts import RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, LicenceFactory
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
