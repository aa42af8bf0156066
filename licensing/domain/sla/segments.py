"""A part of a clock's life with one holder."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from core.workdays import Stretch, WorkCalendar
from licensing.enums import (
    Holder,
)

NOTHING = Fraction(0)
MICROSECOND = timedelta(microseconds=1)
NO_TIME = timedelta(0)


class SegmentKind(StrEnum):
    """STOPPED is the gap between a decision and its reopening."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a clock's life with one holder. `used` is zero unless it ran; `granted` is an extension."""

    start: datetime
    end: datetime
    holder: Holder
    kind: SegmentKind
    used: Fraction
    calendar: WorkCalendar = field(repr=False, compare=False)
    granted: Fraction = NOTHING

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The office's hours within the segment; empty unless the clock ran."""
        if self.kind is not SegmentKind.RUNNING:
            return ()
        return tuple(self.calendar.stretches(self.start, self.end))
