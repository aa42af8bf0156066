"""Clocks of an application: a calculation from its ledger, the office calendar and the promise given.

Pure. Nothing is counted up and nothing is kept: erase every stored due moment, call again, and the same
answers come back. Amounts are working days (exact fractions), instants are aware and carry the zone of the
calendar. The rule is DECISIONS 8, 13 to 15; the arithmetic is core.workdays.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from core.workdays import Stretch, StretchKind, WorkCalendar
from licensing.enums import (
    Action,
    ClockName,
    ClockState as ClockState,  # noqa: PLC0414 — readers of a clock find its states beside it
    Holder,
    State,
)

NOTHING = Fraction(0)
THRESHOLDS = (50, 75, 90, 100)
_MICROSECOND = timedelta(microseconds=1)
_NO_TIME = timedelta(0)
_OPEN = StretchKind.OPEN


class Phase(StrEnum):
    """What a clock does while the application is in a state; a clock that never ran cannot pause or stop."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"


_RUN = Phase.RUN  # member look-up is slow in the loops of a recompute


class SegmentKind(StrEnum):
    """STOPPED is the gap between a decision and its reopening."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    EXTENSION = "extension"


class LineKind(StrEnum):
    USED = "used"
    LEFT = "left"
    OVER = "over"
    CLOSED = "closed"
    PAUSED = "paused"
    STOPPED = "stopped"
    EXTENSION = "extension"


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


# DECISIONS 8, column "clocks", read by state. A state that is not named stops the clock.
RUNS: Mapping[ClockName, frozenset[State]] = MappingProxyType(
    {
        ClockName.VERIFICATION: frozenset({State.SUBMITTED}),
        ClockName.INTAKE: frozenset({State.VERIFIED}),
        ClockName.RECOMMENDATION: frozenset({State.REGISTERED, State.ASSESSING, State.ASSESSED, State.APPROVED}),
        ClockName.COORDINATION: frozenset({State.COORDINATING}),
        ClockName.LICENCE: frozenset({State.RECOMMENDED}),
        ClockName.DEEMED_APPROVAL: frozenset(
            {
                State.SUBMITTED,
                State.VERIFIED,
                State.REGISTERED,
                State.ASSESSING,
                State.ASSESSED,
                State.APPROVED,
                State.RECOMMENDED,
            }
        ),
    }
)
PAUSES: Mapping[ClockName, frozenset[State]] = MappingProxyType(
    {
        ClockName.VERIFICATION: frozenset({State.NEEDS_CORRECTION}),
        ClockName.INTAKE: frozenset(),
        ClockName.RECOMMENDATION: frozenset({State.REPAIRING, State.COORDINATING}),
        ClockName.COORDINATION: frozenset(),
        ClockName.LICENCE: frozenset(),
        ClockName.DEEMED_APPROVAL: frozenset({State.NEEDS_CORRECTION, State.REPAIRING, State.COORDINATING}),
    }
)
# The register desk holds a verified file; a refused or lapsed one lies with the applicant until reopened.
HOLDERS: Mapping[State, Holder] = MappingProxyType(
    {
        State.DRAFT: Holder.APPLICANT,
        State.SUBMITTED: Holder.DPMPTSP,
        State.NEEDS_CORRECTION: Holder.APPLICANT,
        State.VERIFIED: Holder.DINKES,
        State.REGISTERED: Holder.DINKES,
        State.ASSESSING: Holder.DINKES,
        State.ASSESSED: Holder.DINKES,
        State.APPROVED: Holder.DINKES,
        State.REPAIRING: Holder.APPLICANT,
        State.COORDINATING: Holder.OUTSIDE,
        State.RECOMMENDED: Holder.DPMPTSP,
        State.LICENSED: Holder.APPLICANT,
        State.REFUSED: Holder.APPLICANT,
        State.WITHDRAWN: Holder.APPLICANT,
        State.LAPSED: Holder.APPLICANT,
    }
)
ENDS = frozenset({State.LICENSED, State.REFUSED, State.WITHDRAWN, State.LAPSED})
UNCOUNTED_STOPS = frozenset({State.WITHDRAWN, State.LAPSED})


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One event of an application. `extension` names the clock whose allowance grows, and by how much."""

    at: datetime
    action: Action
    from_state: State
    to_state: State
    actor_role: str = ""
    note: str = ""
    extension: tuple[ClockName, Fraction] | None = None


