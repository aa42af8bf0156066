"""What a team does with a pickup. One small verb each; all pass `_move`, the only writer of the state."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core import audit
from core.exceptions import StaleVersion
from outreach.domain import clock
from outreach.domain.compensations import open_miss
from outreach.domain.telling import tell_departed, tell_taken
from outreach.domain.workflow import MOVES
from outreach.enums import PickupState, PickupVerb
from outreach.exceptions import (
    AlreadyManned,
    MoveRefused,
    NotADuplicate,
    NotYours,
    ReasonTooShort,
    ReusedId,
    VehicleBusy,
)
from outreach.models import Pickup, PickupEvent, Vehicle
from outreach.querysets import OPEN, UNDER_WAY

SHORTEST_REASON = 10


@dataclass(frozen=True)
class PhoneStep:
    """A step noted on a phone without signal: the phone's own id of it, and its time. The portal's instant counts."""

    client_id: uuid.UUID
    noted_at: datetime | None = None


@transaction.atomic
def accept(
    pickup: Pickup,
    *,
    by: User,
    role: str,
    at: datetime,
    vehicle: Vehicle | None = None,
    version: int | None = None,
    phone: PhoneStep | None = None,
) -> Pickup:
    """Take a call on: as its driver or as its doctor. Raises AlreadyManned, MoveRefused, VehicleBusy, StaleVersion."""
    row = _locked(pickup)
    if row.state == PickupState.ACCEPTED:
        raise AlreadyManned(params={"name": _names(row)})
    _check_vehicle(row, vehicle)
    moved = _move(
        row,
        PickupVerb.ACCEPT,
        values={"vehicle": vehicle, "accepted_at": at, **_seat(role, by)},
        by=by,
        at=at,
        version=version,
        phone=phone,
    )
    tell_taken(moved, at=at)
    return moved


@transaction.atomic
def join(pickup: Pickup, *, by: User, role: str, at: datetime) -> Pickup:
    """Take the empty seat of a call that is under way. Raises AlreadyManned, MoveRefused."""
    row = _locked(pickup)
    if row.state not in UNDER_WAY:
        raise MoveRefused(params={"state": row.get_state_display()})
    seat = next(iter(_seat(role, by)))
    if getattr(row, f"{seat}_id") is not None:
        raise AlreadyManned(params={"name": _names(row)})
    Pickup.objects.filter(pk=row.pk).update(**_seat(role, by), version=row.version + 1)
    row.refresh_from_db()
    _log(row, PickupVerb.JOIN, by=by, at=at)
    return row


@transaction.atomic
def release(pickup: Pickup, *, by: User, at: datetime, version: int | None = None) -> Pickup:
    """Give a call back to the board; its clock runs on. Raises NotYours, MoveRefused, StaleVersion."""
    row = _manned_by(pickup, by)
    empty = {"driver": None, "doctor": None, "vehicle": None, "accepted_at": None}
    return _move(row, PickupVerb.RELEASE, values=empty, by=by, at=at, version=version)


@transaction.atomic
def depart(
    pickup: Pickup, *, by: User, at: datetime, version: int | None = None, phone: PhoneStep | None = None
) -> Pickup:
    """Set out. Raises NotYours, MoveRefused, StaleVersion."""
    row, values = _manned_by(pickup, by), {"departed_at": at}
    moved = _move(row, PickupVerb.DEPART, values=values, by=by, at=at, version=version, phone=phone)
    tell_departed(moved, at=at)
    return moved


@transaction.atomic
def arrive(
    pickup: Pickup, *, by: User, at: datetime, version: int | None = None, phone: PhoneStep | None = None
) -> Pickup:
    """Help is there: the clock stops. Too late opens what is owed, here and now. Raises as `depart`."""
    row, values = _manned_by(pickup, by), {"arrived_at": at}
    moved = _move(row, PickupVerb.ARRIVE, values=values, by=by, at=at, version=version, phone=phone)
    if clock.is_missed(moved.due_at, at, at):
        open_miss(moved, at=at)
    return moved


@transaction.atomic
def finish(
    pickup: Pickup, *, by: User, at: datetime, version: int | None = None, phone: PhoneStep | None = None
) -> Pickup:
    """The trip is over and the vehicle free. Raises as `depart`."""
    row, values = _manned_by(pickup, by), {"finished_at": at}
    return _move(row, PickupVerb.FINISH, values=values, by=by, at=at, version=version, phone=phone)


def take_step(
    pickup: Pickup, verb: PickupVerb, *, by: User, role: str, at: datetime, phone: PhoneStep
) -> tuple[Pickup, bool]:
    """Do what was noted without signal; the same `client_id` again changes nothing. True when it was new.

    Accept, depart, arrive and finish only. Raises ReusedId for somebody else's id, and what the verb raises.
    """
    known = PickupEvent.objects.filter(client_id=phone.client_id).first()
    if known is not None:
        if (known.pickup_id, known.actor_id, known.verb) != (pickup.pk, by.pk, verb.value):
            raise ReusedId
        return pickup, False
    match verb:
        case PickupVerb.ACCEPT:
            return accept(pickup, by=by, role=role, at=at, phone=phone), True
        case PickupVerb.DEPART:
            return depart(pickup, by=by, at=at, phone=phone), True
        case PickupVerb.ARRIVE:
            return arrive(pickup, by=by, at=at, phone=phone), True
        case _:
            return finish(pickup, by=by, at=at, phone=phone), True


@transaction.atomic
def merge(pickup: Pickup, *, into: Pickup, by: User, at: datetime) -> Pickup:
    """Join a later call to an earlier one; the earlier clock counts, so merging never buys time.

    Raises NotADuplicate, MoveRefused.
    """
    first = _locked(into)
    row = _locked(pickup)
    later = (row.reported_at, row.pk) > (first.reported_at, first.pk)
    if row.office_id != first.office_id or not later or first.state not in OPEN:
        raise NotADuplicate
    if clock.is_missed(row.due_at, None, at):
        # Both are missed by then, for the earlier one ended earlier: each keeps what it owes.
        open_miss(row, at=at)
    return _move(row, PickupVerb.MERGE, values={"merged_into": first}, by=by, at=at, note=first.number)


@transaction.atomic
def cancel(pickup: Pickup, *, reason: str, by: User, at: datetime) -> Pickup:
    """The family no longer needs it; what is owed stays owed. Raises ReasonTooShort, MoveRefused."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    row = _locked(pickup)
    if clock.is_missed(row.due_at, row.arrived_at, at):
        open_miss(row, at=at)
    return _move(
        row, PickupVerb.CANCEL, values={"cancel_reason": reason.strip()[:300]}, by=by, at=at, note=reason.strip()
    )


