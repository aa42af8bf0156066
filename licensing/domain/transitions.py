"""The verbs that move an application. All pass through `_move`; nothing else writes state (PRODUCT 2)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.exceptions import Finding, StaleVersion
from letters.domain.numbering import take_running
from licensing.domain import clocks, guards
from licensing.domain.findings import require_eligible
from licensing.domain.requirements import era_of
from licensing.domain.rulebook.catalogue import needed_requirements
from licensing.domain.workflow import MOVES, SYSTEM, is_possible
from licensing.enums import Action, ClockName, State
from licensing.exceptions import MoveNotPossible, NoteMissing, NotReady, NotYourMove, SecondReturn
from licensing.models import Application, ApplicationEvent, Correction, Reason
from licensing.rules import SYSTEM_ACTOR, Actor
from licensing.signals import application_moved

# Calendar days before a silent correction lapses (DECISIONS 8; UX.md section 10 names it a setting of the city).
CORRECTION_DAYS = 30
MIN_NOTE = 15


def locked(number: str) -> Application:
    """Return the application with its row locked; call inside a transaction."""
    Application.objects.select_for_update(of=("self",)).only("pk").get(number=number)
    return Application.objects.for_detail().get(number=number)


@transaction.atomic
def _move(
    application: Application,
    action: Action,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    note: str = "",
    reason: Reason | None = None,
    payload: dict[str, Any] | None = None,
    change: Callable[[Application], None] | None = None,
) -> ApplicationEvent:
    """Lock, check version, table, duties and notes; change state; append event, clocks, audit; tell listeners.

    Raises StaleVersion, MoveNotPossible, NotYourMove, SeparationOfDuties, OwnFile, NoteMissing.
    """
    fresh = locked(application.number)
    check(fresh, action, by=by, version=version, note=note)
    origin = State(fresh.state)
    if change is not None:
        change(fresh)
    fresh.state = MOVES[action].lands_in(origin)
    fresh.version += 1
    _stamp(fresh, action, at)
    fresh.save()
    event = _append(fresh, action, origin=origin, by=by, at=at, note=note, reason=reason, payload=payload)
    clocks.refresh(fresh, at=event.at)
    audit.record(
        action=f"application.{action}",
        by=by.user,
        obj=fresh,
        office=fresh.licensing_office,
        reason=note,
        role=event.actor_role,
        payload={"number": fresh.number, "from": str(origin), "to": fresh.state, "client": by.client_id},
        at=at,
    )
    application_moved.send(sender=Application, application=fresh, event=event)
    application.refresh_from_db()
    return event


def check(application: Application, action: Action, *, by: Actor, version: int | None = None, note: str = "") -> str:
    """Return the role under which `by` may do `action` now; raise the refusal otherwise."""
    if version is not None and version != application.version:
        raise StaleVersion
    state = State(application.state)
    move = MOVES[action]
    role = by.role_for(move.actors)
    if not role:
        raise NotYourMove(params={"action": action.label})
    if not is_possible(action, state=state, delegated=application.type.delegated):
        raise MoveNotPossible(params={"state": state.label})
    guards.refuse_own_file(application, by, action)
    guards.refuse_stranger(application, by, action)
    guards.refuse_checker(application, by, action)
    if move.needs_note and len(note.strip()) < MIN_NOTE:
        raise NoteMissing(params={"length": MIN_NOTE})
    return role


def _append(
    application: Application,
    action: Action,
    *,
    origin: State,
    by: Actor,
    at: datetime,
    note: str,
    reason: Reason | None,
    payload: dict[str, Any] | None,
) -> ApplicationEvent:
    last = application.events.order_by("-seq").values_list("seq", "at").first()
    seq, previous = last or (0, at)
    return ApplicationEvent.objects.create(
        application=application,
        seq=seq + 1,
        # The ledger never runs backwards, even when a server's clock does (fault 13).
        at=max(at, previous),
        action=action,
        from_state=origin,
        to_state=application.state,
        actor=by.user if by.user_id else None,
        actor_role=by.role_for(MOVES[action].actors) or SYSTEM,
        client_id=by.client_id,
        reason=reason,
        note=note,
        payload=payload or {},
    )


# Moments copied to the row for lists and reports; the ledger stays the truth.
_MOMENTS = {
    Action.SUBMIT: "submitted_at",
    Action.VERIFY: "verified_at",
    Action.REGISTER: "registered_at",
    Action.SIGN: "decided_at",
    Action.REFUSE: "decided_at",
}
_CLOSING = frozenset({State.LICENSED, State.REFUSED, State.WITHDRAWN, State.LAPSED})
# Verbs after which the next desk starts without a holder.
_RELEASING = frozenset(
    {
        Action.RETURN,
        Action.VERIFY,
        Action.REGISTER,
        Action.ASSESS,
        Action.APPROVE,
        Action.SEND_BACK,
        Action.SIGN,
        Action.REFUSE,
        Action.ISSUE_LICENCE,
        Action.WITHDRAW,
        Action.LAPSE,
        Action.REOPEN,
        Action.DEEM,
    }
)


def _stamp(application: Application, action: Action, at: datetime) -> None:
    field = _MOMENTS.get(action)
    if field:
        setattr(application, field, at)
    undelegated_end = application.state == State.RECOMMENDED and not application.type.delegated
    closed = application.state in _CLOSING or undelegated_end
    application.closed_at = at if closed else None
    if action in _RELEASING:
        application.handler = None
        application.handler_since = None
        application.handler_seen_at = None


# --- the applicant --------------------------------------------------------------------------------------------


@transaction.atomic
def submit(application: Application, *, by: Actor, at: datetime, version: int | None = None) -> ApplicationEvent:
    """Send a draft; raises NotEligible listing every blocking finding at once."""

    def change(fresh: Application) -> None:
        require_eligible(fresh, at=at)
        fresh.submitted_at = at
        fresh.legal_era = era_of(at.astimezone(fresh.licensing_office.zone).date(), None)
        clocks.open_clocks(fresh, at)

    return _move(application, Action.SUBMIT, by=by, at=at, version=version, change=change)


@transaction.atomic
def resubmit(application: Application, *, by: Actor, at: datetime, version: int | None = None) -> ApplicationEvent:
    """Send the corrections asked for; raises NotReady while one has no answer."""
    check(application, Action.RESUBMIT, by=by, version=version)
    open_items = application.corrections.filter(answered_at__isnull=True).select_related("requirement")
    if open_items:
        findings = [
            Finding("correction_open", item.requirement.label, f"/corrections/{item.pk}") for item in open_items
        ]
        raise NotReady(findings=findings)

    def change(fresh: Application) -> None:
        require_eligible(fresh, at=at)
        fresh.correct_by = None

    return _move(application, Action.RESUBMIT, by=by, at=at, version=version, change=change)


def withdraw(
    application: Application, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> ApplicationEvent:
    """Stop the file at the applicant's wish; not counted in any figure."""
    return _move(application, Action.WITHDRAW, by=by, at=at, note=note, version=version)


