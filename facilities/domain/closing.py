"""Closing, suspending and reopening a facility on a day, past or ahead; what it causes goes by signal.

Listeners run inside the transaction: workforce ends placements, licensing flags licences and tells their holders.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.formats import plain_date
from facilities.domain.changes import locked, office_of
from facilities.enums import ClosureKind
from facilities.exceptions import ClosedAlready, DayRefused, NotClosed
from facilities.models import Facility, FacilityClosure
from facilities.signals import closing_concerns, facility_closed, facility_reopened, facility_suspended

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Concern:
    """Whom a closing concerns: a sentence with a count, some names, and the list behind it."""

    code: str
    label: str
    count: int
    names: tuple[str, ...] = ()
    url: str = ""


def concerns(facility: Facility, *, on: date) -> list[Concern]:
    """Ask every listener whom it would concern if the facility stopped working on `on`; nothing is written."""
    answers: list[tuple[Any, Any]] = closing_concerns.send(sender=Facility, facility=facility, on=on)
    return [concern for _receiver, found in answers for concern in found]


def open_closure(facility: Facility) -> FacilityClosure | None:
    """Return the closure or suspension nobody ended, also one that lies ahead."""
    return facility.closures.filter(ends_on__isnull=True, withdrawn_at__isnull=True).first()


@transaction.atomic
def close(
    facility: Facility, *, on: date, reason: str, by: User, at: datetime, version: int | None = None
) -> FacilityClosure:
    """Close for good from `on`, the first day closed. Raises ClosedAlready, DayRefused, StaleVersion."""
    fresh = locked(facility, version=version)
    closure = _shut(fresh, ClosureKind.CLOSED, on=on, reason=reason, by=by, at=at)
    fresh.active_until = on - DAY
    _save(fresh, "facility.close", closure, reason=reason, by=by, at=at)
    facility_closed.send(sender=Facility, facility=fresh, on=on, reason=reason, by=by, at=at)
    return closure


@transaction.atomic
def suspend(
    facility: Facility, *, on: date, reason: str, by: User, at: datetime, version: int | None = None
) -> FacilityClosure:
    """Stop its work for a time from `on`; it stays in the register. Raises as `close`."""
    fresh = locked(facility, version=version)
    closure = _shut(fresh, ClosureKind.SUSPENDED, on=on, reason=reason, by=by, at=at)
    _save(fresh, "facility.suspend", closure, reason=reason, by=by, at=at)
    facility_suspended.send(sender=Facility, facility=fresh, on=on, reason=reason, by=by, at=at)
    return closure


@transaction.atomic
def reopen(
    facility: Facility, *, on: date, reason: str, by: User, at: datetime, version: int | None = None
) -> FacilityClosure:
    """End the open closure; `on` is the first day open. On or before its first day the closure is called back.

    Raises NotClosed and StaleVersion.
    """
    fresh = locked(facility, version=version)
    closure = open_closure(fresh)
    if closure is None:
        raise NotClosed
    withdrawn = on <= closure.starts_on
    if withdrawn:
        closure.withdrawn_at = at
    else:
        closure.ends_on = on - DAY
    closure.lifted_at, closure.lifted_by, closure.lift_reason = at, by, reason
    closure.save()
    if closure.kind == ClosureKind.CLOSED:
        fresh.active_until = None
    _save(fresh, "facility.reopen", closure, reason=reason, by=by, at=at)
    facility_reopened.send(
        sender=Facility, facility=fresh, on=on, reason=reason, by=by, at=at, closure=closure, withdrawn=withdrawn
    )
    return closure


def periods(facility: Facility) -> Iterator[FacilityClosure]:
    """Yield the closures of a facility that took or will take effect, the newest first."""
    yield from facility.closures.filter(withdrawn_at__isnull=True).select_related("recorded_by", "lifted_by")


def _shut(fresh: Facility, kind: ClosureKind, *, on: date, reason: str, by: User, at: datetime) -> FacilityClosure:
    running = open_closure(fresh)
    if running is not None:
        raise ClosedAlready(params={"date": plain_date(running.starts_on)})
    if fresh.active_until is not None:
        raise ClosedAlready(params={"date": plain_date(fresh.active_until + DAY)})
    if on <= fresh.active_from:
        raise DayRefused(
            _("Fasilitas ini beroperasi sejak %(date)s; pilih hari sesudahnya.")
            % {"date": plain_date(fresh.active_from)}
        )
    last = fresh.closures.filter(withdrawn_at__isnull=True, ends_on__gte=on).order_by("-ends_on").first()
    if last is not None and last.ends_on is not None:
        raise DayRefused(params={"date": plain_date(last.ends_on)})
    return FacilityClosure.objects.create(
        facility=fresh, kind=kind, starts_on=on, reason=reason, recorded_at=at, recorded_by=by
    )


def _save(fresh: Facility, action: str, closure: FacilityClosure, *, reason: str, by: User, at: datetime) -> None:
    fresh.version += 1
    fresh.save(update_fields=["active_until", "version", "updated_at"])
    payload = {
        "kind": closure.kind,
        "from": closure.starts_on.isoformat(),
        "until": closure.ends_on.isoformat() if closure.ends_on else "",
        "withdrawn": closure.withdrawn_at is not None,
    }
    audit.record(action=action, by=by, obj=fresh, office=office_of(fresh), reason=reason, payload=payload, at=at)
