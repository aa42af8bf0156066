"""The clock of the promise: instants in, minutes out. Round the clock: no calendar, no zone, no office hours. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stand(StrEnum):
    """Where a pickup stands against its promise; the tones of the board."""

    GOOD = "good"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True)
class Limits:
    """What was promised, in minutes from the report."""

    warning: int
    limit: int


@dataclass(frozen=True)
class Reading:
    """`left` and `elapsed` are whole minutes begun; `left` is negative once the promise is missed."""

    stand: Stand
    elapsed: timedelta
    left: timedelta
    stopped: bool

    @property
    def missed(self) -> bool:
        """True when help came after the limit, or has not come and the limit is over."""
        return self.stand is Stand.LATE


def warn_at(reported_at: datetime, limits: Limits) -> datetime:
    """The instant of the early warning."""
    return reported_at + timedelta(minutes=limits.warning)


def due_at(reported_at: datetime, limits: Limits) -> datetime:
    """The last instant at which arriving keeps the promise."""
    return reported_at + timedelta(minutes=limits.limit)


def is_missed(due: datetime, arrived_at: datetime | None, at: datetime) -> bool:
    """Arriving at the very limit is in time."""
    return (at if arrived_at is None else arrived_at) > due


def read(
    *, reported_at: datetime, warning: datetime, due: datetime, arrived_at: datetime | None, at: datetime
) -> Reading:
    """The clock as it stands at `at`, or as it stopped on arrival."""
    end = at if arrived_at is None else arrived_at
    if is_missed(due, arrived_at, at):
        stand = Stand.LATE
    elif end >= warning:
        stand = Stand.EARLY
    else:
        stand = Stand.GOOD
    return Reading(stand, end - reported_at, due - end, arrived_at is not None)


def minutes(span: timedelta) -> int:
    """Whole minutes, as people say them: a minute begun is not yet a minute."""
    return int(span.total_seconds() // 60)
