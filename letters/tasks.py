"""What the worker does: letters that nobody signs in person are drawn and sealed from an outbox row."""

from celery.signals import worker_init
from django.utils import timezone

from core.models import OutboxJob
from core.outbox import Permanent, handler
from core.pdf import UnfilledPlaceholder, warm
from letters.domain.issuing import RENDER_JOB, issue_queued
from letters.rendering import PAPER_SHEETS, STYLESHEET


@worker_init.connect
def warm_up(**_kwargs: object) -> None:
    """Draw once before the children are forked: the first letter of each is then as quick as the next."""
    warm((STYLESHEET, *PAPER_SHEETS.values()))


@handler(RENDER_JOB)
def render_letter(job: OutboxJob) -> None:
    """Issue one queued letter; running twice issues once."""
    try:
        issue_queued(job.payload["letter"], at=timezone.now())
    except UnfilledPlaceholder as hole:
        # Drawing the same frozen content again would fail alike.
        raise Permanent(f"placeholder {hole}") from hole
