"""The clock against the `holidays` package asked day by day, and against a bare array with bisection.

Both peers know what the product knows (the hours of office-hours.csv, closed days) and give the same answers:
the due moment to the microsecond, and the explanation line by line.

The forty-fold over the package is asked where walking days hurts, in the addition of fourteen. For a single day
and its explanation the bare array itself is only a few times faster than the walk, so there the array is the
judge and the package only must not win.
"""

import csv
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise, takewhile
from math import lcm
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from bench.harness import Fact, Run, Subject, at_least, at_most, bench, child
from core.workdays import WorkCalendar, snapshot_of
from licensing.domain.sla import ClockRule, LedgerEntry, due_at, reading
from licensing.enums import Action, ClockName, State

SEED = 20260113
JAKARTA = ZoneInfo("Asia/Jakarta")
REFERENCE = Path(__file__).parents[1] / "accounts" / "reference"
FIRST, LAST = datetime(2024, 1, 2, tzinfo=JAKARTA), datetime(2026, 11, 1, tzinfo=JAKARTA)
DAY = 86_400_000_000
MICROSECOND = timedelta(microseconds=1)

Line = tuple[str, datetime, datetime, str, Fraction]
Answer = tuple[datetime, list[Line]]
Events = tuple[datetime, datetime, datetime, datetime]  # registered, paused, resumed, now
Opening = tuple[datetime, datetime, int, str]  # from, until, microseconds of that day, name of the hours


def reference_rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def office() -> WorkCalendar:
    snapshot = snapshot_of(reference_rows("holidays.csv"), reference_rows("office-hours.csv"))
    return WorkCalendar.from_snapshot(snapshot, JAKARTA)


RULE = ClockRule(
    delegated=True,
    registration_by_hand=False,
    verification_days=Fraction(1),
    intake_days=Fraction(1, 4),
    recommendation_days=Fraction(1),
    licence_days=Fraction(1),
)


