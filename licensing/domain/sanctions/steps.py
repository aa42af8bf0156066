"""Steps against a licence: proposed by the division or an inspector, decided by the head of the health office.

DPMPTSP carries out suspension, reinstatement and revocation of the types delegated to it on that advice; the health
office carries out its own. Who proposed does not decide, who decided does not carry out (SECURITY section 6). The
letters are signed around these verbs (`licensing.letters.sanctioning`); nothing else writes a sanction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.domain.calendars import work_calendar
from accounts.enums import Role
from core import audit
from core.exceptions import StaleVersion
from facilities.models import FacilityPerson
from letters.models import Letter
from licensing.domain.licences import life
from licensing.domain.licences.moves import MOVES, status_on
from licensing.domain.sanctions import ladder
from licensing.domain.status_lines import OBJECTION_DAYS
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import LicenceState, LicenceVerb, SanctionState
from licensing.exceptions import (
    AdviceMissing,
    LicenceMoveNotPossible,
    NoteMissing,
    NotYourMove,
    OwnFile,
    SanctionOpen,
    StepNotAllowed,
    TwoPeopleNeeded,
)
from licensing.models import Licence, Reason, Sanction, SanctionStep
from licensing.rules import Actor
from licensing.signals import sanction_moved

PROPOSERS = frozenset({Role.TPK.value, Role.DIVISION_HEAD.value})
DECIDERS = frozenset({Role.HEALTH_HEAD.value})
VERBS = {
    LicenceVerb.SUSPEND: life.suspend,
    LicenceVerb.REINSTATE: life.reinstate,
    LicenceVerb.REVOKE: life.revoke,
}


@dataclass(frozen=True)
class Proposal:
    """What an officer asks for. `breaches` are (text, rule) pairs; `effective_on` None = when it is carried out."""

    step: SanctionStep
    note: str
    reason: Reason | None = None
    breaches: Sequence[tuple[str, str]] = field(default_factory=tuple)
    record_number: str = ""
    record_date: date | None = None
    effective_on: date | None = None


def plain_steps() -> list[ladder.Step]:
    """Return the ladder as the pure rules read it."""
    rows = SanctionStep.objects.order_by("position")
    return [ladder.Step(row.code, row.verb, row.next_code, tuple(row.types), row.repair_days) for row in rows]


def history_of(licence: Licence) -> list[ladder.Taken]:
    """Return the steps carried out against a licence, oldest first."""
    zone = licence.office.zone
    rows = licence.sanctions.filter(state=SanctionState.DONE, done_at__isnull=False).order_by("done_at")
    return [
        ladder.Taken(
            row.step_id,
            row.done_at.astimezone(zone).date() if row.done_at else date.min,
            row.repair_by,
            repaired=row.repaired_at is not None,
        )
        for row in rows
    ]


def steps_of(licence: Licence) -> list[ladder.Step]:
    """Return the ladder of the licence's type."""
    kind = life.type_of(licence)
    return ladder.steps_for(plain_steps(), product=kind.product, type_code=licence.type_code)


@transaction.atomic
def propose(licence: Licence, wanted: Proposal, *, by: Actor, at: datetime) -> Sanction:
    """Propose one step; raises NotYourMove, OwnFile, NoteMissing, StepNotAllowed, SanctionOpen and table refusals."""
    if not by.role_for(PROPOSERS):
        raise NotYourMove(params={"action": LicenceVerb(wanted.step.verb).label})
    fresh = life.locked(licence)
    refuse_own(fresh, by)
    if len(wanted.note.strip()) < MIN_NOTE:
        raise NoteMissing(params={"length": MIN_NOTE})
    verb = LicenceVerb(wanted.step.verb)
    today = life.today_of(fresh, at)
    life.check_day(fresh, verb, on=wanted.effective_on or today, at=at)
    _check_step(fresh, wanted, today)
    last = fresh.sanctions.filter(state=SanctionState.DONE).order_by("-done_at", "-id").first()
    try:
        with transaction.atomic():
            sanction = Sanction.objects.create(
                licence=fresh,
                step=wanted.step,
                verb=verb,
                reason=wanted.reason,
                note=wanted.note.strip(),
                breaches=[{"text": text, "rule": rule} for text, rule in wanted.breaches],
                record_number=wanted.record_number,
                record_date=wanted.record_date,
                effective_on=wanted.effective_on,
                previous=last,
                proposed_by=by.user,
                proposed_at=at,
            )
    except IntegrityError:
        raise SanctionOpen from None
    _record(sanction, "propose", by=by, at=at, note=wanted.note)
    return sanction


