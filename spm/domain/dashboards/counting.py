"""Counts of many indicators by place, month or group, straight from the figures, in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import F, Max, Q, Sum, Value as Literal, Window
from django.db.models.functions import Coalesce, Left

from spm.domain.dashboards.cut import PROVINCE_CODE, Cut
from spm.domain.evaluation import Count
from spm.enums import Level, OverTime, Programme
from spm.models import Indicator

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
# What is asked of the cells that a statement reads.
ALL = "SELECT slot, indicator, SUM(served), SUM(due), NULL, NULL"
NEWEST = (
    "SELECT slot, indicator, SUM(served), SUM(due), SUM(CASE WHEN month = newest THEN served END),"
    " SUM(CASE WHEN month = newest THEN due END)"
)


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


def tally(rows: Any, cut: Cut, known: Definitions, key: Any) -> dict[Any, dict[str, Count]]:
    """Count by `key` (an expression on figures) and indicator, in one statement; `rows` are scoped already.

    A yearly target (`last`) is that of each place's newest month with a figure, whatever groups are asked for, so
    groups add up to everybody and places to their area.
    """
    found: dict[Any, dict[str, Count]] = {}
    for place, indicator, *sums in _sums(rows, cut, known, key) if known.rows else ():
        code = known.code_of[indicator]
        count = _over_time(known.by_code[code], *sums)
        if count is not None:
            figures = found.setdefault(place, {})
            figures[code] = figures[code] + count if code in figures else count
    return found


def _sums(rows: Any, cut: Cut, known: Definitions, key: Any) -> list[Any]:
    """Key, indicator, then served and due of all months and of the newest.

    Each figure is read once. What is added up month by month needs no newest one.
    """
    inside = rows.filter(month__gte=cut.first, month__lte=cut.last)
    yearly = [row.pk for row in known.rows if OverTime.LAST in (row.numerator_over_time, row.denominator_over_time)]
    plain = [pk for pk in known.code_of if pk not in set(yearly)]
    asked = []
    if plain:
        asked.append((ALL, _cells(inside.filter(cut.groups, indicator__in=plain), ("slot", "indicator"), key, Q())))
    if yearly:
        asked.append((NEWEST, _newest(inside.filter(indicator__in=yearly), cut, known, key)))
    parts = [f"{columns} FROM ({sql}) AS cells GROUP BY slot, indicator" for columns, (sql, _words) in asked]
    with connections[rows.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [each for _columns, (_sql, words) in asked for each in words])
        found = cursor.fetchall()
    return [(_key(row[0], key), row[1], *(None if each is None else int(each) for each in row[2:])) for row in found]


def _newest(rows: Any, cut: Cut, known: Definitions, key: Any) -> tuple[str, Any]:
    """Sums by place and month, each beside the newest month of that place and indicator."""
    same = "indicator__code" if known.has_versions else "indicator"
    newest = Window(Max("month"), partition_by=[F(same), F("region"), F("facility")])
    by = dict.fromkeys(("slot", "indicator", same, "region", "facility", "month"))
    return _cells(rows, tuple(by), key, cut.groups, newest=newest)


def _cells(rows: Any, by: tuple[str, ...], key: Any, chosen: Q, **more: Any) -> tuple[str, Any]:
    """The statement that reads the figures, and its values."""
    grouped = rows.annotate(slot=key).order_by().values(*by)
    grouped = grouped.annotate(
        served=Sum("numerator", filter=chosen or None), due=Sum("denominator", filter=chosen or None)
    )
    # Apart from the sums: a window must not tell the groups.
    found: tuple[str, Any] = grouped.annotate(**more).query.get_compiler(rows.db).as_sql()
    return found


def _key(value: Any, key: Any) -> Any:
    """SQLite tells months as text."""
    return date.fromisoformat(value) if key is MONTH and isinstance(value, str) else value


def _over_time(
    definition: Indicator, served: int | None, due: int | None, last_served: int | None, last_due: int | None
) -> Count | None:
    """The count of a place over its months; None where there is no figure."""
    if served is None:
        return None
    if definition.numerator_over_time == OverTime.LAST:
        served = last_served or 0
    if definition.denominator_over_time == OverTime.LAST and due is not None:
        due = 0 if last_served is None else last_due
    return Count(served, due)


def codes(reads: Iterable[str]) -> Q:
    """The indicators that panels read, as a condition on definitions."""
    groups: set[str] = set()
    alone: set[str] = set()
    for each in reads:
        kind, _colon, name = each.rpartition(":")
        (groups if kind == "group" else alone).add(name)
    return Q(code__in=sorted(alone)) | Q(programme=Programme.ILP, group__in=sorted(groups))
