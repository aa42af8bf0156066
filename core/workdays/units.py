"""Units of the arithmetic, and the years it knows."""

from datetime import timedelta
from fractions import Fraction

FIRST_YEAR = 1990
LAST_YEAR = 2199
DAY = 86_400_000_000
MINUTE = 60_000_000
MICROSECOND = timedelta(microseconds=1)
NOTHING = Fraction(0)
NO_TIME = timedelta(0)


class OutsideCalendarError(ValueError):
    """The instant, or the working time asked for, lies outside the years 1990 to 2199."""


class BadSnapshotError(ValueError):
    """A calendar snapshot contradicts itself: a bad hour, or intervals that overlap."""
