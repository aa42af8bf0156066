"""The sheets beside the figures: needs and stocks, costs, causes and plans. Each saving replaces, nothing is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from spm.domain.places import Place
from spm.enums import COUNTED_FUNDING
from spm.models import CostComponent, CostLine, FollowUp, Indicator, Standard, Supply


@dataclass(frozen=True)
class Budget:
    """A cost sheet added up, in rupiah: what the own budgets need, and what others pay by themselves."""

    needed: int
    paid_elsewhere: int


def standards_of(codes: Iterable[str]) -> list[Standard]:
    """The standards in use of these services, in the order of the paper."""
    return list(Standard.objects.filter(indicator_code__in=list(codes), is_active=True))


def supplies_of(place: Place, year: int) -> dict[int, Supply]:
    """What holds now, by standard."""
    rows = Supply.objects.current().filter(region=place.region_id, facility=place.facility_id, year=year)
    return {row.standard_id: row for row in rows}


@transaction.atomic
def save_supplies(place: Place, year: int, amounts: Mapping[int, tuple[int, int]], *, by: User, at: datetime) -> int:
    """Write (need, available) by standard; equal rows stay. Returns how many were written."""
    stood = supplies_of(place, year)
    changed = {
        standard: pair
        for standard, pair in amounts.items()
        if standard not in stood or (stood[standard].need, stood[standard].available) != pair
    }
    _end(Supply, [stood[standard].pk for standard in changed if standard in stood], at)
    Supply.objects.bulk_create(
        Supply(
            region_id=place.region_id,
            facility_id=place.facility_id,
            year=year,
            standard_id=standard,
            need=need,
            available=available,
            recorded_at=at,
            author=by,
        )
        for standard, (need, available) in changed.items()
    )
    _told("spm.supply", place, year, len(changed), by=by, at=at)
    return len(changed)


def follow_up_of(place: Place, year: int, indicator: Indicator) -> FollowUp | None:
    """The cause and plan that hold now."""
    rows = FollowUp.objects.current().filter(region=place.region_id, facility=place.facility_id, year=year)
    return rows.filter(indicator__code=indicator.code).first()


@transaction.atomic
def save_follow_up(
    place: Place, year: int, indicator: Indicator, *, cause: str, plan: str, by: User, at: datetime
) -> FollowUp:
    """Write why a service stayed under 100 per cent and what is planned."""
    stood = follow_up_of(place, year, indicator)
    if stood is not None:
        if (stood.cause, stood.plan) == (cause.strip(), plan.strip()):
            return stood
        _end(FollowUp, [stood.pk], at)
    row = FollowUp.objects.create(
        region_id=place.region_id,
        facility_id=place.facility_id,
        year=year,
        indicator=indicator,
        cause=cause.strip(),
        plan=plan.strip(),
        recorded_at=at,
        author=by,
    )
    _told("spm.follow_up", place, year, 1, by=by, at=at)
    return row


def components_of(code: str) -> list[CostComponent]:
    """The cost components of a service; the steps a misprint repeats are left out."""
    return list(CostComponent.objects.filter(indicator_code=code, is_active=True, duplicate_of=""))


def cost_lines_of(region_code: str, year: int, code: str) -> dict[int, CostLine]:
    """The lines that hold now, by component."""
    rows = CostLine.objects.current().filter(region=region_code, year=year, component__indicator_code=code)
    return {row.component_id: row for row in rows}


@transaction.atomic
def save_costs(
    region_code: str,
    year: int,
    code: str,
    lines: Mapping[int, tuple[int, int, int, str]],
    *,
    by: User,
    at: datetime,
) -> int:
    """Write (volume, times, unit price, funding) by component; a component that left `lines` ends."""
    stood = cost_lines_of(region_code, year, code)
    known = {row.pk for row in components_of(code)}
    changed = {
        component: line
        for component, line in lines.items()
        if component in known and (component not in stood or _line(stood[component]) != line)
    }
    gone = [row.pk for component, row in stood.items() if component in changed or component not in lines]
    _end(CostLine, gone, at)
    CostLine.objects.bulk_create(
        CostLine(
            region_id=region_code,
            year=year,
            component_id=component,
            volume=volume,
            times=times,
            unit_price=price,
            funding=funding,
            recorded_at=at,
            author=by,
        )
        for component, (volume, times, price, funding) in changed.items()
    )
    if changed or gone:
        _told("spm.cost", Place(region_code), year, len(changed) + len(gone), by=by, at=at)
    return len(changed)


def budget_of(lines: Iterable[CostLine]) -> Budget:
    """Add a sheet up; lines that JKN or the centre pays stay out of the need (seed 001, no double counting)."""
    rows: Sequence[CostLine] = list(lines)
    needed = sum(row.amount for row in rows if row.funding in COUNTED_FUNDING)
    return Budget(needed=needed, paid_elsewhere=sum(row.amount for row in rows) - needed)


def _line(row: CostLine) -> tuple[int, int, int, str]:
    return (row.volume, row.times, row.unit_price, row.funding)


def _end(model: Any, ids: Sequence[int], at: datetime) -> None:
    if ids:
        model.objects.filter(pk__in=ids).update(superseded_at=at)


def _told(action: str, place: Place, year: int, rows: int, *, by: User, at: datetime) -> None:
    if rows:
        payload = {"region": place.region_id, "facility": place.facility_id, "year": year, "rows": rows}
        audit.record(action=action, by=by, payload=payload, at=at)
