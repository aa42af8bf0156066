"""Silence on its pages: the limit switched by two people, and the check owed for a licence it issued."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from licensing.domain import sla, watching
from licensing.domain.clocks import read_clocks
from licensing.enums import ClockName, LicenceState, PostCheckResult
from licensing.letters.signing import issue_by_silence
from licensing.models import DeemedChange, Licence, PostCheck, RecommendationType, Sanction
from tests.factories.accounts import officer
from tests.licensing.journey import START, Journey, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

WORDS = "Berkas lengkap dan tempat praktik sesuai."


@pytest.fixture
def silent() -> Any:
    """A licence nobody decided on, a minute after its limit."""
    trip = Journey(make_cast()).draft().upload().submit()
    limit = read_clocks(trip.application, at=trip.at)[ClockName.DEEMED_APPROVAL]
    at = [row.at for row in sla.warnings_due(limit) if row.at][-1] + timedelta(minutes=1)
    watching.deem_silent(at=at, issue=issue_by_silence)
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        yield trip


def concluded(client: Client, trip: Journey, outcome: PostCheckResult, words: str = WORDS) -> Any:
    client.force_login(trip.cast.tpk.user)
    address = reverse("post_check_detail", args=[Licence.objects.get().public_id])
    return client.post(address, {"outcome": outcome, "result": words})


def test_owed_check_stands_on_the_list_with_its_file(client: Client, silent: Journey) -> None:
    client.force_login(silent.cast.tpk.user)
    licence = Licence.objects.get()

    owed = client.get(reverse("post_check_list")).context["owed"]
    page = client.get(reverse("post_check_detail", args=[licence.public_id]))

    assert [row.cells[1].text for row in owed.rows] == [licence.number]
    assert (page.context["file"], page.context["reading"].code) == (silent.application, LicenceState.ACTIVE)


def test_check_that_keeps_the_licence_changes_nothing_else(client: Client, silent: Journey) -> None:
    answer = concluded(client, silent, PostCheckResult.KEEP)

    check = PostCheck.objects.get()
    assert (answer.status_code, check.outcome, check.done_by) == (302, "keep", silent.cast.tpk.user)
    assert (Sanction.objects.count(), list(check.licence.statuses.values_list("status", flat=True))) == (0, ["active"])
    assert concluded(client, silent, PostCheckResult.KEEP).status_code == 409


def test_check_that_finds_a_lack_proposes_revocation(client: Client, silent: Journey) -> None:
    answer = concluded(client, silent, PostCheckResult.ADVISE_REVOKE, "STR tidak ada pada konsil.")

    sanction = Sanction.objects.get()
    assert answer.url == reverse("sanction_detail", args=[sanction.public_id])
    assert (sanction.step.verb, sanction.state, sanction.proposed_by) == ("revoke", "proposed", silent.cast.tpk.user)


def test_check_without_words_is_refused_on_its_page(client: Client, silent: Journey) -> None:
    answer = concluded(client, silent, PostCheckResult.KEEP, "ok")

    assert (answer.status_code, PostCheck.objects.get().done_at) == (422, None)


def test_limit_is_switched_by_two_people_on_two_pages(client: Client) -> None:
    legal, head = officer(Role.LEGAL), officer(Role.HEALTH_HEAD)
    data = {"type": "SIPP-PERAWAT", "days": "", "valid_from": "2026-03-01", "decree": "SK 9/2026"}

    with time_machine.travel(START, tick=False):
        client.force_login(legal)
        client.post(reverse("deemed_list"), data)
        twice = client.post(reverse("deemed_list"), data)
        client.force_login(head)
        change = DeemedChange.objects.get()
        client.post(reverse("deemed_confirm", args=[change.pk]))

    newest = RecommendationType.objects.filter(code="SIPP-PERAWAT").latest("version")
    change.refresh_from_db()
    assert (twice.status_code, change.proposed_by, change.confirmed_by) == (409, legal, head)
    assert (newest.deemed_days, newest.valid_from.isoformat()) == (None, "2026-03-01")


def test_who_proposed_does_not_confirm(client: Client) -> None:
    both = officer(Role.HEALTH_HEAD)
    change = DeemedChange.objects.create(
        type_code="SIPP-PERAWAT", valid_from="2026-03-01", decree="SK", proposed_by=both, proposed_at=START
    )

    client.force_login(both)
    with time_machine.travel(START, tick=False):
        client.post(reverse("deemed_confirm", args=[change.pk]))

    change.refresh_from_db()
    assert change.confirmed_at is None
