"""What beat rings, fixed in code. Each task takes a lease row, so two beats do no harm.

A missed ring is not made up for: `expires` drops it, and the next one finds the same due rows.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab


def ring(task: str, *, every: timedelta | crontab, expires: int = 50) -> dict[str, Any]:
    """One entry of the schedule; `expires` in seconds."""
    return {"task": task, "schedule": every, "options": {"queue": "sweeps", "expires": expires}}


SCHEDULE: dict[str, Any] = {
    "heartbeat": ring("core.heartbeat", every=timedelta(seconds=30), expires=25),
    "sweep": ring("core.sweep", every=timedelta(minutes=1)),
    "nightly": ring("core.nightly", every=crontab(hour=1, minute=30), expires=3_600),
}
