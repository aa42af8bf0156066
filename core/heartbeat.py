"""Signs of life: the worker beats, `/healthz/ready` looks. `inspect ping` does not work on the embedded broker."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.models import Heartbeat

WORKER = "worker"


def beat(name: str = WORKER, *, at: datetime | None = None) -> None:
    """Note that `name` is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at or timezone.now()})


def last_beat(name: str = WORKER) -> datetime | None:
    """When `name` was last alive; None when it never was."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def is_alive(within: timedelta, *, name: str = WORKER, at: datetime | None = None) -> bool:
    """Whether `name` gave a sign of life in the last `within`."""
    last = last_beat(name)
    return last is not None and (at or timezone.now()) - last <= within
