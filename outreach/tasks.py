"""Celery entry points: ids in, domain decides."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import leases
from core.exceptions import NeighbourDown
from core.models import OutboxJob
from core.outbox import Policy, handler
from core.uploads import ScannerAway
from outreach.domain import compensations, watching

MINUTE = timedelta(seconds=50)


@handler(compensations.CHECK_JOB, Policy(neighbour="scanner"))
def check_proof(job: OutboxJob) -> None:
    """Rebuild and scan one photo; running twice settles once. A scanner that is away costs the file no attempt."""
    try:
        compensations.settle_proof(job.payload["compensation"])
    except ScannerAway as away:
        raise NeighbourDown("scanner", away.code) from away


@shared_task(name="outreach.watch")
def watch() -> None:
    """Early warnings, misses, late rice. Each minute, day and night."""
    now = timezone.now()
    if leases.take("outreach.watch", at=now, lasting=MINUTE):
        watching.give_warnings(at=now)
