"""Rules on their pages: drafted, tried, proposed, confirmed by another; versions side by side for anybody."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import outbox
from licensing.domain.rulebook import changes
from licensing.domain.rulebook.catalogue import set_in_force
from licensing.enums import RuleChangeState
from licensing.models import RecommendationType, RequirementSet, RuleChange
from tests.factories.accounts import officer
from tests.licensing.domain.rulebook.test_changes import MARCH, NOW, NURSE, TUESDAY, days, proposed, saved, tried
from tests.licensing.past import past_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

COMMON = {"valid_from": "2026-03-01", "decree": "SK 1/2026", "reason": "Perwako tentang syarat baru"}


@pytest.fixture(autouse=True)
def _february() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def filled_form(page: Any, **new: str) -> dict[str, str]:
    """The set as the page shows it, with one more row."""
    formset = page.context["rows"]
    count = formset.initial_form_count()
    data = {"row-TOTAL_FORMS": str(count + 1), "row-INITIAL_FORMS": str(count)} | COMMON
    for index, row in enumerate(formset.initial):
        for name, value in row.items():
            if value not in (False, "") and name != "citation_confidence":
                data[f"row-{index}-{name}"] = "on" if value is True else str(value)
    added = {
        "code": "SURAT-SEHAT",
        "label_id": "Surat sehat",
        "label_en": "Health certificate",
        "citation": "Perwako 1/2026",
        "kind": "document",
        "mandatory": "on",
        "applies_to": "both",
        "legal_era": "both",
    }
    return data | {f"row-{count}-{name}": value for name, value in (added | new).items()}


def test_set_goes_from_draft_through_trial_to_a_version_by_two_people(client: Client) -> None:
    past_file(TUESDAY)
    client.force_login(officer(Role.LEGAL))
    address = f"{reverse('rule_draft', args=['persyaratan'])}?jenis={NURSE}"
    client.post(address, filled_form(client.get(address)))
    change = RuleChange.objects.get()
    client.post(reverse("rule_change", args=[change.pk]), {"action": "try", "months": "3"})
    outbox.drain()
    trial = client.get(reverse("backtest_detail", args=[change.backtests.get().pk]))
    client.post(reverse("rule_change", args=[change.pk]), {"action": "propose"})

    client.force_login(officer(Role.HEALTH_HEAD))
    client.post(reverse("rule_confirm", args=[change.pk]), {"action": "confirm"})

    assert {kpi.name: kpi.figure for kpi in trial.context["kpis"]} == {
        "files": "1",
        "failing": "100,0 %",
        "added": "1,00",
    }
    newest = set_in_force(NURSE, MARCH)
    assert (newest.version, newest.requirements.filter(code="SURAT-SEHAT").count()) == (2, 1)


def test_untouched_citations_stay_as_sure_as_they_were(client: Client) -> None:
    client.force_login(officer(Role.LEGAL))
    address = f"{reverse('rule_draft', args=['persyaratan'])}?jenis={NURSE}"

    client.post(address, filled_form(client.get(address)))

    rows = RuleChange.objects.get().content["rows"]
    before = RequirementSet.objects.get(type_code=NURSE).requirements.order_by("seq")
    assert [row["citation_confidence"] for row in rows] == [*(row.citation_confidence for row in before), "medium"]


def test_same_requirement_twice_is_refused(client: Client) -> None:
    client.force_login(officer(Role.LEGAL))
    address = f"{reverse('rule_draft', args=['persyaratan'])}?jenis={NURSE}"
    page = client.get(address)
    first = page.context["rows"].initial[0]
    same = {name: str(first[name]) for name in ("code", "applies_to", "legal_era")}

    answer = client.post(address, filled_form(page, **same))

    assert (answer.status_code, RuleChange.objects.exists()) == (422, False)


@pytest.mark.parametrize(
    ("slug", "fields"),
    [
        ("batas-waktu", {"clock": "recommendation", "type_code": NURSE, "days": "0,5"}),
        ("batas-tempat", {"profession_code": "PERAWAT", "limit": "1"}),
    ],
)
def test_other_rules_are_drafted_too(client: Client, slug: str, fields: dict[str, str]) -> None:
    client.force_login(officer(Role.DIVISION_HEAD))

    done = client.post(reverse("rule_draft", args=[slug]), COMMON | fields)

    change = RuleChange.objects.get()
    assert done["Location"] == reverse("rule_change", args=[change.pk])
    assert client.get(done["Location"]).context["table"].rows


def test_author_sees_why_another_must_confirm(client: Client) -> None:
    change = proposed()
    client.force_login(change.proposed_by)

    page = client.get(reverse("rule_confirm", args=[change.pk]))
    answer = client.post(reverse("rule_confirm", args=[change.pk]), {"action": "confirm"})

    change.refresh_from_db()
    assert (bool(page.context["why_not"]), page.context["may_decide"]) == (True, False)
    assert (answer.status_code, change.state) == (403, RuleChangeState.PROPOSED)


def test_refusal_needs_a_reason(client: Client) -> None:
    change = proposed()
    client.force_login(officer(Role.HEALTH_HEAD))

    answer = client.post(reverse("rule_confirm", args=[change.pk]), {"action": "reject", "reason": "tidak"})

    assert answer.status_code == 422


def test_draft_of_another_is_not_found(client: Client) -> None:
    change = saved()
    client.force_login(officer(Role.DIVISION_HEAD))

    assert client.get(reverse("rule_change", args=[change.pk])).status_code == 404


def test_every_figure_of_a_trial_equals_its_list(client: Client) -> None:
    past_file(TUESDAY)
    run = tried(days("0.5"))
    client.force_login(run.requested_by)
    address = reverse("backtest_detail", args=[run.pk])

    page = client.get(address)
    lengths = {kpi.name: client.get(address + kpi.url).context["page"].paginator.count for kpi in page.context["kpis"]}

    assert lengths == {"files": 1, "failing": 0, "before": 1, "after": 1}


def test_running_trial_shows_how_far_it_is(client: Client) -> None:
    past_file(TUESDAY)
    change = saved()
    client.force_login(change.proposed_by)

    page = client.post(reverse("rule_change", args=[change.pk]), {"action": "try", "months": "3"}, follow=True)

    assert "0 dari 1 berkas sudah diuji" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_result_asks_as_much_for_three_files_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        past_file(TUESDAY)
    run = tried()
    client.force_login(run.requested_by)
    address = reverse("backtest_detail", args=[run.pk])
    client.get(address)

    with django_assert_num_queries(13):
        page = client.get(address)

    assert len(page.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_three_changes_as_for_one(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    user = officer(Role.LEGAL)
    for _each in range(count):
        saved(by=user)
    client.force_login(user)
    client.get(reverse("rule_list"))

    with django_assert_num_queries(10):
        page = client.get(reverse("rule_list"))

    assert len(page.context["waiting"].rows) == count


def test_anybody_reads_two_versions_side_by_side(client: Client) -> None:
    changes.confirm(proposed().pk, by=officer(Role.HEALTH_HEAD), at=NOW)

    page = client.get(reverse("type_versions", args=[NURSE]))

    assert (page.context["left"].version, page.context["right"].version, page.context["changed"]) == (1, 2, 1)
    assert client.get(reverse("type_versions", args=["TIDAK-ADA"])).status_code == 404


def test_type_is_edited_as_a_version_by_two_people_on_the_pages(client: Client) -> None:
    client.force_login(officer(Role.LEGAL))
    versions = client.get(reverse("type_versions", args=[NURSE]))
    address = versions.context["type_url"]
    form = client.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if value} | COMMON | {"validity_years": "3"}
    client.post(address, data)
    change = RuleChange.objects.get()
    page = client.get(reverse("rule_change", args=[change.pk]))
    client.post(reverse("rule_change", args=[change.pk]), {"action": "propose"})

    client.force_login(officer(Role.HEALTH_HEAD))
    client.post(reverse("rule_confirm", args=[change.pk]), {"action": "confirm"})

    assert [[cell.text for cell in row.cells[1:]] for row in page.context["table"].rows] == [["5 tahun", "3 tahun"]]
    assert not page.context["may_try"]
    newest = RecommendationType.objects.filter(code=NURSE).latest("version")
    assert (newest.validity_years, newest.valid_from) == (3, MARCH)
