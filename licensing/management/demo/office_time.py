"""Instants in office time, counted back from now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from core.workdays import WorkCalendar

FAR = timedelta(days=150)
MINUTE = timedelta(minutes=1)


def ago(calendar: WorkCalendar, now: datetime, working_days: Fraction) -> datetime:
    """Return the instant from which to `now` that much office time has passed, to the minute."""
    low, high = now - FAR, now
    while high - low > MINUTE:
        middle = low + (high - low) / 2
        if calendar.used(middle, now) >= working_days:
            low = middle
        else:
            high = middle
    return calendar.next_open(low)


def moments(calendar: WorkCalendar, now: datetime, *, gaps: Sequence[Fraction], idle: Fraction) -> list[datetime]:
    """Return a first instant and one behind each gap, so that `idle` is left between the last and `now`."""
    first = ago(calendar, now, sum(gaps, idle))
    found, passed = [first], Fraction(0)
    for gap in gaps:
        passed += gap
        found.append(calendar.add(first, passed))
    return found
