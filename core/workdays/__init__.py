"""Office time: which minutes of which day count, and the arithmetic of working days.

Pure: no Django, no wall clock, no time zone but the one of the calendar. Every instant that goes in or
comes out is aware; what comes out carries the calendar's own zone.

A working day is one full day's worth of office time, counted as a fraction of each day (Perpres 21/2023:
450 minutes, 390 in Ramadan). A moment's position is a whole number of parts of a working day, chosen so
that a microsecond of every day length is a whole number of them; nothing drifts. Moments are cut down to
the microsecond, which keeps `at <= due` and "used at most the allowance" the same sentence; texts cut them
down to the minute.

Positions are prefix sums over the opening intervals, searched by bisection. They are built year by year when
first asked for and replaced as a whole, so that one calendar may serve many threads.
"""

from core.workdays.calendar import WorkCalendar
from core.workdays.hours import Holiday
from core.workdays.snapshot import UNCONFIRMED, HolidayRow, HoursRow, Snapshot, snapshot_of
from core.workdays.stretches import NOTES, Day, Interval, Promise, Stretch, StretchKind
from core.workdays.units import FIRST_YEAR, LAST_YEAR, BadSnapshotError, OutsideCalendarError

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "NOTES",
    "UNCONFIRMED",
    "BadSnapshotError",
    "Day",
    "Holiday",
    "HolidayRow",
    "HoursRow",
    "Interval",
    "OutsideCalendarError",
    "Promise",
    "Snapshot",
    "Stretch",
    "StretchKind",
    "WorkCalendar",
    "snapshot_of",
]
