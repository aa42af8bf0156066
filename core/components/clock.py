"""The clock card: working time left, the moment it ends, and the sum line by line.

The card displays what the engine returned; it adds up minutes that are already there and does no calendar
arithmetic. Minutes are office minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from core import formats
from core.components.status import Text
from core.components.strip import Strip, StripPart, lay_out
from core.workdays import Stretch, StretchKind


class ClockState(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    STOPPED_LATE = "stopped_late"
    OVER = "over"
    COORDINATION = "coordination"


# The theme's word for the frame of each state.
_LOOKS = {
    ClockState.NOT_STARTED: "idle",
    ClockState.PAUSED: "paused",
    ClockState.STOPPED: "done",
    ClockState.STOPPED_LATE: "over",
    ClockState.OVER: "over",
}


class PartKind(StrEnum):
    USED = "used"
    LEFT = "left"
    CLOSED = "closed"
    PAUSED = "paused"


@dataclass(frozen=True)
class ClockPart:
    """One stretch on the strip. ``gap`` says why the office is closed; ``note`` is the reason in words."""

    kind: PartKind
    starts_at: datetime
    ends_at: datetime
    minutes: int = 0
    gap: StretchKind | None = None
    note: Text = ""

    @property
    def is_silent(self) -> bool:
        """Nights stand on the strip as a gap and need no line of their own."""
        return self.gap is StretchKind.OFF_HOURS


@dataclass(frozen=True)
class WhyLine:
    """One line of the sum. ``day`` is empty when it repeats the line above."""

    kind: PartKind
    day: str
    span: str
    minutes: int
    note: str


@dataclass(frozen=True)
class ClockCard:
    """One clock as a reader sees it.

    ``allowance`` counts working days; ``since`` is the start of a pause or the missed moment. ``due_at`` is
    None before the start. ``outer_at`` is None for a clock that was ever paused (calendar rule 6).
    ``not_started`` replaces the sentence shown before the start, ``intro`` opens the explanation.
    """

    state: ClockState
    allowance: Decimal = Decimal(1)
    used_minutes: int = 0
    left_minutes: int = 0
    over_minutes: int = 0
    started_at: datetime | None = None
    due_at: datetime | None = None
    outer_at: datetime | None = None
    since: datetime | None = None
    now: datetime | None = None
    parts: Sequence[ClockPart] = ()
    waiting_for: Text = ""
    holder: Text = ""
    holder_name: str = ""
    held_since: datetime | None = None
    agency: Text = ""
    deemed_on: date | None = None
    deemed_rule: Text = ""
    not_started: Text = ""
    intro: Text = ""
    provisional: bool = False
    zone: ZoneInfo | None = None
    open: bool = False

    @property
    def look(self) -> str:
        return _LOOKS.get(self.state, "")

    @property
    def allowance_minutes(self) -> int:
        return self.used_minutes + self.left_minutes

    @property
    def figure(self) -> str:
        """The big figure of the state: time left, time taken, time over, or the allowance."""
        match self.state:
            case ClockState.NOT_STARTED | ClockState.COORDINATION:
                return formats.working_days(self.allowance)
            case ClockState.STOPPED | ClockState.STOPPED_LATE:
                return formats.duration(self.used_minutes)
            case ClockState.OVER:
                return formats.duration(self.over_minutes)
            case _:
                return formats.duration(self.left_minutes)

    @property
    def outer_is_same_day(self) -> bool:
        """Whether the outer limit can be said as "hari itu"."""
        if self.due_at is None or self.outer_at is None:
            return False
        return self._local(self.due_at).date() == self._local(self.outer_at).date()

    @property
    def strip(self) -> Strip | None:
        """The drawing; None when there are no stretches to draw."""
        if not self.parts:
            return None
        marks = (self.due_at, self.now if self.state in _MOVING else None)
        return lay_out([_strip_part(part, self.zone) for part in self.parts], marks=marks, zone=self.zone)

    @property
    def lines(self) -> list[WhyLine]:
        return list(_lines(self.parts, self.zone))

    def _local(self, at: datetime) -> datetime:
        return formats.local(at, self.zone)


_MOVING = {ClockState.RUNNING, ClockState.OVER, ClockState.COORDINATION}


def parts_of(stretches: Iterable[Stretch], *, now: datetime) -> list[ClockPart]:
    """The calendar's stretches as parts; what is open is used up to ``now`` and left after it."""
    return [part for stretch in stretches for part in _split(stretch, now)]


