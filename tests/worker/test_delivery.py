"""The doorbell and a real worker: what is rung is done, what could not be rung is done later."""

import time

import pytest
from django.utils import timezone

from core import heartbeat, tasks
from tests.processes import Worker, eventually
from tests.redis_server import OwnRedis

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_worker_shows_life_as_soon_as_it_listens(worker: Worker) -> None:
    eventually(lambda: heartbeat.last_beat() is not None)


def test_job_rung_before_the_worker_listens_is_done(broker: OwnRedis, worker: Worker) -> None:
    eventually(lambda: heartbeat.last_beat() is not None)
    worker.kill()
    rung_at = timezone.now()
    tasks.beat.delay()

    worker.start()

    eventually(lambda: (heartbeat.last_beat() or rung_at) > rung_at)


def test_broker_that_is_away_costs_less_than_a_second_and_comes_back(broker: OwnRedis) -> None:
    broker.stop()
    begun = time.monotonic()

    tasks.ring(1, "messages")

    assert time.monotonic() - begun < 1
    broker.start()
    tasks._bell_broken_at.clear()
    tasks.ring(1, "messages")
    assert tasks._bell_broken_at == []
