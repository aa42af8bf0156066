"""Imports in the background. A job may run twice; each verb looks at the state first."""

import time
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.exceptions import DomainError
from core.imports import running, undoing
from core.models import ImportBatch, ImportState, OutboxJob

Work = Callable[..., ImportBatch]
LAST = outbox.Policy().max_attempts
# Others wait for this worker too; far below the limit of the task, for a chunk may be slow on a busy machine.
SLICE_SECONDS = 45


@outbox.handler(running.JOB_CHECK)
def check_import(job: OutboxJob) -> None:
    """The dry run."""
    _work(job, running.check)


@outbox.handler(running.JOB_APPLY)
def apply_import(job: OutboxJob) -> None:
    """The writing."""
    _work(job, running.apply)


@outbox.handler(running.JOB_UNDO)
def undo_import(job: OutboxJob) -> None:
    """The way back."""
    _work(job, undoing.undo)


def _work(job: OutboxJob, verb: Work) -> None:
    batch = ImportBatch.objects.filter(pk=job.payload["batch"]).first()
    if batch is None or running.JOB_OF.get(ImportState(batch.state)) != job.kind:
        return
    end = time.monotonic() + SLICE_SECONDS
    try:
        verb(batch, at=timezone.now(), enough=lambda: time.monotonic() > end)
    except DomainError as error:
        stop(batch, str(error.detail))
    except Exception:
        if job.attempts >= LAST:
            stop(batch, _("Terhenti karena gangguan sistem. Administrator melihatnya di daftar pekerjaan."))
        raise
    if batch.in_progress:
        # The next slice is a job of its own, so that its attempts are counted anew.
        running.queue(batch, running.JOB_OF[ImportState(batch.state)], at=timezone.now())


def stop(batch: ImportBatch, problem: str) -> None:
    """Say on the page why it goes no further; an undo goes back to `done`, for the rows are still there."""
    back = {ImportState.UNDOING: ImportState.DONE}
    batch.refresh_from_db()
    state = back.get(ImportState(batch.state), ImportState.STOPPED)
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(state=state, problem=problem)
    batch.refresh_from_db()
