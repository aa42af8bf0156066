"""Planning of visits: who goes where and when. A plan opens nothing; that is the surat tugas' work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from core import audit
from core.exceptions import Finding, StaleVersion
from facilities.models import Facility
from inspections.domain import proposals
from inspections.domain.checklists import checklist_on, version_for
from inspections.domain.guards import card_number_on, refuse_interest
from inspections.enums import OPEN_VISITS, VisitKind, VisitState
from inspections.exceptions import PlanRefused, VisitMoved
from inspections.models import ChecklistVersion, SuratTugas, Visit, VisitMember
from inspections.signals import visit_cancelled, visit_planned

# A visit may be written down on the day it was held, not later than this.
LATE = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One visit to be. Either `facility` or `place_text`; a surat tugas of the portal, one on paper, or none yet.

    `uuid` when a phone began the visit without signal; `late` then lifts the rule that it lies ahead.
    """

    office: Office
    inspector: User
    scheduled_at: datetime
    purpose: str
    facility: Facility | None = None
    place_text: str = ""
    team: tuple[User, ...] = ()
    kind: VisitKind = VisitKind.ROUTINE
    type_code: str = ""
    tugas: SuratTugas | None = None
    tugas_number: str = ""
    tugas_date: date | None = None
    checklist: ChecklistVersion | None = None
    previous: Visit | None = None
    uuid: UUID | None = None
    late: bool = False


@transaction.atomic
def plan_visit(plan: Plan, *, by: User, at: datetime) -> Visit:
    """Write the plan down. Raises PlanRefused with every reason, OwnFacility for an interest in the place."""
    day = plan.scheduled_at.astimezone(plan.office.zone).date()
    refuse_interest((plan.inspector, *plan.team), plan.facility, day)
    card = card_number_on(plan.inspector.pk, day)
    flaws = []
    if plan.facility is None and not plan.place_text.strip():
        flaws.append(Finding("place", _("Pilih tempat yang dikunjungi."), "/facility"))
    if not plan.late and plan.scheduled_at < at - LATE:
        flaws.append(Finding("scheduled_at", _("Waktu kunjungan sudah lewat."), "/scheduled_at"))
    if not card:
        text = _("Kartu pengawas %(name)s tidak berlaku pada hari itu.") % {"name": plan.inspector.name}
        flaws.append(Finding("card", text, "/inspector"))
    if not plan.purpose.strip():
        flaws.append(Finding("purpose", _("Isi rangka pemeriksaan."), "/purpose"))
    if flaws:
        raise PlanRefused(findings=flaws)
    visit = Visit(
        office=plan.office,
        kind=plan.kind,
        facility=plan.facility,
        place_text="" if plan.facility else plan.place_text.strip(),
        type_code=plan.type_code,
        inspector=plan.inspector,
        card_number=card,
        purpose=plan.purpose.strip()[:200],
        scheduled_at=plan.scheduled_at,
        previous=plan.previous,
        checklist=plan.checklist or version_for(plan.facility, type_code=plan.type_code, on=day),
        is_demo=bool(plan.facility and plan.facility.is_demo),
    )
    if plan.uuid is not None:
        visit.uuid = plan.uuid
    _note_tugas(visit, plan.tugas, plan.tugas_number, plan.tugas_date)
    visit.save()
    VisitMember.objects.bulk_create(VisitMember(visit=visit, user=user) for user in plan.team)
    record(visit, "plan", by=by, at=at)
    proposals.settle(visit, by=by, at=at)
    visit_planned.send(sender=Visit, visit=visit, at=at)
    return visit


def _note_tugas(visit: Visit, tugas: SuratTugas | None, number: str, on: date | None) -> None:
    visit.surat_tugas = tugas
    visit.surat_tugas_number = tugas.number if tugas else number.strip()
    visit.surat_tugas_date = tugas.date if tugas else on


@transaction.atomic
def put_off(
    visit: Visit, scheduled_at: datetime, *, reason: str, by: User, at: datetime, version: int | None = None
) -> Visit:
    """Move a visit that nobody carries yet to another moment, with the reason.

    It takes the checklist of its own kind that holds on the new day. `version` is the one the page was drawn from.
    Raises VisitMoved, StaleVersion, PlanRefused with every reason, OwnFacility for an interest in the place.
    """
    fresh = locked(visit)
    if fresh.state != VisitState.PLANNED:
        raise VisitMoved(params={"state": fresh.get_state_display()})
    if version is not None and fresh.version != version:
        raise StaleVersion
    day = scheduled_at.astimezone(fresh.office.zone if fresh.office else None).date()
    team = [row.user for row in fresh.members.select_related("user")]
    refuse_interest((fresh.inspector, *team), fresh.facility, day)
    card = card_number_on(fresh.inspector_id, day)
    flaws = []
    if scheduled_at < at:
        flaws.append(Finding("scheduled_at", _("Waktu kunjungan sudah lewat."), "/scheduled_at"))
    if not card:
        text = _("Kartu pengawas %(name)s tidak berlaku pada hari itu.") % {"name": fresh.inspector.name}
        flaws.append(Finding("card", text, "/scheduled_at"))
    if not reason.strip():
        flaws.append(Finding("reason", _("Tulis sebab penundaan."), "/reason"))
    if flaws:
        raise PlanRefused(findings=flaws)
    before = fresh.scheduled_at
    fresh.scheduled_at, fresh.card_number, fresh.checklist = scheduled_at, card, checklist_on(fresh.checklist, day)
    bump(fresh, "scheduled_at", "card_number", "checklist")
    payload: dict[str, object] = {"from": before.isoformat(), "to": scheduled_at.isoformat()}
    record(fresh, "put_off", by=by, at=at, reason=reason.strip(), payload=payload)
    visit_planned.send(sender=Visit, visit=fresh, at=at)
    return fresh


@transaction.atomic
def cancel(visit: Visit, reason: str, *, by: User, at: datetime) -> Visit:
    """Call a visit off, with the reason. Raises VisitMoved once it is concluded, PlanRefused without a reason."""
    fresh = locked(visit)
    if fresh.state not in OPEN_VISITS:
        raise VisitMoved(params={"state": fresh.get_state_display()})
    if not reason.strip():
        raise PlanRefused(findings=[Finding("reason", _("Tulis sebab pembatalan."), "/reason")])
    fresh.state, fresh.cancelled_at, fresh.cancel_reason = VisitState.CANCELLED, at, reason.strip()[:200]
    bump(fresh, "state", "cancelled_at", "cancel_reason")
    record(fresh, "cancel", by=by, at=at, reason=reason)
    visit_cancelled.send(sender=Visit, visit=fresh, at=at)
    return fresh


def locked(visit: Visit) -> Visit:
    """The row as it is now, locked until the transaction ends."""
    return Visit.objects.select_for_update(of=("self",)).select_related("office", "facility").get(pk=visit.pk)


def bump(visit: Visit, *fields: str) -> None:
    """Save the named fields and count the change."""
    visit.version = F("version") + 1
    visit.save(update_fields=[*fields, "version", "updated_at"])
    visit.refresh_from_db(fields=["version"])


def record(
    visit: Visit,
    what: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    payload: dict[str, object] | None = None,
) -> None:
    """Write the audit row of one change of a visit."""
    about: dict[str, object] = {"visit": visit.public_id, "state": str(visit.state), "version": visit.version}
    audit.record(
        action=f"visit.{what}",
        by=by,
        obj=visit,
        office=visit.office,
        reason=reason,
        payload=about | (payload or {}),
        at=at,
    )