# --- technical team -------------------------------------------------------------------------------------------


@transaction.atomic
def return_for_correction(
    application: Application, *, by: Actor, at: datetime, new_fact: str = "", version: int | None = None
) -> ApplicationEvent:
    """Send the file back once with every gap judged `needs_fix` in this round.

    A second return must name what could not be known at the first check (`new_fact`, ≥ 15 characters).
    Raises NotReady without a gap, SecondReturn without a new fact.
    """
    check(application, Action.RETURN, by=by, version=version)
    round_ = check_round(application)
    gaps = list(
        application.judgements.filter(round=round_, verdict="needs_fix").select_related("requirement", "reason")
    )
    if not gaps:
        raise NotReady(findings=[Finding("no_gap", _("Belum ada persyaratan yang ditandai perlu perbaikan."))])
    if round_ > 1 and len(new_fact.strip()) < MIN_NOTE:
        raise SecondReturn
    local = at.astimezone(application.licensing_office.zone).date()
    correct_by = local + timedelta(days=CORRECTION_DAYS)

    def change(fresh: Application) -> None:
        fresh.correct_by = correct_by
        Correction.objects.bulk_create(
            Correction(
                application=fresh,
                requirement=gap.requirement,
                reason=gap.reason,
                instruction=gap.note,
                round=round_,
                asked_by=by.user if by.user_id else None,
                asked_at=at,
            )
            for gap in gaps
        )

    return _move(
        application,
        Action.RETURN,
        by=by,
        at=at,
        version=version,
        note=new_fact,
        payload={"round": round_, "gaps": len(gaps), "correct_by": correct_by.isoformat()},
        change=change,
    )


