"""Writing, proposing and sending back a plan: one door for each, with an audit row.

Approval is a signature and lives with the letter (`inspections.letters.plan_signing`).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Office, Region, User
from core import audit
from core.exceptions import StaleVersion
from core.formats import plain_date
from facilities.models import Facility
from inspections.domain.coverage_lending import CoverageCut, coverage_figure
from inspections.enums import COVERAGE_MEASURES, PlanState, TargetMeasure
from inspections.exceptions import NoteTooShort, OwnPlan, PlanKnown, PlanMoved, PlanNeedsTarget, TargetOutside
from inspections.models import ActivityPlan, ActivityTarget
from letters.models import Letter
from workforce.models import Profession

MIN_NOTE = 15


@dataclass(frozen=True)
class PlanFacts:
    """What a form says of a plan; see the model for each field."""

    year: int
    quarter: int
    parent: ActivityPlan | None
    kind: str
    name: str
    background: str
    basis: list[str]
    purpose: str
    objective: str
    beneficiaries: str
    output: str
    indicator: str
    indicator_target: str
    method: str
    schedule: list[str]
    place: str
    staff: str
    responsible: str
    budget_amount: int | None
    budget_source: str
    budget_line: str


@dataclass(frozen=True)
class TargetFacts:
    """What a form says of a target; `goal` is a number, or a percentage for coverage."""

    measure: str
    goal: int
    starts_on: date
    ends_on: date
    region: Region | None = None
    unit: Facility | None = None
    facility_kind: str = ""
    profession: Profession | None = None


@transaction.atomic
def draft(office: Office, facts: PlanFacts, *, by: User, at: datetime) -> ActivityPlan:
    """Write a new plan. Raises PlanKnown."""
    plan = ActivityPlan(office=office, drafted_by=by, drafted_at=at)
    _write(plan, facts)
    _record("plan.draft", plan, by=by, at=at)
    return plan


@transaction.atomic
def revise(plan: ActivityPlan, facts: PlanFacts, *, version: int | None, by: User, at: datetime) -> ActivityPlan:
    """Change a draft. Raises PlanMoved, StaleVersion and PlanKnown."""
    fresh = locked(plan, PlanState.DRAFT, version=version)
    fresh.version += 1
    _write(fresh, facts)
    _record("plan.revise", fresh, by=by, at=at)
    return fresh


def _write(plan: ActivityPlan, facts: PlanFacts) -> None:
    # asdict would copy the parent row; the rest are plain values.
    for name in asdict(PlanFacts(**{**vars(facts), "parent": None})):
        setattr(plan, name, getattr(facts, name))
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise PlanKnown from None


@transaction.atomic
def add_target(plan: ActivityPlan, facts: TargetFacts, *, by: User, at: datetime) -> ActivityTarget:
    """Add a target to a draft, with the coverage of the same cut that day. Raises PlanMoved and TargetOutside."""
    fresh = locked(plan, PlanState.DRAFT)
    last = fresh.ends_before - timedelta(days=1)
    if facts.starts_on < fresh.starts_on or facts.ends_on > last or facts.ends_on < facts.starts_on:
        raise TargetOutside(params={"start": plain_date(fresh.starts_on), "end": plain_date(last)})
    today = at.astimezone(fresh.office.zone).date()
    target = ActivityTarget(plan=fresh, **vars(facts))
    if facts.measure in COVERAGE_MEASURES:
        figure = coverage_figure(cut_of(target, on=today))
        if figure is not None:
            target.base_on, target.base_held, target.base_obliged = today, figure.held, figure.obliged
    target.save()
    _record("plan.target", fresh, by=by, at=at, payload={"measure": facts.measure, "goal": facts.goal})
    return target


@transaction.atomic
def drop_target(target: ActivityTarget, *, by: User, at: datetime) -> None:
    """Take a target off a draft. Raises PlanMoved."""
    fresh = locked(target.plan, PlanState.DRAFT)
    payload = {"measure": target.measure, "goal": target.goal}
    target.delete()
    _record("plan.target_drop", fresh, by=by, at=at, payload=payload)


@transaction.atomic
def propose(plan: ActivityPlan, *, version: int | None, by: User, at: datetime) -> ActivityPlan:
    """Ask the head to approve; coverage of that day is kept for the ToR. Raises PlanMoved, PlanNeedsTarget."""
    fresh = locked(plan, PlanState.DRAFT, version=version)
    if not fresh.targets.exists():
        raise PlanNeedsTarget
    today = at.astimezone(fresh.office.zone).date()
    figure = coverage_figure(CoverageCut(TargetMeasure.PERSONS.value, today, area=fresh.office.region_id))
    if figure is not None:
        fresh.coverage_on, fresh.coverage_held, fresh.coverage_obliged = today, figure.held, figure.obliged
    fresh.state, fresh.proposed_by, fresh.proposed_at = PlanState.PROPOSED, by, at
    fresh.returned_note = ""
    fresh.version += 1
    fresh.save()
    _record("plan.propose", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def send_back(plan: ActivityPlan, note: str, *, by: User, at: datetime) -> ActivityPlan:
    """Return a proposed plan to its writer with what to mend. Raises PlanMoved and NoteTooShort."""
    if len(note.strip()) < MIN_NOTE:
        raise NoteTooShort(params={"length": MIN_NOTE})
    fresh = locked(plan, PlanState.PROPOSED)
    fresh.state, fresh.returned_note = PlanState.DRAFT, note.strip()
    fresh.version += 1
    fresh.save()
    _record("plan.send_back", fresh, by=by, at=at, reason=note.strip())
    return fresh


@transaction.atomic
def approve(plan: ActivityPlan, *, letter: Letter, by: User, at: datetime) -> ActivityPlan:
    """Note the signature; called in the transaction that stores the signed ToR. Raises PlanMoved and OwnPlan."""
    fresh = locked(plan, PlanState.PROPOSED)
    check_approver(fresh, by=by)
    fresh.state, fresh.approved_by, fresh.approved_at, fresh.letter = PlanState.APPROVED, by, at, letter
    fresh.version += 1
    fresh.save()
    _record("plan.approve", fresh, by=by, at=at, payload={"number": letter.number})
    return fresh


def check_approver(plan: ActivityPlan, *, by: User) -> None:
    """Raise OwnPlan for the writer and the proposer, PlanMoved when it is not proposed."""
    if plan.state != PlanState.PROPOSED:
        raise PlanMoved(params={"state": plan.get_state_display()})
    if by.pk in (plan.drafted_by_id, plan.proposed_by_id):
        raise OwnPlan


def cut_of(target: ActivityTarget, *, on: date) -> CoverageCut:
    """Return the cut of a coverage target on a day."""
    return CoverageCut(
        measure=target.measure,
        on=on,
        area=target.region_id or target.plan.office.region_id,
        facility=target.unit.public_id if target.unit else "",
        kind=target.facility_kind,
        profession=target.profession_id or "",
    )


def locked(plan: ActivityPlan, state: PlanState, *, version: int | None = None) -> ActivityPlan:
    """Return the row locked, in `state` and of `version`. Raises PlanMoved and StaleVersion."""
    rows = ActivityPlan.objects.select_for_update(of=("self",)).select_related("office")
    fresh = rows.get(pk=plan.pk)
    if fresh.state != state:
        raise PlanMoved(params={"state": fresh.get_state_display()})
    if version is not None and fresh.version != version:
        raise StaleVersion
    return fresh


def _record(action: str, plan: ActivityPlan, *, by: User, at: datetime, reason: str = "", payload: Any = None) -> None:
    facts = {"plan": plan.public_id, "year": plan.year, "quarter": plan.quarter, **(payload or {})}
    audit.record(action=action, by=by, obj=plan, office=plan.office, payload=facts, reason=reason, at=at)
