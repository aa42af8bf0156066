"""Outbox handlers and the daily round: ids in, domain decides."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import leases
from core.models import OutboxJob
from core.outbox import handler
from facilities.models import Facility
from inspections.domain import findings, photos, risk, watching

# The beat rings hourly; the round is made once in this time.
HOURS = timedelta(hours=20)


@handler(photos.CHECK_JOB)
def check_photo(job: OutboxJob) -> None:
    """Rebuild and scan one photo of a visit."""
    photos.settle(job.payload["photo"], at=timezone.now())


@handler(findings.CHECK_JOB)
def check_proof(job: OutboxJob) -> None:
    """Rebuild and scan one proof of a repair."""
    findings.settle_proof(job.payload["proof"])


@shared_task(name="inspections.watch")
def watch() -> None:
    """Remind of findings, hand the overdue ones to the sanction ladder, reckon risks anew. Once a day."""
    now = timezone.now()
    if leases.take("inspections.watch", at=now, lasting=HOURS):
        watching.remind(at=now)
        watching.propose_sanctions(at=now)
        risk.refresh_many(Facility.objects.active(watching.today(now)), at=now)
