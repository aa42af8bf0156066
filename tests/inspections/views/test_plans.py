"""The programme in a browser: write, add targets, propose, approve by signature, who sees what."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Position, Role
from accounts.models import Official
from inspections.domain import activity_plans
from inspections.enums import PlanState
from inspections.models import ActivityPlan
from tests.factories.accounts import PASSWORD, OfficeFactory, OfficialFactory, RegionFactory, officer
from tests.factories.inspection_plans import ActivityPlanFactory, ActivityTargetFactory
from tests.factories.inspections import VisitFactory
from tests.inspections.views.conftest import Browse
from tests.licensing.journey import PASSPHRASE, anchored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
NOW = datetime(2026, 1, 13, 3, 0, tzinfo=UTC)
QUERIES = 10


@pytest.fixture(autouse=True)
def _january() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def tor(**more: str) -> dict[str, str]:
    return {
        "year": "2026",
        "quarter": "0",
        "kind": "supervision",
        "name": "Pengawasan depot air minum",
        "background": "Seperempat depot belum memenuhi syarat.",
        "basis": "Permenkes 10/2018\nPermenkes 2/2023",
        "purpose": "Air aman.",
        "objective": "Semua diperiksa.",
        "beneficiaries": "Depot.",
        "output": "Berita acara.",
        "indicator": "depot diperiksa",
        "indicator_target": "100 %",
        "method": "Kunjungan.",
        "schedule": "Mei: kunjungan",
        "place": "Kota",
        "staff": "Empat pengawas",
        "responsible": "Kepala Bidang",
        "budget_amount": "24500000",
        "budget_source": "APBD 2026",
    } | more


def head() -> Any:
    Official.objects.all().delete()
    user = officer(Role.HEALTH_HEAD)
    OfficialFactory(office=OfficeFactory(), position=Position.HEALTH_HEAD, user=user)
    return user


def test_planner_writes_a_plan_with_a_target_and_proposes_it(browse: Browse) -> None:
    browser = browse(Role.PLANNER)

    browser.post(reverse("plan_create"), tor())
    plan = ActivityPlan.objects.get()
    target = {"measure": "visits", "goal": "12", "starts_on": "2026-01-01", "ends_on": "2026-03-31"}
    browser.post(reverse("target_create", args=[plan.public_id]), target)
    browser.post(reverse("plan_propose", args=[plan.public_id]), {"version": "1"})

    plan.refresh_from_db()
    assert (plan.state, plan.basis, plan.targets.get().goal) == (
        PlanState.PROPOSED,
        ["Permenkes 10/2018", "Permenkes 2/2023"],
        12,
    )


def test_same_activity_in_the_same_period_is_told_at_its_name(browse: Browse) -> None:
    browser = browse(Role.PLANNER)
    browser.post(reverse("plan_create"), tor())

    answer = browser.post(reverse("plan_create"), tor())

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_head_approves_with_password_and_passphrase_and_the_tor_is_a_letter(browse: Browse) -> None:
    plan = activity_plans.propose(ActivityTargetFactory().plan, version=1, by=officer(Role.PLANNER), at=NOW)
    browser = browse(Role.HEALTH_HEAD, head())
    anchored(NOW)

    wrong = browser.post(reverse("plan_approve", args=[plan.public_id]), {"sign-password": "x", "sign-passphrase": "y"})
    secrets = {"sign-password": PASSWORD, "sign-passphrase": PASSPHRASE.reveal()}
    browser.post(reverse("plan_approve", args=[plan.public_id]), secrets)

    plan.refresh_from_db()
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["password"])
    assert (plan.state, plan.letter.number) == (PlanState.APPROVED, "400.7.22/0001/KAK/DINKES/2026")
    assert browser.get(reverse("letter_file", args=[plan.letter.public_id])).status_code == 200


def test_head_sends_a_plan_back_with_the_reason(browse: Browse) -> None:
    plan = activity_plans.propose(ActivityTargetFactory().plan, version=1, by=officer(Role.PLANNER), at=NOW)

    note = {"note": "Sumber dana belum jelas."}
    browse(Role.HEALTH_HEAD, head()).post(reverse("plan_return", args=[plan.public_id]), note)

    plan.refresh_from_db()
    assert (plan.state, plan.returned_note) == (PlanState.DRAFT, "Sumber dana belum jelas.")


def test_inspector_reads_all_plans_and_changes_the_own_only(browse: Browse) -> None:
    browser = browse(Role.TPK)
    own = ActivityPlanFactory(drafted_by=browser.person)
    other = ActivityPlanFactory()

    codes = [browser.get(reverse("plan_edit", args=[plan.public_id])).status_code for plan in (own, other)]

    assert codes == [200, 404]
    assert browser.get(reverse("plan_detail", args=[other.public_id])).context["may_write"] is False


def test_plan_of_another_city_does_not_exist(browse: Browse) -> None:
    plan = ActivityPlanFactory(office=OfficeFactory(code="DINKES-1673", region=RegionFactory(code="16.73")))

    assert browse(Role.PLANNER).get(reverse("plan_detail", args=[plan.public_id])).status_code == 404


def test_number_of_visits_equals_the_list_behind_it(browse: Browse) -> None:
    target = ActivityTargetFactory()
    VisitFactory.create_batch(2, held_at=NOW, conclusion="fit")
    browser = browse(Role.DIVISION_HEAD)

    cell = browser.get(reverse("plan_detail", args=[target.plan.public_id])).context["table"].rows[0].cells[-1]

    assert (cell.text, browser.get(cell.url).context["total"]) == ("2", 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    browse: Browse, rows: int, django_assert_num_queries: Any
) -> None:
    for plan in ActivityPlanFactory.create_batch(rows):
        ActivityTargetFactory(plan=plan)
    browser = browse(Role.PLANNER)
    browser.get(reverse("plan_list"))  # the portal's own rows are read once

    with django_assert_num_queries(QUERIES):
        assert len(browser.get(reverse("plan_list")).context["table"].rows) == rows
