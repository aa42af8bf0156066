"""What beat looks for each minute: half the promise gone, the promise missed, the rice late. Each is said once."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from outreach.domain.compensations import open_miss
from outreach.domain.telling import tell_compensation_late, tell_due, tell_warning
from outreach.enums import WarningLevel
from outreach.models import FollowUp, Pickup, PickupWarning

BATCH = 500
REMINDERS = (3, 1)  # days before the date (messages.csv)
DAYS_AHEAD = timedelta(days=max(REMINDERS))
WEEK = 7


def give_warnings(*, at: datetime) -> int:
    """Give every warning reached and not given yet; returns how many were written."""
    open_rows = Pickup.objects.open().select_related("office", "region", "driver", "doctor")
    early = open_rows.filter(warn_at__lte=at, due_at__gte=at).exclude(warnings__level=WarningLevel.EARLY)
    missed = open_rows.filter(due_at__lt=at).exclude(warnings__level=WarningLevel.MISSED)
    late = (
        Pickup.objects.filter(compensation__handed_at__isnull=True, compensation__due_at__lt=at)
        .exclude(warnings__level=WarningLevel.COMPENSATION_LATE)
        .select_related("office")
    )
    return (
        _each(early, lambda row: _warn(row, at))
        + _each(missed, lambda row: _miss(row, at))
        + _each(late, lambda row: _late(row, at))
    )


def remind_of_findings(*, at: datetime) -> int:
    """Remind of each follow-up without a result: three days and one day before its date, then each week after it.

    Days are those of its Puskesmas. A day on which nothing ran is not made up. Returns how many messages were meant.
    """
    rows = FollowUp.objects.filter(done_at__isnull=True, finding__closed_at__isnull=True)
    rows = rows.filter(due_on__lte=at.date() + DAYS_AHEAD + timedelta(days=1))
    told = 0
    for row in rows.select_related("made_by", "finding__pickup__office"):
        today = at.astimezone(row.finding.pickup.office.zone).date()
        if is_reminder_day(row.due_on, today):
            told += tell_due(row, on=today, at=at)
    return told


def is_reminder_day(due_on: date, today: date) -> bool:
    """Tell whether a follow-up due on `due_on` is reminded of today."""
    left = (due_on - today).days
    return left in REMINDERS or (left < 0 and left % -WEEK == 0)


def _each(rows: Iterable[Pickup], act: Callable[[Pickup], bool]) -> int:
    return sum(act(row) for row in list(rows[:BATCH]))  # type: ignore[index]  # a queryset


def _warn(row: Pickup, at: datetime) -> bool:
    return _once(row, WarningLevel.EARLY, at, lambda: tell_warning(row, WarningLevel.EARLY, at=at))


def _late(row: Pickup, at: datetime) -> bool:
    return _once(row, WarningLevel.COMPENSATION_LATE, at, lambda: tell_compensation_late(row, at=at))


def _once(row: Pickup, level: WarningLevel, at: datetime, say: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            PickupWarning.objects.create(pickup=row, level=level, at=at)
            say()
    except IntegrityError:
        return False  # another beat was faster
    return True


@transaction.atomic
def _miss(row: Pickup, at: datetime) -> bool:
    """Under the lock of the pickup, so that an arrival at the same moment is seen."""
    fresh = Pickup.objects.select_for_update(of=("self",)).select_related("office", "region").get(pk=row.pk)
    if fresh.arrived_at is not None and fresh.arrived_at <= fresh.due_at:
        return False
    open_miss(fresh, at=at)
    return True
