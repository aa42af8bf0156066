"""Figures over many files: how the promise is kept. Each figure has the list behind it."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import QuerySet

from accounts.models import Office
from core.months import Month
from licensing.enums import ClockName
from licensing.models import ApplicationClock


@dataclass(frozen=True)
class PromiseFigures:
    """One month of the one-day promise; `on_time` of `finished`, median office minutes or None."""

    finished: int
    on_time: int
    median_minutes: int | None
    since: datetime
    until: datetime


def finished_recommendations(office: Office, *, since: datetime, until: datetime) -> QuerySet[ApplicationClock]:
    """Return stopped recommendation clocks that count in the one-day figure (DECISIONS 13)."""
    return ApplicationClock.objects.filter(
        name=ClockName.RECOMMENDATION,
        state="stopped",
        counted=True,
        stopped_at__gte=since,
        stopped_at__lt=until,
        application__health_office=office,
    )


def promise_figures(office: Office, *, at: datetime) -> PromiseFigures:
    """Return this month's figures of the promise, from the cached clocks: everybody's first page asks."""
    since = Month.of(at, office.zone).start
    rows = finished_recommendations(office, since=since, until=at).values_list("on_time", "used_minutes")
    found = list(rows.order_by())
    minutes = [used for _on_time, used in found if used is not None]
    return PromiseFigures(
        finished=len(found),
        on_time=sum(bool(on_time) for on_time, _used in found),
        median_minutes=round(median(minutes)) if minutes else None,
        since=since,
        until=at,
    )
