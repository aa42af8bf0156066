"""The summary: on any day the same as counting live, for a city, its province and the country."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Q

from licensing.domain.coverage import (
    counting as coverage,
    facilities as coverage_facilities,
    summary as coverage_summary,
)
from licensing.domain.coverage.counting import Cut
from licensing.enums import CoverageMeasure
from licensing.models import CoverageChange, CoverageStep
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.licensing.coverage_cast import SINCE, UNTIL, licensed, placed
from workforce.domain import merging
from workforce.models import Placement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

AT = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
DAYS = [date(2020, 1, 1), date(2022, 6, 1), SINCE, date(2026, 1, 26), UNTIL + timedelta(days=1)]


@pytest.fixture(autouse=True)
def _two_cities() -> None:
    """Two cities of one province and one of another; some people work in two of them."""
    here, there, far = (
        FacilityFactory(region=RegionFactory(code=code), ownership=owner)
        for code, owner in (("16.74.01.1001", "kota"), ("16.71.01.1001", "swasta"), ("31.71.01.1001", "kota"))
    )
    for place in (here, there, far):
        licensed(placed(place))
        placed(place, ends_on=date(2025, 1, 1))
        LicenceFactory(holder_person=None, holder_facility=place, profession=None, place=place,
                       type_code="IZIN-KLINIK-PRATAMA")  # fmt: skip
    both = placed(here)
    licensed(both)
    licensed(placed(there, at=both, starts_on=date(2022, 1, 1)), starts_on=date(2025, 1, 1))
    licensed(both if both.facility == far else placed(far, at=both, starts_on=date(2023, 1, 1)))


def live(on: date, area: str, measure: CoverageMeasure, ownership: str) -> tuple[int, int]:
    """Counted from the registers."""
    cut = Cut(on, areas=(area,), ownership=ownership)
    if measure == CoverageMeasure.FACILITIES:
        figure = coverage_facilities.figures(coverage_facilities.standings(cut)).get((), coverage.NOTHING)
    else:
        figure = coverage.total(cut, measure)
    return figure.held, figure.obliged


@pytest.mark.parametrize("measure", CoverageMeasure)
def test_summary_equals_the_live_count_on_any_day(measure: CoverageMeasure) -> None:
    coverage_summary.rebuild()

    for on in DAYS:
        for area in ("", "16", "31", "16.74", "16.71", "31.71"):
            for ownership in ("", "kota"):
                found = coverage_summary.summary(on, measure, below=area, level=len(area), ownership=ownership)
                figure = found.get((area, ""), coverage.NOTHING)
                assert (figure.held, figure.obliged) == live(on, area, measure, ownership), (on, area, ownership)


def test_summary_comes_by_profession() -> None:
    coverage_summary.rebuild()

    found = coverage_summary.summary(DAYS[3], CoverageMeasure.PERSONS, level=2, by_profession=True)

    assert {key: (figure.held, figure.obliged) for key, figure in found.items()} == {
        ("16", "PERAWAT"): (3, 3),
        ("31", "PERAWAT"): (2, 2),
    }


def test_rebuilding_twice_changes_nothing() -> None:
    coverage_summary.rebuild()
    columns = ("key", "day", "obliged", "held")
    first = sorted(CoverageStep.objects.values_list(*columns))

    coverage_summary.rebuild()

    assert sorted(CoverageStep.objects.values_list(*columns)) == first


def test_change_of_a_city_is_remembered_until_its_steps_are_made_anew() -> None:
    coverage_summary.rebuild()
    CoverageChange.objects.all().delete()
    row = Placement.objects.filter(Q(ends_on=None), facility__region_id="16.71.01.1001").first()
    row.ends_on = date(2026, 1, 1)
    row.save()
    waiting = list(CoverageChange.objects.values_list("area", flat=True))

    done = coverage_summary.refresh()

    figure = coverage_summary.summary(DAYS[3], CoverageMeasure.PLACEMENTS, below="16.71", level=5)["16.71", ""]
    assert (waiting, done, CoverageChange.objects.count(), figure.obliged) == (["16.71"], 1, 0, 1)


def test_a_merge_of_two_rows_of_one_person_keeps_the_summary_true() -> None:
    first, second = (row.practitioner.person for row in Placement.objects.filter(ends_on=None).order_by("pk")[:2])
    coverage_summary.refresh()
    coverage_summary.rebuild()

    merging.merge(first, second, reason="Orang yang sama", by=UserFactory(), at=AT)

    marked = set(CoverageChange.objects.values_list("area", flat=True))
    cities = {row.facility.region_id[:5] for row in Placement.objects.filter(practitioner__person=first)}
    assert marked == cities
    assert len(cities) > 1
    coverage_summary.refresh()
    for area in ("", "16", "16.74", "16.71"):
        found = coverage_summary.summary(DAYS[3], CoverageMeasure.PERSONS, below=area, level=len(area))
        figure = found.get((area, ""), coverage.NOTHING)
        assert (figure.held, figure.obliged) == live(DAYS[3], area, CoverageMeasure.PERSONS, ""), area
