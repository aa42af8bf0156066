"""What an applicant answers in words: a correction that needs no file, and the repair of findings."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.messages import tell
from core import audit
from core.exceptions import Finding
from core.models import AuditEvent
from licensing.domain.drafts import check_editable
from licensing.domain.telling import holders, page_of
from licensing.domain.transitions import MIN_NOTE, locked
from licensing.enums import State
from licensing.exceptions import MoveNotPossible, NotReady
from licensing.models import Application, Correction
from licensing.rules import Actor

# As long as the reason of an audit row, where the answer to a repair is kept.
LONGEST_ANSWER = 500
REPAIR_ANSWER = "application.repair_answer"


@dataclass(frozen=True)
class RepairAnswer:
    """What the applicant says was repaired, and when."""

    at: datetime
    text: str


@transaction.atomic
def answer_correction(correction: Correction, *, text: str, by: Actor, at: datetime) -> Correction:
    """Note in the applicant's words how one thing was mended; it may be said again until the file is sent.

    Raises NotYourMove, MoveNotPossible outside a correction, NotReady without words.
    """
    application = locked(correction.application.number)
    check_editable(application, by)
    if application.state != State.NEEDS_CORRECTION:
        raise MoveNotPossible(params={"state": State(application.state).label})
    words = text.strip()[:LONGEST_ANSWER]
    if not words:
        raise NotReady(findings=[Finding("answer", _("Tulis apa yang sudah diperbaiki."), "/answer")])
    row = Correction.objects.select_for_update().get(pk=correction.pk, application=application)
    row.answer, row.answered_at = words, at
    row.save(update_fields=["answer", "answered_at"])
    _audit("application.correction_answer", application, by, at, {"requirement": row.requirement.code})
    return row


@transaction.atomic
def answer_repair(application: Application, *, text: str, by: Actor, at: datetime) -> None:
    """Tell the TPK that findings were repaired. The state stays: accepting is the TPK's verb.

    Raises NotYourMove, MoveNotPossible outside a repair, NotReady with fewer than 15 letters.
    """
    fresh = locked(application.number)
    check_editable(fresh, by)
    if fresh.state != State.REPAIRING:
        raise MoveNotPossible(params={"state": State(fresh.state).label})
    words = text.strip()[:LONGEST_ANSWER]
    if len(words) < MIN_NOTE:
        raise NotReady(
            findings=[Finding("answer", _("Tulis apa yang sudah dibenahi, sedikitnya 15 huruf."), "/answer")]
        )
    row = _audit(REPAIR_ANSWER, fresh, by, at, {}, reason=words)
    for user in holders(fresh, at):
        tell(
            "REPAIR_ANSWERED",
            user=user,
            params={"nomor": fresh.number},
            dedupe_key=f"REPAIR_ANSWERED:{fresh.number}:{row.pk}:{user.pk}",
            at=at,
            link=page_of(fresh),
            zone=fresh.health_office.zone,
        )


def repair_answers(application: Application, *, since: datetime) -> list[RepairAnswer]:
    """Return what the applicant answered since findings were told, oldest first."""
    rows = AuditEvent.objects.filter(
        object_type="licensing.Application", object_id=str(application.pk), action=REPAIR_ANSWER, at__gte=since
    ).order_by("at")
    return [RepairAnswer(row.at, row.reason) for row in rows]


def _audit(
    action: str, application: Application, by: Actor, at: datetime, payload: dict[str, str], *, reason: str = ""
) -> AuditEvent:
    return audit.record(
        action=action,
        by=by.user,
        obj=application,
        office=application.licensing_office,
        role=next(iter(sorted(by.roles)), ""),
        reason=reason,
        payload={"number": application.number, **payload},
        at=at,
    )
