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
COLUMNS = ("numerator", "denominator")
# What they are called in the statement: of the chosen, and of everybody.
PAIRS = (("served", "due"), ("all_served", "all_due"))


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
    """Counts by key and indicator: of the chosen groups, and of everybody (as the chosen where that was not asked)."""

    chosen: dict[Any, dict[str, Count]]
    everybody: dict[Any, dict[str, Count]]


def tally(rows: Any, cut: Cut, known: Definitions, key: Any, *, with_everybody: bool = False) -> Tally:
    """Count by `key` (an expression on figures) and indicator, in one statement; `rows` are scoped already.

    A yearly target (`last`) is that of each place's newest month with a figure, whatever groups are asked for, so
    groups add up to everybody and places to their area. Everybody is counted beside a group only when asked for.
    """
    if not known.rows:
        return Tally({}, {})
    found = Tally({}, {})
    for place, indicator, *sums in _sums(rows, cut, known, key, both=with_everybody and cut.has_groups):
        code = known.code_of[indicator]
        for counts, four in ((found.chosen, sums[:4]), (found.everybody, sums[-4:])):
            count = _over_time(known.by_code[code], *four)
            if count is not None:
                figures = counts.setdefault(place, {})
                figures[code] = figures[code] + count if code in figures else count
    return found


def _sums(rows: Any, cut: Cut, known: Definitions, key: Any, *, both: bool) -> list[Any]:
    """Key, indicator, then served and due of all months and of the newest; with `both` of everybody after the chosen.

    Each figure is read once. What is added up month by month needs no newest one.
    """
    inside = rows.filter(month__gte=cut.first, month__lte=cut.last)
    yearly = [row.pk for row in known.rows if OverTime.LAST in (row.numerator_over_time, row.denominator_over_time)]
    plain = [pk for pk in known.code_of if pk not in set(yearly)]
    parts, words = [], []
    for wanted, newest in ((plain, False), (yearly, True)):
        if wanted:
            chosen = inside.filter(indicator__in=wanted)
            chosen = chosen if newest or both else chosen.filter(cut.groups)
            sql, params = _cells(chosen, cut, known, key, newest=newest, both=both)
            columns = ", ".join(_columns(pair, newest=newest) for pair in PAIRS[: 2 if both else 1])
            parts.append(f"SELECT slot, indicator, {columns} FROM ({sql}) AS cells GROUP BY slot, indicator")  # noqa: S608  # names of this module
            words.extend(params)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), words)
        found = cursor.fetchall()
    return [(_key(row[0], key), row[1], *(None if each is None else int(each) for each in row[2:])) for row in found]


def _columns(pair: tuple[str, str], *, newest: bool) -> str:
    last = [f"SUM(CASE WHEN month = newest THEN {name} END)" if newest else "NULL" for name in pair]
    return ", ".join((*(f"SUM({name})" for name in pair), *last))


def _cells(rows: Any, cut: Cut, known: Definitions, key: Any, *, newest: bool, both: bool) -> tuple[str, Any]:
    """The statement that reads the figures: sums by key and indicator; with `newest` by place and month too."""
    same = "indicator__code" if known.has_versions else "indicator"
    by = dict.fromkeys(("slot", "indicator", *((same, "region", "facility", "month") if newest else ())))
    chosen = cut.groups if both or newest else Q()
    sums = {name: Sum(column, filter=chosen or None) for name, column in zip(PAIRS[0], COLUMNS, strict=True)}
    if both:
        sums |= {name: Sum(column) for name, column in zip(PAIRS[1], COLUMNS, strict=True)}
    grouped = rows.annotate(slot=key).order_by().values(*by).annotate(**sums)
    if newest:
        # Apart from the sums: the groups must not be told by it.
        grouped = grouped.annotate(newest=Window(Max("month"), partition_by=[F(same), F("region"), F("facility")]))
    found: tuple[str, Any] = grouped.query.get_compiler(rows.db).as_sql()
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
