"""The technical team judges every requirement; nothing is decided here but the verdicts themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.exceptions import Finding, StaleVersion
from licensing.domain import guards
from licensing.domain.rulebook.catalogue import needed_requirements
from licensing.domain.transitions import MIN_NOTE, check_round, locked
from licensing.domain.workflow import MOVES
from licensing.enums import Action, State, Verdict
from licensing.exceptions import MoveNotPossible, NotReady, NotYourMove
from licensing.models import Application, Judgement, Reason
from licensing.rules import Actor


@dataclass(frozen=True)
class VerdictInput:
    """One judgement as typed: requirement id, verdict, and for `needs_fix` a reason code and the instruction."""

    requirement_id: int
    verdict: Verdict
    reason_code: str = ""
    note: str = ""


@transaction.atomic
def judge(
    application: Application,
    inputs: Sequence[VerdictInput],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Judgement]:
    """Store verdicts of this round (replacing earlier ones of the round) and hold the file for the officer.

    Raises NotReady listing each input that is incomplete, TakenByOther, MoveNotPossible, StaleVersion.
    """
    fresh = locked(application.number)
    _check(fresh, by, version)
    allowed = {row.pk: row for row in needed_requirements(fresh)}
    reasons = {row.code: row for row in Reason.objects.filter(kind="return")}
    findings = [finding for item in inputs if (finding := _flaw(item, set(allowed), set(reasons)))]
    if findings:
        raise NotReady(findings=findings)
    round_ = check_round(fresh)
    stored = [
        Judgement.objects.update_or_create(
            application=fresh,
            requirement_id=item.requirement_id,
            round=round_,
            defaults={
                "verdict": item.verdict,
                "reason": reasons.get(item.reason_code),
                "note": item.note.strip(),
                "by_id": by.user_id,
                "at": at,
            },
        )[0]
        for item in inputs
    ]
    if by.user_id is not None:
        _hold(fresh, by, at)
    audit.record(
        action="application.judge",
        by=by.user,
        obj=fresh,
        office=fresh.licensing_office,
        role=by.role_for(MOVES[Action.VERIFY].actors),
        payload={
            "number": fresh.number,
            "round": round_,
            "verdicts": {str(i.requirement_id): i.verdict for i in inputs},
        },
        at=at,
    )
    application.refresh_from_db()
    return stored


def _check(fresh: Application, by: Actor, version: int | None) -> None:
    if version is not None and version != fresh.version:
        raise StaleVersion
    if not by.roles & MOVES[Action.VERIFY].actors:
        raise NotYourMove(params={"action": Action.VERIFY.label})
    if fresh.state != State.SUBMITTED:
        raise MoveNotPossible(params={"state": fresh.get_state_display()})
    guards.refuse_own_file(fresh, by, Action.VERIFY)
    guards.refuse_taken(fresh, by)


def _flaw(item: VerdictInput, allowed: set[int], reasons: set[str]) -> Finding | None:
    pointer = f"/requirements/{item.requirement_id}"
    if item.requirement_id not in allowed:
        return Finding("requirement_unknown", _("Persyaratan ini tidak termasuk berkas ini."), pointer)
    if item.verdict != Verdict.NEEDS_FIX:
        return None
    if item.reason_code not in reasons:
        return Finding("reason_missing", _("Pilih alasan untuk persyaratan yang perlu perbaikan."), f"{pointer}/reason")
    if len(item.note.strip()) < MIN_NOTE:
        return Finding("note_short", _("Tulis petunjuk untuk pemohon sedikitnya 15 huruf."), f"{pointer}/note")
    return None


def _hold(fresh: Application, by: Actor, at: datetime) -> None:
    Application.objects.filter(pk=fresh.pk).update(
        handler_id=by.user_id,
        handler_since=fresh.handler_since or at,
        handler_seen_at=fresh.handler_seen_at or at,
    )


def carried_over(application: Application) -> dict[int, Judgement]:
    """Return last round's favourable verdicts by requirement: what need not be judged again after a correction.

    The officer still confirms them with one click; only corrected items start open (letters.md PENGEMBALIAN kedua).
    """
    round_ = check_round(application)
    return {
        row.requirement_id: row
        for row in application.judgements.filter(round=round_ - 1).select_related("reason")
        if row.verdict != Verdict.NEEDS_FIX
    }