def pause(start: datetime, end: datetime, *, note: Text) -> ClockPart:
    """A time in which nothing counted because somebody else held the file."""
    return ClockPart(PartKind.PAUSED, start, end, note=note)


def _split(stretch: Stretch, now: datetime) -> Iterator[ClockPart]:
    if stretch.kind is not StretchKind.OPEN:
        yield ClockPart(PartKind.CLOSED, stretch.start, stretch.end, gap=stretch.kind, note=stretch.note)
        return
    turn = min(max(now, stretch.start), stretch.end)
    if stretch.start < turn:
        yield ClockPart(PartKind.USED, stretch.start, turn, _minutes(stretch.start, turn))
    if turn < stretch.end:
        yield ClockPart(PartKind.LEFT, turn, stretch.end, _minutes(turn, stretch.end))


def _minutes(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() / 60)


def _strip_part(part: ClockPart, zone: ZoneInfo | None) -> StripPart:
    return StripPart(
        kind=part.kind.value,
        starts_at=formats.local(part.starts_at, zone),
        ends_at=formats.local(part.ends_at, zone),
        minutes=part.minutes,
        is_wide=part.gap in (StretchKind.DAY_OFF, StretchKind.HOLIDAY),
        label=_gap_label(part),
    )


def _gap_label(part: ClockPart) -> str:
    if part.kind is PartKind.PAUSED:
        return gettext("jeda")
    return gettext("libur") if part.gap in (StretchKind.DAY_OFF, StretchKind.HOLIDAY) else ""


def _lines(parts: Sequence[ClockPart], zone: ZoneInfo | None) -> Iterator[WhyLine]:
    above: date | None = None
    for part in parts:
        if part.is_silent:
            continue
        start, end = formats.local(part.starts_at, zone), formats.local(part.ends_at, zone)
        if part.kind is PartKind.CLOSED and part.gap is not StretchKind.BREAK:
            yield WhyLine(part.kind, _days(start, end), "", 0, _note(part))
            continue
        day = "" if start.date() == above else formats.weekday_date(start)
        above = start.date()
        yield WhyLine(part.kind, day, _span(part, start, end), part.minutes, _note(part))


def _span(part: ClockPart, start: datetime, end: datetime) -> str:
    first, last = formats.clock_time(start, start.tzinfo), formats.clock_time(end, end.tzinfo)
    if part.kind is PartKind.PAUSED and start.date() != end.date():
        return f"{first} – {formats.short_moment(end, end.tzinfo)}"
    return f"{first}–{last}"


def _note(part: ClockPart) -> str:
    """What stands at the right of a line without minutes."""
    match part.kind, part.gap:
        case PartKind.PAUSED, _:
            return str(part.note) or gettext("dihentikan")
        case _, StretchKind.BREAK:
            return gettext("istirahat")
        case _, StretchKind.DAY_OFF:
            return gettext("libur")
        case _:
            return str(part.note)


def _days(start: datetime, end: datetime) -> str:
    """``Sabtu–Minggu`` for a weekend, ``Selasa, 17 Februari`` for a single date."""
    last = (end - timedelta(microseconds=1)).date() if end.time() == time() else end.date()
    if start.date() == last:
        return formats.weekday_date(last)
    return f"{formats.weekday(start)}–{formats.weekday(last)}"
