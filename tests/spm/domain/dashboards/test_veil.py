"""What is hidden above the city cannot be worked out from all that is shown, whatever is asked and subtracted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from spm.domain.dashboards.boards import board, detail
from spm.domain.dashboards.cut import Area, Cut
from spm.domain.dashboards.figures import Line, is_small
from spm.domain.dashboards.reach import Reach
from spm.enums import Dashboard, Level, Measure, OverTime, Programme, Shape
from spm.models import Panel, Value
from tests.factories.accounts import RegionFactory
from tests.factories.spm import IndicatorFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 20, tzinfo=UTC)
COUNTRY = Area(Level.NATIONAL, "", "Indonesia")
CITIES = ("16.71", "16.74", "17.01", "17.71", "18.71")
CELLS = list(product(CITIES, (1, 2, 3), ("L", "P")))
Shown = tuple[list[int], Line]  # which cells a line counts, and the line


class Looks(Reach):
    """Somebody with the sums of `top`."""

    def figures(self, area: Any) -> Any:
        """All below an area."""
        return Value.objects.current().inside(area.code)


def above_the_city(top: Area = COUNTRY) -> Looks:
    """As the ministry or a province."""
    return Looks(top, owns=False, owns_all=False, has_places=True, has_groups=True)


def country(seed: int) -> None:
    """One panel, and a quarter of figures of five cities, women and men apart, many of them small."""
    chance = Random(seed)  # noqa: S311  # figures of a test
    indicator = IndicatorFactory(
        code="T-COUNT", programme=Programme.ILP, measure=Measure.COUNT, denominator_over_time=OverTime.SUM
    )
    Panel.objects.create(
        code="T", dashboard=Dashboard.MAIN, position=1, chart="T", chart_title="T", title="T", title_en="T",
        chart_title_en="T", shape=Shape.COUNTS, reads=["T-COUNT"],
    )  # fmt: skip
    regions = {code: RegionFactory(code=code) for code in CITIES}
    Value.objects.bulk_create(
        Value(
            indicator=indicator, region=regions[city], area=city, month=date(2026, month, 1), sex=sex, version=1,
            numerator=chance.choice((0, 0, 0, 0, 1, 2, 30)), recorded_at=AT, source="entered",
        )
        for city, month, sex in CELLS
    )  # fmt: skip


def areas() -> list[Area]:
    """The country, its provinces, its cities."""
    provinces = [Area(Level.PROVINCE, code, code) for code in sorted({city[:2] for city in CITIES})]
    return [COUNTRY, *provinces, *(Area(Level.CITY, city, city) for city in CITIES)]


def answers(reach: Reach) -> Iterator[Shown]:
    """Every line of every question: any area, a year or some months of it, any sex, with all its tables."""
    for area, months, sex in product(areas(), [(1, 2, 3), (1, 2)], ("", "L", "P")):
        cut = Cut(area, date(2026, months[0], 1), date(2026, months[-1], 1), sex=sex)
        found = detail("T", cut, reach, at=AT)

        for line in found.drawing.lines:
            yield cells(area.code, months, sex), line
        for key, line in found.places.get("T-COUNT", {}).items():
            yield cells(key or area.code, months, sex), line
        for key, line in found.months.get("T-COUNT", {}).items():
            yield cells(area.code, (key.month,), sex), line
        for key, line in found.groups.get("sex", {}).get("T-COUNT", {}).items():
            yield cells(area.code, months, key), line


def cells(code: str, months: tuple[int, ...], sex: str) -> list[int]:
    """Which cells stand in a figure."""
    return [int(city.startswith(code) and month in months and sex in ("", of)) for city, month, of in CELLS]


class Span:
    """What can be worked out of rows by adding and subtracting."""

    def __init__(self) -> None:
        self.rows: dict[int, list[Fraction]] = {}

    def left(self, row: list[int]) -> list[Fraction]:
        """What of a row cannot be worked out; all noughts when it can."""
        rest = [Fraction(each) for each in row]
        for lead, known in self.rows.items():
            if rest[lead]:
                factor = rest[lead]
                rest = [mine - factor * other for mine, other in zip(rest, known, strict=True)]
        return rest

    def add(self, row: list[int]) -> None:
        """One more answer."""
        rest = self.left(row)
        lead = next((place for place, each in enumerate(rest) if each), None)
        if lead is not None:
            new = [each / rest[lead] for each in rest]
            for key, known in self.rows.items():
                self.rows[key] = [mine - known[lead] * other for mine, other in zip(known, new, strict=True)]
            self.rows[lead] = new


@pytest.mark.parametrize("seed", [8, 32])
def test_nothing_hidden_can_be_worked_out_by_subtracting_answers(seed: int) -> None:
    country(seed)
    found = list(answers(above_the_city()))
    span = Span()
    for row, line in found:
        if not line.is_hidden and line.count is not None:
            span.add(row)

    small = [row for row, line in found if is_small(line.count)]

    assert all(line.is_hidden for _row, line in found if is_small(line.count))
    assert small
    assert len(span.rows) > 3
    assert all(any(span.left(row)) for row in small)


def test_months_and_crossed_questions_are_closed_above_the_city_alone() -> None:
    country(1)
    quarter = Cut(COUNTRY, date(2026, 1, 1), date(2026, 3, 1))
    city = Area(Level.CITY, "16.74", "Kota")
    crossed = Cut(city, quarter.first, quarter.last, sex="P")

    def closed(cut: Cut, reach: Reach) -> bool:
        return board(Dashboard.MAIN, cut, reach, at=AT).is_closed

    owner = Looks(city, owns=True, owns_all=False, has_places=True, has_groups=True)
    month = Cut(COUNTRY, quarter.first, quarter.first)
    assert [closed(cut, above_the_city()) for cut in (quarter, month, crossed)] == [False, True, True]
    assert not closed(crossed, owner)
