"""The ledger read as lives: of the application, of one clock, of the hands the file lay in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from core.workdays import WorkCalendar
from licensing.domain.sla.promise import HOLDERS, RUN, ClockRule, LedgerEntry, Phase, is_end
from licensing.enums import (
    ClockName,
    Holder,
    State,
)


class HolderStretch(NamedTuple):
    """Time in one pair of hands, [start, end). `states` are the application's states in it, in order."""

    holder: Holder
    start: datetime
    end: datetime
    states: tuple[State, ...]


class Spell(NamedTuple):
    """The application in one state; `end` is None for the present one."""

    state: State
    start: datetime
    end: datetime | None


class Span(NamedTuple):
    """A clock in one phase under one holder; `end` is None for the present one."""

    phase: Phase
    holder: Holder
    start: datetime
    end: datetime | None
    state: State


class Clock(NamedTuple):
    """What a reading is taken from. `spans` begin with the first run and are empty before it."""

    name: ClockName
    allowance: Fraction
    spans: list[Span]
    ledger: Sequence[LedgerEntry]

    @property
    def interrupted(self) -> bool:
        """Ever paused, or stopped and reopened."""
        return any(span.phase is not RUN for span in self.spans[:-1]) or self.phase is Phase.PAUSE

    @property
    def phase(self) -> Phase:
        return self.spans[-1].phase if self.spans else Phase.STOP


def holder_stretches(ledger: Sequence[LedgerEntry], *, rule: ClockRule, at: datetime) -> tuple[HolderStretch, ...]:
    """Who held the file when, from submission to the end product or to `at`, without gap or overlap."""
    spells = _held(spells_of([entry for entry in ledger if entry.at <= at]), rule)
    stretches: list[HolderStretch] = []
    for spell in spells:
        holder, end = HOLDERS[spell.state], spell.end or at
        last = stretches[-1] if stretches else None
        if last and last.holder is holder:
            stretches[-1] = last._replace(end=end, states=(*last.states, spell.state))
        elif spell.start < end:
            stretches.append(HolderStretch(holder, spell.start, end, (spell.state,)))
    return tuple(stretches)


def _held(spells: list[Spell], rule: ClockRule) -> list[Spell]:
    """The spells from submission to the end product; ends that were reopened stay in."""
    while spells and is_end(spells[-1].state, rule=rule):
        spells = spells[:-1]
    return [spell for spell in spells if spell.state != State.DRAFT]


def spells_of(ledger: Sequence[LedgerEntry]) -> list[Spell]:
    """The states of the application in the ledger's order; entries that keep the state open no new one."""
    for earlier, later in pairwise(ledger):
        if later.at < earlier.at:
            raise ValueError(f"the ledger runs backwards at {later.at}")
    moves = [entry for entry in ledger if entry.to_state != entry.from_state]
    ends = [*(entry.at for entry in moves[1:]), None]
    return [Spell(entry.to_state, entry.at, end) for entry, end in zip(moves, ends, strict=False)]


def spans_of(name: ClockName, spells: Sequence[Spell], rule: ClockRule) -> list[Span]:
    """The life of one clock from its first run on, neighbours of one phase and holder joined."""
    phases = rule.phases[name]
    spans: list[Span] = []
    for spell in spells:
        phase, holder = phases[spell.state], HOLDERS[spell.state]
        if not spans and phase is not RUN:
            continue
        last = spans[-1] if spans else None
        if last and last.phase is phase and (last.holder is holder or phase is Phase.STOP):
            spans[-1] = last._replace(end=spell.end)
        else:
            spans.append(Span(phase, holder, spell.start, spell.end, spell.state))
    return spans


def clock_of(name: ClockName, spells: Sequence[Spell], ledger: Sequence[LedgerEntry], rule: ClockRule) -> Clock:
    allowance = allowance_of(name, rule.allowances[name], ledger)
    return Clock(name, allowance, spans_of(name, spells, rule), ledger)


def allowance_of(name: ClockName, days: Fraction, ledger: Iterable[LedgerEntry]) -> Fraction:
    for _, granted in extensions_of(name, ledger):
        days += granted
    return days


def extensions_of(name: ClockName, ledger: Iterable[LedgerEntry]) -> Iterator[tuple[datetime, Fraction]]:
    for entry in ledger:
        if entry.extension and entry.extension[0] == name:
            yield entry.at, entry.extension[1]


def runs_of(
    ledger: Iterable[LedgerEntry],
    phases: Mapping[State, Phase],
    allowance: Fraction,
    calendar: WorkCalendar,
) -> Iterator[tuple[datetime, Fraction]]:
    """The runs of a clock without explaining them; one that lasts is taken to last long enough."""
    since: datetime | None = None
    for entry in ledger:
        runs = phases[entry.to_state] is RUN
        if runs and since is None:
            since = entry.at
        elif since is not None and not runs:
            yield since, calendar.used(since, entry.at)
            since = None
    if since is not None:
        yield since, allowance
