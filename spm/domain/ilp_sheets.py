"""ILP entry: sections of a month, the cells a sheet offers, what stands there, and sheets begun but not saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from accounts.models import User
from facilities.models import Facility
from spm.domain.entry import sheet_indicators
from spm.domain.places import PUSKESMAS, area_of
from spm.domain.recording import DIMENSIONS, groups_of
from spm.domain.reports import draft_of
from spm.enums import LifeStage, OverTime, Programme
from spm.models import EntryDraft, Indicator, Report, Value

Key = tuple[str, str, str]
WHOLE: Key = ("", "", "")


@dataclass(frozen=True)
class UnitProgress:
    """How much a unit filled in of a month."""

    facility: Facility
    filled: int
    of: int


def sections(month: date) -> dict[LifeStage, list[Indicator]]:
    """The indicators in force in that month, by section, in the order of the paper."""
    found: dict[LifeStage, list[Indicator]] = {stage: [] for stage in LifeStage}
    for each in sheet_indicators(month, Programme.ILP):
        found[LifeStage(each.life_stage)].append(each)
    return {stage: rows for stage, rows in found.items() if rows}


def typed(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those that people fill in; the portal counts the others."""
    return [each for each in indicators if not each.computed_from]


def filled_in(facilities: Iterable[int], month: date) -> dict[int, set[int]]:
    """Indicators with a figure in that month, by unit."""
    rows = Value.objects.current().filter(
        facility__in=list(facilities), month=month, indicator__programme=Programme.ILP, indicator__computed_from=""
    )
    found: dict[int, set[int]] = defaultdict(set)
    for facility, indicator in rows.values_list("facility_id", "indicator_id"):
        found[facility or 0].add(indicator)
    return found


def progress_of(facilities: Sequence[Facility], month: date) -> list[UnitProgress]:
    """How far each unit is with the month, in two queries."""
    every = sum(len(typed(rows)) for rows in sections(month).values())
    found = filled_in([each.pk for each in facilities], month)
    return [UnitProgress(each, len(found.get(each.pk, ())), every) for each in facilities]


def divisions_of(indicator: Indicator) -> frozenset[str]:
    """The dimensions a sheet can divide it by: those with two groups or more."""
    return frozenset(name for name, codes in groups_of(indicator).items() if len(codes) > 1)


def divided_by(indicator: Indicator, cells: Iterable[Value]) -> frozenset[str]:
    """The dimensions its standing cells are divided by."""
    return frozenset(name for name in divisions_of(indicator) for cell in cells if getattr(cell, name))


def keys(indicator: Indicator, dimensions: frozenset[str]) -> Iterator[Key]:
    """The cells of a sheet divided by `dimensions`; without any the whole alone."""
    groups = groups_of(indicator)
    sex, age, disability = (groups[name] if name in dimensions else [""] for name in DIMENSIONS)
    yield from product(sex, age, disability)


def key_in(cell: Value, dimensions: frozenset[str]) -> Key:
    """The key of a standing cell on a sheet divided by `dimensions`."""
    sex, age, disability = (str(getattr(cell, name)) if name in dimensions else "" for name in DIMENSIONS)
    return sex, age, disability


def targets_before(facility: Facility, month: date, indicators: Sequence[Indicator]) -> dict[tuple[int, Key], int]:
    """The denominators of the newest earlier month of the year, where a target of the year is meant; by cell."""
    yearly = {each.pk: each for each in indicators if each.denominator_over_time == OverTime.LAST}
    rows = Value.objects.current().filter(
        facility=facility, indicator__in=yearly, month__gte=month.replace(month=1), month__lt=month
    )
    newest: dict[int, tuple[date, dict[Key, int]]] = {}
    for row in rows.order_by("month", "pk"):
        if row.denominator is None:
            continue
        when, cells = newest.get(row.indicator_id, (row.month, {}))
        if row.month != when:
            cells = {}
        cells[key_in(row, divisions_of(yearly[row.indicator_id]))] = row.denominator
        newest[row.indicator_id] = row.month, cells
    return {(pk, key): due for pk, (_when, cells) in newest.items() for key, due in cells.items()}


def head_of(unit: Facility) -> Facility:
    """The Puskesmas whose month the unit's figures belong to."""
    return unit if unit.kind == PUSKESMAS or unit.parent is None else unit.parent


def month_report(unit: Facility, month: date, *, at: datetime) -> Report:
    """The state of the Puskesmas's year up to that month: the report that is checked and locked."""
    head = head_of(unit)
    return draft_of(Programme.ILP, area_of(head.region_id), month.year, month.month, at=at, facility_id=head.pk)


def draft_for(unit: Facility, month: date, stage: str) -> EntryDraft | None:
    """What was typed and not saved."""
    rows = EntryDraft.objects.filter(facility=unit, month=month, life_stage=stage)
    return rows.select_related("author").first()


def keep_draft(
    unit: Facility, month: date, stage: str, fields: Mapping[str, str], *, by: User, at: datetime
) -> EntryDraft:
    """Keep a sheet as it is; the last hand wins."""
    kept, _created = EntryDraft.objects.update_or_create(
        facility=unit,
        month=month,
        life_stage=stage,
        defaults={"fields": dict(fields), "author": by, "saved_at": at},
    )
    return kept


def drop_draft(unit: Facility, month: date, stage: str) -> None:
    """Forget it: it was saved, or thrown away."""
    EntryDraft.objects.filter(facility=unit, month=month, life_stage=stage).delete()
