"""What stands around the lines of a sheet, what is wrong with them, and what they would write."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind
from accounts.models import Office
from core import formats
from core.imports import Change, Draft, Flaw, Outcome, Plan, Row, Scope
from core.imports.memory import Memory
from core.names import name_key
from facilities.models import Facility
from spm.domain.locking import locked_months
from spm.domain.places import PUSKESMAS, UNIT_KINDS, Place, area_of
from spm.domain.recording import DIMENSIONS, CellInput, FigureInput, groups_of, settled
from spm.enums import Programme, ReportState, Source
from spm.models import Indicator, Report, Value
from spm.querysets import inside

LIKENESS = 0.7
Slot = tuple[int, int, date]


@dataclass(frozen=True)
class Unit:
    """A unit in reach, and its Puskesmas."""

    pk: int
    region_id: str
    head: int


@dataclass
class Facts:
    """What stands around the lines. `taken` are cells already superseded by a line above."""

    scope: Scope
    units: dict[str, Unit]
    indicators: dict[str, list[Indicator]]
    current: dict[Slot, list[Value]]
    locked: set[tuple[int, date]]
    memory: Memory
    at: datetime
    taken: set[int] = field(default_factory=set)

    def unit(self, row: Row) -> Unit | None:
        """The unit a line names."""
        return self.units.get(name_key(row["unit"] or ""))

    def indicator(self, row: Row) -> Indicator | None:
        """The definition in force in the month of a line; else the misprint or the closed one, if there is one."""
        found = self.indicators.get(name_key(row["indicator"] or ""), [])
        month = row["month"]
        if month is None:
            return found[0] if found else None
        last = month.replace(day=28)
        return next((each for each in found if each.valid_from <= last and (each.valid_until or last) >= month), None)

    def cell(self, row: Row, indicator: Indicator) -> CellInput:
        """The cell of a line, with the group that holds for all."""
        served, due = int(row["served"] or 0), row["due"]
        cell = CellInput(
            served,
            int(due) if due is not None and indicator.is_share else None,
            sex=row["sex"] or "",
            age_group=row["age_group"] or "",
            disability=row["disability"] or "",
        )
        if cell.denominator is not None and served > cell.denominator:
            cell = replace(cell, reason=(row["reason"] or "").strip())
        figure = FigureInput(indicator, Place(""), date.min, (cell,))
        return settled(figure).cells[0]


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look up units and definitions once, and what stands in the slots of these lines in two queries."""
    once = memory.looked_up
    if not once:
        once["units"] = _units(scope)
        once["indicators"] = _indicators()
    # The instant of writing, not of the file: a report checked in between keeps its figures. The journal of an import
    # knows milliseconds.
    now = timezone.now()
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    known = Facts(scope, once["units"], once["indicators"], defaultdict(list), set(), memory, at)
    named = {(unit.pk, unit.head, row["month"]) for row in rows if (unit := known.unit(row)) and row["month"]}
    stood = Value.objects.current().filter(
        indicator__programme=Programme.ILP,
        facility__in={unit for unit, _head, _month in named},
        month__in={month for _unit, _head, month in named},
    )
    for value in stood.order_by("pk"):
        known.current[value.facility_id or 0, value.indicator_id, value.month].append(value)
    heads = {(head, month) for _unit, head, month in named}
    closed = locked_months(Programme.ILP, heads)
    known.locked = {(unit, month) for unit, head, month in named if (head, month) in closed}
    return known


def _units(scope: Scope) -> dict[str, Unit]:
    """Code and name → unit, in the region of the office; of a Puskesmas its own network."""
    office = Office.objects.filter(code=scope.office_code).first()
    reach = inside("region_id", scope.region_code)
    if office is not None and office.kind == OfficeKind.PUSKESMAS:
        reach = Q(kind=PUSKESMAS) & reach | Q(parent__kind=PUSKESMAS) & inside("parent__region_id", scope.region_code)
    found: dict[str, Unit] = {}
    doubtful: set[str] = set()
    rows = Facility.objects.filter(reach, kind__in=UNIT_KINDS).order_by("code")
    for pk, code, name, kind, region, parent in rows.values_list("pk", "code", "name", "kind", "region_id", "parent"):
        unit = Unit(pk, region, pk if kind == PUSKESMAS or parent is None else parent)
        if found.setdefault(name_key(name), unit) != unit:
            doubtful.add(name_key(name))
        found[name_key(code)] = unit
    return {key: unit for key, unit in found.items() if key not in doubtful}


