"""Why the due moment is what it is, line by line."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from core.workdays import Stretch, StretchKind, WorkCalendar
from licensing.domain.sla.segments import MICROSECOND, NO_TIME, NOTHING, Segment, SegmentKind
from licensing.enums import (
    ClockState,
    Holder,
)

if TYPE_CHECKING:
    from licensing.domain.sla.clock import ClockReading

_OPEN = StretchKind.OPEN


class LineKind(StrEnum):
    USED = "used"
    LEFT = "left"
    OVER = "over"
    CLOSED = "closed"
    PAUSED = "paused"
    STOPPED = "stopped"
    EXTENSION = "extension"


class ExplanationLine(NamedTuple):
    """One line under "Mengapa tanggal ini?".

    `start` and `end` are None for the rest of a paused clock, and `end` for a pause that lasts. `note` is an
    Indonesian source text (istirahat, libur, the name of a holiday or of the hours in force).
    """

    kind: LineKind
    start: datetime | None
    end: datetime | None
    working_days: Fraction
    open_time: timedelta
    note: str
    holder: Holder | None = None

    @property
    def minutes(self) -> Fraction:
        return Fraction(self.open_time // MICROSECOND, 60_000_000)


def explained(reading: "ClockReading") -> Iterator[ExplanationLine]:
    """Lines of `explanation`, running segments cut at the moment of the reading and at the due moment."""
    left, limit = reading.allowance, reading.exceeded_at or reading.due_at
    for segment in reading.segments:
        if segment.kind is SegmentKind.RUNNING:
            yield from _running_lines(segment, reading, limit, left)
            left = left - segment.used if segment is not reading.segments[-1] else NOTHING
        else:
            yield _standing_line(segment, reading)
    if reading.state is ClockState.PAUSED and not reading.exceeded_at:
        yield ExplanationLine(LineKind.LEFT, None, None, reading.remaining, reading.remaining_time, "")


def _standing_line(segment: Segment, reading: "ClockReading") -> ExplanationLine:
    lasts = segment is reading.segments[-1] and reading.state is ClockState.PAUSED
    return ExplanationLine(
        kind=LineKind(segment.kind.value),
        start=segment.start,
        end=None if lasts else segment.end,
        working_days=segment.granted,
        open_time=NO_TIME,
        note="",
        holder=segment.holder,
    )


def _running_lines(
    segment: Segment, reading: "ClockReading", limit: datetime | None, left: Fraction
) -> Iterator[ExplanationLine]:
    """Lines of one run, of a clock with `left` before it, and of what is to come if it lasts."""
    lasts = reading.state is ClockState.RUNNING and segment is reading.segments[-1]
    end = max(segment.end, limit) if lasts and limit else segment.end
    for stretch in reading.calendar.day_stretches(segment.start, end):
        if stretch.kind is not _OPEN:
            yield ExplanationLine(
                LineKind.CLOSED, stretch.start, stretch.end, NOTHING, NO_TIME, stretch.note, segment.holder
            )
        elif limit and (stretch.start < limit < stretch.end or stretch.start < segment.end < stretch.end):
            for piece in _cut(stretch, limit, segment.end):
                yield _open_line(piece, segment, reading.calendar, limit, left)
        else:
            yield _open_line(stretch, segment, reading.calendar, limit, left)


def _cut(stretch: Stretch, *cuts: datetime) -> Iterator[Stretch]:
    inside = {cut for cut in cuts if stretch.start < cut < stretch.end}
    for start, end in pairwise(sorted({stretch.start, stretch.end} | inside)):
        yield stretch._replace(start=start, end=end)


def _open_line(
    piece: Stretch, segment: Segment, calendar: WorkCalendar, limit: datetime | None, left: Fraction
) -> ExplanationLine:
    start, end = piece.start, piece.end
    kind = LineKind.USED if end <= segment.end else LineKind.LEFT
    if limit and start >= limit:
        kind = LineKind.OVER
    # The due moment is cut down to the microsecond; the line that ends there takes what that leaves.
    days = left - calendar.used(segment.start, start) if end == limit else piece.fraction
    return ExplanationLine(kind, start, end, days, end - start, piece.note, segment.holder)
