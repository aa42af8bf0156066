"""Coverage on one date: what counts, cuts, lists, and a plain count over random histories."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from facilities.enums import Ownership
from licensing.domain.coverage import counting as coverage, facilities as coverage_facilities
from licensing.domain.coverage.counting import Cut, Figure
from licensing.enums import CoverageList, CoverageMeasure, LicenceState, State
from licensing.models import Licence, LicenceStatus
from tests.factories.accounts import LicensingOfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import ApplicationFactory, LicenceFactory, LicenceStatusFactory
from tests.factories.workforce import PractitionerFactory, ProfessionFactory
from tests.licensing.coverage_cast import SINCE, UNTIL, licensed, placed
from workforce.models import Placement

pytestmark = pytest.mark.django_db

ON = date(2026, 1, 26)
PERSONS, PLACEMENTS = CoverageMeasure.PERSONS, CoverageMeasure.PLACEMENTS


def shares(cut: Cut, measure: CoverageMeasure = PERSONS) -> tuple[int, int]:
    """Held and obliged of a cut."""
    figure = coverage.total(cut, measure)
    return figure.held, figure.obliged


# --- what counts ------------------------------------------------------------------------------------------------


def test_person_counts_once_and_needs_a_licence_at_every_place() -> None:
    first = placed(FacilityFactory())
    second = placed(FacilityFactory(), at=first)
    licensed(first)

    before = shares(Cut(ON)), shares(Cut(ON), PLACEMENTS)
    licensed(second)

    assert before == ((0, 1), (1, 2))
    assert (shares(Cut(ON)), shares(Cut(ON), PLACEMENTS)) == ((1, 1), (2, 2))


def test_inside_a_cut_only_its_own_placements_count() -> None:
    ours, other = FacilityFactory(ownership=Ownership.CITY), FacilityFactory()
    first = placed(ours)
    placed(other, at=first)
    licensed(first)

    assert shares(Cut(ON)) == (0, 1)
    assert shares(Cut(ON, ownership="kota")) == (1, 1)
    assert shares(Cut(ON, facility=other.public_id)) == (0, 1)


def test_who_looks_after_no_facility_has_no_figure() -> None:
    placed(FacilityFactory())

    assert shares(Cut(ON, facilities=frozenset())) == (0, 0)


@pytest.mark.parametrize(
    ("on", "held"),
    [(SINCE - timedelta(days=1), 0), (SINCE, 1), (UNTIL, 1), (UNTIL + timedelta(days=1), 0)],
)
def test_licence_counts_from_its_first_to_its_last_day(on: date, held: int) -> None:
    licensed(placed(FacilityFactory()))

    assert shares(Cut(on)) == (held, 1)


@pytest.mark.parametrize("status", [each for each in LicenceState if each != LicenceState.ACTIVE])
def test_licence_that_is_not_active_does_not_count(status: LicenceState) -> None:
    licence = licensed(placed(FacilityFactory()))
    licence.statuses.update(valid_to=ON)
    LicenceStatusFactory(licence=licence, status=status, valid_from=ON)

    assert [shares(Cut(ON - timedelta(days=1))), shares(Cut(ON))] == [(1, 1), (0, 1)]


def test_unlimited_licence_counts_for_ever() -> None:
    licensed(placed(FacilityFactory()), ends_on=None)

    assert shares(Cut(date(2090, 1, 1))) == (1, 1)


def test_licence_of_another_profession_or_place_does_not_count() -> None:
    row = placed(FacilityFactory())
    licensed(row).__class__.objects.update(profession=ProfessionFactory(code="BIDAN"))
    LicenceFactory(holder_person=row.practitioner.person, profession=row.practitioner.profession)

    assert shares(Cut(ON)) == (0, 1)


def test_who_needs_no_sip_has_left_or_works_where_it_is_closed_is_not_obliged() -> None:
    placed(FacilityFactory(), needs_sip=False)
    placed(FacilityFactory(), ends_on=ON - timedelta(days=1))
    placed(FacilityFactory(), starts_on=ON + timedelta(days=1))
    placed(FacilityFactory(active_until=ON - timedelta(days=1)))

    assert coverage.total(Cut(ON), PERSONS) == Figure(0, 0, {})


def test_groups_count_a_person_in_each_and_leave_out_the_empty_ones() -> None:
    west = FacilityFactory(region=RegionFactory(code="16.74.01.1001"))
    east = FacilityFactory(region=RegionFactory(code="16.74.02.1002"))
    first = placed(west)
    placed(east, at=first)
    licensed(first)

    found = coverage.figures(Cut(ON), PERSONS, by=("kecamatan", "profession"))

    assert found == {("16.74.01", "PERAWAT"): Figure(1, 1, {}), ("16.74.02", "PERAWAT"): Figure(1, 0, {})}


# --- lists --------------------------------------------------------------------------------------------------------


def test_every_figure_is_the_length_of_its_list() -> None:
    place = FacilityFactory()
    placed(place)
    licensed(placed(place))
    licensed(placed(place), ends_on=ON - timedelta(days=1))
    licensed(placed(place), ends_on=ON + timedelta(days=20))
    waiting = placed(place)
    ApplicationFactory(person=waiting.practitioner.person, place=place, state=State.SUBMITTED)
    lists = [each for each in CoverageList if each not in (CoverageList.OBLIGED, CoverageList.LACKING)]

    for measure in (PERSONS, PLACEMENTS):
        figure = coverage.total(Cut(ON), measure, lists=lists)
        counted = {each: figure[each] for each in CoverageList}
        unit = coverage.unit_of(measure)
        lengths = {
            each: coverage.listed(Cut(ON), each, measure).values(unit).distinct().count() for each in CoverageList
        }
        assert counted == lengths
        assert [figure[each] for each in ("obliged", "held", "missing", "expired", "in_process", "ending_30")] == [
            5, 2, 2, 1, 1, 1,
        ]  # fmt: skip


def test_a_successor_takes_a_licence_off_the_ending_list() -> None:
    row = placed(FacilityFactory())
    licensed(row, ends_on=ON + timedelta(days=20))
    licensed(row, starts_on=ON)

    assert coverage.total(Cut(ON), PERSONS, lists=[CoverageList.ENDING_90])[CoverageList.ENDING_90] == 0


# --- facilities ---------------------------------------------------------------------------------------------------


def test_facility_needs_every_obligatory_licence() -> None:
    place = FacilityFactory(obligatory_types=["IZIN-OPERASIONAL-RS", "IZIN-RADIOLOGI"])
    FacilityFactory(obligatory_types=[])
    own = {"holder_person": None, "holder_facility": place, "profession": None, "place": place}
    LicenceFactory(type_code="IZIN-OPERASIONAL-RS", **own)

    before = coverage_facilities.figures(coverage_facilities.standings(Cut(ON)))
    LicenceFactory(type_code="IZIN-RADIOLOGI", **own)
    after = coverage_facilities.figures(coverage_facilities.standings(Cut(ON)))

    assert (before, after) == ({(): Figure(1, 0, {})}, {(): Figure(1, 1, {})})


# --- any date, random histories -----------------------------------------------------------------------------------

DAY_ZERO = date(2020, 1, 1)
SPAN = 12
PEOPLE, PLACES = 3, 3
days = st.integers(0, SPAN).map(lambda count: DAY_ZERO + timedelta(days=count))
ends = st.one_of(st.none(), days)


@dataclass(frozen=True)
class History:
    """Placements (person, place, from, to) and licences (person, place, from, to, active intervals)."""

    placements: tuple[tuple[int, int, date, date | None], ...]
    licences: tuple[tuple[int, int, date, date | None, tuple[tuple[date, date | None], ...]], ...]


def ordered(row: tuple[date, date | None]) -> bool:
    return row[1] is None or row[0] <= row[1]


def one_open(active: list[tuple[date, date | None]]) -> bool:
    """The register refuses two statuses without end."""
    return sum(to is None for _since, to in active) < 2


stretches = st.tuples(days, ends).filter(ordered)
whose = st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PLACES - 1))
placements = st.builds(lambda who, when: (*who, *when), whose, stretches)
licences = st.builds(
    lambda who, when, active: (*who, *when, tuple(active)),
    whose,
    stretches,
    st.lists(stretches, max_size=2).filter(one_open),
)
histories = st.builds(
    History,
    st.lists(placements, max_size=6, unique_by=lambda row: row[:3]).map(tuple),
    st.lists(licences, max_size=6).map(tuple),
)


def plain_count(history: History, on: date, places: set[int]) -> tuple[int, int, int, int]:
    """Persons held and obliged, placements held and obliged, by the words of the definition."""
    held = []
    for person, place, first, last in history.placements:
        if place not in places or not (first <= on and (last is None or on <= last)):
            continue
        in_force = any(
            (who, where) == (person, place)
            and start <= on
            and (end is None or on <= end)
            and any(since <= on and (to is None or on < to) for since, to in active)
            for who, where, start, end, active in history.licences
        )
        held.append((person, in_force))
    people = {person for person, _in_force in held}
    covered = {person for person in people if all(fine for who, fine in held if who == person)}
    return len(covered), len(people), sum(fine for _person, fine in held), len(held)


@pytest.fixture
def stage() -> dict[str, list]:
    """Three nurses and three places in two kecamatan."""
    codes = ("16.74.01.1001", "16.74.01.1001", "16.74.02.1002")
    return {
        "people": [PractitionerFactory() for _each in range(PEOPLE)],
        "places": [FacilityFactory(region=RegionFactory(code=code)) for code in codes],
        "office": [LicensingOfficeFactory()],
    }


def write(history: History, stage: dict[str, list]) -> None:
    """Put a history into the register."""
    Placement.objects.bulk_create(
        Placement(practitioner=stage["people"][who], facility=stage["places"][where], starts_on=first, ends_on=last)
        for who, where, first, last in history.placements
    )
    for number, (who, where, first, last, active) in enumerate(history.licences):
        licence = Licence.objects.create(
            type_code="SIPP-PERAWAT",
            number=str(number),
            office=stage["office"][0],
            holder_person=stage["people"][who].person,
            profession=stage["people"][who].profession,
            place=stage["places"][where],
            starts_on=first,
            ends_on=last,
        )
        LicenceStatus.objects.bulk_create(
            LicenceStatus(
                licence=licence, status="active", valid_from=since, valid_to=to, recorded_at="2020-01-01T00:00Z"
            )
            for since, to in active
        )


@pytest.mark.slow
@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_coverage_at_any_date_equals_a_plain_count(history: History, stage: dict[str, list]) -> None:
    cuts = [("", {0, 1, 2}), ("16.74.01", {0, 1}), ("16.74.02", {2})]
    with transaction.atomic():
        write(history, stage)
        for day, (area, places) in product(range(-1, SPAN + 2, 2), cuts):
            on = DAY_ZERO + timedelta(days=day)
            cut = Cut(on).inside(area)
            assert (*shares(cut), *shares(cut, PLACEMENTS)) == plain_count(history, on, places)
        transaction.set_rollback(True)
