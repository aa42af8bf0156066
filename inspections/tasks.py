"""Outbox handlers: ids in, domain decides."""

from django.utils import timezone

from core.models import OutboxJob
from core.outbox import handler
from inspections.domain import photos


@handler(photos.CHECK_JOB)
def check_photo(job: OutboxJob) -> None:
    """Rebuild and scan one photo of a visit."""
    photos.settle(job.payload["photo"], at=timezone.now())
