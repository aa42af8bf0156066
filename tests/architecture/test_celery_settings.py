"""The table of docs/architecture.md, "Background work", value by value."""

from typing import Any

import pytest
from django.conf import settings

from core import outbox
from sejaras.celery import app, use_worker_timeouts
from sejaras.settings.environment import broker_options

REQUIRED = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "result_backend": None,
    "task_soft_time_limit": 60,
    "task_time_limit": 90,
    "broker_connection_retry_on_startup": True,
    "worker_max_tasks_per_child": 500,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.2, "interval_step": 0, "interval_max": 0.2},
}


@pytest.mark.parametrize(("name", "value"), REQUIRED.items())
def test_setting_has_its_value(name: str, value: Any) -> None:
    assert app.conf[name] == value


def test_queues_are_the_five_named_ones() -> None:
    names = {queue.name for queue in app.amqp.queues.values()}

    assert names == {"letters", "messages", "webhooks", "imports", "sweeps"}


def test_unknown_queue_is_refused() -> None:
    assert app.conf.task_create_missing_queues is False


def test_redis_gives_a_web_request_less_time_than_a_worker() -> None:
    assert broker_options("redis://x", worker=False) == {
        "visibility_timeout": 900,
        "socket_timeout": 0.3,
        "socket_connect_timeout": 0.3,
        "max_retries": 0,
    }
    assert broker_options("redis://x", worker=True) == {
        "visibility_timeout": 900,
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
    }


def test_long_jobs_have_limits_of_their_own() -> None:
    limits = {name: (app.tasks[name].soft_time_limit, app.tasks[name].time_limit) for name in app.tasks}

    own = {name: pair for name, pair in limits.items() if pair != (60, 90)}
    assert own == {"core.run_long_job": (240, 270)}


def test_nothing_is_delivered_or_leased_again_while_its_task_may_run() -> None:
    long = app.tasks["core.run_long_job"].time_limit

    assert broker_options("redis://x", worker=True)["visibility_timeout"] > 3 * long
    assert outbox.lease_of("imports").total_seconds() > long
    assert outbox.lease_of("letters").total_seconds() > app.conf.task_time_limit


def test_embedded_broker_gets_only_options_that_sqlalchemy_knows() -> None:
    assert broker_options("", worker=False) == {"connect_args": {"timeout": 1}}


def test_worker_takes_its_own_broker_options() -> None:
    class Conf:
        broker_transport_options: dict[str, Any]

    use_worker_timeouts(conf=Conf)

    assert Conf.broker_transport_options == settings.WORKER_BROKER_TRANSPORT_OPTIONS


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=app.conf.beat_schedule.keys())
def test_beat_rings_a_task_that_exists_on_a_queue_that_exists(entry: dict[str, Any]) -> None:
    app.loader.import_default_modules()

    assert entry["task"] in app.tasks
    assert entry["options"]["queue"] in settings.TASK_QUEUES


def test_every_periodic_task_is_scheduled() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.partition(".")[0] in settings.LOCAL_APPS}

    assert ours - {entry["task"] for entry in app.conf.beat_schedule.values()} == {"core.run_job", "core.run_long_job"}


def test_no_task_waits_by_countdown() -> None:
    """On Redis anything due later than the visibility timeout would run again and again."""
    sources = [path for name in settings.LOCAL_APPS for path in (settings.BASE_DIR / name).rglob("*.py")]
    words = ("countdown=", "eta=", ".retry(")

    assert [(str(path), word) for path in sources for word in words if word in path.read_text()] == []
