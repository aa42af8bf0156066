"""What the arithmetic answers with: openings, days, stretches of time, promises."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from core.workdays.units import MICROSECOND, MINUTE, NO_TIME, NOTHING


class StretchKind(StrEnum):
    """What the office does during a stretch of time."""

    OPEN = "open"
    BREAK = "break"
    OFF_HOURS = "off_hours"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"


# Looking a member up is slow in a loop.
OPEN = StretchKind.OPEN
OFF_HOURS = StretchKind.OFF_HOURS

# Indonesian source texts, translated where they are shown.
NOTES = {
    StretchKind.BREAK: "istirahat",
    StretchKind.OFF_HOURS: "di luar jam kantor",
    StretchKind.DAY_OFF: "libur",
}


class Interval(NamedTuple):
    """One opening of the office, [start, end)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One date as the public calendar shows it; `label` names the hours in force, also on closed dates."""

    on: date
    working: bool
    intervals: tuple[Interval, ...]
    open_time: timedelta
    holiday: str
    source: str
    label: str
    provisional: bool


class Stretch(NamedTuple):
    """Time during which the office is open without a break, or closed for one reason.

    `day_length` is the office time of that date; zero when closed.
    """

    start: datetime
    end: datetime
    kind: StretchKind
    note: str
    day_length: timedelta

    @property
    def open_time(self) -> timedelta:
        return self.end - self.start if self.kind is OPEN else NO_TIME

    @property
    def minutes(self) -> Fraction:
        """Office minutes in the stretch, 0 when closed."""
        return Fraction(self.open_time // MICROSECOND, MINUTE)

    @property
    def fraction(self) -> Fraction:
        """Share of a working day, 0 when closed."""
        if self.kind is not OPEN:
            return NOTHING
        return Fraction((self.end - self.start) // MICROSECOND, self.day_length // MICROSECOND)


@dataclass(frozen=True, slots=True)
class Promise:
    """A number of working days from an instant on, explained.

    `used` is what the runs before the last pause took, 0 without pauses; `outer_limit_at` is None with them.
    `stretches` leave out nights and pauses.
    """

    starts_at: datetime
    due_at: datetime
    outer_limit_at: datetime | None
    used: Fraction
    stretches: tuple[Stretch, ...]
    provisional: bool
