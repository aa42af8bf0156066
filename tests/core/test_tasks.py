import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import heartbeat, leases, outbox, tasks
from core.models import Lease
from tests.conftest import child_environment

RING_TWENTY_TIMES = """
import django, time
django.setup()
from core import tasks
start = time.monotonic()
for _ in range(20):
    tasks.ring(1, "messages")
print(time.monotonic() - start)
"""

pytestmark = pytest.mark.slow


def ringing(**environment: str) -> tuple[float, int]:
    """Seconds that twenty rings took in a process of its own, and how often the silence was noted."""
    command = [sys.executable, "-c", RING_TWENTY_TIMES]
    done = subprocess.run(command, env=child_environment(**environment), capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1]), (done.stdout + done.stderr).count("doorbell_silent")


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_embedded_broker_takes_the_ring() -> None:
    tasks._bell_broken_at.clear()

    tasks.ring(1, "messages")

    assert tasks._bell_broken_at == []


def test_broker_away_costs_a_request_less_than_a_second() -> None:
    seconds, noted = ringing(REDIS_URL="redis://127.0.0.1:1/0")

    assert seconds < 1
    assert noted == 1


def test_silent_broker_costs_a_request_less_than_a_second(silent_port: int) -> None:
    seconds, noted = ringing(REDIS_URL=f"redis://127.0.0.1:{silent_port}/0")

    assert seconds < 1
    assert noted == 1


def test_embedded_broker_that_can_not_be_opened_is_noted(tmp_path: Path) -> None:
    (tmp_path / "broker.sqlite3").mkdir()

    _seconds, noted = ringing(REDIS_URL="", TEST_DATA_DIR=str(tmp_path))

    assert noted == 1


@pytest.mark.django_db
def test_lease_is_taken_once_until_it_ends() -> None:
    now = timezone.now()
    minute = timedelta(minutes=1)

    taken = [leases.take("sweep", at=now + n * minute / 2, lasting=minute) for n in range(3)]

    assert taken == [True, False, True]


@pytest.mark.django_db
def test_lease_written_under_a_clock_far_ahead_is_free() -> None:
    now = timezone.now()
    Lease.objects.create(name="sweep", until=now + timedelta(days=1))

    assert leases.take("sweep", at=now, lasting=timedelta(minutes=1))


@pytest.mark.django_db
def test_sweep_raises_the_alarm_by_age(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_bell", [])
    outbox.enqueue("unknown", key="late", not_before=timezone.now() - timedelta(minutes=20))

    tasks.sweep()

    assert "outbox_late" in caplog.text


@pytest.mark.django_db
def test_sweep_shows_life() -> None:
    assert not heartbeat.is_alive(timedelta(minutes=3))

    tasks.sweep()

    assert heartbeat.is_alive(timedelta(minutes=3))
    assert not heartbeat.is_alive(timedelta(minutes=3), at=timezone.now() + timedelta(minutes=4))
