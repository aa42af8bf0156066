"""The outbox: an effect is a row written in the transaction of the change; the queue only rings the bell.

`enqueue` writes the row, a worker `run`s it, `sweep` rings late rows again, `drain` does the work with no
broker at all. A handler gets the row and manages its own transactions::

    @handler("letter.render")
    def render_letter(job: OutboxJob) -> None: ...

It may run twice (a killed worker), so its effect must bear that. It raises `NeighbourDown` when the other side
does not answer (the attempt is given back), `Permanent` when trying again cannot help, `Postponed` when it is
too early; anything else counts as a failed attempt.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from core import breaker
from core.audit_chain import canonical_json
from core.exceptions import NeighbourDown
from core.models import JobState, OutboxJob
from core.models.outbox import WAITING
from core.redaction import IDENTITY_NUMBER, redact

logger = structlog.get_logger(__name__)

LEASE = timedelta(seconds=120)  # longer than the hard time limit of a task, 90 s
# Queues whose tasks may take longer (`core.tasks.run_long_job`, 270 s) hold a job longer.
LEASES = {"imports": timedelta(seconds=300)}
BATCH = 500
PARKED = timedelta(minutes=5)
# Queues whose second attempts wait for machines of other people: not a sign that our workers stand still.
FAR_QUEUES = ("webhooks",)
# Jitter only has to spread callers, not to surprise an attacker.
_dice = random.Random()  # noqa: S311

Handler = Callable[[OutboxJob], None]


@dataclass(frozen=True)
class Policy:
    """How often and how long a kind is tried. `patience` bounds what a dead neighbour may hold back."""

    max_attempts: int = 5
    first_delay: timedelta = timedelta(seconds=30)
    longest_delay: timedelta = timedelta(hours=1)
    patience: timedelta = timedelta(days=3)
    neighbour: str = ""

    def delay(self, attempts: int, jitter: float) -> timedelta:
        """How long to wait after failed attempt number `attempts`; `jitter` in [0, 1) adds up to a quarter."""
        grown = self.first_delay * (1 << min(attempts - 1, 20))
        return min(grown, self.longest_delay) * (1 + jitter / 4)


class Permanent(Exception):
    """Trying again cannot help: the job is dead at once."""


class Postponed(Exception):
    """Not yet: the job waits until `until` and the attempt does not count."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until:%Y-%m-%d %H:%M:%S}")
        self.until = until


_handlers: dict[str, tuple[Handler, Policy]] = {}
_bell: list[Callable[[int, str], None]] = []


def handler(kind: str, policy: Policy | None = None) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of `kind`."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = (function, policy or Policy())
        return function

    return register


def policy_of(kind: str) -> Policy:
    """The policy of `kind`; the default one for a kind nobody registered here."""
    return _handlers[kind][1] if kind in _handlers else Policy()


def lease_of(queue: str) -> timedelta:
    """How long a job of `queue` belongs to the worker that took it."""
    return LEASES.get(queue, LEASE)


def hang_bell(ring: Callable[[int, str], None]) -> None:
    """Say how a worker is woken: `ring(job_id, queue)`. It must swallow a broker that is away, within a second."""
    _bell[:] = [ring]


def ring(job_id: int, queue: str) -> None:
    """Wake a worker for one job; nothing happens where no bell hangs."""
    for bell in _bell:
        bell(job_id, queue)


# --- writing ------------------------------------------------------------------------------------------------


def enqueue(
    kind: str,
    *,
    key: str,
    payload: Mapping[str, Any] | None = None,
    queue: str = "messages",
    not_before: datetime | None = None,
) -> OutboxJob:
    """Write one effect into the caller's transaction and ring after commit. The same `key` again is a no-op.

    `payload` holds ids only; a 16-digit number in it raises `ValueError`.
    """
    plain = dict(payload or {})
    if IDENTITY_NUMBER.search(canonical_json(plain)):
        raise ValueError("an outbox payload holds ids, not personal data")
    at = not_before or timezone.now()
    draft = OutboxJob(kind=kind, queue=queue, key=key, payload=plain, next_attempt_at=at, due_at=at)
    OutboxJob.objects.bulk_create([draft], ignore_conflicts=True)
    job = OutboxJob.objects.get(key=key)
    if not_before is None:
        transaction.on_commit(partial(ring, job.pk, queue))
    return job


