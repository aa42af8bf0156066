"""What people send by mistake: wrong files, short numbers, impossible dates, the same form twice.

Every refusal says what to do instead, and nothing typed or sent before is lost.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core import outbox
from core.idempotency import FORM_KEY
from letters.models import Letter
from licensing.domain import documents
from licensing.domain.drafts import create_draft
from licensing.enums import Action, ApplicationKind, DocumentState, State
from licensing.models import Application, Document
from tests.api import ROOT, by_token, codes
from tests.factories.accounts import CITY, LicensingOfficeFactory
from tests.licensing.journey import ANSWERS, START, Cast, Journey, make_cast, pdf

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.sandboxed,
    pytest.mark.usefixtures("reference_data"),
]

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 512
IPHONE_PHOTO = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 512


@pytest.fixture(autouse=True)
def _at_that_moment() -> Iterator[None]:
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def draft(cast: Cast) -> Application:
    """An empty draft of a nurse."""
    return create_draft(
        "SIPP-PERAWAT", kind=ApplicationKind.NEW, by=cast.applicant, at=START, applicant=cast.applicant.user
    )


@pytest.fixture
def portal(cast: Cast) -> Client:
    """The portal in the applicant's browser."""
    client = Client()
    client.force_login(cast.applicant.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


# --- files ----------------------------------------------------------------------------------------------------


def put(portal: Client, application: Application, code: str, name: str, content: bytes) -> HttpResponse:
    """Send one file as the page does, and let the worker look at it."""
    file = SimpleUploadedFile(name, content, "application/pdf")
    answer = portal.post(reverse("document_put", args=[application.number, code]), {"file": file})
    for waiting in Document.objects.filter(application=application, state=DocumentState.PENDING):
        documents.settle(waiting.pk, at=START)
    return answer


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("ijazah.pdf", PROGRAM, "Unggah JPG, PNG, atau PDF."),
        ("foto.heic", IPHONE_PHOTO, "Pengaturan &gt; Kamera &gt; Format"),
        ("catatan.pdf", b"hanya teks", "Berkas ini bukan JPG, PNG, atau PDF."),
    ],
)
def test_wrong_kind_of_file_says_what_to_send_and_leaves_the_others(name, content, advice, portal, draft):
    put(portal, draft, "FOTO", "foto.pdf", pdf("foto"))

    put(portal, draft, "STR-SEUMUR-HIDUP", name, content)

    page = portal.get(reverse("draft_documents", args=[draft.number])).content.decode()
    assert advice in page
    rows = draft.documents.filter(superseded_at__isnull=True)
    assert dict(rows.values_list("requirement_code", "state")) == {
        "FOTO": DocumentState.CLEAN,
        "STR-SEUMUR-HIDUP": DocumentState.REFUSED,
    }


def test_empty_file_is_refused_at_once_and_the_earlier_one_stays(portal, draft):
    put(portal, draft, "FOTO", "foto.pdf", pdf("foto"))

    answer = put(portal, draft, "FOTO", "foto.pdf", b"")

    assert answer.status_code == 422
    assert draft.documents.get(superseded_at__isnull=True).state == DocumentState.CLEAN


# --- what is typed --------------------------------------------------------------------------------------------


def typed(**changes: str) -> dict[str, str]:
    """The identity section as a person types it."""
    return {**ANSWERS["identity"], "birth_date": "15-04-1994", "phone": "0800 0000 123", **changes}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("identity_number", "9901011504", "NIK harus 16 angka; yang Anda ketik 10."),
        ("birth_date", "15-04-2094", "Tanggal lahir tidak boleh di masa depan. Periksa tahunnya."),
    ],
)
def test_mistake_in_one_field_is_named_and_everything_typed_is_kept(field, value, words, portal, draft):
    url = reverse("draft_section", args=[draft.number, "identity"])

    answer = portal.post(url, typed(**{field: value}))

    page = answer.content.decode()
    assert (answer.status_code, words in page, value in page) == (422, True, True)
    again = portal.get(url).content.decode()
    assert "Jalan Contoh Nomor 2" in page
    assert "Jalan Contoh Nomor 2" in again


def test_short_nik_stays_in_the_draft_as_it_was_typed(portal, draft):
    url = reverse("draft_section", args=[draft.number, "identity"])

    portal.post(url, typed(identity_number="9901011504"))

    assert 'value="9901011504"' in portal.get(url).content.decode()


def intake(**applicant: str) -> dict[str, Any]:
    """What a system sends for a new draft."""
    person = {"name": "Bima Pratama", "nik": "9902020202900000", "phone": "0800 0000 456", **applicant}
    place = {"name": "Klinik Contoh Medika", "region": f"{CITY}.02.1007"}
    return {"type": "SIPP-PERAWAT", "kind": "new", "applicant": person, "place": place}


@pytest.mark.parametrize(
    ("field", "value", "code", "words"),
    [
        ("nik", "9901011504", "nik_invalid", "NIK harus 16 angka; yang Anda ketik 10."),
        (
            "birth_date",
            "2094-04-15",
            "birth_date_future",
            "Tanggal lahir tidak boleh di masa depan. Periksa tahunnya.",
        ),
    ],
)
def test_system_is_told_the_same_words(field, value, code, words, cast):
    answer = by_token(LicensingOfficeFactory()).post(f"{ROOT}/applications/", intake(**{field: value}))

    assert (answer.status_code, codes(answer)) == (400, {f"/applicant/{field}": code})
    assert answer.json()["errors"][0]["detail"] == words
    assert not Application.objects.exists()


# --- the same form twice --------------------------------------------------------------------------------------


@pytest.fixture
def filled(cast: Cast) -> Application:
    """A draft with everything in it, not sent yet."""
    return Journey(cast).draft().upload().application


def send(portal: Client, application: Application, key: str) -> HttpResponse:
    """Press Kirim on the page of answers."""
    return portal.post(reverse("draft_check", args=[application.number]), {FORM_KEY: key})


def assert_sent_once(application: Application) -> None:
    """One submission in the ledger and one receipt, also after the worker did everything."""
    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert application.events.filter(action=Action.SUBMIT).count() == 1
    receipts = Letter.objects.filter(kind_id="TANDA_TERIMA")
    assert len(set(receipts.values_list("number", flat=True))) == receipts.count() == 1


def test_double_click_sends_once_and_answers_the_same(portal, filled):
    answers = [send(portal, filled, "satu") for _click in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"] for answer in answers} == {reverse("application_sent", args=[filled.number])}
    assert_sent_once(filled)


def test_second_tab_hears_that_the_file_is_sent_already(portal, filled):
    first, second = send(portal, filled, "tab-satu"), send(portal, filled, "tab-dua")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Permohonan sedang berada pada tahap “Diajukan”" in second.content.decode()
    assert_sent_once(filled)


def test_receipt_is_issued_once_however_often_its_job_is_rung(portal, filled):
    send(portal, filled, "satu")
    receipt = outbox.OutboxJob.objects.get(kind="letter.render")

    states = [outbox.run(receipt.pk), outbox.run(receipt.pk)]

    assert states == ["done", None]
    assert_sent_once(filled)
    assert Letter.objects.get(kind_id="TANDA_TERIMA").is_issued
