"""The Celery application. It only rings the bell: every effect is an outbox row first.

Settings are the `CELERY_*` names of `sejaras.settings.base`,
pinned by `tests/architecture/test_celery_settings.py`.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")

app = Celery("sejaras")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def use_worker_timeouts(conf: Any, **_kwargs: object) -> None:
    """A worker may wait longer for its broker than a web request, which gives up after 0.3 s."""
    conf.broker_transport_options = settings.WORKER_BROKER_TRANSPORT_OPTIONS


@worker_ready.connect
def show_life(**_kwargs: object) -> None:
    """The first heartbeat goes through the broker like any job, so readiness does not wait for beat."""
    app.send_task("core.heartbeat", queue="sweeps")
