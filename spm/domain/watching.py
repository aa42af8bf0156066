"""What time brings: months to fill in, sheets and evaluations of networks. Runs any number of times a day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.domain.calendars import work_calendar
from accounts.domain.offices import home_office
from core.workdays import WorkCalendar
from facilities.models import Facility
from spm.domain import telling
from spm.domain.entry import progress_of
from spm.domain.networks import stages
from spm.domain.networks.reading import Standing, standings
from spm.domain.places import PUSKESMAS
from spm.models import Network

# Working days before the end of the month at which a Puskesmas with empty indicators is told (messages.csv).
WORKING_DAYS_LEFT = (10, 3, 1)
# Days before a sheet or an evaluation of a network is due; after that it is told once as late.
DAYS_LEFT = (7, 1)
LATE = "late"


def remind(*, at: datetime) -> int:
    """Tell whoever has something due; returns of how many months, sheets and evaluations."""
    office = home_office()
    on = at.astimezone(office.zone).date()
    return _months(work_calendar(office, at=at), on, at) + _networks(on, at)


def working_days_left(calendar: WorkCalendar, on: date) -> int:
    """Working days from `on` to the end of its month, `on` not counted."""
    last = stages.last_day(on)
    return sum(calendar.is_working(on + timedelta(days=n)) for n in range(1, (last - on).days + 1))


def _months(calendar: WorkCalendar, on: date, at: datetime) -> int:
    left = working_days_left(calendar, on)
    if left not in WORKING_DAYS_LEFT or not calendar.is_working(on):
        return 0
    month, due = on.replace(day=1), stages.last_day(on)
    places = list(Facility.objects.active(on).filter(kind=PUSKESMAS))
    waiting = [row for row in progress_of(places, month) if row.filled < row.of]
    for row in waiting:
        with transaction.atomic():
            telling.tell_month_due(row.facility, month, row.of - row.filled, due=due, left=left, at=at, on=on)
    return len(waiting)


def _networks(on: date, at: datetime) -> int:
    told = 0
    for each in standings(Network.objects.running().filter(delivery_from__isnull=False), on=on):
        with transaction.atomic():
            told += _sheet(each, at) + _evaluation(each, at)
    return told


def _mark(due: date, on: date) -> str:
    """Which reminder stands: the last one reached, empty before the first."""
    days = (due - on).days
    if days < 0:
        return LATE
    return next((str(left) for left in sorted(DAYS_LEFT) if days <= left), "")


def _sheet(each: Standing, at: datetime) -> int:
    due = each.monitoring_due
    if due is None or not (mark := _mark(due, each.on)):
        return 0
    telling.tell_monitoring_due(each.network, due.replace(day=1), due, mark=mark, at=at, on=each.on)
    return 1


def _evaluation(each: Standing, at: datetime) -> int:
    due = each.evaluation_due
    if due is None or not (mark := _mark(due, each.on)):
        return 0
    telling.tell_evaluation_due(each.network, due, mark=mark, at=at, on=each.on)
    return 1