def check_round(application: Application) -> int:
    """Return which round of checking the file is in: 1 before the first return, then 2 …"""
    return application.events.filter(action=Action.RETURN).count() + 1


@transaction.atomic
def verify(application: Application, *, by: Actor, at: datetime, version: int | None = None) -> ApplicationEvent:
    """Pass the file on to the health office; with automatic registration it is registered at once (DECISIONS 9)."""
    check(application, Action.VERIFY, by=by, version=version)
    guards.require_judged(application, [row.pk for row in needed_requirements(application)], check_round(application))

    def change(fresh: Application) -> None:
        zone = fresh.licensing_office.zone
        filed = (fresh.submitted_at or at).astimezone(zone).date()
        fresh.legal_era = era_of(filed, at.astimezone(zone).date())

    event = _move(application, Action.VERIFY, by=by, at=at, version=version, change=change)
    if application.health_office.registration == "automatic":
        register(application, by=SYSTEM_ACTOR, at=at)
    return event


# --- health office --------------------------------------------------------------------------------------------


def register(application: Application, *, by: Actor, at: datetime, version: int | None = None) -> ApplicationEvent:
    """Give the register number; the promise clock starts."""

    def change(fresh: Application) -> None:
        if not fresh.register_number:
            fresh.register_number = next_register_number(fresh, at)

    return _move(application, Action.REGISTER, by=by, at=at, version=version, change=change)


REGISTER_SERIES = "DINKES-REGISTER"


def next_register_number(application: Application, at: datetime) -> str:
    """Return the next number of the health office's register, without gaps per local year."""
    office = application.health_office
    running = take_running(office, series=REGISTER_SERIES, at=at)
    pattern = office.letter_settings.get("register_pattern", "REG-{year}-{running:05d}")
    return str(pattern.format(year=at.astimezone(office.zone).year, running=running))


@transaction.atomic
def start_assessment(
    application: Application, *, by: Actor, at: datetime, version: int | None = None
) -> ApplicationEvent:
    """The TPK takes the file and starts; needs a valid appointment."""
    guards.require_appointment(by, at.astimezone(application.health_office.zone).date())

    def change(fresh: Application) -> None:
        guards.refuse_taken(fresh, by)
        fresh.handler_id = by.user_id
        fresh.handler_since = at
        fresh.handler_seen_at = at

    return _move(application, Action.START_ASSESSMENT, by=by, at=at, version=version, change=change)


def move_by_holder(
    application: Application,
    action: Action,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    reason: Reason | None = None,
    payload: dict[str, Any] | None = None,
    version: int | None = None,
    change: Callable[[Application], None] | None = None,
) -> ApplicationEvent:
    """Do a TPK verb: appointment valid, and nobody else holds the file. Used by `assessing`."""
    guards.require_appointment(by, at.astimezone(application.health_office.zone).date())

    def held(fresh: Application) -> None:
        guards.refuse_taken(fresh, by)
        fresh.handler_id = by.user_id
        fresh.handler_since = fresh.handler_since or at
        if change is not None:
            change(fresh)

    return _move(
        application,
        action,
        by=by,
        at=at,
        note=note,
        reason=reason,
        payload=payload,
        version=version,
        change=held,
    )


def answer_coordination_move(
    application: Application, *, by: Actor, at: datetime, payload: dict[str, Any]
) -> ApplicationEvent:
    """The answer is in; back to assessing. Used by `coordinating`, which stores the answer."""
    return _move(application, Action.ANSWER_COORDINATION, by=by, at=at, payload=payload)


def approve(
    application: Application, *, by: Actor, at: datetime, note: str = "", version: int | None = None
) -> ApplicationEvent:
    """Head of division agrees; the file waits for the head of office."""
    return _move(application, Action.APPROVE, by=by, at=at, note=note, version=version)


def send_back(
    application: Application,
    *,
    by: Actor,
    at: datetime,
    reason: Reason | None,
    note: str,
    version: int | None = None,
) -> ApplicationEvent:
    """Back to the TPK with a reason; the clock goes on, held by the health office."""
    return _move(application, Action.SEND_BACK, by=by, at=at, reason=reason, note=note, version=version)


