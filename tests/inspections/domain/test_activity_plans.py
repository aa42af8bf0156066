"""Plans: draft, propose, send back, targets against coverage, progress."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.exceptions import StaleVersion
from inspections.domain import activity_plans, coverage_lending, plan_progress
from inspections.domain.activity_plans import TargetFacts
from inspections.domain.coverage_lending import CoverageCut, CoverageFigure
from inspections.enums import PlanState, TargetMeasure, VisitConclusion
from inspections.exceptions import NoteTooShort, OwnPlan, PlanMoved, PlanNeedsTarget, TargetOutside
from tests.factories.accounts import CITY, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.inspection_plans import ActivityPlanFactory, ActivityTargetFactory
from tests.factories.inspections import VisitFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
TODAY = date(2026, 1, 13)
JANUARY = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 31)}


@pytest.fixture
def lent() -> Any:
    """Coverage is 30 of 40 wherever it is asked; gives the cuts that were asked."""
    before, asked = list(coverage_lending._lenders), []

    def lender(cut: CoverageCut) -> CoverageFigure:
        asked.append(cut)
        return CoverageFigure(30, 40, "/cakupan/daftar/?x=1")

    coverage_lending.register(lender)
    yield asked
    coverage_lending._lenders[:] = before


def test_target_keeps_the_coverage_of_its_cut_on_the_day_it_was_set(lent: list[CoverageCut]) -> None:
    plan, district = ActivityPlanFactory(), RegionFactory(code="16.74.02")

    target = activity_plans.add_target(
        plan, TargetFacts(TargetMeasure.PERSONS, 90, **JANUARY, region=district), by=UserFactory(), at=AT
    )

    assert (target.base_on, target.base_held, target.base_obliged) == (TODAY, 30, 40)
    assert lent == [CoverageCut("persons", TODAY, area="16.74.02")]


def test_target_stays_inside_the_dates_of_its_plan() -> None:
    plan = ActivityPlanFactory(quarter=2)

    with pytest.raises(TargetOutside):
        activity_plans.add_target(plan, TargetFacts(TargetMeasure.VISITS, 5, **JANUARY), by=UserFactory(), at=AT)


def test_plan_is_proposed_with_a_target_and_the_coverage_of_the_city(lent: list[CoverageCut]) -> None:
    target = ActivityTargetFactory()

    plan = activity_plans.propose(target.plan, version=1, by=target.plan.drafted_by, at=AT)

    assert (plan.state, plan.coverage_held, plan.coverage_obliged, plan.version) == (PlanState.PROPOSED, 30, 40, 2)
    assert lent[-1].area == CITY


def test_plan_without_target_or_of_another_version_is_not_proposed() -> None:
    plan = ActivityPlanFactory()
    with pytest.raises(PlanNeedsTarget):
        activity_plans.propose(plan, version=1, by=plan.drafted_by, at=AT)
    ActivityTargetFactory(plan=plan)

    with pytest.raises(StaleVersion):
        activity_plans.propose(plan, version=7, by=plan.drafted_by, at=AT)


def test_sent_back_plan_is_a_draft_again_with_the_reason() -> None:
    plan = activity_plans.propose(ActivityTargetFactory().plan, version=1, by=UserFactory(), at=AT)
    with pytest.raises(NoteTooShort):
        activity_plans.send_back(plan, "kurang", by=UserFactory(), at=AT)

    back = activity_plans.send_back(plan, "Tulis sumber dana dengan lengkap.", by=UserFactory(), at=AT)

    assert (back.state, back.returned_note) == (PlanState.DRAFT, "Tulis sumber dana dengan lengkap.")
    with pytest.raises(PlanMoved):
        activity_plans.send_back(back, "Tulis sumber dana dengan lengkap.", by=UserFactory(), at=AT)


def test_writer_and_proposer_never_approve() -> None:
    proposer = UserFactory()
    plan = activity_plans.propose(ActivityTargetFactory().plan, version=1, by=proposer, at=AT)

    for person in (plan.drafted_by, proposer):
        with pytest.raises(OwnPlan):
            activity_plans.check_approver(plan, by=person)
    activity_plans.check_approver(plan, by=UserFactory())


def test_visits_count_inside_dates_area_and_network_once_concluded() -> None:
    head = FacilityFactory(kind="puskesmas")
    post = FacilityFactory(kind="pustu", parent=head)
    elsewhere = FacilityFactory(region=RegionFactory(code="16.73.01.1001"))
    done = {"held_at": AT, "conclusion": VisitConclusion.FIT}
    for place in (head, post, elsewhere):
        VisitFactory(facility=place, **done)
    VisitFactory(facility=head)
    VisitFactory(facility=head, conclusion=VisitConclusion.FIT, held_at=datetime(2026, 1, 31, 17, 0, tzinfo=UTC))
    whole, unit = ActivityTargetFactory(), ActivityTargetFactory(unit=head, facility_kind="pustu")

    assert (plan_progress.visits_of(whole).count(), plan_progress.visits_of(unit).count()) == (2, 1)


@pytest.mark.parametrize(("goal", "reached"), [(75, True), (76, False)])
def test_coverage_target_is_reached_at_its_percentage(lent: list[CoverageCut], goal: int, reached: bool) -> None:  # noqa: FBT001
    target = ActivityTargetFactory(measure=TargetMeasure.PLACEMENTS, goal=goal)

    (row,) = plan_progress.progress_of(target.plan, on=date(2026, 6, 1))

    assert (row.share, row.reached, lent[0].on) == (75.0, reached, date(2026, 1, 31))
