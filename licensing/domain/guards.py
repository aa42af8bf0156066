"""Who must not act on a file, and what must be ready before a verb. Raise a refusal or return."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from core.exceptions import Finding
from facilities.models import FacilityPerson
from facilities.querysets import own_facilities
from licensing.enums import Action, Subject, Verdict
from licensing.exceptions import (
    CoordinationNeeded,
    NoAppointment,
    NotReady,
    NotYourMove,
    OwnFile,
    SeparationOfDuties,
    TakenByOther,
    VisitNeeded,
)
from licensing.models import Application, ApplicationEvent
from licensing.querysets import FACILITY_CHANNEL
from licensing.rules import Actor

# Verbs of applicants themselves, where being the applicant is the point.
APPLICANT_ACTIONS = frozenset({Action.SUBMIT, Action.RESUBMIT, Action.WITHDRAW})
# Checking work: whoever did one of these neither approves nor signs (PRODUCT 6, DECISIONS 12).
CHECKING_ACTIONS = (
    Action.VERIFY,
    Action.RETURN,
    Action.START_ASSESSMENT,
    Action.REQUEST_VISIT,
    Action.ASSESS,
    Action.REQUIRE_REPAIR,
    Action.REPAIRED,
)
DECIDING_ACTIONS = frozenset({Action.APPROVE, Action.SIGN, Action.REFUSE, Action.ISSUE_LICENCE})


def refuse_own_file(application: Application, actor: Actor, action: Action) -> None:
    """Raise OwnFile for officers who are applicant, filer or PJ of the place."""
    if actor.user_id is None or action in APPLICANT_ACTIONS or action == Action.CREATE:
        return
    if actor.user_id in (application.applicant_id, application.filed_by_id) and (
        actor.roles != frozenset({Role.FRONT_OFFICE.value})
    ):
        raise OwnFile
    person = application.person
    if person is not None and person.user_id == actor.user_id:
        raise OwnFile
    if (
        application.place_id
        and FacilityPerson.objects.filter(facility_id=application.place_id, user_id=actor.user_id).exists()
    ):
        raise OwnFile


def refuse_stranger(application: Application, actor: Actor, action: Action) -> None:
    """Raise NotYourMove when a file is neither theirs nor filed by them or their facility."""
    if action not in APPLICANT_ACTIONS or actor.user_id is None:
        return
    filed = application.filed_by_id if application.channel != FACILITY_CHANNEL else None
    if actor.user_id in (application.applicant_id, filed):
        return
    if not is_kept_by_facility_of(application, actor.user_id):
        raise NotYourMove(params={"action": action.label})


def is_kept_by_facility_of(application: Application, user_id: int) -> bool:
    """True for a PJ of the place today, on files about the facility and those of staff filed with their consent."""
    is_theirs = application.type.subject == Subject.PRACTITIONER and application.channel != FACILITY_CHANNEL
    if application.place_id is None or is_theirs:
        return False
    kept: bool = own_facilities(user_id, timezone.localdate()).filter(pk=application.place_id).exists()
    return kept


def refuse_checker(application: Application, actor: Actor, action: Action) -> None:
    """Raise SeparationOfDuties when the decider has verified, inspected or approved this file."""
    if action not in DECIDING_ACTIONS or actor.user_id is None:
        return
    before = [*CHECKING_ACTIONS]
    if action in (Action.SIGN, Action.REFUSE, Action.ISSUE_LICENCE):
        before.append(Action.APPROVE)
    event = (
        ApplicationEvent.objects.filter(application=application, actor_id=actor.user_id, action__in=before)
        .order_by("-seq")
        .first()
    )
    if event is not None:
        raise SeparationOfDuties(params={"reason": checker_reason(event)})


def checker_reason(event: ApplicationEvent) -> str:
    """Say what the person did on this file before, as the page shows it."""
    if event.action in (Action.VERIFY, Action.RETURN):
        return _("Anda memverifikasi berkas ini.")
    if event.action == Action.APPROVE:
        return _("Anda menyetujui berkas ini.")
    return _("Anda menilai atau memeriksa berkas ini.")


def refuse_taken(application: Application, actor: Actor) -> None:
    """Raise TakenByOther when another officer holds the file."""
    if application.handler_id is None or application.handler_id == actor.user_id:
        return
    holder, since = application.handler, application.handler_since
    local = since.astimezone(application.health_office.zone) if since else None
    raise TakenByOther(params={"name": holder.name if holder else "", "since": f"{local:%H.%M}" if local else ""})


def require_appointment(actor: Actor, on: date) -> Membership:
    """Return the TPK's valid appointment on `on`; raises NoAppointment (DECISIONS 11)."""
    row: Membership | None = (
        Membership.objects.in_force(on).filter(user_id=actor.user_id, role=Role.TPK).order_by("id").first()
    )
    if row is None:
        raise NoAppointment(params={"date": f"{on:%d-%m-%Y}"})
    return row


def require_judged(application: Application, needed: list[int], round_: int) -> None:
    """Raise NotReady unless every requirement has a verdict that lets the file pass in this round."""
    verdicts = dict(application.judgements.filter(round=round_).values_list("requirement_id", "verdict"))
    open_rows = [pk for pk in needed if pk not in verdicts]
    unfit = [pk for pk in needed if verdicts.get(pk) == Verdict.NEEDS_FIX]
    findings = []
    if open_rows:
        findings.append(Finding("not_judged", _("%(n)s persyaratan belum dinilai.") % {"n": len(open_rows)}))
    if unfit:
        findings.append(Finding("needs_fix", _("%(n)s persyaratan perlu perbaikan.") % {"n": len(unfit)}))
    if findings:
        raise NotReady(findings=findings)


def needs_visit(application: Application) -> bool:
    """True when the type, or independent practice, asks for a visit (recommendation-types, requirements)."""
    independent = bool((application.answers.get("place") or {}).get("independent")) or (
        application.place is not None and application.place.is_independent_practice
    )
    return application.type.inspection_required or (application.type.subject == "practitioner" and independent)


def require_visit(application: Application) -> None:
    """Raise VisitNeeded while a needed visit has no conclusion."""
    if needs_visit(application) and not application.visit_links.exclude(visit__conclusion="").exists():
        raise VisitNeeded


def require_coordination(application: Application) -> None:
    """Raise CoordinationNeeded while a coordination type has no answer."""
    if application.type.needs_coordination and not application.coordinations.filter(answered_at__isnull=False).exists():
        raise CoordinationNeeded