class DayByDay:
    """The package asked for one date after the other; the office hours stand in the program."""

    NORMAL = ((7, 30, 12, 0), (13, 0, 16, 0)), "Jam kerja biasa", 450 * 60_000_000
    NORMAL_FRIDAY = ((7, 30, 11, 30), (13, 0, 16, 30)), "Jam kerja biasa", 450 * 60_000_000
    RAMADAN = ((8, 0, 12, 0), (12, 30, 15, 0)), "Jam kerja bulan Ramadan", 390 * 60_000_000
    RAMADAN_FRIDAY = ((8, 0, 11, 30), (12, 30, 15, 30)), "Jam kerja bulan Ramadan", 390 * 60_000_000
    FRIDAY = 5

    def __init__(self) -> None:
        self.closed = holidays.country_holidays(
            "ID", years=range(2023, 2028), categories=("public", "government"), language="id"
        )

    def openings(self, on: date) -> list[Opening]:
        if not self.closed.is_working_day(on):
            return []
        friday = on.isoweekday() == self.FRIDAY
        if date(2026, 2, 19) <= on <= date(2026, 3, 20):
            spans, label, length = self.RAMADAN_FRIDAY if friday else self.RAMADAN
        else:
            spans, label, length = self.NORMAL_FRIDAY if friday else self.NORMAL
        return [(_at(on, *span[:2]), _at(on, *span[2:]), length, label) for span in spans]

    def days_from(self, start: datetime) -> Iterator[tuple[date, list[Opening]]]:
        on = start.date()
        while True:
            yield on, self.openings(on)
            on += timedelta(days=1)

    def between(self, start: datetime, end: datetime) -> Iterator[tuple[date, list[Opening]]]:
        last = end.date()
        return takewhile(lambda day: day[0] <= last, self.days_from(start))

    def add(self, start: datetime, working_days: Fraction) -> datetime:
        left = working_days
        for _, openings in self.days_from(start):
            for opens, closes, length, _ in openings:
                begin = max(opens, start)
                share = Fraction(max((closes - begin) // MICROSECOND, 0), length)
                if share >= left:
                    return begin + left * length // 1 * MICROSECOND
                left -= share
        raise AssertionError

    def used(self, start: datetime, end: datetime) -> Fraction:
        used = Fraction(0)
        for _, openings in self.between(start, end):
            for opens, closes, length, _ in openings:
                passed = (min(closes, end) - max(opens, start)) // MICROSECOND
                used += Fraction(max(passed, 0), length)
        return used

    def closed_name(self, on: date) -> str:
        return self.closed.get(on) or ""


def _at(on: date, hour: int, minute: int) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=JAKARTA)


class BareArray:
    """Two sorted lists and bisection, for this office and these years only: the limit."""

    def __init__(self, source: DayByDay) -> None:
        self.origin = datetime(1, 1, 1, tzinfo=JAKARTA)
        self.names: dict[date, str] = {}
        self.opens: list[int] = []
        self.positions: list[int] = [0]
        self.days: list[tuple[int, int, str]] = []  # length of interval, worth of a microsecond, hours
        self.day = lcm(450, 390) * 60_000_000
        on = date(2023, 12, 29)
        while on < date(2027, 3, 1):
            self._append(on, source)
            on += timedelta(days=1)

    def _append(self, on: date, source: DayByDay) -> None:
        if name := source.closed_name(on):
            self.names[on] = name
        for opens, closes, length, label in source.openings(on):
            worth, lasts = self.day // length, (closes - opens) // MICROSECOND
            self.opens.append((opens - self.origin) // MICROSECOND)
            self.days.append((lasts, worth, label))
            self.positions.append(self.positions[-1] + lasts * worth)

    def position(self, at: datetime) -> int:
        moment = (at - self.origin) // MICROSECOND
        i = bisect_right(self.opens, moment) - 1
        lasts, worth, _ = self.days[i]
        return self.positions[i] + min(moment - self.opens[i], lasts) * worth

    def add(self, start: datetime, working_days: Fraction) -> datetime:
        amount, parts = working_days.as_integer_ratio()
        whole, rest = divmod(amount * self.day, parts)
        target = self.position(start) + whole
        i = (bisect_right if rest else bisect_left)(self.positions, target) - 1
        return self.origin + (self.opens[i] + (target - self.positions[i]) // self.days[i][1]) * MICROSECOND

    def used(self, start: datetime, end: datetime) -> Fraction:
        return Fraction(self.position(end) - self.position(start), self.day)

    def closed_name(self, on: date) -> str:
        return self.names.get(on, "")

    def between(self, start: datetime, end: datetime) -> Iterator[tuple[date, list[Opening]]]:
        i = bisect_left(self.opens, (start.toordinal() - 1) * DAY)
        for ordinal in range(start.toordinal(), end.toordinal() + 1):
            openings: list[Opening] = []
            while self.opens[i] < ordinal * DAY:
                lasts, worth, label = self.days[i]
                opens = self.origin + self.opens[i] * MICROSECOND
                openings.append((opens, opens + lasts * MICROSECOND, self.day // worth, label))
                i += 1
            yield date.fromordinal(ordinal), openings


Peer = DayByDay | BareArray


RUNNING = {State.REGISTERED, State.ASSESSING, State.ASSESSED, State.APPROVED}


def runs_of(ledger: Sequence[LedgerEntry]) -> list[tuple[datetime, datetime | None]]:
    """When the promise ran, by hand."""
    runs: list[tuple[datetime, datetime | None]] = []
    for entry in ledger:
        lasts = bool(runs) and runs[-1][1] is None
        if entry.to_state in RUNNING and not lasts:
            runs.append((entry.at, None))
        elif entry.to_state not in RUNNING and lasts:
            runs[-1] = (runs[-1][0], entry.at)
    return runs


def due_by_hand(peer: Peer, runs: Iterable[tuple[datetime, datetime | None]]) -> datetime:
    left = Fraction(1)
    for start, end in runs:
        if end is None:
            return peer.add(start, left)
        left -= peer.used(start, end)
    raise AssertionError


def explained(peer: Peer, ledger: Sequence[LedgerEntry], now: datetime) -> Answer:
    """Due moment and lines of a promise of one day with one pause, by hand."""
    runs = runs_of(ledger)
    due = due_by_hand(peer, runs)
    (registered, paused), (resumed, _) = runs
    if paused is None:
        raise AssertionError(runs)
    pause: Line = ("paused", paused, resumed, "", Fraction(0))
    rest = _lines(peer, resumed, max(due, now), (now, due))
    lines = [*_lines(peer, registered, paused, (paused, due)), pause, *rest]
    # The due moment is cut down to the microsecond; the last line of the promise takes what that leaves.
    last = next(i for i, line in enumerate(lines) if line[2] == due and line[0] != "closed")
    given = sum((line[4] for line in lines[:last]), Fraction(0))
    lines[last] = (*lines[last][:4], 1 - given)
    return due, lines


def _lines(peer: Peer, start: datetime, end: datetime, cuts: tuple[datetime, datetime]) -> list[Line]:
    lines: list[Line] = []
    for on, openings in peer.between(start, end):
        if openings:
            lines += _open_lines(openings, start, end, cuts)
            continue
        begin, stop = max(_at(on, 0, 0), start), min(_at(on, 0, 0) + timedelta(days=1), end)
        note = peer.closed_name(on) or "libur"
        if lines and lines[-1][0] == "closed" and lines[-1][2:4] == (begin, note):
            lines[-1] = ("closed", lines[-1][1], stop, note, Fraction(0))
        elif begin < stop:
            lines.append(("closed", begin, stop, note, Fraction(0)))
    return lines


def _open_lines(
    openings: Sequence[Opening], start: datetime, end: datetime, cuts: tuple[datetime, datetime]
) -> Iterator[Line]:
    now, due = cuts
    reached = end
    for opens, closes, length, label in openings:
        if max(reached, start) < min(opens, end):
            yield "closed", max(reached, start), min(opens, end), "istirahat", Fraction(0)
        reached = closes
        begin, stop = max(opens, start), min(closes, end)
        if begin < stop:
            edges = sorted({begin, stop, *(cut for cut in cuts if begin < cut < stop)})
            for left, right in pairwise(edges):
                kind = "over" if left >= due else "used" if right <= now else "left"
                yield kind, left, right, label, Fraction((right - left) // MICROSECOND, length)


def product_explained(calendar: WorkCalendar, ledger: Sequence[LedgerEntry], now: datetime) -> Answer:
    """The same answer from the product: a reading of the ledger and its lines."""
    clock = reading(ledger, ClockName.RECOMMENDATION, calendar_open=calendar, rule=RULE, at=now)
    if clock.due_at is None:
        raise AssertionError(now)
    lines = [(line.kind.value, line.start, line.end, line.note, line.working_days) for line in clock.explanation]
    return clock.due_at, lines  # type: ignore[return-value]  # a running clock has no undated line


def histories(count: int) -> list[Events]:
    """Registered, paused before the promise is used, resumed up to ten days later, looked at afterwards."""
    draw = random.Random(SEED)  # noqa: S311
    calendar = office()
    events = []
    for registered in starts(count):
        paused = calendar.add(registered, Fraction(draw.randint(1, 440), 450))
        resumed = paused + timedelta(minutes=draw.randint(1, 14_400))
        events.append((registered, paused, resumed, resumed + timedelta(minutes=draw.randint(1, 3000))))
    return events


def starts(count: int) -> list[datetime]:
    draw = random.Random(SEED)  # noqa: S311
    minutes = (LAST - FIRST) // timedelta(minutes=1)
    return [FIRST + timedelta(minutes=draw.randrange(minutes)) for _ in range(count)]


def ledger_of(events: Events) -> list[LedgerEntry]:
    registered, paused, resumed, _ = events
    return [
        LedgerEntry(registered, Action.REGISTER, State.VERIFIED, State.REGISTERED),
        LedgerEntry(paused, Action.REQUIRE_REPAIR, State.REGISTERED, State.REPAIRING),
        LedgerEntry(resumed, Action.REPAIRED, State.REPAIRING, State.ASSESSING),
    ]


def additions(peer: Peer | WorkCalendar, moments: Iterable[datetime], days: Fraction) -> Callable[[], list[datetime]]:
    listed = list(moments)
    return lambda: [peer.add(moment, days) for moment in listed]


@bench("clock")
def clock(run: Run) -> Iterator[Subject | Fact]:
    count = 2_000 if run.is_national else 500
    calendar, package = office(), DayByDay()
    array = BareArray(package)
    moments, past = starts(count), histories(count)
    ledgers = [(ledger_of(events), events[3]) for events in past]
    run.note(starts=count, histories=count)

    for name, days, faster in (("due", Fraction(1), 1), ("add_14_days", Fraction(14), 40)):
        product = additions(calendar, moments, days)
        yield Subject(f"{name}_vs_package", product, additions(package, moments, days), at_least(faster))
        yield Subject(f"{name}_vs_array", product, additions(array, moments, days), at_least(0.5))

    def explanations() -> list[Answer]:
        return [product_explained(calendar, ledger, now) for ledger, now in ledgers]

    yield Subject(
        "explained_vs_package", explanations, lambda: [explained(package, *each) for each in ledgers], at_least(1)
    )
    yield Subject(
        "explained_vs_array", explanations, lambda: [explained(array, *each) for each in ledgers], at_least(0.5)
    )
    yield Subject(
        "recompute_vs_array",
        lambda: [due_at(ledger, calendar=calendar, rule=RULE) for ledger, _ in ledgers],
        lambda: [due_by_hand(array, runs_of(ledger)) for ledger, _ in ledgers],
        at_least(0.5),
    )
    yield from _memory(run)


RECOMPUTE = """
import sys
from bench.clock import RULE, histories, ledger_of, office
from licensing.domain.sla import due_at
calendar, wanted, past = office(), int(sys.argv[1]), histories(1000)
moved = sum(due_at(ledger_of(past[i % 1000]), calendar=calendar, rule=RULE) is None for i in range(wanted))
print(moved)
"""


def _memory(run: Run) -> Iterator[Fact]:
    """One pass over so many open clocks against a hundredth of them: the peak must not grow."""
    clocks = 1_000_000 if run.is_national else 50_000
    few, many = child(RECOMPUTE, str(clocks // 100)), child(RECOMPUTE, str(clocks))
    run.note(recomputed=clocks, seconds=round(many.seconds, 1), peak_mib=many.peak_kib // 1024)
    yield Fact("recompute_memory", many.peak_kib / few.peak_kib, at_most(1.05), "peak/peak")
