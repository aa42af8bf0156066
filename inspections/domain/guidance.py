"""Guidance sessions: planned, held with attendance, or cancelled; one door for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Office, Region, User
from core import audit
from facilities.models import Facility
from inspections.enums import SessionState
from inspections.exceptions import SessionMoved, SessionRefused
from inspections.models import ActivityPlan, GuidanceAttendee, GuidanceSession


@dataclass(frozen=True)
class SessionFacts:
    """What a form says of a session; instants are aware."""

    topic: str
    place: str
    starts_at: datetime
    ends_at: datetime
    region: Region | None = None
    plan: ActivityPlan | None = None


@dataclass(frozen=True)
class Attendee:
    """Somebody invited: a name, a position, and the facility they come from (None = of no facility)."""

    name: str
    position: str = ""
    facility: Facility | None = None


@transaction.atomic
def plan_session(
    office: Office, facts: SessionFacts, invited: Sequence[Attendee], *, leader: User, by: User, at: datetime
) -> GuidanceSession:
    """Plan a session with those invited. Raises SessionRefused when it ends before it begins."""
    if facts.ends_at <= facts.starts_at:
        raise SessionRefused
    session = GuidanceSession.objects.create(office=office, leader=leader, created_by=by, created_at=at, **vars(facts))
    for who in invited:
        _invite(session, who, present=False)
    _record("guidance.plan", session, by=by, at=at, payload={"invited": len(invited)})
    return session


@transaction.atomic
def hold(
    session: GuidanceSession,
    *,
    present: Sequence[int],
    others: Sequence[Attendee],
    summary: str,
    by: User,
    at: datetime,
) -> GuidanceSession:
    """Note that a session was held: `present` are keys of those invited, `others` came without invitation.

    Raises SessionMoved when it is not planned any more, SessionRefused before it has begun.
    """
    fresh = locked(session)
    if fresh.starts_at > at:
        raise SessionRefused
    fresh.attendees.filter(pk__in=present).update(present=True)
    for who in others:
        _invite(fresh, who, present=True)
    fresh.state, fresh.summary = SessionState.HELD, summary.strip()
    fresh.save()
    count = fresh.attendees.filter(present=True).count()
    _record("guidance.hold", fresh, by=by, at=at, payload={"present": count})
    return fresh


@transaction.atomic
def cancel(session: GuidanceSession, *, reason: str, by: User, at: datetime) -> GuidanceSession:
    """Call a planned session off. Raises SessionMoved."""
    fresh = locked(session)
    fresh.state, fresh.cancel_reason = SessionState.CANCELLED, reason.strip()
    fresh.save()
    _record("guidance.cancel", fresh, by=by, at=at, reason=reason)
    return fresh


def locked(session: GuidanceSession) -> GuidanceSession:
    """Return the planned session, locked. Raises SessionMoved."""
    rows = GuidanceSession.objects.select_for_update(of=("self",)).select_related("office")
    fresh = rows.get(pk=session.pk)
    if fresh.state != SessionState.PLANNED:
        raise SessionMoved(params={"state": fresh.get_state_display()})
    return fresh


def _invite(session: GuidanceSession, who: Attendee, *, present: bool) -> None:
    row, _new = GuidanceAttendee.objects.get_or_create(
        session=session, name=who.name, facility=who.facility, defaults={"position": who.position}
    )
    if present and not row.present:
        row.present = True
        row.save(update_fields=["present"])


def _record(
    action: str,
    session: GuidanceSession,
    *,
    by: User,
    at: datetime,
    payload: dict[str, int] | None = None,
    reason: str = "",
) -> None:
    facts = {"session": session.public_id, **(payload or {})}
    audit.record(action=action, by=by, obj=session, office=session.office, payload=facts, reason=reason, at=at)
