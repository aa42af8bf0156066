"""The virus scanner away: files wait, nothing advances, nothing is lost, and nobody has to requeue (row 19)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core import breaker, outbox
from core.models import JobState, OutboxJob
from core.tasks import ALARM_AGE
from core.uploads import Clean
from licensing.domain import documents
from licensing.domain.findings import eligibility_of
from licensing.enums import DocumentState
from licensing.models import Document
from tests.core.scanners import FakeScanner
from tests.licensing.journey import START, Journey, make_cast, pdf

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


class AwayScanner:
    """Answers nothing that is a verdict."""

    def scan(self, _path: object) -> object:
        return object()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """One upload of a draft; the scanner is away."""
    breaker.close("scanner")
    monkeypatch.setattr(documents, "scanner_from", lambda *_args, **_kwargs: AwayScanner())
    journey = Journey(make_cast()).draft()
    return documents.put_document(
        journey.application, "FOTO", chunks=[pdf("foto")], name="foto.pdf", by=journey.cast.applicant, at=START
    )


def run_at(moment: Any) -> str:
    """Let the worker try at that moment."""
    with time_machine.travel(moment, tick=False):
        OutboxJob.objects.filter(kind=documents.CHECK_JOB).update(next_attempt_at=moment)
        outbox.drain(limit=5)
    return str(OutboxJob.objects.get(kind=documents.CHECK_JOB).state)


def test_file_waits_for_the_scanner_and_blocks_sending(waiting: Document) -> None:
    states = [run_at(START + timedelta(hours=hour)) for hour in range(1, 9)]

    waiting.refresh_from_db()
    codes = {found.code for found in eligibility_of(waiting.application, at=START + timedelta(hours=9)) if found.blocks}
    assert (set(states), waiting.state) == ({JobState.PENDING}, DocumentState.PENDING)
    assert "FILE_STILL_CHECKING" in codes


def test_age_of_the_oldest_upload_raises_the_alarm(waiting: Document) -> None:
    run_at(START + timedelta(minutes=1))

    due = OutboxJob.objects.get(kind=documents.CHECK_JOB).due_at
    assert outbox.oldest_undone_age(at=due + timedelta(minutes=31)) == timedelta(minutes=31) > ALARM_AGE


def test_scanner_that_is_back_clears_what_waited(waiting: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    run_at(START + timedelta(hours=1))
    monkeypatch.setattr(documents, "scanner_from", lambda *_args, **_kwargs: FakeScanner(Clean(scanned=True)))

    run_at(START + timedelta(hours=3))

    waiting.refresh_from_db()
    assert waiting.state == DocumentState.CLEAN