@dataclass(frozen=True)
class ClockRule:
    """The promise under which an application was filed, in working days.

    `coordination_days` is None where no outside body is asked, `deemed_days` where silence never grants.
    """

    delegated: bool
    registration_by_hand: bool
    verification_days: Fraction
    intake_days: Fraction
    recommendation_days: Fraction
    licence_days: Fraction
    coordination_days: Fraction | None = None
    deemed_days: Fraction | None = None

    @cached_property
    def allowances(self) -> Mapping[ClockName, Fraction]:
        """The clocks this application has, each with its working days."""
        days = {
            ClockName.VERIFICATION: self.verification_days,
            ClockName.INTAKE: self.intake_days if self.registration_by_hand else None,
            ClockName.RECOMMENDATION: self.recommendation_days,
            ClockName.COORDINATION: self.coordination_days,
            ClockName.LICENCE: self.licence_days if self.delegated else None,
            ClockName.DEEMED_APPROVAL: self.deemed_days,
        }
        return {name: allowance for name, allowance in days.items() if allowance is not None}

    @cached_property
    def phases(self) -> Mapping[ClockName, Mapping[State, Phase]]:
        """What each clock does in each state."""
        return {name: {state: self._phase(name, state) for state in State} for name in ClockName}

    @cached_property
    def running(self) -> Mapping[State, tuple[ClockName, ...]]:
        """The clocks that run in each state."""
        return {state: tuple(name for name in self.allowances if self.phases[name][state] is _RUN) for state in State}

    def _phase(self, name: ClockName, state: State) -> Phase:
        if is_end(state, rule=self):
            return Phase.STOP
        if state in RUNS[name]:
            return Phase.RUN
        return Phase.PAUSE if state in PAUSES[name] else Phase.STOP


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
        return Fraction(self.open_time // _MICROSECOND, 60_000_000)


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
        return sum(spans, _NO_TIME)

    @cached_property
    def remaining_time(self) -> timedelta:
        """Office hours left; zero when over. Without a due moment, measured by the day it stands on."""
        if self.exceeded_at:
            return _NO_TIME
        if self.due_at is not None:
            return self.calendar.open_time(self.stopped_at or self.at, self.due_at)
        stands_on = self.calendar.next_open(self.paused_since or self.stopped_at or self.at)
        day = self.calendar.day(stands_on.date()).open_time // _MICROSECOND
        return math.floor(self.remaining * day) * _MICROSECOND

    @cached_property
    def over_time(self) -> timedelta:
        """Office hours the clock has run past its due moment."""
        if self.exceeded_at is None:
            return _NO_TIME
        passed = ((max(each.start, self.exceeded_at), each.end) for each in self.ran)
        return sum((self.calendar.open_time(start, end) for start, end in passed), _NO_TIME)

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
        return tuple(_explained(self))


class Threshold(NamedTuple):
    """A share of the allowance and the instant it is reached; None while a pause keeps it away."""

    percent: int
    at: datetime | None
    reached: bool


class HolderStretch(NamedTuple):
    """Time in one pair of hands, [start, end). `states` are the application's states in it, in order."""

    holder: Holder
    start: datetime
    end: datetime
    states: tuple[State, ...]


class _Spell(NamedTuple):
    """The application in one state; `end` is None for the present one."""

    state: State
    start: datetime
    end: datetime | None


class _Span(NamedTuple):
    """A clock in one phase under one holder; `end` is None for the present one."""

    phase: Phase
    holder: Holder
    start: datetime
    end: datetime | None
    state: State


class _Clock(NamedTuple):
    """What a reading is taken from. `spans` begin with the first run and are empty before it."""

    name: ClockName
    allowance: Fraction
    spans: list[_Span]
    ledger: Sequence[LedgerEntry]

    @property
    def interrupted(self) -> bool:
        """Ever paused, or stopped and reopened."""
        return any(span.phase is not _RUN for span in self.spans[:-1]) or self.phase is Phase.PAUSE

    @property
    def phase(self) -> Phase:
        return self.spans[-1].phase if self.spans else Phase.STOP


_STATES = {
    Phase.RUN: ClockState.RUNNING,
    Phase.PAUSE: ClockState.PAUSED,
    Phase.STOP: ClockState.STOPPED,
}
_KINDS = {
    Phase.RUN: SegmentKind.RUNNING,
    Phase.PAUSE: SegmentKind.PAUSED,
    Phase.STOP: SegmentKind.STOPPED,
}


def readings(
    ledger: Sequence[LedgerEntry],
    *,
    calendar_open: WorkCalendar,
    calendars_closed: Mapping[ClockName, WorkCalendar] | None = None,
    rule: ClockRule,
    at: datetime,
) -> dict[ClockName, ClockReading]:
    """Every clock of the application as it stands at `at`; later entries are left out.

    A stopped clock is read under `calendars_closed[name]`, the version it closed under (DECISIONS 14), the
    others under `calendar_open`. Raises ValueError when the ledger's instants run backwards.
    """
    past = [entry for entry in ledger if entry.at <= at]
    spells = _spells(past)
    closed = calendars_closed or {}
    return {
        name: _reading(
            _clock(name, spells, past, rule),
            calendar_open=calendar_open,
            calendar_closed=closed.get(name, calendar_open),
            at=at,
        )
        for name in rule.allowances
    }


def reading(
    ledger: Sequence[LedgerEntry],
    name: ClockName,
    *,
    calendar_open: WorkCalendar,
    calendar_closed: WorkCalendar | None = None,
    rule: ClockRule,
    at: datetime,
) -> ClockReading:
    """One clock of the application, as `readings` has it. KeyError when the rule gives it no such clock."""
    past = [entry for entry in ledger if entry.at <= at]
    return _reading(
        _clock(name, _spells(past), past, rule),
        calendar_open=calendar_open,
        calendar_closed=calendar_closed or calendar_open,
        at=at,
    )


def due_at(ledger: Sequence[LedgerEntry], *, calendar: WorkCalendar, rule: ClockRule) -> datetime | None:
    """The earliest legal consequence: the first due moment among running clocks, None when none runs.

    Equals the earliest `due_at` of the running `readings`, without explaining it; for queues and recompute.
    """
    if not ledger:
        return None
    moments = []
    for name in rule.running[ledger[-1].to_state]:
        allowance = _allowance(name, rule.allowances[name], ledger)
        moments.append(calendar.reach(_runs(ledger, rule.phases[name], allowance, calendar), allowance))
    return min(moments, default=None)


def earliest(clocks: Iterable[ClockReading]) -> ClockReading | None:
    """The running clock with the nearest due moment; the one the applicant sees large."""
    running = [(clock.due_at, clock) for clock in clocks if clock.state is ClockState.RUNNING and clock.due_at]
    return min(running, key=lambda pair: pair[0])[1] if running else None


def warnings_due(reading: ClockReading) -> tuple[Threshold, ...]:
    """The instants at which 50, 75, 90 and 100 per cent of the allowance were or will be reached.

    100 is reached only after the due moment, since equality is on time (calendar rule 5).
    """
    return tuple(_threshold(reading, percent) for percent in THRESHOLDS)


def holder_stretches(ledger: Sequence[LedgerEntry], *, rule: ClockRule, at: datetime) -> tuple[HolderStretch, ...]:
    """Who held the file when, from submission to the end product or to `at`, without gap or overlap."""
    spells = _held(_spells([entry for entry in ledger if entry.at <= at]), rule)
    stretches: list[HolderStretch] = []
    for spell in spells:
        holder, end = HOLDERS[spell.state], spell.end or at
        last = stretches[-1] if stretches else None
        if last and last.holder is holder:
            stretches[-1] = last._replace(end=end, states=(*last.states, spell.state))
        elif spell.start < end:
            stretches.append(HolderStretch(holder, spell.start, end, (spell.state,)))
    return tuple(stretches)


def is_end(state: State, *, rule: ClockRule) -> bool:
    """Whether the application has its end product, or will get none."""
    return state in ENDS or (state == State.RECOMMENDED and not rule.delegated)


def _held(spells: list[_Spell], rule: ClockRule) -> list[_Spell]:
    """The spells from submission to the end product; ends that were reopened stay in."""
    while spells and is_end(spells[-1].state, rule=rule):
        spells = spells[:-1]
    return [spell for spell in spells if spell.state != State.DRAFT]


def _spells(ledger: Sequence[LedgerEntry]) -> list[_Spell]:
    """The states of the application in the ledger's order; entries that keep the state open no new one."""
    for earlier, later in pairwise(ledger):
        if later.at < earlier.at:
            raise ValueError(f"the ledger runs backwards at {later.at}")
    moves = [entry for entry in ledger if entry.to_state != entry.from_state]
    ends = [*(entry.at for entry in moves[1:]), None]
    return [_Spell(entry.to_state, entry.at, end) for entry, end in zip(moves, ends, strict=False)]


def _spans(name: ClockName, spells: Sequence[_Spell], rule: ClockRule) -> list[_Span]:
    """The life of one clock from its first run on, neighbours of one phase and holder joined."""
    phases = rule.phases[name]
    spans: list[_Span] = []
    for spell in spells:
        phase, holder = phases[spell.state], HOLDERS[spell.state]
        if not spans and phase is not _RUN:
            continue
        last = spans[-1] if spans else None
        if last and last.phase is phase and (last.holder is holder or phase is Phase.STOP):
            spans[-1] = last._replace(end=spell.end)
        else:
            spans.append(_Span(phase, holder, spell.start, spell.end, spell.state))
    return spans


def _clock(name: ClockName, spells: Sequence[_Spell], ledger: Sequence[LedgerEntry], rule: ClockRule) -> _Clock:
    allowance = _allowance(name, rule.allowances[name], ledger)
    return _Clock(name, allowance, _spans(name, spells, rule), ledger)


def _allowance(name: ClockName, days: Fraction, ledger: Iterable[LedgerEntry]) -> Fraction:
    for _, granted in _extensions(name, ledger):
        days += granted
    return days


def _extensions(name: ClockName, ledger: Iterable[LedgerEntry]) -> Iterator[tuple[datetime, Fraction]]:
    for entry in ledger:
        if entry.extension and entry.extension[0] == name:
            yield entry.at, entry.extension[1]


def _runs(
    ledger: Iterable[LedgerEntry],
    phases: Mapping[State, Phase],
    allowance: Fraction,
    calendar: WorkCalendar,
) -> Iterator[tuple[datetime, Fraction]]:
    """The runs of a clock without explaining them; one that lasts is taken to last long enough."""
    since: datetime | None = None
    for entry in ledger:
        runs = phases[entry.to_state] is _RUN
        if runs and since is None:
            since = entry.at
        elif since is not None and not runs:
            yield since, calendar.used(since, entry.at)
            since = None
    if since is not None:
        yield since, allowance


def _reading(
    clock: _Clock, *, calendar_open: WorkCalendar, calendar_closed: WorkCalendar, at: datetime
) -> ClockReading:
    if not clock.spans:
        return _not_started(clock, calendar=calendar_open, at=at)
    last = clock.spans[-1]
    stopped_at = last.start if last.phase is Phase.STOP else None
    paused_since = last.start if last.phase is Phase.PAUSE else None
    calendar = calendar_closed if stopped_at else calendar_open
    segments = tuple(_segments(clock, calendar=calendar, at=at))
    ran = [segment for segment in segments if segment.kind is SegmentKind.RUNNING]
    due = calendar.reach([(each.start, each.used) for each in ran], clock.allowance)
    exceeded = due < ran[-1].end
    shown = due if exceeded or not _ended_in_pause(clock.spans) else None
    started_at = calendar.next_open(clock.spans[0].start)
    uncounted = last.state in UNCOUNTED_STOPS and stopped_at is not None
    return ClockReading(
        name=clock.name,
        state=_STATES[last.phase],
        at=at,
        counted=not uncounted and not _outside_the_figure(clock),
        started_at=started_at,
        due_at=None if paused_since else shown,
        stopped_at=stopped_at,
        used=sum((segment.used for segment in ran[1:]), ran[0].used),
        allowance=clock.allowance,
        on_time=None if uncounted else _on_time(exceeded=exceeded, stopped=stopped_at is not None),
        exceeded_at=due if exceeded else None,
        paused_since=paused_since,
        paused_holder=last.holder if paused_since else None,
        holder=last.holder,
        outer_limit_at=None if clock.interrupted else calendar.outer_limit(started_at, math.ceil(clock.allowance)),
        provisional=calendar.is_provisional(started_at, shown or stopped_at or at),
        segments=segments,
        calendar=calendar,
    )


def _not_started(clock: _Clock, *, calendar: WorkCalendar, at: datetime) -> ClockReading:
    moves = [entry.to_state for entry in clock.ledger]
    return ClockReading(
        name=clock.name,
        state=ClockState.NOT_STARTED,
        at=at,
        counted=not _outside_the_figure(clock),
        started_at=None,
        due_at=None,
        stopped_at=None,
        used=NOTHING,
        allowance=clock.allowance,
        on_time=None,
        exceeded_at=None,
        paused_since=None,
        paused_holder=None,
        holder=HOLDERS[moves[-1]] if moves else Holder.APPLICANT,
        outer_limit_at=None,
        provisional=False,
        segments=(),
        calendar=calendar,
    )


def _on_time(*, exceeded: bool, stopped: bool) -> bool | None:
    if exceeded:
        return False
    return True if stopped else None


def _ended_in_pause(spans: Sequence[_Span]) -> bool:
    """Paused now, or stopped out of a pause: no due moment would be true."""
    held = [span for span in spans[-2:] if span.phase is not Phase.STOP]
    return held[-1].phase is Phase.PAUSE


def _outside_the_figure(clock: _Clock) -> bool:
    """DECISIONS 13: an application that was in coordination leaves the one-day figure."""
    if clock.name != ClockName.RECOMMENDATION:
        return False
    return any(entry.to_state == State.COORDINATING for entry in clock.ledger)


def _segments(clock: _Clock, *, calendar: WorkCalendar, at: datetime) -> Iterator[Segment]:
    """The clock's life in order, cut where an extension was granted; the final stop is no segment."""
    grants = list(_extensions(clock.name, clock.ledger))
    spans = clock.spans[:-1] if clock.phase is Phase.STOP else clock.spans
    for span in spans:
        start, end = span.start, span.end or at
        while grants and (span.end is None or grants[0][0] < span.end):
            instant, days = grants.pop(0)
            if start < instant:
                yield _segment(span, start, instant, calendar)
            yield _granted(instant, days, calendar)
            start = max(start, instant)
        if start < end or span.phase is _RUN:
            yield _segment(span, start, end, calendar)
    for instant, days in grants:
        yield _granted(instant, days, calendar)


def _segment(span: _Span, start: datetime, end: datetime, calendar: WorkCalendar) -> Segment:
    used = calendar.used(start, end) if span.phase is _RUN else NOTHING
    return Segment(start, end, span.holder, _KINDS[span.phase], used, calendar)


def _granted(instant: datetime, days: Fraction, calendar: WorkCalendar) -> Segment:
    """An extension; the head of the health office grants it (DECISIONS 8)."""
    return Segment(instant, instant, Holder.DINKES, SegmentKind.EXTENSION, NOTHING, calendar, days)


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


def _explained(reading: ClockReading) -> Iterator[ExplanationLine]:
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


def _standing_line(segment: Segment, reading: ClockReading) -> ExplanationLine:
    lasts = segment is reading.segments[-1] and reading.state is ClockState.PAUSED
    return ExplanationLine(
        kind=LineKind(segment.kind.value),
        start=segment.start,
        end=None if lasts else segment.end,
        working_days=segment.granted,
        open_time=_NO_TIME,
        note="",
        holder=segment.holder,
    )


def _running_lines(
    segment: Segment, reading: ClockReading, limit: datetime | None, left: Fraction
) -> Iterator[ExplanationLine]:
    """Lines of one run, of a clock with `left` before it, and of what is to come if it lasts."""
    lasts = reading.state is ClockState.RUNNING and segment is reading.segments[-1]
    end = max(segment.end, limit) if lasts and limit else segment.end
    for stretch in reading.calendar.day_stretches(segment.start, end):
        if stretch.kind is not _OPEN:
            yield ExplanationLine(
                LineKind.CLOSED, stretch.start, stretch.end, NOTHING, _NO_TIME, stretch.note, segment.holder
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