def requeue(job: OutboxJob, *, at: datetime) -> None:
    """Give a dead job a fresh set of attempts. The caller records who asked for it."""
    values = {"state": JobState.PENDING, "attempts": 0, "next_attempt_at": at, "lease_until": None}
    if OutboxJob.objects.filter(pk=job.pk, state=JobState.DEAD).update(**values):
        transaction.on_commit(partial(ring, job.pk, job.queue))


def purge(*, before: datetime) -> int:
    """Delete jobs done before that instant; dead ones stay until somebody decides. Returns how many."""
    return OutboxJob.objects.filter(state=JobState.DONE, done_at__lt=before).delete()[0]


# --- doing --------------------------------------------------------------------------------------------------


def run(job_id: int, *, reserved: datetime | None = None) -> JobState | None:
    """Do one job if it is due and nobody else has it; `reserved` is the lease its caller took before.

    Returns the new state, None when there was nothing to do.
    """
    job = OutboxJob.objects.filter(pk=job_id).first()
    if job is None or not _may_start(job, at=timezone.now()):
        return None
    claimed = _claim(job, at=timezone.now(), reserved=reserved)
    if claimed is None:
        return None
    return JobState.DEAD if claimed.state == JobState.DEAD else _attempt(claimed)


def _due(at: datetime) -> Q:
    waiting = Q(state__in=WAITING, next_attempt_at__lte=at)
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    return (waiting & free) | Q(state=JobState.SENDING, lease_until__lte=at)


def _may_start(job: OutboxJob, *, at: datetime) -> bool:
    """Park what this worker does not know, and hold back what its neighbour cannot take; neither costs an attempt."""
    if job.kind not in _handlers:
        _hold(job, until=at + PARKED, because="no handler here: worker older or newer than the portal")
        return False
    neighbour = policy_of(job.kind).neighbour
    if neighbour and (until := breaker.wait_until(neighbour, at=at)):
        _hold(job, until=until + timedelta(seconds=_dice.random() * 5), because=f"{neighbour}: breaker open")
        return False
    return True


def _hold(job: OutboxJob, *, until: datetime, because: str) -> None:
    held = OutboxJob.objects.filter(pk=job.pk, state__in=WAITING, next_attempt_at=job.next_attempt_at)
    held.update(next_attempt_at=until, lease_until=None, last_error=because)


def _claim(job: OutboxJob, *, at: datetime, reserved: datetime | None) -> OutboxJob | None:
    """Take the job by a conditional update, and count the attempt, committed before the work begins.

    A job that kills its worker therefore runs out of attempts instead of looping for ever.
    """
    due = _due(at) | Q(state__in=WAITING, lease_until=reserved) if reserved else _due(at)
    with transaction.atomic(durable=True):
        rows = OutboxJob.objects.filter(due, pk=job.pk)
        if not _bury(rows, job):
            values = {"state": JobState.SENDING, "attempts": F("attempts") + 1, "lease_until": at + lease_of(job.queue)}
            if not rows.update(**values):
                return None
    return OutboxJob.objects.get(pk=job.pk)


def _bury(rows: models.QuerySet[OutboxJob], job: OutboxJob) -> bool:
    """Dead without another try: every attempt ended with the worker that made it."""
    spent = rows.filter(attempts__gte=policy_of(job.kind).max_attempts)
    error = job.last_error or "the worker died on it"
    if not spent.update(state=JobState.DEAD, lease_until=None, last_error=error):
        return False
    logger.error("outbox_job_dead", job=job.pk, kind=job.kind)
    return True


def _attempt(job: OutboxJob) -> JobState:
    policy = policy_of(job.kind)
    try:
        _handlers[job.kind][0](job)
    except Postponed as early:
        # Put off on purpose: it is due then, so nothing is late until then.
        return _give_back(job, until=early.until, because=str(early), due_at=early.until)
    except NeighbourDown as down:
        return _neighbour_down(job, down, policy)
    except Permanent as error:
        return _finish(job, JobState.DEAD, error=error)
    except Exception as error:  # noqa: BLE001 - the task edge: whatever a handler raises becomes a failed attempt
        return _failed(job, error, policy)
    if policy.neighbour:
        breaker.close(policy.neighbour)
    return _finish(job, JobState.DONE)


