"""What beat rings, fixed in code. Each task takes a lease row, so two beats do no harm.

A missed ring is not made up for: `expires` drops it, and the next one finds the same due rows.
"""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

# Several rings, one run: each task's lease lasts hours, and a beat that was away at the first ring meets a later one.
NIGHT = crontab(hour="1-4", minute=30)
WORKING_HOURS = crontab(hour="8-16", minute=5)


def ring(task: str, *, every: timedelta | crontab, expires: int = 50) -> dict[str, Any]:
    """One entry of the schedule; `expires` in seconds."""
    return {"task": task, "schedule": every, "options": {"queue": "sweeps", "expires": expires}}


SCHEDULE: dict[str, Any] = {
    "heartbeat": ring("core.heartbeat", every=timedelta(seconds=30), expires=25),
    "sweep": ring("core.sweep", every=timedelta(minutes=1)),
    "watch": ring("licensing.watch", every=timedelta(minutes=1)),
    "outreach": ring("outreach.watch", every=timedelta(minutes=1)),
    "outreach_remind": ring("outreach.remind", every=WORKING_HOURS, expires=1_800),
    "outreach_feed": ring("outreach.feed", every=NIGHT, expires=1_800),
    "people": ring("accounts.watch", every=crontab(minute="*/10"), expires=300),
    "remind": ring("licensing.remind", every=WORKING_HOURS, expires=1_800),
    "findings": ring("inspections.watch", every=WORKING_HOURS, expires=1_800),
    "indicators": ring("spm.watch", every=WORKING_HOURS, expires=1_800),
    "recompute": ring("licensing.recompute", every=NIGHT, expires=1_800),
    "coverage": ring("licensing.coverage", every=crontab(minute="*/10"), expires=300),
    "coverage_whole": ring("licensing.coverage_whole", every=NIGHT, expires=1_800),
    "satusehat": ring("licensing.satusehat", every=crontab(minute="*/10"), expires=300),
    "forget": ring("accounts.nightly", every=NIGHT, expires=1_800),
    "forget_exports": ring("accounts.forget_exports", every=crontab(minute=20), expires=1_800),
    "nightly": ring("core.nightly", every=NIGHT, expires=1_800),
}
