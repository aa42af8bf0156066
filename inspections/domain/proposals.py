"""Visits proposed beside the risk score; complaints live above and push theirs down (DECISIONS 2)."""

from datetime import datetime

from django.db import transaction

from accounts.domain.offices import office_for
from accounts.enums import OfficeKind
from accounts.models import User
from core import audit
from facilities.models import Facility
from inspections.enums import ProposalSource, ProposalState
from inspections.exceptions import ProposalMoved
from inspections.models import Visit, VisitProposal


@transaction.atomic
def propose(
    facility: Facility, *, source: ProposalSource, reference: str, note: str, by: User, at: datetime
) -> VisitProposal:
    """Ask for a visit to a facility; the same source and reference again gives the same proposal."""
    row, is_new = VisitProposal.objects.get_or_create(
        facility=facility,
        source=source,
        reference=reference,
        defaults={"note": note.strip(), "proposed_by": by, "proposed_at": at},
    )
    if is_new:
        _record("visit_proposal.propose", row, by=by, at=at)
    return row


@transaction.atomic
def drop(row: VisitProposal, *, reason: str, by: User, at: datetime) -> VisitProposal:
    """Decide against the visit, with the reason. Raises ProposalMoved."""
    fresh = VisitProposal.objects.select_for_update(of=("self",)).select_related("facility").get(pk=row.pk)
    if fresh.state != ProposalState.OPEN:
        raise ProposalMoved
    fresh.state, fresh.decided_by, fresh.decided_at = ProposalState.DROPPED, by, at
    fresh.decision_note = reason.strip()
    fresh.save()
    _record("visit_proposal.drop", fresh, by=by, at=at, reason=reason)
    return fresh


def settle(visit: Visit, *, by: User, at: datetime) -> int:
    """Mark the open proposals of the visit's facility as planned; call it in the transaction that plans the visit."""
    if visit.facility_id is None:
        return 0
    rows = VisitProposal.objects.select_for_update(of=("self",)).filter(facility=visit.facility_id).open()
    found = list(rows.select_related("facility"))
    for row in found:
        row.state, row.visit, row.decided_by, row.decided_at = ProposalState.PLANNED, visit, by, at
        row.save()
        _record("visit_proposal.plan", row, by=by, at=at)
    return len(found)


def _record(action: str, row: VisitProposal, *, by: User, at: datetime, reason: str = "") -> None:
    office = office_for(row.facility.region_id, OfficeKind.HEALTH)
    payload = {"reference": row.reference, "facility": row.facility.code}
    audit.record(action=action, by=by, obj=row, office=office, payload=payload, reason=reason, at=at)
