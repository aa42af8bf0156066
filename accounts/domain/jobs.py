"""Jobs of the outbox that need a person: why they stopped, and another set of attempts for a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.domain.deliveries import try_again
from accounts.exceptions import ReasonNeeded
from accounts.models import User
from core import audit, outbox
from core.exceptions import NotFound
from core.models import JobState, OutboxJob

LEAST_REASON = 15
STUCK = (JobState.FAILED, JobState.DEAD)


def stuck_jobs() -> QuerySet[OutboxJob]:
    """Jobs given up first, then those that wait for another attempt."""
    return OutboxJob.objects.filter(state__in=STUCK).order_by("state", "-created_at")


@transaction.atomic
def requeue(job_id: int, *, by: User, reason: str, at: datetime) -> OutboxJob:
    """Give a dead job new attempts; who and why go to the audit trail. Raises NotFound or ReasonNeeded."""
    job = OutboxJob.objects.filter(pk=job_id, state=JobState.DEAD).first()
    if job is None:
        raise NotFound
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonNeeded(params={"least": LEAST_REASON})
    if delivery := job.payload.get("delivery"):
        try_again(int(delivery))
    outbox.requeue(job, at=at)
    audit.record(action="job.requeue", by=by, obj=job, reason=reason, payload={"kind": job.kind}, at=at)
    return job
