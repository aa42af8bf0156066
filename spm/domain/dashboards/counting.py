"""Counts of many indicators by place, month or group, straight from the figures: two grouped statements at most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True)
class Definitions:
    """Indicators of a board, in all versions that touch the months asked for."""

    rows: Sequence[Indicator]

    @property
    def by_code(self) -> dict[str, Indicator]:
        """The newest version of each."""
        return {row.code: row for row in sorted(self.rows, key=lambda row: row.valid_from)}

    @property
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


def counts_by(rows: Any, cut: Cut, known: Definitions, key: Any) -> dict[Any, dict[str, Count]]:
    """Counts by `key` (an expression on figures) and indicator; `rows` are scoped already.

    A yearly target (`last`) is that of each place's newest month with a figure, whatever groups are asked for, so
    groups add up to everybody and places to their area.
    """
    inside = rows.filter(month__gte=cut.first, month__lte=cut.last, indicator__in=list(known.code_of))
    found = _read(inside.filter(cut.groups), known, key)
    yearly = [row.pk for row in known.rows if OverTime.LAST in (row.numerator_over_time, row.denominator_over_time)]
    if not yearly:
        return found
    newest = inside.filter(~Exists(_later(cut, known)), indicator__in=yearly)
    last = _read(newest.filter(cut.groups), known, key)
    return {place: _merged(figures, last.get(place, {}), known) for place, figures in found.items()}


def _read(rows: Any, known: Definitions, key: Any) -> dict[Any, dict[str, Count]]:
    summed = rows.annotate(key=key).values_list("key", "indicator").order_by()
    found: dict[Any, dict[str, Count]] = {}
    for place, indicator, served, due in summed.annotate(served=Sum("numerator"), due=Sum("denominator")):
        figures = found.setdefault(place, {})
        code, count = known.code_of[indicator], Count(served, due)
        figures[code] = figures[code] + count if code in figures else count
    return found


def _later(cut: Cut, known: Definitions) -> Any:
    """A newer figure of the same indicator at the same place."""
    same = "indicator__code" if known.has_versions else "indicator"
    rows = Value.objects.current().filter(
        **{same: OuterRef(same)}, region=OuterRef("region"), month__gt=OuterRef("month"), month__lte=cut.last
    )
    return rows.annotate(slot=Coalesce("facility_id", Literal(0))).filter(
        slot=Coalesce(OuterRef("facility_id"), Literal(0))
    )


def _merged(every: dict[str, Count], last: dict[str, Count], known: Definitions) -> dict[str, Count]:
    return {code: _over_time(count, last.get(code), known.by_code[code]) for code, count in every.items()}


def _over_time(every: Count, last: Count | None, definition: Indicator) -> Count:
    newest = last or Count(0, None if every.due is None else 0)
    served = newest.served if definition.numerator_over_time == OverTime.LAST else every.served
    due = newest.due if definition.denominator_over_time == OverTime.LAST else every.due
    return Count(served, due)


def codes(reads: Iterable[str]) -> Q:
    """The indicators that panels read, as a condition on definitions."""
    wanted = Q(pk__in=[])
    for each in reads:
        kind, _colon, name = each.rpartition(":")
        wanted |= Q(programme="ilp", group=name) if kind == "group" else Q(code=each)
    return wanted
