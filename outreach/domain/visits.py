"""What a visit found, the report of it to the head, the coordination and its end."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core import audit
from outreach.domain.telling import tell_found
from outreach.enums import FindingKind
from outreach.exceptions import FollowUpClosed, FollowUpsOpen
from outreach.models import Finding, FollowUp, Pickup, Visit


@transaction.atomic
def record_visit(
    pickup: Pickup, *, note: str, kinds: Sequence[FindingKind], detail: str, by: User, at: datetime
) -> Visit:
    """Write a visit down and report what it found to the head of the Puskesmas."""
    visit = Visit.objects.create(pickup=pickup, by=by, at=at, note=note or None)
    for kind in kinds:
        Finding.objects.create(pickup=pickup, visit=visit, kind=kind, note=detail or None, found_at=at)
    payload = {"number": pickup.number, "findings": len(kinds)}
    audit.record(action="visit.record", by=by, obj=visit, office=pickup.office, payload=payload, at=at)
    if kinds:
        tell_found(pickup, len(kinds), at=at)
    return visit


@transaction.atomic
def coordinate(finding: Finding, *, partner: str, task: str, due_on: date, by: User, at: datetime) -> FollowUp:
    """Agree with somebody on what is done by when. Raises FollowUpClosed for a closed finding."""
    row = _locked(finding)
    if row.closed_at is not None:
        raise FollowUpClosed
    made = FollowUp.objects.create(finding=row, partner=partner, task=task, due_on=due_on, made_by=by, made_at=at)
    _audit("finding.coordinate", row, by, at)
    return made


@transaction.atomic
def conclude(follow_up: FollowUp, *, result: str, by: User, at: datetime) -> FollowUp:
    """Write down what came of it. Raises FollowUpClosed when that was done before."""
    row = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if row.done_at is not None:
        raise FollowUpClosed
    row.result, row.done_at, row.done_by = result, at, by
    row.save(update_fields=["result", "done_at", "done_by"])
    _audit("finding.conclude", _locked(row.finding), by, at)
    return row


@transaction.atomic
def close(finding: Finding, *, by: User, at: datetime) -> Finding:
    """Close a finding all of whose follow-ups have a result, and at least one. Raises FollowUpsOpen, FollowUpClosed."""
    row = _locked(finding)
    if row.closed_at is not None:
        raise FollowUpClosed
    if not row.follow_ups.exists() or row.follow_ups.filter(done_at__isnull=True).exists():
        raise FollowUpsOpen
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _audit("finding.close", row, by, at)
    return row


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("pickup__office").get(pk=finding.pk)


def _audit(action: str, finding: Finding, by: User, at: datetime) -> None:
    payload = {"number": finding.pickup.number, "kind": str(finding.kind)}
    audit.record(action=action, by=by, obj=finding, office=finding.pickup.office, payload=payload, at=at)
