"""Verbs of the health inspectors (TPK): visit, repair of findings, coordination, the assessment itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.exceptions import Finding
from inspections.domain import concluding, findings as visit_findings, planning
from inspections.enums import VisitConclusion, VisitKind
from inspections.exceptions import PlanRefused
from inspections.models import Visit
from licensing.domain import guards
from licensing.domain.product_facts import missing_facts, product_facts
from licensing.domain.transitions import MIN_NOTE, locked, move_by_holder
from licensing.enums import Action, Proposal
from licensing.exceptions import NotReady
from licensing.models import Application, ApplicationEvent, ApplicationVisit, Assessment, Reason
from licensing.rules import Actor


@dataclass(frozen=True)
class VisitPlan:
    """A visit asked for. Without a number it waits for a surat tugas of the portal; with one, that is on paper."""

    scheduled_at: datetime
    surat_tugas_number: str = ""
    surat_tugas_date: date | None = None
    purpose: str = ""


@dataclass(frozen=True)
class VisitResult:
    """What a visit found, typed from paper. `findings`: [{"text", "rule", "repair_by"}]."""

    held_at: datetime
    conclusion: VisitConclusion
    berita_acara_number: str
    met_name: str = ""
    met_position: str = ""
    notes: str = ""
    score: Any = None
    findings: Sequence[dict[str, str]] = field(default_factory=tuple)


@transaction.atomic
def request_visit(
    application: Application, plan: VisitPlan, *, by: Actor, at: datetime, version: int | None = None
) -> ApplicationEvent:
    """Plan a visit through inspections; the clock runs on. Needs a valid inspector card on its day.

    Raises NotReady when day or card do not fit, NoAppointment without a valid appointment, OwnFacility.
    """
    guards.require_appointment(by, at.astimezone(application.health_office.zone).date())

    def change(fresh: Application) -> None:
        wanted = planning.Plan(
            office=fresh.health_office,
            inspector=by.user,
            scheduled_at=plan.scheduled_at,
            purpose=plan.purpose or fresh.type.name,
            facility=fresh.place,
            place_text=fresh.place_name,
            kind=VisitKind.APPLICATION,
            type_code=fresh.type.code,
            tugas_number=plan.surat_tugas_number,
            tugas_date=plan.surat_tugas_date,
        )
        try:
            visit = planning.plan_visit(wanted, by=by.user, at=at)
        except PlanRefused as refused:
            raise NotReady(findings=refused.findings) from None
        ApplicationVisit.objects.create(application=fresh, visit=visit)

    return move_by_holder(
        application,
        Action.REQUEST_VISIT,
        by=by,
        at=at,
        version=version,
        payload={"surat_tugas": plan.surat_tugas_number, "scheduled_at": plan.scheduled_at.isoformat()},
        change=change,
    )


@transaction.atomic
def record_visit(application: Application, visit: Visit, result: VisitResult, *, by: Actor, at: datetime) -> Visit:
    """Write down a result from paper; the assessment cites it. Raises NotReady, VisitMoved once it is concluded."""
    fresh = locked(application.number)
    guards.require_appointment(by, at.astimezone(fresh.health_office.zone).date())
    guards.refuse_own_file(fresh, by, Action.ASSESS)
    guards.refuse_taken(fresh, by)
    findings = _result_flaws(result, at)
    if findings:
        raise NotReady(findings=findings)
    row = Visit.objects.get(pk=visit.pk, application_link__application=fresh)
    given = concluding.PaperResult(**vars(result))
    concluded = concluding.record_paper(row, given, by=by.user, at=at)
    visit.refresh_from_db()
    return concluded


def _result_flaws(result: VisitResult, at: datetime) -> list[Finding]:
    flaws = []
    if result.held_at > at:
        flaws.append(Finding("held_at", _("Waktu kunjungan tidak boleh di masa depan."), "/held_at"))
    if not result.berita_acara_number.strip() and result.conclusion != VisitConclusion.NOT_INSPECTED:
        flaws.append(Finding("berita_acara", _("Isi nomor berita acara."), "/berita_acara_number"))
    if result.conclusion == VisitConclusion.FIT_WITH_REPAIR and not result.findings:
        flaws.append(Finding("findings", _("Tulis hal yang harus dibenahi."), "/findings"))
    return flaws


def require_repair(
    application: Application,
    *,
    by: Actor,
    at: datetime,
    items: Sequence[str],
    repair_by: date,
    version: int | None = None,
) -> ApplicationEvent:
    """Ask the applicant to repair findings; the promise clock stands still meanwhile.

    Raises NotReady without an item or with a date that has passed. An overdue repair never lapses by itself.
    """
    wanted = [item.strip() for item in items if item.strip()]
    flaws = []
    if not wanted:
        flaws.append(Finding("items", _("Tulis sedikitnya satu hal yang harus dibenahi."), "/items"))
    if repair_by < at.astimezone(application.health_office.zone).date():
        flaws.append(Finding("repair_by", _("Tanggal perbaikan sudah lewat."), "/repair_by"))
    if flaws:
        raise NotReady(findings=flaws)

    def change(fresh: Application) -> None:
        fresh.correct_by = repair_by

    return move_by_holder(
        application,
        Action.REQUIRE_REPAIR,
        by=by,
        at=at,
        version=version,
        reason=Reason.objects.filter(pk="PAU_FINDING_REPAIR").first(),
        payload={"items": wanted, "repair_by": repair_by.isoformat()},
        change=change,
    )


@transaction.atomic
def repaired(
    application: Application, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> ApplicationEvent:
    """The TPK accepts the repair; the clock runs on."""

    def change(fresh: Application) -> None:
        fresh.correct_by = None

    event = move_by_holder(application, Action.REPAIRED, by=by, at=at, note=note, version=version, change=change)
    for link in application.visit_links.select_related("visit"):
        visit_findings.close_with_application(link.visit, by=by.user, at=at)
    return event


@dataclass(frozen=True)
class AssessmentInput:
    """The TPK's conclusion. `desk_checks`: [{"code","label","ok"}]; `conditions`: [{"text","until"}]."""

    proposal: Proposal
    summary: str = ""
    reason_code: str = ""
    desk_checks: Sequence[dict[str, Any]] = field(default_factory=tuple)
    conditions: Sequence[dict[str, str]] = field(default_factory=tuple)
    facts: dict[str, Any] = field(default_factory=dict)


