"""What a concluded visit means for the application it was asked for: repairs wanted, repairs done, sanctions due."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core.exceptions import DomainError
from inspections.domain.findings import open_of
from inspections.enums import FindingState, VisitConclusion
from inspections.models import Visit, VisitFinding
from licensing.domain import assessing
from licensing.domain.licences import life
from licensing.domain.sanctions import ladder, steps
from licensing.enums import State
from licensing.models import Application, Licence, Sanction, SanctionStep
from licensing.rules import Actor

REPAIRABLE = (VisitConclusion.FIT_WITH_REPAIR, VisitConclusion.UNFIT)


def inspector(user: User) -> Actor:
    """The inspector as the one who acts on the file."""
    return Actor(user=user, roles=frozenset({Role.TPK.value}), label=user.name)


def application_of(visit: Visit) -> Application | None:
    """The application the visit was asked for."""
    return Application.objects.for_detail().filter(visit_links__visit=visit).first()


def ask_repair(visit: Visit, findings: Sequence[VisitFinding], *, at: datetime) -> bool:
    """After a berita acara of the portal with findings: the promise clock pauses until they are repaired.

    A file that somebody else holds, or that moved on, is left to its holder. A result typed from paper is too: who
    types it decides about the repair on the same page.
    """
    application = application_of(visit)
    if application is None or visit.letter_id is None or not findings or visit.conclusion not in REPAIRABLE:
        return False
    by = visit.carrier or visit.inspector
    if application.state != State.ASSESSING or application.handler_id not in (None, by.pk):
        return False
    return _try(
        lambda: assessing.require_repair(
            application,
            by=inspector(by),
            at=at,
            items=[row.text for row in findings],
            repair_by=max(row.due_on for row in findings),
        )
    )


def resume(finding: VisitFinding, *, by: User, at: datetime) -> bool:
    """The last finding of the visit is closed: the assessment goes on and the clock runs again."""
    application = application_of(finding.visit)
    if application is None or application.state != State.REPAIRING or open_of(finding.visit):
        return False
    if finding.state != FindingState.CLOSED or application.handler_id not in (None, by.pk):
        return False
    return _try(lambda: assessing.repaired(application, by=inspector(by), at=at, note=finding.closing_note))


def propose_step(finding: VisitFinding, findings: Sequence[VisitFinding], *, at: datetime) -> Sanction | None:
    """Findings past their day: the next step of the ladder, in the name of who found them; the head decides.

    None without a licence in force, while a step is open already, or when the ladder waits for a running term.
    """
    licence = _licence(finding)
    if licence is None:
        return None
    on = life.today_of(licence, at)
    plain = steps.steps_of(licence)
    following = ladder.expected(plain, steps.history_of(licence), on=on)
    if following is None:
        return None
    visit = finding.visit
    wanted = steps.Proposal(
        step=SanctionStep.objects.get(pk=following.code),
        note=f"{len(findings)} temuan melewati batas perbaikan {finding.due_on:%d-%m-%Y}.",
        breaches=[(row.text, row.rule) for row in findings],
        record_number=visit.berita_acara_number,
        record_date=finding.found_on,
    )
    try:
        with transaction.atomic():
            return steps.propose(licence, wanted, by=inspector(visit.inspector), at=at)
    except DomainError:
        return None  # the officers were told; they decide with the reason on the licence's own page


def _licence(finding: VisitFinding) -> Licence | None:
    if finding.facility is None:
        return None
    sheet = finding.visit.checklist
    rows = Licence.objects.filter(holder_facility=finding.facility).order_by("-starts_on", "-id")
    served = rows.filter(type_code__in=sheet.kind.type_codes) if sheet is not None else rows.none()
    return served.first() or rows.first()


def _try(move: object) -> bool:
    """Do a move the berita acara does not depend on: what refuses it is left to the holder of the file."""
    try:
        with transaction.atomic():
            move()  # type: ignore[operator]
    except DomainError:
        return False
    return True