def _check_step(licence: Licence, wanted: Proposal, on: date) -> None:
    steps = steps_of(licence)
    step = next((row for row in steps if row.code == wanted.step.code), None)
    reason = wanted.reason.code if wanted.reason else ""
    if step is None or not ladder.is_open(step, steps, history_of(licence), reason=reason, on=on):
        raise StepNotAllowed(params={"step": wanted.step.label})


def refuse_own(licence: Licence, by: Actor) -> None:
    """Raise OwnFile when an officer is the holder, or PJ of the holder's place (DECISIONS 12)."""
    if by.user_id is None:
        return
    person = licence.holder_person
    places = [pk for pk in (licence.place_id, licence.holder_facility_id) if pk]
    is_pj = FacilityPerson.objects.filter(facility_id__in=places, user_id=by.user_id).exists()
    if is_pj or (person is not None and person.user_id == by.user_id):
        raise OwnFile


def locked(sanction: Sanction) -> Sanction:
    """Return the sanction with its row locked; call inside a transaction."""
    Sanction.objects.select_for_update(of=("self",)).only("pk").get(pk=sanction.pk)
    return Sanction.objects.with_people().get(pk=sanction.pk)


def check_decision(sanction: Sanction, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Raise unless the head of the health office may decide this proposal now."""
    if not by.role_for(DECIDERS):
        raise NotYourMove(params={"action": LicenceVerb(sanction.verb).label})
    _check_state(sanction, SanctionState.PROPOSED, version)
    if by.user_id == sanction.proposed_by_id:
        raise TwoPeopleNeeded
    refuse_own(sanction.licence, by)
    life.check_day(sanction.licence, LicenceVerb(sanction.verb), on=day_of(sanction, at), at=at)


def check_execution(sanction: Sanction, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Raise unless DPMPTSP may carry out this advice now."""
    verb = LicenceVerb(sanction.verb)
    _check_state(sanction, SanctionState.ADVISED, version)
    if by.user_id is not None and by.user_id in (sanction.proposed_by_id, sanction.decided_by_id):
        raise TwoPeopleNeeded
    refuse_own(sanction.licence, by)
    life.check(sanction.licence, verb, by=by, on=day_of(sanction, at), at=at)


def _check_state(sanction: Sanction, wanted: SanctionState, version: int | None) -> None:
    if version is not None and version != sanction.version:
        raise StaleVersion
    if sanction.state != wanted:
        raise LicenceMoveNotPossible(
            params={"date": sanction.effective_on or "-", "status": SanctionState(sanction.state).label}
        )


def day_of(sanction: Sanction, at: datetime) -> date:
    """Return the local day the step holds from; one that went by while it waited becomes today."""
    today = life.today_of(sanction.licence, at)
    return max(sanction.effective_on or today, today)


def repair_day(sanction: Sanction, on: date) -> date | None:
    """Return the last day for the repair, counted from the day the step holds."""
    return on + timedelta(days=sanction.step.repair_days) if sanction.step.repair_days else None


def objection_day(sanction: Sanction, at: datetime) -> date:
    """Return the last day of an objection against a decision given at `at` (UU 30/2014 Ps. 77)."""
    return work_calendar(sanction.licence.office).outer_limit(at, OBJECTION_DAYS).date()


@transaction.atomic
def decide(
    sanction: Sanction, *, by: Actor, at: datetime, letter: Letter, version: int | None = None, note: str = ""
) -> Sanction:
    """Write the decision with its signed letter: an advice to DPMPTSP, or the health office's own act.

    `letter` is the advice for suspend, reinstate and revoke of delegated types; else the warning or the act itself.
    """
    fresh = locked(sanction)
    check_decision(fresh, by=by, at=at, version=version)
    fresh.decided_by, fresh.decided_at, fresh.decision_note = by.user, at, note
    fresh.version += 1
    if needs_execution(fresh):
        fresh.state, fresh.advice = SanctionState.ADVISED, letter
        fresh.save()
    else:
        _carry_out(fresh, by=by, at=at, letter=letter)
    _record(fresh, "decide", by=by, at=at, note=note)
    sanction.refresh_from_db()
    return fresh


@transaction.atomic
def execute(sanction: Sanction, *, by: Actor, at: datetime, letter: Letter, version: int | None = None) -> Sanction:
    """Carry out an advice with DPMPTSP's signed (or, by its system, sealed) letter."""
    fresh = locked(sanction)
    check_execution(fresh, by=by, at=at, version=version)
    fresh.version += 1
    _carry_out(fresh, by=by, at=at, letter=letter)
    _record(fresh, "execute", by=by, at=at)
    sanction.refresh_from_db()
    return fresh


@transaction.atomic
def reject(sanction: Sanction, *, by: Actor, at: datetime, note: str, version: int | None = None) -> Sanction:
    """Turn a proposal down, in words its proposer reads."""
    fresh = locked(sanction)
    if not by.role_for(DECIDERS):
        raise NotYourMove(params={"action": LicenceVerb(fresh.verb).label})
    _check_state(fresh, SanctionState.PROPOSED, version)
    if by.user_id == fresh.proposed_by_id:
        raise TwoPeopleNeeded
    if len(note.strip()) < MIN_NOTE:
        raise NoteMissing(params={"length": MIN_NOTE})
    fresh.state, fresh.decision_note = SanctionState.REJECTED, note.strip()
    fresh.decided_by, fresh.decided_at = by.user, at
    fresh.version += 1
    fresh.save()
    _record(fresh, "reject", by=by, at=at, note=note)
    sanction.refresh_from_db()
    return fresh


@transaction.atomic
def note_repair(sanction: Sanction, *, by: Actor, at: datetime, note: str) -> Sanction:
    """Record that what a step asked for is done, so that the ladder stops there."""
    fresh = locked(sanction)
    if not by.role_for(PROPOSERS):
        raise NotYourMove(params={"action": LicenceVerb(fresh.verb).label})
    if fresh.state != SanctionState.DONE or fresh.repaired_at is not None:
        _check_state(fresh, SanctionState.DONE, None)
        return fresh
    if len(note.strip()) < MIN_NOTE:
        raise NoteMissing(params={"length": MIN_NOTE})
    fresh.repaired_at, fresh.repair_note = at, note.strip()
    fresh.version += 1
    fresh.save()
    _record(fresh, "repair", by=by, at=at, note=note)
    sanction.refresh_from_db()
    return fresh


def needs_execution(sanction: Sanction) -> bool:
    """True when DPMPTSP acts on the advice; warnings and own products end with the health office."""
    return sanction.verb in VERBS and life.is_delegated(sanction.licence)


def _carry_out(sanction: Sanction, *, by: Actor, at: datetime, letter: Letter) -> None:
    on = day_of(sanction, at)
    sanction.state, sanction.letter, sanction.done_at = SanctionState.DONE, letter, at
    sanction.done_by = by.user if by.user_id else None
    sanction.done_client = by.client_id
    sanction.effective_on = on
    sanction.repair_by = repair_day(sanction, on)
    sanction.objection_until = objection_day(sanction, at)
    sanction.save()
    verb = VERBS.get(LicenceVerb(sanction.verb))
    if verb is not None:
        verb(
            sanction.licence,
            by=by,
            at=at,
            on=on,
            reason=sanction.reason,
            note=sanction.note,
            letter=letter,
            sanction=sanction,
        )
    if sanction.verb == LicenceVerb.REINSTATE:
        _close_terms(sanction, at)


def _close_terms(sanction: Sanction, at: datetime) -> None:
    """A reinstatement says that everything before it was repaired."""
    running = sanction.licence.sanctions.filter(state=SanctionState.DONE, repaired_at__isnull=True)
    running.update(repaired_at=at, repair_note=sanction.note)


def advised(licence: Licence, verb: LicenceVerb) -> Sanction:
    """Return the open advice of the health office for `verb`. Raises AdviceMissing."""
    found = Sanction.objects.with_people().filter(licence=licence, verb=verb, state=SanctionState.ADVISED).first()
    if found is None:
        raise AdviceMissing
    return found


def _record(sanction: Sanction, what: str, *, by: Actor, at: datetime, note: str = "") -> None:
    licence = sanction.licence
    payload: dict[str, Any] = {
        "number": licence.number,
        "step": sanction.step_id,
        "state": sanction.state,
        "client": by.client_id,
    }
    audit.record(
        action=f"sanction.{what}",
        by=by.user,
        obj=sanction,
        office=licence.office,
        reason=note,
        payload=payload,
        at=at,
    )
    sanction_moved.send(sender=Sanction, sanction=sanction, what=what, at=at)


def status_before(sanction: Sanction, at: datetime) -> LicenceState | None:
    """Return what the licence is on the day the step would hold from, for the preview of its consequences."""
    return status_on(life.intervals_of(sanction.licence), day_of(sanction, at))


def target_of(sanction: Sanction) -> LicenceState | None:
    """Return what the licence becomes; None when it keeps its status."""
    return MOVES[LicenceVerb(sanction.verb)].target
