"""Outbox handlers: ids in, domain decides."""

from django.utils import timezone

from core.models import OutboxJob
from core.outbox import handler
from spm.domain.evidence import CHECK_JOB, settle


@handler(CHECK_JOB)
def check_evidence(job: OutboxJob) -> None:
    """Rebuild and scan the file of one document."""
    settle(job.payload["evidence"], at=timezone.now())
