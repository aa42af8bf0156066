"""Placements: where a practitioner works, with practice hours and whether a SIP is needed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import audit
from core.formats import plain_date
from facilities.domain.changes import office_of
from facilities.models import Facility
from workforce.exceptions import FacilityShut, PeriodRefused, PlacementOverlaps
from workforce.models import Placement, Practitioner


@dataclass(frozen=True)
class PlacementFacts:
    """What a form says of a placement; `ends_on` None = open."""

    facility: Facility
    starts_on: date
    ends_on: date | None
    employment: str
    needs_sip: bool
    practice_hours: Sequence[Mapping[str, str]] = ()


def place_practitioner(
    practitioner: Practitioner, facility: Facility, *, on: date, practice_hours: list[Any]
) -> Placement:
    """Return the open placement at `facility`, creating it from `on` when there is none."""
    row: Placement | None = practitioner.placements.filter(facility=facility, ends_on__isnull=True).first()
    if row is not None:
        return row
    return Placement.objects.create(
        practitioner=practitioner, facility=facility, starts_on=on, practice_hours=practice_hours
    )


def end_placement(practitioner: Practitioner, facility: Facility, *, on: date) -> None:
    """Close open placements at `facility` with `on` as the last day."""
    practitioner.placements.filter(facility=facility, ends_on__isnull=True, starts_on__lte=on).update(ends_on=on)


@transaction.atomic
def add(practitioner: Practitioner, facts: PlacementFacts, *, by: User, at: datetime) -> Placement:
    """Enter a placement. Raises PeriodRefused, FacilityShut, PlacementOverlaps."""
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    _check(practitioner, facts, own=None)
    placement = Placement(practitioner=practitioner)
    _write(placement, facts)
    placement.save()
    touch(practitioner)
    _audit("placement.enter", placement, by=by, at=at)
    return placement


@transaction.atomic
def change(placement: Placement, facts: PlacementFacts, *, by: User, at: datetime) -> Placement:
    """Change a placement; its facility stays, for another place is another placement. Raises as `add`."""
    Practitioner.objects.select_for_update().get(pk=placement.practitioner_id)
    fresh: Placement = Placement.objects.select_related("practitioner", "facility").get(pk=placement.pk)
    _check(fresh.practitioner, facts, own=fresh.pk)
    _write(fresh, facts)
    fresh.ended_by_closure = None
    fresh.save()
    touch(fresh.practitioner)
    _audit("placement.change", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def end(placement: Placement, *, ends_on: date, reason: str, by: User, at: datetime) -> Placement:
    """End a placement with `ends_on` as its last day. Raises PeriodRefused."""
    fresh: Placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("practitioner", "facility")
        .get(pk=placement.pk)
    )
    if ends_on < fresh.starts_on:
        raise PeriodRefused
    fresh.ends_on, fresh.end_reason, fresh.ended_by_closure = ends_on, reason[:200], None
    fresh.save()
    touch(fresh.practitioner)
    _audit("placement.end", fresh, by=by, reason=reason, at=at)
    return fresh


def touch(practitioner: Practitioner) -> None:
    """Let `updated_after` of the API find a practitioner whose placements, education or SKP changed."""
    practitioner.save(update_fields=["updated_at"])


def _check(practitioner: Practitioner, facts: PlacementFacts, *, own: int | None) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise PeriodRefused
    open_there = Facility.objects.filter(pk=facts.facility.pk).active(facts.starts_on)
    if not open_there.exists():
        raise FacilityShut(params={"name": facts.facility.name})
    same = practitioner.placements.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=facts.starts_on), facility=facts.facility
    ).exclude(pk=own)
    if facts.ends_on is not None:
        same = same.filter(starts_on__lte=facts.ends_on)
    first = same.first()
    if first is not None:
        raise PlacementOverlaps(params={"date": plain_date(first.starts_on)})


def _write(placement: Placement, facts: PlacementFacts) -> None:
    placement.facility = facts.facility
    placement.starts_on, placement.ends_on = facts.starts_on, facts.ends_on
    placement.employment, placement.needs_sip = facts.employment, facts.needs_sip
    placement.practice_hours = list(facts.practice_hours)


def _audit(action: str, placement: Placement, *, by: User, at: datetime, reason: str = "") -> None:
    payload = {
        "facility": placement.facility.code,
        "from": placement.starts_on.isoformat(),
        "until": placement.ends_on.isoformat() if placement.ends_on else "",
        "needs_sip": placement.needs_sip,
    }
    audit.record(
        action=action, by=by, obj=placement.practitioner, office=office_of(placement.facility), reason=reason,
        payload=payload, at=at,
    )  # fmt: skip