def sign(
    application: Application, *, by: Actor, at: datetime, payload: dict[str, Any], version: int | None = None
) -> ApplicationEvent:
    """Head of office signed; the recommendation clock stops at `at`.

    `licensing.letters.signing` calls this in the transaction that stores the signed file (DECISIONS 16).
    """
    return _move(application, Action.SIGN, by=by, at=at, payload=payload, version=version)


def refuse(
    application: Application,
    *,
    by: Actor,
    at: datetime,
    reason: Reason,
    note: str,
    payload: dict[str, Any],
    version: int | None = None,
) -> ApplicationEvent:
    """Head of office refuses with reason, rule and way of appeal."""
    return _move(application, Action.REFUSE, by=by, at=at, reason=reason, note=note, payload=payload, version=version)


def issue_licence(
    application: Application, *, by: Actor, at: datetime, payload: dict[str, Any], version: int | None = None
) -> ApplicationEvent:
    """The licence is signed, or an agency reports one signed elsewhere. `issuing` creates the Licence."""
    return _move(application, Action.ISSUE_LICENCE, by=by, at=at, payload=payload, version=version)


def extend(
    application: Application,
    *,
    by: Actor,
    at: datetime,
    clock: ClockName,
    days: Decimal,
    note: str,
    version: int | None = None,
) -> ApplicationEvent:
    """Let the allowance of one clock grow by `days` working days; shown in the ledger."""
    if days <= 0:
        raise NotReady(findings=[Finding("days", _("Tambahan waktu harus lebih dari nol hari kerja."), "/days")])
    payload = {"extension": {"clock": str(clock), "days": str(days)}}
    return _move(application, Action.EXTEND, by=by, at=at, note=note, payload=payload, version=version)


def reopen(
    application: Application, *, by: Actor, at: datetime, note: str, version: int | None = None
) -> ApplicationEvent:
    """Open again after a granted objection; stopped clocks go on from the share used (trap 8)."""

    def change(fresh: Application) -> None:
        fresh.decided_at = None
        if fresh.state == State.LAPSED:
            local = at.astimezone(fresh.licensing_office.zone).date()
            fresh.correct_by = local + timedelta(days=CORRECTION_DAYS)

    return _move(application, Action.REOPEN, by=by, at=at, note=note, version=version, change=change)


# --- system ---------------------------------------------------------------------------------------------------


def lapse(application: Application, *, at: datetime) -> ApplicationEvent:
    """End a file whose correction did not come by the local end of `correct_by`."""
    return _move(application, Action.LAPSE, by=SYSTEM_ACTOR, at=at)


def deem(application: Application, *, at: datetime, payload: dict[str, Any]) -> ApplicationEvent:
    """Silence became consent: licensed, flagged, with a post-check owed. `issuing.deem` creates the Licence."""

    def change(fresh: Application) -> None:
        fresh.deemed = True

    return _move(application, Action.DEEM, by=SYSTEM_ACTOR, at=at, payload=payload, change=change)


# --- desk -----------------------------------------------------------------------------------------------------


@transaction.atomic
def take(application: Application, *, by: Actor, at: datetime) -> None:
    """Take a file at one's desk; raises TakenByOther naming who has it."""
    fresh = locked(application.number)
    guards.refuse_own_file(fresh, by, Action.VERIFY)
    guards.refuse_taken(fresh, by)
    Application.objects.filter(pk=fresh.pk).update(
        handler_id=by.user_id, handler_since=fresh.handler_since or at, updated_at=timezone.now()
    )
    audit.record(
        action="application.take",
        by=by.user,
        obj=fresh,
        office=fresh.licensing_office,
        payload={"number": fresh.number},
        at=at,
    )
    application.refresh_from_db()


@transaction.atomic
def release(application: Application, *, by: Actor, at: datetime) -> None:
    """Give a file back to the desk; raises TakenByOther when it is not one's own."""
    fresh = locked(application.number)
    guards.refuse_taken(fresh, by)
    Application.objects.filter(pk=fresh.pk).update(handler=None, handler_since=None, handler_seen_at=None)
    audit.record(
        action="application.release",
        by=by.user,
        obj=fresh,
        office=fresh.licensing_office,
        payload={"number": fresh.number},
        at=at,
    )
    application.refresh_from_db()
