"""One clock as it stands at an instant."""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from core.workdays import WorkCalendar
from licensing.domain.sla.explaining import ExplanationLine, explained
from licensing.domain.sla.segments import MICROSECOND, NO_TIME, Segment, SegmentKind
from licensing.enums import (
    ClockName,
    ClockState,
    Holder,
)


class Mark(StrEnum):
    """How a clock stands, in the one word a queue or a card needs."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVER = "over"
    PAUSED = "paused"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True)
class ClockReading:
    """One clock as it stands at `at`.

    `due_at` is None before the start and while paused. `exceeded_at` is the due moment once it has passed,
    also while paused. `on_time` is None while it is open whether the promise is kept, and for stops that do
    not count. `outer_limit_at` is None once the clock has been paused or stopped in between.
    """

    name: ClockName
    state: ClockState
    at: datetime
    counted: bool
    started_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    used: Fraction
    allowance: Fraction
    on_time: bool | None
    exceeded_at: datetime | None
    paused_since: datetime | None
    paused_holder: Holder | None
    holder: Holder
    outer_limit_at: datetime | None
    provisional: bool
    segments: tuple[Segment, ...]
    calendar: WorkCalendar = field(repr=False, compare=False)

    @property
    def remaining(self) -> Fraction:
        """Working days left; negative when over."""
        return self.allowance - self.used

    @property
    def share(self) -> Fraction:
        """Part of the allowance used; more than 1 when over."""
        return self.used / self.allowance

    @property
    def mark(self) -> Mark:
        if self.state is ClockState.STOPPED:
            if self.on_time is None:
                return Mark.NOT_COUNTED
            return Mark.DONE_IN_TIME if self.on_time else Mark.DONE_LATE
        if self.state is ClockState.RUNNING and self.exceeded_at:
            return Mark.OVER
        if self.is_due_today:
            return Mark.DUE_TODAY
        return Mark(self.state.value)

    @property
    def is_due_today(self) -> bool:
        """Whether a running clock ends on the local date of the reading, up to and including that moment."""
        if self.state is not ClockState.RUNNING or self.due_at is None or self.exceeded_at:
            return False
        return self.due_at.date() == self.at.astimezone(self.calendar.tz).date()

    @cached_property
    def used_time(self) -> timedelta:
        """Office hours the clock has run, as the clock on the wall counts them."""
        spans = (self.calendar.open_time(each.start, each.end) for each in self.ran)
        return sum(spans, NO_TIME)

    @property
    def used_minutes(self) -> int:
        """The same in whole minutes, as lists and medians take it."""
        return round(self.used_time.total_seconds() / 60)

    @cached_property
    def remaining_time(self) -> timedelta:
        """Office hours left; zero when over. Without a due moment, measured by the day it stands on."""
        if self.exceeded_at:
            return NO_TIME
        if self.due_at is not None:
            return self.calendar.open_time(self.stopped_at or self.at, self.due_at)
        stands_on = self.calendar.next_open(self.paused_since or self.stopped_at or self.at)
        day = self.calendar.day(stands_on.date()).open_time // MICROSECOND
        return math.floor(self.remaining * day) * MICROSECOND

    @cached_property
    def over_time(self) -> timedelta:
        """Office hours the clock has run past its due moment."""
        if self.exceeded_at is None:
            return NO_TIME
        passed = ((max(each.start, self.exceeded_at), each.end) for each in self.ran)
        return sum((self.calendar.open_time(start, end) for start, end in passed), NO_TIME)

    @property
    def ran(self) -> list[Segment]:
        """The segments in which the clock ran."""
        return [segment for segment in self.segments if segment.kind is SegmentKind.RUNNING]

    @property
    def allowance_time(self) -> timedelta:
        """The allowance in office hours: used within the promise and left."""
        return self.used_time - self.over_time + self.remaining_time

    @cached_property
    def explanation(self) -> tuple[ExplanationLine, ...]:
        """Why the due moment is what it is, line by line.

        The `used` and `left` lines of a clock that is open add up to exactly the allowance; of one that has
        stopped in time, the `used` lines add up to what it used.
        """
        return tuple(explained(self))
