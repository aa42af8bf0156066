"""Outbox handlers: ids in, domain decides."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import leases
from core.models import OutboxJob
from core.outbox import handler
from spm.domain import watching
from spm.domain.evidence import CHECK_JOB, settle

REMINDING = timedelta(hours=12)


@handler(CHECK_JOB)
def check_evidence(job: OutboxJob) -> None:
    """Rebuild and scan the file of one document."""
    settle(job.payload["evidence"], at=timezone.now())


@shared_task(name="spm.watch")
def watch() -> None:
    """Months to fill in, sheets and evaluations of networks. In working hours, once a day."""
    now = timezone.now()
    if leases.take("spm.watch", at=now, lasting=REMINDING):
        watching.remind(at=now)
