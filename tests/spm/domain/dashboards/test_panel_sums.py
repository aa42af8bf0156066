"""On every panel the children add up to their parent, whatever units bring: at every level and on every cut."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from facilities.models import Facility
from spm.domain.dashboards import boards, counting
from spm.domain.dashboards.boards import Detail
from spm.domain.dashboards.cut import GROUPS, Area, Cut
from spm.domain.dashboards.figures import Line
from spm.domain.dashboards.reach import Reach
from spm.enums import AgeGroup, Dashboard, Disability, Level, OverTime, Shape, Source
from spm.models import Indicator, Panel, Value
from tests.factories.accounts import RegionFactory
from tests.spm.people import puskesmas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 12, 20, 3, tzinfo=UTC)
REGIONS = ("16.74", "16.71", "16", "17.01")


class Cells(NamedTuple):
    """Figures of one place, month and group: those of every `stride`-th indicator, each of other numbers."""

    place: int
    month: int
    sex: str
    age_group: str
    disability: str
    served: int
    due: int | None
    stride: int
    rest: int


CELLS = st.lists(
    st.builds(
        Cells,
        place=st.integers(0, 8),
        month=st.integers(1, 12),
        sex=st.sampled_from(("", "L", "P")),
        age_group=st.sampled_from(("", AgeGroup.UNDER_FIVE.value, AgeGroup.OLDER.value)),
        disability=st.sampled_from(("", *Disability.values)),
        served=st.integers(0, 90),
        due=st.none() | st.integers(0, 200),
        stride=st.integers(1, 3),
        rest=st.integers(0, 2),
    ),
    min_size=16,
    max_size=32,
    unique_by=lambda cell: cell[:5],
)
MONTHS = st.sampled_from(((1, 12), (1, 6), (4, 9), (7, 7)))
PEOPLE = st.sampled_from(
    ({}, {"sex": "L"}, {"age_group": "60+"}, {"disability": "ya"}, {"sex": "P", "disability": "tidak"})
)


class Everything(Reach):
    """Somebody who sees all of an area and every small count."""

    def figures(self, area: Area) -> Any:
        """All below it."""
        rows = Value.objects.current()
        return rows.of_network([area.facility.pk]) if area.facility else rows.inside(area.code)


def everything(area: Area) -> Reach:
    """That somebody."""
    return Everything(area, owns=True, owns_all=True, has_places=True, has_groups=True)


def places() -> list[tuple[Facility | None, str]]:
    """Who brings figures: two Puskesmas of a city, one with a Pustu, a hospital, one of another city, and regions."""
    first, second, other = puskesmas(), puskesmas("PKM-02", "16.74.02.1009"), puskesmas("PKM-03", "16.71.01.1001")
    # Of one village, so that a target of one cannot stand for the other unnoticed.
    pustu, hospital = puskesmas("PST-01", parent=first), puskesmas("RS-01")
    Facility.objects.filter(pk=pustu.pk).update(kind="pustu")
    Facility.objects.filter(pk=hospital.pk).update(kind="rs_umum")
    units = [first, second, other, pustu, hospital]
    return [*((unit, unit.region_id) for unit in units), *((None, RegionFactory(code=code).pk) for code in REGIONS)]


def defined() -> list[Indicator]:
    """All that panels read; of one a second version from July, and one whose people are those of the newest month."""
    reads = {each for panel in Panel.objects.drawn() for each in (*panel.reads, panel.base)} - {""}
    known = Indicator.objects.filter(counting.codes(each for each in reads if not each.startswith("register:")))
    for changed in known.filter(code__in=("KK-08", "BUMIL-C-K1")):
        Indicator.objects.filter(pk=changed.pk).update(valid_until=date(2026, 6, 30))
        changed.pk, changed.valid_from = None, date(2026, 7, 1)
        changed.save(force_insert=True)
    known.filter(code="D2-KUNJ-REMAJA").update(numerator_over_time=OverTime.LAST)
    return list(known.order_by("code", "valid_from").filter(is_enabled=True))


def fill(cells: Iterable[Cells], known: Sequence[Indicator], units: Sequence[tuple[Facility | None, str]]) -> None:
    """Write the figures."""
    Value.objects.bulk_create(
        Value(
            indicator=each, facility=units[cell.place][0], region_id=units[cell.place][1],
            area=units[cell.place][1][:5], month=date(2026, cell.month, 1), sex=cell.sex, age_group=cell.age_group,
            disability=cell.disability, numerator=cell.served * (number + 1) % 97, version=1, recorded_at=AT,
            denominator=None if cell.due is None else cell.due * (number + 2) % 211, source=Source.IMPORTED,
        )
        for cell in cells
        for number, each in enumerate(known)
        if number % cell.stride == cell.rest % cell.stride
        and each.valid_from <= date(2026, cell.month, 1) <= (each.valid_until or AT.date())
    )  # fmt: skip


def areas(units: Sequence[tuple[Facility | None, str]]) -> list[Area]:
    """All that may be asked about, parents before their children."""
    wide = [Area(Level.NATIONAL, "", "Indonesia"), *(Area(Level.PROVINCE, code, code) for code in ("16", "17"))]
    cities = [Area(Level.CITY, code, code) for code in ("16.74", "16.71", "17.01")]
    own = [Area(Level.PUSKESMAS, unit.region_id[:5], unit.name, unit) for unit, _code in units[:3] if unit]
    return [*wide, *cities, *own]


def key_of(area: Area) -> Any:
    """What its parent calls it."""
    return area.facility.pk if area.facility else area.code


def added(lines: Iterable[Line]) -> tuple[int | None, int | None]:
    """Served and due of lines together; what nobody brought adds nothing."""
    found = list(lines)
    served = [line.count.served for line in found if line.count is not None]
    due = [line.due for line in found if line.due is not None]
    return sum(served) if served else None, sum(due) if due else None


# Without shrinking: it takes minutes, and the message names the cut and the panel.
@settings(
    max_examples=6, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(cells=CELLS, months=MONTHS, people=PEOPLE, turn=st.integers(0, 8))
def test_children_of_every_panel_add_up_to_their_parent(
    cells: list[Cells], months: tuple[int, int], people: dict[str, str], turn: int
) -> None:
    with transaction.atomic():
        units = places()
        fill(cells, defined(), units)
        asked = [Cut(area, *(date(2026, month, 1) for month in months), **people) for area in areas(units)]

        shown = {key_of(cut.area): lines_of(cut) for cut in asked}

        charts = sorted(set(Panel.objects.drawn().exclude(shape=Shape.REGISTER).values_list("chart", flat=True)))
        for number, chart in enumerate(charts):
            cut = asked[(number + turn) % len(asked)]
            check(boards.detail(chart, cut, everything(cut.area), at=AT), shown)
        transaction.set_rollback(True)


def lines_of(cut: Cut) -> dict[tuple[str, str], Line]:
    """Every line of every dashboard of an area, by panel and indicator."""
    found = [boards.board(each, cut, everything(cut.area), at=AT) for each in Dashboard]
    drawn = [line for board in found for drawing in board.drawings for line in drawing.lines]
    return {(line.wanted.panel, line.wanted.code): line for line in drawn}


def check(found: Detail, shown: dict[Any, dict[tuple[str, str], Line]]) -> None:
    """The drawing, its table of places, and the boards of those places say the same."""
    own = shown[key_of(found.cut.area)]
    for whole in found.drawing.lines:
        key = (whole.wanted.panel, whole.wanted.code)
        assert (whole.count, whole.due) == (own[key].count, own[key].due)
        by_place = found.places[whole.wanted.code]
        assert added(by_place.values()) == added([whole]), (found.cut, key)
        for place, line in by_place.items():
            if place in shown and place != key_of(found.cut.area):
                assert added([line]) == added([shown[place][key]]), (found.cut, place, key)
        for name in GROUPS:
            assert added(found.groups[name][whole.wanted.code].values()) == added([whole]), (found.cut, name, key)
