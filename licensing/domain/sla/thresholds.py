"""When half, three quarters, nine tenths and all of an allowance are used."""

from datetime import datetime
from typing import NamedTuple

from licensing.domain.sla.clock import ClockReading
from licensing.enums import (
    ClockState,
)

THRESHOLDS = (50, 75, 90, 100)


class Threshold(NamedTuple):
    """A share of the allowance and the instant it is reached; None while a pause keeps it away."""

    percent: int
    at: datetime | None
    reached: bool


def warnings_due(reading: ClockReading) -> tuple[Threshold, ...]:
    """The instants at which 50, 75, 90 and 100 per cent of the allowance were or will be reached.

    100 is reached only after the due moment, since equality is on time (calendar rule 5).
    """
    return tuple(_threshold(reading, percent) for percent in THRESHOLDS)


def _threshold(reading: ClockReading, percent: int) -> Threshold:
    runs = [(segment.start, segment.used) for segment in reading.ran]
    if not runs:
        return Threshold(percent, None, reached=False)
    instant = reading.calendar.reach(runs, reading.allowance * percent / 100)
    now = reading.stopped_at or reading.paused_since or reading.at
    # Equality is on time (calendar rule 5): the full share is a breach only once its moment has passed.
    reached = instant < now if percent == THRESHOLDS[-1] else instant <= now
    stands = reading.state is not ClockState.RUNNING
    return Threshold(percent, None if stands and not reached else instant, reached)
