"""The one door through which a figure comes in: checked, versioned, never overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit, formats
from spm.domain.locking import refuse_any_locked
from spm.domain.places import Place
from spm.enums import Disability, Source
from spm.exceptions import (
    CellsMixed,
    DenominatorMissing,
    GroupUnknown,
    IndicatorComputed,
    IndicatorDisabled,
    IndicatorUnknown,
    MonthAhead,
    NegativeFigure,
    ReasonRequired,
)
from spm.models import Indicator, Value

BATCH = 1000
_KEY = ("part", "sex", "age_group", "disability")
DIMENSIONS = ("sex", "age_group", "disability")


@dataclass(frozen=True)
class Author:
    """Who brings a figure: a person, a system (`client_id`), or nobody where the portal counts itself."""

    user: User | None = None
    client_id: str = ""
    role: str = ""


@dataclass(frozen=True)
class CellInput:
    """One cell as it comes in; `denominator` None where only a number is counted."""

    numerator: int
    denominator: int | None = None
    part: str = ""
    sex: str = ""
    age_group: str = ""
    disability: str = ""
    reason: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from its neighbours."""
        return (self.part, self.sex, self.age_group, self.disability)


@dataclass(frozen=True)
class FigureInput:
    """All cells of one indicator at one place in one month; they replace the cells there before."""

    indicator: Indicator
    place: Place
    month: date
    cells: tuple[CellInput, ...]


def groups_of(indicator: Indicator) -> dict[str, list[str]]:
    """Codes of the groups its people can be told apart by, by dimension; an empty list: not so."""
    disability = list(Disability.values) if indicator.by_disability else []
    return {"sex": indicator.sexes, "age_group": indicator.age_groups, "disability": disability}


def settled(figure: FigureInput) -> FigureInput:
    """The figure with the group that holds for all its people: pregnant women are women, infants infants."""
    only = {name: codes[0] for name, codes in groups_of(figure.indicator).items() if len(codes) == 1}
    if not only:
        return figure
    cells = tuple(
        replace(
            cell,
            sex=cell.sex or only.get("sex", ""),
            age_group=cell.age_group or only.get("age_group", ""),
            disability=cell.disability or only.get("disability", ""),
        )
        for cell in figure.cells
    )
    return replace(figure, cells=cells)


def indicator_on(code: str, month: date) -> Indicator:
    """The definition of `code` in force in that month. Raises IndicatorUnknown, IndicatorDisabled."""
    rows = Indicator.objects.filter(code=code, valid_from__lte=_month_end(month)).order_by("-valid_from")
    found = next((row for row in rows if row.valid_until is None or row.valid_until >= month), None)
    if found is None:
        raise IndicatorUnknown(params={"code": code})
    if not found.is_enabled:
        raise IndicatorDisabled(params={"code": code})
    return found


def _month_end(month: date) -> date:
    return month.replace(day=28)


def check(figure: FigureInput, *, today: date) -> None:
    """Refuse a figure that breaks a rule: negative, a share without denominator, more served than due unexplained.

    Also groups the indicator does not know, and a whole beside its parts: cells add up.
    """
    if figure.month > today:
        raise MonthAhead
    if not figure.indicator.is_enabled:
        raise IndicatorDisabled(params={"code": figure.indicator.code})
    _check_groups(figure)
    for cell in figure.cells:
        name = {"indicator": figure.indicator.label}
        if cell.numerator < 0 or (cell.denominator or 0) < 0:
            raise NegativeFigure(params=name)
        if figure.indicator.is_share and cell.denominator is None:
            raise DenominatorMissing(params=name)
        if cell.denominator is not None and cell.numerator > cell.denominator and not cell.reason.strip():
            shown = {"numerator": formats.number(cell.numerator), "denominator": formats.number(cell.denominator)}
            raise ReasonRequired(params={**name, **shown})


def _check_groups(figure: FigureInput) -> None:
    name = {"indicator": figure.indicator.label}
    known = groups_of(figure.indicator)
    for cell in figure.cells:
        if any(getattr(cell, each) and getattr(cell, each) not in codes for each, codes in known.items()):
            raise GroupUnknown(params=name)
    for part in {cell.part for cell in figure.cells}:
        cells = [cell for cell in figure.cells if cell.part == part]
        divided = [{bool(getattr(cell, each)) for cell in cells} for each in DIMENSIONS]
        if len({cell.key for cell in cells}) < len(cells) or any(len(each) > 1 for each in divided):
            raise CellsMixed(params=name)


