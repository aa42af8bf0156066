"""Counts of many indicators by place, month or group, straight from the figures, in one statement."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import F, Max, Q, Sum, Value as Literal, Window
from django.db.models.functions import Coalesce, Left

from spm.domain.dashboards.cut import PROVINCE_CODE, Cut
from spm.domain.evaluation import Count
from spm.enums import Level, OverTime, Programme
from spm.models import Indicator


class Key(NamedTuple):
    """What figures are told apart by: an expression on them, and how its text is read back."""

    expression: Any
    read: Callable[[str], Any] = str


# What lies below each level, as a column of a figure; "" and 0 are figures of the area itself.
PLACES: dict[str, Key] = {
    Level.NATIONAL: Key(Left("area", PROVINCE_CODE)),
    Level.PROVINCE: Key(F("area")),
    Level.CITY: Key(Coalesce("facility__parent_id", "facility_id", Literal(0)), int),
    Level.PUSKESMAS: Key(Coalesce("facility_id", Literal(0)), int),
}

MONTH = Key(F("month"), date.fromisoformat)
# Everything together: the sum of all places without telling them apart.
WHOLE = Key(Literal(0), int)
# What is asked of the cells that a statement reads. Texts and types are the same in every part of a UNION.
ALL = "SUM(served), SUM(due), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)"
NEWEST = (
    "SUM(served), SUM(due), SUM(CASE WHEN month = newest THEN served END), SUM(CASE WHEN month = newest THEN due END)"
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


def group(name: str) -> Key:
    """The key of counting by sex, age group or disability."""
    return Key(F(name))


class Ask(NamedTuple):
    """One question: figures (scoped already), which of them, and what tells them apart."""

    rows: Any
    cut: Cut
    key: Key


Found = dict[Any, dict[str, Count]]


def tally(rows: Any, cut: Cut, known: Definitions, key: Key) -> Found:
    """One question alone; see `tallies`."""
    return tallies([Ask(rows, cut, key)], known)[0]


def tallies(asks: Sequence[Ask], known: Definitions) -> list[Found]:
    """Count by key and indicator, for each question, all in one statement.

    A yearly target (`last`) is that of each place's newest month with a figure, whatever groups are asked for, so
    groups add up to everybody and places to their area.
    """
    answers: list[Found] = [{} for _ask in asks]
    for number, text, indicator, *sums in _sums(asks, known) if known.rows and asks else ():
        code = known.code_of[indicator]
        count = _over_time(known.by_code[code], *(None if each is None else int(each) for each in sums))
        if count is not None:
            figures = answers[number].setdefault(asks[number].key.read(text), {})
            figures[code] = figures[code] + count if code in figures else count
    return answers


def _sums(asks: Sequence[Ask], known: Definitions) -> list[Any]:
    """Number of the question, key, indicator, then served and due of all months and of the newest.

    Each question reads each figure once. What is added up month by month needs no newest one.
    """
    parts, words = [], []
    for number, ask in enumerate(asks):
        for columns, (sql, values) in _parts(ask, known):
            key = "CAST(slot AS VARCHAR(24))"
            parts.append(f"SELECT {number}, {key}, indicator, {columns} FROM ({sql}) AS cells GROUP BY slot, indicator")  # noqa: S608  # words of this module
            words.extend(values)
    with connections[asks[0].rows.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), words)
        return list(cursor.fetchall())


def _parts(ask: Ask, known: Definitions) -> Iterator[tuple[str, tuple[str, Any]]]:
    cut, key = ask.cut, ask.key.expression
    inside = ask.rows.filter(month__gte=cut.first, month__lte=cut.last)
    yearly = [row.pk for row in known.rows if OverTime.LAST in (row.numerator_over_time, row.denominator_over_time)]
    plain = [pk for pk in known.code_of if pk not in set(yearly)]
    if plain:
        yield ALL, _cells(inside.filter(cut.groups, indicator__in=plain), ("slot", "indicator"), key, Q())
    if yearly:
        yield NEWEST, _newest(inside.filter(indicator__in=yearly), cut, known, key)


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


def _over_time(
    definition: Indicator, served: int | None, due: int | None, last_served: int | None, last_due: int | None
) -> Count | None:
    """The count of a place over its months; None where there is no figure."""
    if served is None:
        return None
    if definition.numerator_over_time == OverTime.LAST:
        served = last_served or 0
    if definition.denominator_over_time == OverTime.LAST and due is not None:
        # Nought, not None, where the newest month has no target: it must not matter how places are put together.
        due = last_due or 0
    return Count(served, due)


def codes(reads: Iterable[str]) -> Q:
    """The indicators that panels read, as a condition on definitions."""
    groups: set[str] = set()
    alone: set[str] = set()
    for each in reads:
        kind, _colon, name = each.rpartition(":")
        (groups if kind == "group" else alone).add(name)
    return Q(code__in=sorted(alone)) | Q(programme=Programme.ILP, group__in=sorted(groups))
