"""Celery entry points of the mechanisms. Thin: ids in, the outbox decides."""

import time
from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError, OperationalError

from core import audit, files, heartbeat, idempotency, leases, outbox
from core.imports import jobs as import_jobs, keeping  # the handlers of the outbox register by being imported

__all__ = ["beat", "import_jobs", "nightly", "ring", "run_job", "run_long_job", "sweep"]

logger = structlog.get_logger(__name__)

BELL_REST_SECONDS = 5.0
KEEP_DONE = timedelta(days=90)
ANCHOR_EVERY = timedelta(hours=24)
ALARM_AGE = timedelta(minutes=15)
_bell_broken_at: list[float] = []


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Do one outbox row."""
    outbox.run(job_id)


@shared_task(name="core.run_long_job", soft_time_limit=240, time_limit=270)
def run_long_job(job_id: int) -> None:
    """Do one outbox row that may take minutes: a whole file of rows in one transaction, an upload on a slow disk."""
    outbox.run(job_id)


@shared_task(name="core.sweep")
def sweep() -> None:
    """Ring late rows again, anchor the audit chains when that is overdue, and show life. Each minute."""
    now = timezone.now()
    heartbeat.beat(at=now)
    if leases.take("sweep", at=now, lasting=timedelta(seconds=50)):
        outbox.sweep(at=now)
        if (late := outbox.oldest_undone_age(at=now)) and late > ALARM_AGE:
            logger.error("outbox_late", minutes=int(late.total_seconds() // 60))
        # A machine that was off at night missed the nightly anchor.
        if (age := audit.anchor_age(now)) is None or age > ANCHOR_EVERY:
            audit.anchor(at=now)


@shared_task(name="core.heartbeat")
def beat() -> None:
    """Show that the worker lives."""
    heartbeat.beat()


@shared_task(name="core.nightly")
def nightly() -> None:
    """Anchor the audit chains, forget old answers, done jobs, orphaned files and imported rows. Once a night."""
    now = timezone.now()
    if leases.take("nightly", at=now, lasting=timedelta(hours=6)):
        audit.anchor(at=now)
        idempotency.purge(at=now)
        outbox.purge(before=now - KEEP_DONE)
        files.remove_orphans(at=now)
        keeping.erase(at=now)


def ring(job_id: int, queue: str) -> None:
    """Wake a worker. A broker that is away is noted and left to the sweeper; then the bell rests some seconds.

    Without the rest, a request with many effects would wait for the broker's time-out once per effect.
    """
    if _bell_broken_at and time.monotonic() - _bell_broken_at[0] < BELL_REST_SECONDS:
        return
    try:
        task = run_long_job if queue in outbox.LEASES else run_job
        task.apply_async(args=[job_id], queue=queue, retry=False)
    except (KombuError, OperationalError, OSError) as error:
        _bell_broken_at[:] = [time.monotonic()]
        logger.warning("doorbell_silent", error=type(error).__name__)
    else:
        _bell_broken_at.clear()
