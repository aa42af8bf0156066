"""Figures over many files: how the promise is kept. Each figure has the list behind it."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Count, Q, QuerySet

from accounts.domain.calendars import work_calendar
from accounts.models import Office
from licensing.domain.clocks import read_clocks
from licensing.enums import ClockName
from licensing.models import Application, ApplicationClock

SAMPLE = 200  # files the median is computed from, newest first


@dataclass(frozen=True)
class PromiseFigures:
    """One month of the one-day promise; `on_time` of `finished`, median office minutes or None."""

    finished: int
    on_time: int
    median_minutes: int | None
    since: datetime
    until: datetime


def month_start(at: datetime, office: Office) -> datetime:
    """Return the local first moment of the month of `at`."""
    return at.astimezone(office.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


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
    """Return this month's figures of the recommendation promise."""
    since = month_start(at, office)
    rows = finished_recommendations(office, since=since, until=at)
    counted = rows.aggregate(finished=Count("pk"), on_time=Count("pk", filter=Q(on_time=True)))
    newest = Application.objects.filter(
        pk__in=rows.order_by("-stopped_at").values_list("application_id", flat=True)[:SAMPLE]
    ).select_related("type", "licensing_office", "health_office")
    # Stopped clocks keep the calendar they closed under; the newest one is read once for all of them.
    calendars = {each.pk: work_calendar(each) for each in Office.objects.filter(kind__in=("dinkes", "dpmptsp"))}
    minutes = [
        reading.used_time.total_seconds() / 60
        for application in newest.with_clocks()
        if (reading := read_clocks(application, at=at, proposed=calendars).get(ClockName.RECOMMENDATION))
    ]
    return PromiseFigures(
        finished=counted["finished"],
        on_time=counted["on_time"],
        median_minutes=round(median(minutes)) if minutes else None,
        since=since,
        until=at,
    )
