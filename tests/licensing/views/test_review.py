"""The technical team's page: corrections per item, one return, verify only when all is judged."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from licensing.domain.rulebook.catalogue import needed_requirements
from licensing.enums import State, Verdict
from licensing.models import Application
from tests.licensing.journey import Cast, Journey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
WORDS = "Unggah STR yang sudah dibetulkan namanya."


def verdicts(application: Application, *, gap: str = "", **fields: str) -> dict[str, str]:
    """All fit but the requirement `gap`, which gets `fields`."""
    sent = {"version": str(application.version)}
    for row in needed_requirements(application):
        wrong = row.code == gap
        sent[f"r{row.pk}-verdict"] = Verdict.NEEDS_FIX if wrong else Verdict.FITS
        if wrong:
            sent |= {f"r{row.pk}-{name}": value for name, value in fields.items()}
    return sent


def send(client: Client, journey: Journey, action: str, data: dict[str, str]) -> Any:
    client.force_login(journey.cast.technical.user)
    with time_machine.travel(journey.tick(), tick=False):
        return client.post(reverse("application_review", args=[journey.application.number]), data | {"action": action})


def test_first_look_is_kept(client: Client, journey: Journey) -> None:
    client.force_login(journey.cast.technical.user)

    page = client.get(reverse("application_review", args=[journey.application.number]))

    journey.application.refresh_from_db()
    assert page.status_code == 200
    assert journey.application.handler_seen_at is not None


@pytest.mark.parametrize("fields", [{}, {"reason": "RET_DOC_UNREADABLE", "note": "kurang jelas"}, {"note": WORDS}])
def test_return_without_reason_or_words_is_refused(client: Client, journey: Journey, fields: dict[str, str]) -> None:
    page = send(client, journey, "return", verdicts(journey.application, gap="STR-SEUMUR-HIDUP", **fields))

    journey.application.refresh_from_db()
    assert page.status_code == 422
    assert 'data-testid="error-summary"' in page.content.decode()
    assert journey.application.state == State.SUBMITTED


def test_applicant_gets_exactly_the_chosen_items_with_the_words(client: Client, journey: Journey) -> None:
    send(
        client,
        journey,
        "return",
        verdicts(journey.application, gap="STR-SEUMUR-HIDUP", reason="RET_DOC_UNREADABLE", note=WORDS),
    )

    journey.application.refresh_from_db()
    assert journey.application.state == State.NEEDS_CORRECTION
    assert [(row.requirement.code, row.instruction) for row in journey.application.corrections.all()] == [
        ("STR-SEUMUR-HIDUP", WORDS)
    ]


def test_verify_is_refused_while_a_requirement_is_open_but_nothing_is_lost(client: Client, journey: Journey) -> None:
    sent = verdicts(journey.application)
    left_out = next(name for name in sent if name.endswith("-verdict"))
    del sent[left_out]

    page = send(client, journey, "verify", sent)

    journey.application.refresh_from_db()
    assert page.status_code == 422
    assert journey.application.state == State.SUBMITTED
    assert journey.application.judgements.count() == len(sent) - 1


def test_all_fitting_file_goes_to_the_health_office(client: Client, journey: Journey) -> None:
    page = send(client, journey, "verify", verdicts(journey.application))

    journey.application.refresh_from_db()
    assert page.headers["Location"] == reverse("application_list")
    assert journey.application.state in (State.VERIFIED, State.REGISTERED)


def test_second_return_asks_for_a_new_fact(client: Client, journey: Journey) -> None:
    data = verdicts(journey.application, gap="STR-SEUMUR-HIDUP", reason="RET_DOC_UNREADABLE", note=WORDS)
    send(client, journey, "return", data)
    journey.application.refresh_from_db()
    journey.upload(codes={"STR-SEUMUR-HIDUP"})
    from licensing.domain import transitions  # only here

    transitions.resubmit(journey.application, by=journey.cast.applicant, at=journey.tick())
    data = verdicts(journey.application, gap="STR-SEUMUR-HIDUP", reason="RET_DOC_UNREADABLE", note=WORDS)

    refused = send(client, journey, "return", data)
    done = send(client, journey, "return", data | {"new_fact": "Konsil baru mencabut STR kemarin sore."})

    assert (refused.status_code, done.status_code) == (422, 302)


def test_other_officers_file_cannot_be_judged(client: Client, journey: Journey, cast: Cast) -> None:
    Application.objects.filter(pk=journey.application.pk).update(handler=cast.tpk.user)

    page = send(client, journey, "verify", verdicts(journey.application))

    assert page.status_code == 409
    assert f"dipegang {cast.tpk.user.name}" in page.content.decode()


def test_register_clerk_may_not_open_the_check(client: Client, journey: Journey) -> None:
    client.force_login(journey.cast.clerk.user)

    page = client.get(reverse("application_review", args=[journey.application.number]))

    assert page.status_code == 403
