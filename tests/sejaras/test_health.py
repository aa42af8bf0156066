import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from core import heartbeat
from core.models import Heartbeat
from sejaras import health


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_names_what_is_missing(client: Client) -> None:
    answer = client.get("/healthz/ready")

    parts = answer.json()["parts"]
    assert answer.status_code == 503
    assert {name for name, holds in parts.items() if not holds} >= {"reference_data", "worker"}
    assert parts["database"]
    assert parts["storage"]


@pytest.mark.django_db
def test_ready_when_every_part_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECKS", {"worker": health.worker, "fonts": health.fonts})
    heartbeat.beat()

    answer = client.get("/healthz/ready")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


@pytest.mark.django_db
def test_silent_worker_is_not_ready() -> None:
    Heartbeat.objects.create(name=heartbeat.WORKER, at=timezone.now() - 2 * health.WORKER_SILENCE)

    assert health.worker() is False


def test_storage_that_cannot_be_written_is_not_ready(settings: LazySettings) -> None:
    settings.FILES_DIR = settings.BASE_DIR / "manage.py"  # a file where a folder must be

    assert health._holds(health.storage) is False


def test_answer_is_kept_by_no_cache(client: Client) -> None:
    assert "no-store" in client.get("/healthz/live").headers["Cache-Control"]
