"""What the worker does with a queued letter."""

import errno
from collections.abc import Callable

import pytest

from accounts.models import Office
from core import files, outbox
from core.models import JobState, OutboxJob
from letters.content import LetterContent
from letters.domain.issuing import queue
from letters.enums import LetterState
from letters.models import Letter
from letters.tasks import warm_up
from tests.letters.conftest import AT

Make = Callable[..., LetterContent]


def test_job_issues_its_letter(office: Office, recommendation: Make) -> None:
    letter = queue(recommendation(), office=office, key="rek:1", at=AT)

    assert outbox.run(OutboxJob.objects.get().pk) == JobState.DONE

    letter.refresh_from_db()
    assert letter.state == LetterState.ISSUED


def test_letter_with_a_hole_is_dead_at_once_and_keeps_its_number(office: Office, recommendation: Make) -> None:
    letter = queue(recommendation(), office=office, key="rek:1", at=AT)
    del letter.context["isi"]["nomor_str"]
    Letter.objects.filter(pk=letter.pk).update(context=letter.context)

    assert outbox.run(OutboxJob.objects.get().pk) == JobState.DEAD

    letter.refresh_from_db()
    assert (letter.state, letter.number) == (LetterState.QUEUED, "400.7.22/0001/REK/DINKES/2026")
    assert "nomor_str" in OutboxJob.objects.get().last_error


def test_full_disk_fails_the_attempt_and_the_next_one_succeeds(
    office: Office, recommendation: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    letter = queue(recommendation(), office=office, key="rek:1", at=AT)
    job = OutboxJob.objects.get()
    with monkeypatch.context() as disk:
        disk.setattr(files, "_write_whole", no_room)
        assert outbox.run(job.pk) == JobState.FAILED
    OutboxJob.objects.update(next_attempt_at=AT)

    assert outbox.run(job.pk) == JobState.DONE
    letter.refresh_from_db()
    assert letter.is_issued


def test_worker_warms_up_without_a_letter() -> None:
    warm_up()
