"""Counts of many indicators by place, month or group, straight from the figures, in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum, Value as Literal
from django.db.models.functions import Coalesce, Left

from spm.domain.dashboards.cut import PROVINCE_CODE, Cut
from spm.domain.evaluation import Count
from spm.enums import Level, OverTime
from spm.models import Indicator, Value

# What lies below each level, as a column of a figure; "" and 0 are figures of the area itself.
PLACES: dict[str, Any] = {
    Level.NATIONAL: Left("area", PROVINCE_CODE),
    Level.PROVINCE: F("area"),
    Level.CITY: Coalesce("facility__parent_id", "facility_id", Literal(0)),
    Level.PUSKESMAS: Coalesce("facility_id", Literal(0)),
}

MONTH = F("month")
# Everything together: the sum of all places without telling them apart.
WHOLE: Any = Literal(0)


@dataclass(frozen=True)
class Definitions:
    """Indicators of a board, in all versions that touch the months asked for."""

    rows: Sequence[Indicator]

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """The newest version of each."""
        return {row.code: row for row in sorted(self.rows, key=lambda row: row.valid_from)}

    @cached_property
    def code_of(self) -> dict[int, str]:
        """The code of a version."""
        return {row.pk: row.code for row in self.rows}

    @property
    def has_versions(self) -> bool:
        """True when one code has several."""
        return len(self.by_code) < len(self.rows)


def definitions(wanted: Q, first: date, last: date) -> Definitions:
    """The definitions in use in those months."""
    ends = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    rows = Indicator.objects.filter(wanted, ends, valid_from__lte=last.replace(day=28), is_enabled=True)
    return Definitions(list(rows.order_by("programme", "position", "code", "valid_from")))


def group(name: str) -> Any:
    """The key of counting by sex, age group or disability."""
    return F(name)


@dataclass(frozen=True)
class Tally:
    """Counts by key and indicator: of the chosen groups, and of everybody (the same where no group is chosen)."""

    chosen: dict[Any, dict[str, Count]]
    everybody: dict[Any, dict[str, Count]]


def tally(rows: Any, cut: Cut, known: Definitions, key: Any) -> Tally:
    """Count by `key` (an expression on figures) and indicator, in one statement; `rows` are scoped already.

    A yearly target (`last`) is that of each place's newest month with a figure, whatever groups are asked for, so
    groups add up to everybody and places to their area.
    """
    if not known.rows:
        return Tally({}, {})
    inside = rows.filter(month__gte=cut.first, month__lte=cut.last, indicator__in=list(known.code_of))
    yearly = [row.pk for row in known.rows if OverTime.LAST in (row.numerator_over_time, row.denominator_over_time)]
    stands = [row.pk for row in known.rows if row.numerator_over_time == row.denominator_over_time == OverTime.LAST]
    asked = _grouped(inside.exclude(indicator__in=stands) if stands else inside, cut, key, newest=0)
    if yearly:
        last = inside.filter(~Exists(_later(cut, known)), indicator__in=yearly)
        asked = asked.union(_grouped(last, cut, key, newest=1), all=True)
    sums: list[dict[Any, dict[str, dict[int, Count]]]] = [{}, {}]
    for place, indicator, newest, *pairs in asked:
        code = known.code_of[indicator]
        for found, (served, due) in zip(sums, ((pairs[0], pairs[1]), (pairs[-2], pairs[-1])), strict=True):
            if served is not None:
                both = found.setdefault(place, {}).setdefault(code, {})
                both[newest] = both.get(newest, Count(0)) + Count(served, due)
    chosen, everybody = (
        {place: {code: _over_time(both, known.by_code[code]) for code, both in figures.items()}
         for place, figures in found.items()}
        for found in sums
    )  # fmt: skip
    return Tally(chosen, everybody)


def _grouped(rows: Any, cut: Cut, key: Any, *, newest: int) -> Any:
    grouped = rows.annotate(key=key, newest=Literal(newest)).order_by().values_list("key", "indicator", "newest")
    if not cut.has_groups:
        return grouped.annotate(served=Sum("numerator"), due=Sum("denominator"))
    chosen = {"served": Sum("numerator", filter=cut.groups), "due": Sum("denominator", filter=cut.groups)}
    return grouped.annotate(**chosen, all_served=Sum("numerator"), all_due=Sum("denominator"))


def _later(cut: Cut, known: Definitions) -> Any:
    """A newer figure of the same indicator at the same place."""
    same = "indicator__code" if known.has_versions else "indicator"
    rows = Value.objects.current().filter(
        **{same: OuterRef(same)}, region=OuterRef("region"), month__gt=OuterRef("month"), month__lte=cut.last
    )
    return rows.annotate(slot=Coalesce("facility_id", Literal(0))).filter(
        slot=Coalesce(OuterRef("facility_id"), Literal(0))
    )


def _over_time(both: dict[int, Count], definition: Indicator) -> Count:
    every = both.get(0, Count(0))
    last = both.get(1, Count(0, None if every.due is None else 0))
    served = last.served if definition.numerator_over_time == OverTime.LAST else every.served
    due = last.due if definition.denominator_over_time == OverTime.LAST else every.due
    return Count(served, due)


def codes(reads: Iterable[str]) -> Q:
    """The indicators that panels read, as a condition on definitions."""
    wanted = Q(pk__in=[])
    for each in reads:
        kind, _colon, name = each.rpartition(":")
        wanted |= Q(programme="ilp", group=name) if kind == "group" else Q(code=each)
    return wanted
