import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from core import breaker, outbox
from core.exceptions import NeighbourDown
from core.models import JobState, Neighbour, OutboxJob
from core.outbox import Permanent, Policy, Postponed
from tests.conftest import child_environment

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class Recorder:
    """A handler that notes its jobs and fails as told."""

    def __init__(self) -> None:
        self.jobs: list[int] = []
        self.raises: Exception | None = None

    def __call__(self, job: OutboxJob) -> None:
        self.jobs.append(job.pk)
        if self.raises is not None:
            raise self.raises


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setitem(outbox._handlers, "test", (recorder, Policy()))
    monkeypatch.setitem(outbox._handlers, "test.mail", (recorder, Policy(neighbour="mail")))
    return recorder


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Jobs the bell was rung for."""
    ids: list[int] = []
    monkeypatch.setattr(outbox, "_bell", [lambda job_id, _queue: ids.append(job_id)])
    return ids


def job_of(kind: str = "test", *, key: str = "k", **payload: Any) -> OutboxJob:
    return outbox.enqueue(kind, key=key, payload=payload)


def stored(job: OutboxJob) -> OutboxJob:
    return OutboxJob.objects.get(pk=job.pk)


def test_bell_rings_after_commit_only(rung: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = job_of(letter=7)
        assert rung == []

    assert rung == [job.pk]


def test_same_key_twice_is_one_job() -> None:
    assert job_of(letter=1).pk == job_of(letter=2).pk
    assert OutboxJob.objects.get().payload == {"letter": 1}


def test_personal_data_does_not_enter_the_outbox() -> None:
    with pytest.raises(ValueError, match="ids"):
        job_of(nik="9971010101900000")


def test_job_is_done_once(work: Recorder) -> None:
    job = job_of()

    assert [outbox.run(job.pk), outbox.run(job.pk)] == [JobState.DONE, None]
    assert work.jobs == [job.pk]
    assert (stored(job).state, stored(job).attempts, stored(job).lease_until) == (JobState.DONE, 1, None)


def test_attempt_is_counted_before_the_work(work: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    handler = (lambda job: seen.append(OutboxJob.objects.get(pk=job.pk).attempts), Policy())
    monkeypatch.setitem(outbox._handlers, "test", handler)

    outbox.run(job_of().pk)

    assert seen == [1]


def test_failed_job_waits_longer_each_time_and_dies_after_five(work: Recorder) -> None:
    work.raises = RuntimeError("kaput 9971010101900000")
    job, states, waits = job_of(), [], []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            states.append(outbox.run(job.pk))
            waits.append((stored(job).next_attempt_at - timezone.now()).total_seconds())
            clock.shift(timedelta(hours=2))
        assert outbox.run(job.pk) is None

    assert states == [JobState.FAILED] * 4 + [JobState.DEAD]
    assert all(30 * 2**n <= waits[n] <= 37.5 * 2**n for n in range(4))
    assert stored(job).last_error == "RuntimeError: kaput [nik]"


def test_failed_job_is_not_tried_before_its_time(work: Recorder) -> None:
    work.raises = RuntimeError()
    job = job_of()

    assert [outbox.run(job.pk), outbox.run(job.pk)] == [JobState.FAILED, None]


def test_job_that_kills_its_worker_dies_after_five(work: Recorder) -> None:
    job = job_of()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            assert outbox._claim(stored(job), at=timezone.now(), reserved=None)  # and the worker is gone
            assert outbox.run(job.pk) is None
            clock.shift(outbox.LEASE + SECOND)

        assert outbox.run(job.pk) == JobState.DEAD

    assert work.jobs == []


def test_worker_that_lost_its_lease_does_not_close_the_job(work: Recorder) -> None:
    job = job_of()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        slow = outbox._claim(stored(job), at=timezone.now(), reserved=None)
        clock.shift(outbox.LEASE + SECOND)
        quick = outbox._claim(stored(job), at=timezone.now(), reserved=None)
    assert slow is not None
    assert quick is not None

    outbox._finish(slow, JobState.DONE)
    assert stored(job).state == JobState.SENDING
    outbox._finish(quick, JobState.DONE)
    assert stored(job).state == JobState.DONE


def test_permanent_failure_is_dead_at_once(work: Recorder) -> None:
    work.raises = Permanent("template not approved")

    assert outbox.run(job_of().pk) == JobState.DEAD


def test_postponed_job_keeps_its_attempts(work: Recorder) -> None:
    until = timezone.now() + MINUTE
    work.raises = Postponed(until)
    job = job_of()

    assert outbox.run(job.pk) == JobState.PENDING
    assert (stored(job).attempts, stored(job).next_attempt_at) == (0, until)
    assert outbox.oldest_undone_age(at=until - SECOND) is None  # quiet hours are no reason for an alarm


def test_unknown_kind_is_parked_not_lost() -> None:
    job = job_of("from.a.newer.portal")

    assert outbox.run(job.pk) is None
    assert (stored(job).state, stored(job).attempts) == (JobState.PENDING, 0)
    assert stored(job).next_attempt_at > timezone.now() + 4 * MINUTE


def test_neighbour_away_gives_the_attempt_back_and_opens_the_breaker(work: Recorder) -> None:
    work.raises = NeighbourDown("mail", "connection refused")
    jobs = [job_of("test.mail", key=f"k{n}") for n in range(10)]

    for job in jobs:
        outbox.run(job.pk)

    assert len(work.jobs) == breaker.TOLERATED
    assert {stored(job).attempts for job in jobs} == {0}
    assert {stored(job).state for job in jobs} == {JobState.PENDING}


def test_open_breaker_lets_one_probe_through_and_closes_on_success(work: Recorder) -> None:
    jobs = [job_of("test.mail", key=f"k{n}") for n in range(4)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Neighbour.objects.create(name="mail", failures=8, open_until=timezone.now() + 30 * SECOND)
        assert [outbox.run(job.pk) for job in jobs] == [None] * 4
        clock.shift(MINUTE)
        work.raises = NeighbourDown("mail", "still away")
        assert [outbox.run(job.pk) for job in jobs] == [JobState.PENDING, None, None, None]
        clock.shift(MINUTE)
        work.raises = None
        assert [outbox.run(job.pk) for job in jobs] == [JobState.DONE] * 4


def test_neighbour_away_for_longer_than_patience_kills_the_job(work: Recorder) -> None:
    job = job_of("test.mail")
    work.raises = NeighbourDown("mail", "gone")

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert outbox.run(job.pk) == JobState.DEAD


def test_day_of_outage_sends_everything_once_after_it(work: Recorder) -> None:
    jobs = [job_of("test.mail", key=f"k{n}") for n in range(3)]
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        work.raises = NeighbourDown("mail", "gone")
        for quarter in range(24 * 4):
            clock.move_to(start + quarter * 15 * MINUTE)
            outbox.drain()
        calls_of_the_day = len(work.jobs)
        work.raises, work.jobs = None, []
        clock.shift(2 * MINUTE)
        outbox.drain()
        clock.shift(MINUTE)
        outbox.drain()

    assert sorted(work.jobs) == sorted(job.pk for job in jobs)
    assert calls_of_the_day <= 24 * 4 + breaker.TOLERATED


def test_sweep_rings_late_rows_and_lost_ones(work: Recorder, rung: list[int]) -> None:
    late, lost, future = (job_of(key=key) for key in ("late", "lost", "future"))
    now = timezone.now()
    OutboxJob.objects.filter(pk=lost.pk).update(state=JobState.SENDING, lease_until=now - SECOND)
    OutboxJob.objects.filter(pk=future.pk).update(next_attempt_at=now + MINUTE)

    assert outbox.sweep(at=now) == 2
    assert sorted(rung) == sorted([late.pk, lost.pk])


def test_drain_works_without_a_broker(work: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [job_of(key=f"k{n}") for n in range(7)]

    call_command("drain_outbox")

    assert sorted(work.jobs) == [job.pk for job in jobs]
    assert capsys.readouterr().out == "7 attempted\n"


def test_drain_takes_no_more_than_asked(work: Recorder) -> None:
    for n in range(5):
        job_of(key=f"k{n}")

    assert outbox.drain(limit=2) == 2
    assert OutboxJob.objects.undone().count() == 3


def test_row_reserved_by_a_drainer_is_left_to_it(work: Recorder) -> None:
    job = job_of()
    lease = timezone.now() + outbox.LEASE

    assert outbox._reserve(until=lease, size=10) == [job.pk]
    assert outbox.run(job.pk) is None
    assert outbox.run(job.pk, reserved=lease) == JobState.DONE


def test_dead_job_may_be_given_another_chance(work: Recorder) -> None:
    job = job_of()
    OutboxJob.objects.update(state=JobState.DEAD, attempts=5)

    outbox.requeue(job, at=timezone.now())

    assert outbox.run(job.pk) == JobState.DONE


def test_alarm_goes_by_the_age_of_the_oldest_undone_row(work: Recorder) -> None:
    now = timezone.now()
    outbox.enqueue("test", key="later", not_before=now + MINUTE)
    assert outbox.oldest_undone_age(at=now) is None

    outbox.enqueue("test", key="late", not_before=now - MINUTE)
    assert outbox.oldest_undone_age(at=now) == MINUTE


def test_done_jobs_are_purged_and_dead_ones_stay(work: Recorder) -> None:
    outbox.run(job_of(key="done").pk)
    dead = job_of(key="dead")
    OutboxJob.objects.filter(pk=dead.pk).update(state=JobState.DEAD)

    assert outbox.purge(before=timezone.now() + MINUTE) == 1
    assert OutboxJob.objects.get() == dead


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_a_job_once(work: Recorder) -> None:
    with transaction.atomic():
        jobs = [job_of(key=f"k{n}") for n in range(10)]
    barrier = Barrier(4)

    def worker() -> None:
        barrier.wait()
        for job in jobs:
            outbox.run(job.pk)
        connection.close()

    threads = [Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(work.jobs) == [job.pk for job in jobs]


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_leaves_no_effect(work: Recorder, rung: list[int]) -> None:
    @transaction.atomic
    def change_that_fails() -> None:
        job_of()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()

    assert (OutboxJob.objects.count(), rung) == (0, [])


KILLED_IN_ITS_WORK = """
import os, signal, sys
import django
django.setup()
from core import outbox
outbox.handler("test.deadly")(lambda job: os.kill(os.getpid(), signal.SIGKILL))
outbox.run(int(sys.argv[1]))
"""


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_killed_process_leaves_a_counted_attempt_and_a_lease(rung: list[int]) -> None:
    job = outbox.enqueue("test.deadly", key="deadly")
    command = [sys.executable, "-c", KILLED_IN_ITS_WORK, str(job.pk)]

    killed = subprocess.run(command, env=child_environment(), check=False, capture_output=True)

    assert killed.returncode == -9
    left = stored(job)
    assert (left.state, left.attempts) == (JobState.SENDING, 1)
    assert left.lease_until is not None
    assert outbox.sweep(at=left.lease_until - SECOND) == 0
    assert outbox.sweep(at=left.lease_until + SECOND) == 1
    assert rung[-1] == job.pk