def _failed(job: OutboxJob, error: Exception, policy: Policy) -> JobState:
    logger.warning("outbox_job_failed", exc_info=error, job=job.pk, kind=job.kind)
    if job.attempts >= policy.max_attempts:
        return _finish(job, JobState.DEAD, error=error)
    pause = policy.delay(job.attempts, _dice.random())
    return _finish(job, JobState.FAILED, error=error, next_attempt_at=timezone.now() + pause)


def _neighbour_down(job: OutboxJob, down: NeighbourDown, policy: Policy) -> JobState:
    now = timezone.now()
    until = breaker.trip(down.neighbour, at=now)
    if now - job.due_at > policy.patience:
        return _finish(job, JobState.DEAD, error=down)
    return _give_back(job, until=until + timedelta(seconds=_dice.random() * 5), because=str(down))


def _give_back(job: OutboxJob, *, until: datetime, because: str, **values: Any) -> JobState:
    return _finish(
        job,
        JobState.PENDING,
        attempts=job.attempts - 1,
        next_attempt_at=until,
        last_error=redact(because)[:500],
        **values,
    )


def _finish(job: OutboxJob, state: JobState, *, error: Exception | None = None, **values: Any) -> JobState:
    """Close the attempt, unless the lease ran out meanwhile and another worker took the job."""
    if error is not None:
        values["last_error"] = redact(f"{type(error).__name__}: {error}")[:500]
    if state == JobState.DONE:
        values |= {"done_at": timezone.now(), "last_error": ""}
    if state == JobState.DEAD:
        logger.error("outbox_job_dead", job=job.pk, kind=job.kind)
    mine = OutboxJob.objects.filter(pk=job.pk, state=JobState.SENDING, lease_until=job.lease_until)
    mine.update(state=state, lease_until=None, **values)
    return state


# --- sweeping -----------------------------------------------------------------------------------------------


def sweep(*, at: datetime, limit: int = BATCH) -> int:
    """Ring for every row that is due: late, lost with its worker, or waiting for its next attempt."""
    due = OutboxJob.objects.filter(_due(at)).order_by("next_attempt_at", "pk")
    rows = list(due.values_list("pk", "queue")[:limit])
    for job_id, queue in rows:
        ring(job_id, queue)
    return len(rows)


def drain(*, limit: int | None = None) -> int:
    """Do what is due now in this process, batch by batch, without a broker. Returns how many were attempted."""
    attempted = 0
    while limit is None or attempted < limit:
        lease = timezone.now() + LEASE
        batch = _reserve(until=lease, size=BATCH if limit is None else min(BATCH, limit - attempted))
        if not batch:
            break
        attempted += sum(run(job_id, reserved=lease) is not None for job_id in batch)
    return attempted


def _reserve(*, until: datetime, size: int) -> list[int]:
    """Lease a batch to this process. Several drainers take different rows on PostgreSQL."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic(durable=True):
        rows = OutboxJob.objects.select_for_update(skip_locked=skip).filter(_due(until - LEASE))
        batch = list(rows.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:size])
        # An expired attempt goes back to the waiting ones; its attempt stays counted.
        OutboxJob.objects.filter(pk__in=batch, state=JobState.SENDING).update(state=JobState.FAILED)
        OutboxJob.objects.filter(pk__in=batch).update(lease_until=until)
    return batch


def oldest_undone_age(*, at: datetime) -> timedelta | None:
    """How long the oldest undone row has been due; None when nothing is. The alarm goes by this, not by errors."""
    late = OutboxJob.objects.undone().filter(due_at__lte=at).order_by("due_at")
    late = late.exclude(queue__in=FAR_QUEUES, last_error__gt="")
    oldest = late.values_list("due_at", flat=True).first()
    return None if oldest is None else at - oldest