def _indicators() -> dict[str, list[Indicator]]:
    """Code and name → definitions, those in use first."""
    found: dict[str, list[Indicator]] = defaultdict(list)
    for each in Indicator.objects.of(Programme.ILP).order_by("-is_enabled", "position", "-valid_from"):
        found[name_key(each.code)].append(each)
        found[name_key(each.name)].append(each)
    return dict(found)


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a line, the file and the register."""
    unit, month = known.unit(row), row["month"]
    if row["unit"] and unit is None:
        yield Flaw("unit", "unit_unknown", suggestion=_near(row["unit"], known.units))
    if month is not None and month > known.scope.on:
        yield Flaw("month", "month_ahead")
    if unit is not None and (unit.pk, month) in known.locked:
        yield Flaw("month", "month_locked")
    if row["indicator"] is None:
        return
    indicator = known.indicator(row)
    if indicator is None:
        yield Flaw("indicator", "indicator_unknown", suggestion=_near(row["indicator"], known.indicators))
        return
    if not indicator.is_enabled or indicator.computed_from:
        yield Flaw("indicator", "indicator_computed" if indicator.is_enabled else "indicator_disabled")
        return
    yield from _cell_flaws(row, indicator, known)


def _cell_flaws(row: Row, indicator: Indicator, known: Facts) -> Iterator[Flaw]:
    if indicator.is_share and row["due"] is None and "due" not in row.unread:
        yield Flaw("due", "due_missing")
    cell = known.cell(row, indicator)
    if cell.denominator is not None and cell.numerator > cell.denominator and not cell.reason:
        yield Flaw("reason", "over_unexplained")
    for name, codes in groups_of(indicator).items():
        if row[name] and row[name] not in codes:
            yield Flaw(name, "group_unknown")
    unit, month = known.unit(row), row["month"]
    if unit is not None and month is not None and not row.unread & set(DIMENSIONS):
        slot = f"{unit.pk}|{indicator.pk}|{month}"
        division, line = known.memory.first("divisions", slot, [_division(cell), row.number])
        if division != _division(cell):
            yield Flaw("indicator", "cells_mixed", {"row": line})


def _division(cell: Any) -> str:
    """Which dimensions a cell is told apart by, as text: "sex age_group"."""
    return " ".join(name for name in DIMENSIONS if getattr(cell, name))


def _near(text: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name_key(text), list(known), n=1, cutoff=LIKENESS)
    return near[0].upper() if near else ""


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Draft the cells the lines bring, and end those they replace."""
    found = Plan()
    for row in rows:
        unit, indicator = known.unit(row), known.indicator(row)
        assert unit is not None and indicator is not None  # noqa: S101, PT018  # rows with flaws do not come here
        _plan_row(row, unit, indicator, known, found)
    return found


def _plan_row(row: Row, unit: Unit, indicator: Indicator, known: Facts, found: Plan) -> None:
    cell = known.cell(row, indicator)
    stood = known.current.get((unit.pk, indicator.pk, row["month"]), [])
    same = next((value for value in stood if _key(value) == _key(cell)), None)
    if same is not None and (same.numerator, same.denominator, same.reason) == (
        cell.numerator, cell.denominator, cell.reason,
    ):  # fmt: skip
        found.add(Outcome.UNCHANGED, Value, same.pk)
        return
    ended = [value for value in stood if value is same or _division(value) != _division(cell)]
    for value in ended:
        if value.pk not in known.taken:
            known.taken.add(value.pk)
            found.room.append(Change(Value, value.pk, {"superseded_at": None}, {"superseded_at": known.at}))
    draft = Draft(Value, _values(row, unit, indicator, cell, known, version=_next(stood)))
    found.drafts.append(draft)
    found.add(Outcome.CHANGED if ended else Outcome.NEW, Value, draft)


def _next(stood: Sequence[Value]) -> int:
    return max((value.version for value in stood), default=0) + 1


def _key(cell: Any) -> tuple[str, ...]:
    return tuple(str(getattr(cell, name)) for name in DIMENSIONS)


def _values(
    row: Row, unit: Unit, indicator: Indicator, cell: CellInput, known: Facts, *, version: int
) -> dict[str, Any]:
    return {
        "indicator_id": indicator.pk,
        "region_id": unit.region_id,
        "facility_id": unit.pk,
        "area": area_of(unit.region_id),
        "month": row["month"],
        **{name: getattr(cell, name) for name in DIMENSIONS},
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "version": version,
        "recorded_at": known.at,
        "source": Source.IMPORTED.value,
        "author_id": known.scope.by_id,
        "reason": cell.reason,
    }


def against_undo(pks: Mapping[type[models.Model], Sequence[int]]) -> Iterator[str]:
    """Figures that a checked or locked report rests on stay; a correction is a new version."""
    rows = Value.objects.filter(pk__in=list(pks.get(Value, ())))
    months: dict[tuple[int, date], datetime] = {}
    for facility, head, month, at in rows.values_list("facility", "facility__parent", "month", "recorded_at"):
        for place in (facility, head):
            if place is not None:
                months[place, month] = min(at, months.get((place, month), at))
    reports = Report.objects.filter(programme=Programme.ILP, facility__in={place for place, _month in months})
    kept = {
        month
        for report in reports.exclude(state=ReportState.DRAFT).only("facility_id", "year", "until", "data_at")
        for (place, month), at in months.items()
        if place == report.facility_id
        and month.year == report.year
        and month.month <= report.until
        and report.data_at is not None
        and report.data_at >= at
    }
    for month in sorted(kept):
        yield str(_("laporan bulan %(month)s sudah diperiksa") % {"month": formats.plain_date(month).partition(" ")[2]})
