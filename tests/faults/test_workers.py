"""The broker gone at submit, and the worker killed in the middle of a letter (SECURITY section 7, faults 1 and 3)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.domain.calendars import forget_calendars
from core import outbox, tasks
from core.models import JobState, OutboxJob
from letters.domain.issuing import RENDER_JOB
from letters.models import Letter
from licensing.domain import transitions
from licensing.enums import State
from tests.licensing.journey import Journey, make_cast
from tests.processes import ROOT, Worker, child_environment, eventually
from tests.redis_server import OwnRedis

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

# A worker that dies by a power cut while its first letter is being drawn, with the lease taken and nothing stored.
KILLED_WHILE_DRAWING = """
import os, signal, sys
import django
django.setup()
from core import outbox
from letters.domain import issuing
issuing.letter_pdf = lambda *_args, **_kwargs: os.killpg(os.getpgid(0), signal.SIGKILL)
outbox.run(int(sys.argv[1]))
"""


@pytest.fixture
def filled(transactional_db: None) -> Iterator[Journey]:
    """A whole draft; its uploads are checked, nothing else waits."""
    forget_calendars()
    call_command("load_reference_data", verbosity=0)
    made = Journey(make_cast(), at=timezone.now()).draft().upload()
    OutboxJob.objects.all().delete()
    yield made
    forget_calendars()


def send(journey: Journey) -> OutboxJob:
    """Submit, and the job of the receipt that came of it."""
    transitions.submit(journey.application, by=journey.cast.applicant, at=timezone.now())
    return OutboxJob.objects.get(kind=RENDER_JOB)


def receipt_is_issued() -> bool:
    """Whether the receipt is a letter now."""
    return Letter.objects.get(kind_id="TANDA_TERIMA").is_issued


def test_sending_does_not_need_the_broker_and_the_receipt_comes_by_drain(broker: OwnRedis, filled: Journey) -> None:
    broker.stop()

    job = send(filled)

    assert filled.application.state == State.SUBMITTED
    assert (job.state, job.attempts) == (JobState.PENDING, 0)
    outbox.drain()
    assert receipt_is_issued()


def test_receipt_comes_after_the_broker_is_back(filled: Journey, broker: OwnRedis, worker: Worker) -> None:
    broker.stop()
    job = send(filled)
    assert job.state == JobState.PENDING

    broker.start()
    tasks._bell_broken_at.clear()
    outbox.sweep(at=timezone.now())

    eventually(receipt_is_issued)
    assert Letter.objects.count() == 1


def test_letter_of_a_killed_worker_is_issued_once_with_its_number(filled: Journey, broker: OwnRedis) -> None:
    job = send(filled)
    number = Letter.objects.get().number
    command = [sys.executable, "-c", KILLED_WHILE_DRAWING, str(job.pk)]

    killed = subprocess.run(
        command, cwd=ROOT, env=child_environment(), check=False, capture_output=True, start_new_session=True
    )

    left = OutboxJob.objects.get(pk=job.pk)
    assert (killed.returncode, left.state, left.attempts) == (-signal.SIGKILL, JobState.SENDING, 1)
    assert outbox.run(job.pk) is None  # nobody else takes it while the lease lasts
    OutboxJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert [outbox.run(job.pk), outbox.run(job.pk)] == [JobState.DONE, None]
    assert receipt_is_issued()
    assert list(Letter.objects.values_list("number", flat=True)) == [number]