# --- the one door -------------------------------------------------------------------------------------------


def _move(
    row: Pickup,
    verb: PickupVerb,
    *,
    by: User,
    at: datetime,
    values: Mapping[str, Any],
    version: int | None = None,
    note: str = "",
    phone: PhoneStep | None = None,
) -> Pickup:
    move = MOVES[verb]
    if version is not None and version != row.version:
        raise StaleVersion
    if row.state not in move.before:
        raise MoveRefused(params={"state": row.get_state_display()})
    Pickup.objects.filter(pk=row.pk).update(state=move.after, version=row.version + 1, **values)
    row.refresh_from_db()
    _log(row, verb, by=by, at=at, note=note, phone=phone)
    return row


def _log(
    row: Pickup, verb: PickupVerb, *, by: User, at: datetime, note: str = "", phone: PhoneStep | None = None
) -> None:
    noted = _bounded(row, phone.noted_at, at) if phone else None
    key = phone.client_id if phone else None
    PickupEvent.objects.create(pickup=row, verb=verb, actor=by, at=at, note=note[:300], client_id=key, noted_at=noted)
    payload = {"number": row.number, "state": str(row.state)}
    if noted is not None:
        payload["noted_at"] = noted.isoformat()
    audit.record(action=f"pickup.{verb.value}", by=by, obj=row, office=row.office, reason=note, payload=payload, at=at)


def _bounded(row: Pickup, noted_at: datetime | None, at: datetime) -> datetime | None:
    """The phone's time when it lies between the step before and now; a clock that is wrong says nothing."""
    last = row.events.order_by("-pk").first()
    earliest = (last.noted_at or last.at) if last else row.reported_at
    return noted_at if noted_at is not None and earliest <= noted_at <= at else None


def _locked(pickup: Pickup) -> Pickup:
    return Pickup.objects.select_for_update(of=("self",)).select_related("office", "region").get(pk=pickup.pk)


def _manned_by(pickup: Pickup, by: User) -> Pickup:
    row = _locked(pickup)
    if row.state in UNDER_WAY and by.pk not in {row.driver_id, row.doctor_id}:
        raise NotYours
    return row


def _seat(role: str, by: User) -> dict[str, User]:
    return {"doctor" if role == Role.PUSKESMAS_DOCTOR else "driver": by}


def _names(row: Pickup) -> str:
    return ", ".join(person.name for person in (row.driver, row.doctor) if person is not None)


def _check_vehicle(row: Pickup, vehicle: Vehicle | None) -> None:
    if vehicle is None:
        return
    held = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    busy = Pickup.objects.filter(vehicle=held, state__in=UNDER_WAY).exclude(pk=row.pk).exists()
    if busy or held.office_id != row.office_id:
        raise VehicleBusy(params={"name": held.name})