def assess(
    application: Application, given: AssessmentInput, *, by: Actor, at: datetime, version: int | None = None
) -> ApplicationEvent:
    """Finish the assessment with a proposal to grant or refuse.

    Raises VisitNeeded, CoordinationNeeded, or NotReady: each desk check answered; a refusal needs reason and words.
    """
    reason = Reason.objects.filter(pk=given.reason_code, kind="refuse").first()
    findings = _assessment_flaws(given, reason) + _missing_facts(application, given)
    if findings:
        raise NotReady(findings=findings)

    def change(fresh: Application) -> None:
        if given.proposal == Proposal.GRANT:
            guards.require_visit(fresh)
        guards.require_coordination(fresh)
        Assessment.objects.create(
            application=fresh,
            by_id=by.person_id,
            at=at,
            round=fresh.assessments.count() + 1,
            desk_checks=list(given.desk_checks),
            proposal=given.proposal,
            reason=reason,
            summary=given.summary.strip(),
            conditions=list(given.conditions),
            facts=dict(given.facts),
        )

    return move_by_holder(
        application,
        Action.ASSESS,
        by=by,
        at=at,
        version=version,
        note=given.summary,
        payload={"proposal": str(given.proposal)},
        change=change,
    )


def _assessment_flaws(given: AssessmentInput, reason: Reason | None) -> list[Finding]:
    flaws = []
    failed = [check for check in given.desk_checks if not check.get("ok")]
    if given.proposal == Proposal.GRANT and failed:
        flaws.append(Finding("desk_checks", _("Ada butir periksa yang tidak sesuai; usul layak tidak dapat dipilih.")))
    if given.proposal == Proposal.REFUSE and reason is None:
        flaws.append(Finding("reason", _("Pilih alasan penolakan."), "/reason"))
    if given.proposal == Proposal.REFUSE and len(given.summary.strip()) < MIN_NOTE:
        flaws.append(Finding("summary", _("Uraikan alasan penolakan sedikitnya 15 huruf."), "/summary"))
    return flaws


def _missing_facts(application: Application, given: AssessmentInput) -> list[Finding]:
    if given.proposal != Proposal.GRANT:
        return []
    fields = product_facts(application.type.code, application.type.product_letter)
    return [
        Finding(
            "fact_missing", _("Isi “%(label)s”; produk mencantumkannya.") % {"label": row.label}, f"/facts/{row.key}"
        )
        for row in missing_facts(fields, given.facts)
    ]


# The desk checklist every assessment answers; what differs by type comes from its requirements.
DESK_CHECKS: tuple[tuple[str, Any], ...] = (
    ("documents", _("Dokumen sesuai dengan hasil verifikasi")),
    ("authority", _("Kewenangan profesi atau usaha sesuai dengan tempat dan layanan")),
    ("register", _("Data sesuai dengan register tenaga dan fasilitas")),
    ("law", _("Persyaratan dinilai menurut masa hukum berkas")),
)


def required_proposal_reasons() -> list[Reason]:
    """Return the reasons a refusal may give."""
    return list(Reason.objects.filter(kind="refuse"))
