"""Grouped statements against the pure rule of months, place by place."""

from collections import defaultdict
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db.models import Q

from spm.domain.dashboards import counting, figures
from spm.domain.dashboards.cut import Area, Cut
from spm.domain.evaluation import Count, over_months
from spm.enums import Level, OverTime
from spm.models import Value
from tests.factories.accounts import RegionFactory
from tests.factories.spm import IndicatorFactory, ValueFactory
from tests.spm.people import puskesmas

pytestmark = pytest.mark.django_db

CITY = Area(Level.CITY, "16.74", "Kota")
YEAR = Cut(CITY, date(2026, 1, 1), date(2026, 12, 1))


def a_year(seed: int) -> dict[tuple[str, Any], list[tuple[int, Count]]]:
    """Months of two indicators, a yearly target and a plain sum, at three places; some months are missing."""
    chance = Random(seed)  # noqa: S311  # figures of a test
    indicators = [
        IndicatorFactory(code="T-LAST"),
        IndicatorFactory(code="T-SUM", denominator_over_time=OverTime.SUM),
    ]
    places = [puskesmas("PKM-01"), puskesmas("PKM-02", "16.74.02.1009"), None]
    found: dict[tuple[str, Any], list[tuple[int, Count]]] = defaultdict(list)
    for indicator in indicators:
        for place in places:
            for month in sorted(chance.sample(range(1, 13), 4)):
                for sex in ("L", "P"):
                    count = Count(chance.randrange(50), 50 + chance.randrange(50))
                    ValueFactory(
                        indicator=indicator,
                        facility=place,
                        region=place.region if place else RegionFactory(code="16.74"),
                        month=date(2026, month, 1),
                        sex=sex,
                        numerator=count.served,
                        denominator=count.due,
                    )
                    found[indicator.code, place.pk if place else 0].append((month, count))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_statements_agree_with_the_pure_rule(seed: int) -> None:
    cells = a_year(seed)
    known = counting.definitions(Q(code__startswith="T-"), YEAR.first, YEAR.last)

    found = counting.tally(Value.objects.current(), YEAR, known, counting.PLACES[Level.CITY])

    for (code, place), months in cells.items():
        assert found[place][code] == over_months(months, due_last=code == "T-LAST")


def test_places_months_and_groups_add_up_to_the_whole() -> None:
    a_year(4)
    known = counting.definitions(Q(code="T-SUM"), YEAR.first, YEAR.last)
    rows = Value.objects.current()
    keys = (counting.PLACES[Level.CITY], counting.PLACES[Level.PROVINCE], counting.MONTH, counting.group("sex"))

    sums = {figures.total(counting.tally(rows, YEAR, known, key))["T-SUM"] for key in keys}

    assert len(sums) == 1


def test_groups_of_a_yearly_target_add_up_to_everybody() -> None:
    a_year(5)
    known = counting.definitions(Q(code="T-LAST"), YEAR.first, YEAR.last)
    rows, place = Value.objects.current(), counting.PLACES[Level.PROVINCE]
    men, women = (Cut(CITY, YEAR.first, YEAR.last, sex=sex) for sex in "LP")

    groups = [figures.total(counting.tally(rows, cut, known, place))["T-LAST"] for cut in (men, women)]

    assert groups[0] + groups[1] == figures.total(counting.tally(rows, YEAR, known, place))["T-LAST"]


def test_superseded_figures_do_not_count() -> None:
    row = ValueFactory(indicator=IndicatorFactory(code="T-SUM", denominator_over_time=OverTime.SUM))
    Value.objects.filter(pk=row.pk).update(superseded_at=row.recorded_at)
    known = counting.definitions(Q(code="T-SUM"), YEAR.first, YEAR.last)

    assert counting.tally(Value.objects.current(), YEAR, known, counting.MONTH) == {}


def test_a_target_of_a_newer_version_replaces_that_of_the_older() -> None:
    old = IndicatorFactory(code="T-LAST", valid_until=date(2026, 6, 30))
    new = IndicatorFactory(code="T-LAST", valid_from=date(2026, 7, 1))
    for indicator, month, served, due in ((old, 3, 10, 100), (old, 6, 5, 90), (new, 9, 7, 80)):
        ValueFactory(indicator=indicator, month=date(2026, month, 1), numerator=served, denominator=due)
    known = counting.definitions(Q(code="T-LAST"), YEAR.first, YEAR.last)

    found = counting.tally(Value.objects.current(), YEAR, known, counting.WHOLE)

    assert found == {0: {"T-LAST": Count(22, 80)}}


def test_a_group_has_the_target_of_the_newest_month_of_everybody() -> None:
    for code, over_time in (("T-SUM", OverTime.SUM), ("T-LAST", OverTime.LAST)):
        indicator = IndicatorFactory(code=code, denominator_over_time=over_time)
        for month, sex, served in ((1, "L", 10), (2, "P", 3)):
            ValueFactory(indicator=indicator, month=date(2026, month, 1), sex=sex, numerator=served, denominator=20)
    known = counting.definitions(Q(code__startswith="T-"), YEAR.first, YEAR.last)

    men = counting.tally(Value.objects.current(), Cut(CITY, YEAR.first, YEAR.last, sex="L"), known, counting.WHOLE)

    # The newest month has women alone, so no target of men stands.
    assert men == {0: {"T-SUM": Count(10, 20), "T-LAST": Count(10, 0)}}


def test_places_add_up_where_the_newest_month_has_no_target() -> None:
    indicator = IndicatorFactory(code="T-LAST")
    first, second = puskesmas("PKM-01"), puskesmas("PKM-02", "16.74.02.1009")
    for place, month, sex, due in ((first, 1, "L", 20), (first, 2, "P", 30), (second, 1, "L", None)):
        ValueFactory(
            indicator=indicator, facility=place, region=place.region, month=date(2026, month, 1), sex=sex, numerator=5,
            denominator=due,
        )  # fmt: skip
    known = counting.definitions(Q(code="T-LAST"), YEAR.first, YEAR.last)
    men = Cut(CITY, YEAR.first, YEAR.last, sex="L")

    places = counting.tally(Value.objects.current(), men, known, counting.PLACES[Level.CITY])
    whole = counting.tally(Value.objects.current(), men, known, counting.WHOLE)

    assert figures.total(places) == whole[0] == {"T-LAST": Count(10, 0)}
