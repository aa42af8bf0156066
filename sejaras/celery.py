"""The Celery application. It only rings the bell: every effect is an outbox row first.

Settings are the `CELERY_*` names of `sejaras.settings.base`; `tests/architecture/test_celery_settings.py` pins them.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.dev")

app = Celery("sejaras")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def use_worker_timeouts(conf: Any, **_kwargs: object) -> None:
    """A worker may wait longer for its broker than a web request, which gives up after 0.3 s."""
    conf.broker_transport_options = settings.WORKER_BROKER_TRANSPORT_OPTIONS
