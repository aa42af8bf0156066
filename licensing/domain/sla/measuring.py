"""Reading clocks off a ledger: all of them, one, or only the moment a queue needs."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from core.workdays import WorkCalendar
from licensing.domain.sla.clock import ClockReading
from licensing.domain.sla.promise import HOLDERS, RUN, UNCOUNTED_STOPS, ClockRule, LedgerEntry, Phase
from licensing.domain.sla.segments import NOTHING, Segment, SegmentKind
from licensing.domain.sla.spans import Clock, Span, allowance_of, clock_of, extensions_of, runs_of, spells_of
from licensing.enums import (
    ClockName,
    ClockState,
    Holder,
    State,
)

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
    spells = spells_of(past)
    closed = calendars_closed or {}
    return {
        name: _reading(
            clock_of(name, spells, past, rule),
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
        clock_of(name, spells_of(past), past, rule),
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
        allowance = allowance_of(name, rule.allowances[name], ledger)
        moments.append(calendar.reach(runs_of(ledger, rule.phases[name], allowance, calendar), allowance))
    return min(moments, default=None)


def earliest(clocks: Iterable[ClockReading]) -> ClockReading | None:
    """The running clock with the nearest due moment; the one the applicant sees large."""
    running = [(clock.due_at, clock) for clock in clocks if clock.state is ClockState.RUNNING and clock.due_at]
    return min(running, key=lambda pair: pair[0])[1] if running else None


def _reading(clock: Clock, *, calendar_open: WorkCalendar, calendar_closed: WorkCalendar, at: datetime) -> ClockReading:
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


def _not_started(clock: Clock, *, calendar: WorkCalendar, at: datetime) -> ClockReading:
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


def _ended_in_pause(spans: Sequence[Span]) -> bool:
    """Paused now, or stopped out of a pause: no due moment would be true."""
    held = [span for span in spans[-2:] if span.phase is not Phase.STOP]
    return held[-1].phase is Phase.PAUSE


def _outside_the_figure(clock: Clock) -> bool:
    """DECISIONS 13: an application that was in coordination leaves the one-day figure."""
    if clock.name != ClockName.RECOMMENDATION:
        return False
    return any(entry.to_state == State.COORDINATING for entry in clock.ledger)


def _segments(clock: Clock, *, calendar: WorkCalendar, at: datetime) -> Iterator[Segment]:
    """The clock's life in order, cut where an extension was granted; the final stop is no segment."""
    grants = list(extensions_of(clock.name, clock.ledger))
    spans = clock.spans[:-1] if clock.phase is Phase.STOP else clock.spans
    for span in spans:
        start, end = span.start, span.end or at
        while grants and (span.end is None or grants[0][0] < span.end):
            instant, days = grants.pop(0)
            if start < instant:
                yield _segment(span, start, instant, calendar)
            yield _granted(instant, days, calendar)
            start = max(start, instant)
        if start < end or span.phase is RUN:
            yield _segment(span, start, end, calendar)
    for instant, days in grants:
        yield _granted(instant, days, calendar)


def _segment(span: Span, start: datetime, end: datetime, calendar: WorkCalendar) -> Segment:
    used = calendar.used(start, end) if span.phase is RUN else NOTHING
    return Segment(start, end, span.holder, _KINDS[span.phase], used, calendar)


def _granted(instant: datetime, days: Fraction, calendar: WorkCalendar) -> Segment:
    """An extension; the head of the health office grants it (DECISIONS 8)."""
    return Segment(instant, instant, Holder.DINKES, SegmentKind.EXTENSION, NOTHING, calendar, days)
