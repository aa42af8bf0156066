"""The register desk, the TPK's page, and what the applicant answers."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from licensing.domain import transitions
from licensing.domain.assessing import DESK_CHECKS
from licensing.enums import State
from tests.licensing.journey import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
CHECKS = {f"assess-check_{code}": "yes" for code, _label in DESK_CHECKS}


def post(client: Client, journey: Journey, name: str, user: User, data: dict[str, str]) -> Any:
    client.force_login(user)
    with time_machine.travel(journey.tick(), tick=False):
        return client.post(reverse(name, args=[journey.application.number]), data)


@pytest.fixture
def taken(journey: Journey) -> Journey:
    journey.verify()
    transitions.start_assessment(journey.application, by=journey.cast.tpk, at=journey.tick())
    return journey


def test_clerk_registers_with_one_button(client: Client, journey: Journey) -> None:
    journey.application.health_office.registration = "by_hand"
    journey.application.health_office.save()
    journey.judge()
    transitions.verify(journey.application, by=journey.cast.technical, at=journey.tick())

    post(client, journey, "application_register", journey.cast.clerk.user, {})
    again = post(client, journey, "application_register", journey.cast.clerk.user, {})

    journey.application.refresh_from_db()
    assert journey.application.state == State.REGISTERED
    assert again.headers["Location"] == reverse("application_register", args=[journey.application.number])
    assert journey.application.register_number.startswith("REG-2026-")


def test_tpk_takes_and_concludes(client: Client, journey: Journey) -> None:
    journey.verify()
    tpk = journey.cast.tpk.user

    post(client, journey, "application_assess", tpk, {"action": "start_assessment"})
    post(client, journey, "application_assess", tpk, {"action": "assess", "assess-proposal": "grant", **CHECKS})

    journey.application.refresh_from_db()
    assert journey.application.state == State.ASSESSED


def test_open_check_is_told_at_its_field(client: Client, taken: Journey) -> None:
    data = {"action": "assess", "assess-proposal": "grant", **CHECKS}
    del data["assess-check_law"]

    page = post(client, taken, "application_assess", taken.cast.tpk.user, data)

    assert page.status_code == 422
    assert list(page.context["forms"]["assess"].errors) == ["check_law"]


def test_refusal_needs_reason_and_words(client: Client, taken: Journey) -> None:
    page = post(
        client,
        taken,
        "application_assess",
        taken.cast.tpk.user,
        {"action": "assess", "assess-proposal": "refuse", "assess-summary": "tidak", **CHECKS},
    )

    assert page.status_code == 422
    assert sorted(page.context["forms"]["assess"].errors) == ["reason_code", "summary"]


def test_visit_is_planned_and_its_result_written(client: Client, taken: Journey) -> None:
    tpk = taken.cast.tpk.user
    plan = {
        "action": "request_visit",
        "plan-surat_tugas_number": "800/7",
        "plan-surat_tugas_date": "2026-01-23",
        "plan-scheduled_on": "2026-01-23",
        "plan-scheduled_time": "15.30",
    }
    post(client, taken, "application_assess", tpk, plan)
    visit = taken.application.visit_links.get().visit
    result = {
        "action": "record_visit",
        "visit": str(visit.pk),
        f"visit{visit.pk}-held_on": "2026-01-23",
        f"visit{visit.pk}-held_time": "15:30",
        f"visit{visit.pk}-conclusion": "fit",
    }

    bare = post(client, taken, "application_assess", tpk, result)
    full = post(client, taken, "application_assess", tpk, {**result, f"visit{visit.pk}-berita_acara_number": "400/3"})

    visit.refresh_from_db()
    assert (bare.status_code, full.status_code) == (422, 302)
    assert visit.conclusion == "fit"


def test_repair_goes_to_the_applicant_and_back(client: Client, taken: Journey) -> None:
    tpk, applicant = taken.cast.tpk.user, taken.cast.applicant.user
    wanted = {"action": "require_repair", "repair-items": "Pasang wastafel", "repair-repair_by": "2026-02-10"}

    post(client, taken, "application_assess", tpk, wanted)
    short = post(client, taken, "repair_answer", applicant, {"answer": "sudah"})
    post(client, taken, "repair_answer", applicant, {"answer": "Wastafel sudah terpasang di ruang periksa."})
    client.force_login(tpk)
    page = client.get(reverse("application_assess", args=[taken.application.number]))
    post(client, taken, "application_assess", tpk, {"action": "repaired"})

    taken.application.refresh_from_db()
    assert short.status_code == 422
    assert "Wastafel sudah terpasang" in page.content.decode()
    assert taken.application.state == State.ASSESSING


def test_somebody_elses_file_stays_theirs(client: Client, taken: Journey) -> None:
    other = taken.cast.clerk.user
    other.memberships.update(role="tpk")

    page = post(client, taken, "application_assess", other, {"action": "assess", "assess-proposal": "grant", **CHECKS})

    taken.application.refresh_from_db()
    assert page.status_code == 409
    assert taken.cast.tpk.user.name in page.content.decode()
    assert taken.application.state == State.ASSESSING


def test_applicant_answers_a_correction_without_a_file(client: Client, journey: Journey) -> None:
    journey.judge(gaps={"FORM": "Isi alamat tempat praktik dengan lengkap."})
    transitions.return_for_correction(journey.application, by=journey.cast.technical, at=journey.tick())
    row = journey.application.corrections.get()
    client.force_login(journey.cast.applicant.user)

    page = client.post(
        reverse("correction_answer", args=[journey.application.number, row.pk]), {"answer": "Alamat sudah dilengkapi."}
    )

    row.refresh_from_db()
    assert page.headers["Location"] == reverse("draft_detail", args=[journey.application.number])
    assert (row.answer, row.answered_at is not None) == ("Alamat sudah dilengkapi.", True)