def record(
    figures: Iterable[FigureInput],
    *,
    by: Author,
    source: Source,
    at: datetime,
    office: Any = None,
) -> list[Value]:
    """Write figures; each replaces what stood there as a new version, and one equal to what stands writes nothing.

    Returns the new rows. One audit event tells of all. Raises what `check` raises, and PeriodLocked, before anything
    is written.
    """
    wanted = [settled(figure) for figure in figures]
    today = timezone.localdate(at)
    for figure in wanted:
        if figure.indicator.computed_from and source != Source.COMPUTED:
            raise IndicatorComputed(params={"indicator": figure.indicator.label})
        check(figure, today=today)
    with transaction.atomic():
        refuse_any_locked(
            (figure.indicator.programme, figure.place.region_id, figure.place.facility_id, figure.month)
            for figure in wanted
        )
        current = _current(wanted)
        stale: list[int] = []
        fresh: list[Value] = []
        for figure in wanted:
            before = current.get(_slot(figure.indicator.pk, figure.place, figure.month), [])
            if _same(before, figure.cells):
                continue
            stale.extend(row.pk for row in before)
            version = max((row.version for row in before), default=0) + 1
            fresh.extend(_rows(figure, version=version, by=by, source=source, at=at))
        if not fresh and not stale:
            return []
        for start in range(0, len(stale), BATCH):
            Value.objects.filter(pk__in=stale[start : start + BATCH]).update(superseded_at=at)
        written = Value.objects.bulk_create(fresh, batch_size=BATCH)
        audit.record(
            action="indicator.record",
            by=by.user,
            role=by.role,
            office=office,
            payload=_told(wanted, written=len(written), source=source, client_id=by.client_id),
            at=at,
        )
    return written


def _told(figures: Sequence[FigureInput], *, written: int, source: Source, client_id: str) -> dict[str, Any]:
    months = sorted({f"{figure.month:%Y-%m}" for figure in figures})
    told: dict[str, Any] = {
        "indicators": sorted({figure.indicator.code for figure in figures})[:50],
        "months": months[:12],
        "areas": sorted({figure.place.area for figure in figures})[:20],
        "cells": written,
        "source": str(source),
    }
    return {**told, "client": client_id} if client_id else told


def _slot(indicator_id: int, place: Place, month: date) -> tuple[Any, ...]:
    return (indicator_id, place.region_id, place.facility_id, month)


def _current(figures: Sequence[FigureInput]) -> dict[tuple[Any, ...], list[Value]]:
    """The rows that stand in the slots of `figures`, locked, in a few queries."""
    found: dict[tuple[Any, ...], list[Value]] = {}
    if not figures:
        return found
    rows = (
        Value.objects.current()
        .select_for_update()
        .filter(
            indicator__in={figure.indicator.pk for figure in figures},
            month__in={figure.month for figure in figures},
            region__in={figure.place.region_id for figure in figures},
        )
        .order_by("pk")
    )
    for row in rows:
        slot = (row.indicator_id, row.region_id, row.facility_id, row.month)
        found.setdefault(slot, []).append(row)
    return found


def _same(before: Sequence[Value], cells: Sequence[CellInput]) -> bool:
    stood = {
        (*(getattr(row, name) for name in _KEY), row.numerator, row.denominator, row.reason, row.note) for row in before
    }
    comes = {(*cell.key, cell.numerator, cell.denominator, cell.reason.strip(), cell.note.strip()) for cell in cells}
    return len(before) == len(cells) and stood == comes


def _rows(figure: FigureInput, *, version: int, by: Author, source: Source, at: datetime) -> Iterable[Value]:
    for cell in figure.cells:
        yield Value(
            indicator=figure.indicator,
            region_id=figure.place.region_id,
            facility_id=figure.place.facility_id,
            area=figure.place.area,
            month=figure.month,
            part=cell.part,
            sex=cell.sex,
            age_group=cell.age_group,
            disability=cell.disability,
            numerator=cell.numerator,
            denominator=cell.denominator,
            version=version,
            recorded_at=at,
            source=source,
            author=by.user,
            client_id=by.client_id,
            reason=cell.reason.strip(),
            note=cell.note.strip(),
        )
