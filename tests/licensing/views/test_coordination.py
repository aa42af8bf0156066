"""The limited link: one file, its documents, one answer, then nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from licensing.domain import coordinating, transitions
from licensing.enums import State
from licensing.models import Application, Document
from tests.licensing.journey import Cast, Journey, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
ANSWER = {
    "favourable": "yes",
    "text": "Kami tidak berkeberatan atas permohonan ini.",
    "number": "440/12/2026",
    "on": "2026-01-23",
    "by_name": "Kepala Seksi Perizinan",
    "form_key": "satu",
}


@pytest.fixture
def asked(cast: Cast) -> tuple[Journey, str]:
    journey = Journey(cast).draft().upload().submit().verify()
    # The link does not ask what the type is called, only that it needs somebody outside.
    type(journey.application.type).objects.filter(pk=journey.application.type_id).update(coordination="provinsi")
    journey.application = Application.objects.for_detail().get(pk=journey.application.pk)
    transitions.start_assessment(journey.application, by=cast.tpk, at=journey.tick())
    question = coordinating.Question("Dinas Kesehatan Provinsi", "", "dinkes@contoh.example", ["Layakkah?"])
    _row, token = coordinating.request_coordination(journey.application, question, by=cast.tpk, at=journey.tick())
    return journey, token


def call(client: Client, journey: Journey, address: str, data: dict[str, Any] | None = None) -> Any:
    with time_machine.travel(journey.tick(), tick=False):
        return client.post(address, data) if data is not None else client.get(address)


def test_link_shows_one_file_and_logs_the_look(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked

    page = call(client, journey, reverse("coordination_answer", args=[token]))

    assert page.status_code == 200
    assert journey.application.number in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert AuditEvent.objects.filter(action="coordination.open").count() == 1


def test_link_opens_documents_of_its_own_file_only(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked
    own = journey.application.documents.filter(requirement_code="STR-SEUMUR-HIDUP").get()
    other = Document.objects.get(pk=own.pk)
    other.pk, other.public_id = None, "LAINLAINLAIN"
    other.application = copy_of(journey.application)
    other.save()

    mine = call(client, journey, reverse("coordination_document", args=[token, own.public_id]))
    theirs = call(client, journey, reverse("coordination_document", args=[token, other.public_id]))
    identity = journey.application.documents.filter(requirement_code="NIK").first()

    assert (mine.status_code, theirs.status_code) == (200, 404)
    assert mine.headers["Content-Disposition"].startswith("attachment")
    assert (
        identity is None
        or identity.public_id
        not in call(client, journey, reverse("coordination_answer", args=[token])).content.decode()
    )


def copy_of(application: Application) -> Application:
    copy = Application.objects.get(pk=application.pk)
    copy.pk, copy.number = None, "2026-01-LAIN01"
    copy.save()
    return copy


def test_answer_moves_the_file_once_and_closes_the_link(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked
    address = reverse("coordination_answer", args=[token])
    scan = SimpleUploadedFile("jawaban.pdf", pdf("jawaban"), content_type="application/pdf")

    first = call(client, journey, address, {**ANSWER, "document": scan})
    after = call(client, journey, address)

    journey.application.refresh_from_db()
    row = journey.application.coordinations.get()
    assert (first.status_code, first.headers["Location"]) == (302, reverse("coordination_sent"))
    assert after.status_code == 403
    assert journey.application.state == State.ASSESSING
    assert (row.answer_number, row.answer_document is not None) == ("440/12/2026", True)


def test_second_click_is_thanked_as_the_first(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked
    address = reverse("coordination_answer", args=[token])

    first, second = call(client, journey, address, ANSWER), call(client, journey, address, ANSWER)

    assert (first.status_code, second.status_code) == (302, 302)
    assert journey.application.events.filter(action="answer_coordination").count() == 1


def test_short_answer_comes_back_with_what_was_typed(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked

    page = call(client, journey, reverse("coordination_answer", args=[token]), {**ANSWER, "text": "setuju"})

    assert page.status_code == 422
    assert "setuju" in page.content.decode()
    assert list(page.context["form"].errors) == ["text"]


def test_old_or_unknown_link_says_so(client: Client, asked: tuple[Journey, str]) -> None:
    journey, token = asked
    journey.at += timedelta(days=61)

    old = call(client, journey, reverse("coordination_answer", args=[token]))
    unknown = call(client, journey, reverse("coordination_answer", args=["tidak-ada"]))

    assert (old.status_code, unknown.status_code) == (403, 403)
    assert "tidak berlaku" in old.content.decode()
