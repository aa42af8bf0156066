"""What the worker does: letters that nobody signs in person are drawn and sealed from an outbox row."""

from django.utils import timezone

from core.models import OutboxJob
from core.outbox import Permanent, handler
from core.pdf import UnfilledPlaceholder
from letters.domain.issuing import RENDER_JOB, issue_queued


@handler(RENDER_JOB)
def render_letter(job: OutboxJob) -> None:
    """Issue one queued letter; running twice issues once."""
    try:
        issue_queued(job.payload["letter"], at=timezone.now())
    except UnfilledPlaceholder as hole:
        # Drawing the same frozen content again would fail alike.
        raise Permanent(f"placeholder {hole}") from hole
