"""Office time: which minutes of which day count, and the arithmetic of working days.

Pure: no Django, no wall clock, no time zone but the one of the calendar. Every instant that goes in or
comes out is aware; what comes out carries the calendar's own zone.

A working day is one full day's worth of office time, counted as a fraction of each day (Perpres 21/2023:
450 minutes, 390 in Ramadan). A moment's position is a whole number of parts of a working day, chosen so
that a microsecond of every day length is a whole number of them; nothing drifts. Moments are cut down to
the microsecond, which keeps `at <= due` and "used at most the allowance" the same sentence; texts cut them
down to the minute.

Positions are prefix sums over the opening intervals, searched by bisection. They are built year by year when
first asked for and replaced as a whole, so that one calendar may serve many threads.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, NotRequired, Self, TypedDict
from zoneinfo import ZoneInfo

FIRST_YEAR = 1990
LAST_YEAR = 2199
_ANCHOR_YEAR = 2019
_DAY = 86_400_000_000
_MINUTE = 60_000_000
UNCONFIRMED = "unconfirmed"
_MICROSECOND = timedelta(microseconds=1)
_NOTHING = Fraction(0)
_NO_TIME = timedelta(0)


class OutsideCalendarError(ValueError):
    """The instant, or the working time asked for, lies outside the years 1990 to 2199."""


class BadSnapshotError(ValueError):
    """A calendar snapshot contradicts itself: a bad hour, or intervals that overlap."""


class HolidayRow(TypedDict):
    """One closed date. `kind` is libur_nasional, cuti_bersama, pemilu or lokal; any of them closes."""

    date: str
    kind: str
    name: str
    confidence: NotRequired[str]


class HoursRow(TypedDict):
    """One opening interval of one weekday (1 = Monday) of one pattern; `close` may be 24:00."""

    pattern: str
    label: str
    valid_from: str
    valid_until: str | None
    weekday: int
    open: str
    close: str


class Snapshot(TypedDict):
    """All a calendar knows, as it is frozen in a calendar version."""

    holidays: Sequence[HolidayRow]
    hours: Sequence[HoursRow]
    confirmed_years: Sequence[int]


class StretchKind(StrEnum):
    """What the office does during a stretch of time."""

    OPEN = "open"
    BREAK = "break"
    OFF_HOURS = "off_hours"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"


# Looking a member up is slow in a loop.
_OPEN, _OFF_HOURS = StretchKind.OPEN, StretchKind.OFF_HOURS

# Indonesian source texts, translated where they are shown.
NOTES = {
    StretchKind.BREAK: "istirahat",
    StretchKind.OFF_HOURS: "di luar jam kantor",
    StretchKind.DAY_OFF: "libur",
}


class Interval(NamedTuple):
    """One opening of the office, [start, end)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Holiday:
    """Why a date is closed."""

    on: date
    kind: str
    name: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Day:
    """One date as the public calendar shows it; `label` names the hours in force, also on closed dates."""

    on: date
    working: bool
    intervals: tuple[Interval, ...]
    open_time: timedelta
    holiday: str
    source: str
    label: str
    provisional: bool


class Stretch(NamedTuple):
    """Time during which the office is open without a break, or closed for one reason.

    `day_length` is the office time of that date; zero when closed.
    """

    start: datetime
    end: datetime
    kind: StretchKind
    note: str
    day_length: timedelta

    @property
    def open_time(self) -> timedelta:
        return self.end - self.start if self.kind is _OPEN else _NO_TIME

    @property
    def minutes(self) -> Fraction:
        """Office minutes in the stretch, 0 when closed."""
        return Fraction(self.open_time // _MICROSECOND, _MINUTE)

    @property
    def fraction(self) -> Fraction:
        """Share of a working day, 0 when closed."""
        if self.kind is not _OPEN:
            return _NOTHING
        return Fraction((self.end - self.start) // _MICROSECOND, self.day_length // _MICROSECOND)


@dataclass(frozen=True, slots=True)
class Promise:
    """A number of working days from an instant on, explained.

    `used` is what the runs before the last pause took, 0 without pauses; `outer_limit_at` is None with them.
    `stretches` leave out nights and pauses.
    """

    starts_at: datetime
    due_at: datetime
    outer_limit_at: datetime | None
    used: Fraction
    stretches: tuple[Stretch, ...]
    provisional: bool


_Part = tuple[int, int, StretchKind, str]  # of a day: from, until, kind, note
_Piece = tuple[int, int, StretchKind, str, timedelta]  # of time: from, until, kind, note, length of that day


class _Hours:
    """The opening intervals of one weekday under one pattern, in microseconds since local midnight."""

    __slots__ = ("day_parts", "label", "length", "open_time", "parts", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]], label: str) -> None:
        self.spans = tuple(sorted(spans))
        self.length = sum(closes - opens for opens, closes in self.spans)
        self.open_time = self.length * _MICROSECOND
        self.label = label
        self.parts = tuple(self._parts())
        self.day_parts = tuple(part for part in self.parts if part[2] is not _OFF_HOURS)
        self._refuse_nonsense()

    def _refuse_nonsense(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        in_order = all(opens < closes for opens, closes in self.spans) and edges == sorted(edges)
        if not in_order or edges[0] < 0 or edges[-1] > _DAY:
            message = f"office hours overlap or run backwards: {self.label}"
            raise BadSnapshotError(message)

    def _parts(self) -> Iterator[_Part]:
        """The whole day, midnight to midnight, in order."""
        reached, gap = 0, StretchKind.OFF_HOURS
        for opens, closes in self.spans:
            if reached < opens:
                yield reached, opens, gap, NOTES[gap]
            yield opens, closes, StretchKind.OPEN, self.label
            reached, gap = closes, StretchKind.BREAK
        if reached < _DAY:
            yield reached, _DAY, StretchKind.OFF_HOURS, NOTES[StretchKind.OFF_HOURS]


_ALL_DAY: Callable[[_Hours], tuple[_Part, ...]] = attrgetter("parts")
_WITHOUT_NIGHT: Callable[[_Hours], tuple[_Part, ...]] = attrgetter("day_parts")
_Week = tuple[_Hours | None, ...]
_CLOSED_WEEK: _Week = (None,) * 7


class _Regime(NamedTuple):
    """Hours in force from one date to another (ordinals, both included), by weekday."""

    first: int
    last: int
    pattern: str
    label: str
    week: _Week


class _Index(NamedTuple):
    """The opening intervals from one year to another, in order, and what lies before each.

    Instants are microseconds of the wall clock since year 1; `first` and `last` bound them, [first, last).
    Positions count from an anchor that never moves, so what was read before the index grew stays good:
    interval i begins at `opens[i]`, lasts `lengths[i]`, and each of its microseconds is worth `worths[i]`;
    `positions[i]` and `opened[i]` (microseconds of office time) are reached when it opens, `end` and
    `end_opened` when the last one closes. Interval 0 is empty, so that every instant has one before it.
    """

    first: int
    last: int
    opens: list[int]
    lengths: list[int]
    worths: list[int]
    positions: list[int]
    opened: list[int]
    end: int
    end_opened: int


def snapshot_of(holidays: Iterable[Mapping[str, str]], hours: Iterable[Mapping[str, str]]) -> Snapshot:
    """The snapshot that rows of holidays.csv and office-hours.csv describe.

    A year is confirmed when it has holidays and none of them is marked unconfirmed.
    """
    closed = [_holiday_row(row) for row in holidays]
    years = {date.fromisoformat(row["date"]).year for row in closed}
    open_question = {row["date"][:4] for row in closed if row.get("confidence") == UNCONFIRMED}
    return {
        "holidays": closed,
        "hours": [_hours_row(row) for row in hours],
        "confirmed_years": sorted(year for year in years if str(year) not in open_question),
    }


def _holiday_row(row: Mapping[str, str]) -> HolidayRow:
    return {
        "date": row["date"],
        "kind": row["kind"],
        "name": row["name_id"],
        "confidence": row["confidence"],
    }


def _hours_row(row: Mapping[str, str]) -> HoursRow:
    return {
        "pattern": row["pattern"],
        "label": row["label_id"],
        "valid_from": row["valid_from"],
        "valid_until": row["valid_until"] or None,
        "weekday": int(row["weekday"]),
        "open": row["open"],
        "close": row["close"],
    }


class WorkCalendar:
    """The office time of one office under one version of its calendar. Immutable to its users."""

    def __init__(
        self,
        *,
        holidays: Mapping[int, Holiday],
        regimes: Sequence[_Regime],
        confirmed_years: frozenset[int] | None,
        tz: ZoneInfo,
    ) -> None:
        self.tz = tz
        self._holidays = holidays
        self._regimes = regimes
        self._confirmed_years = confirmed_years
        self._origin = datetime(1, 1, 1, tzinfo=tz)
        lengths = [hours.length for regime in regimes for hours in regime.week if hours]
        self._day = math.lcm(*lengths)
        self._index = _empty_index(_anchor_year(confirmed_years))

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot, tz: ZoneInfo) -> Self:
        """Build the calendar of a snapshot.

        Where several hour patterns cover a date, the one that began last holds for the whole of it (of
        two that began together, the shorter); weekdays it does not name are closed. Raises
        BadSnapshotError.
        """
        return cls(
            holidays=_closed_dates(snapshot["holidays"]),
            regimes=_regimes(snapshot["hours"]),
            confirmed_years=frozenset(snapshot["confirmed_years"]),
            tz=tz,
        )

    @classmethod
    def round_the_clock(cls, tz: ZoneInfo) -> Self:
        """Every minute of every day counts (outreach); one working day is 24 hours, never provisional."""
        always = _Hours([(0, _DAY)], "")
        regime = _Regime(1, date.max.toordinal(), "round_the_clock", "", (always,) * 7)
        return cls(holidays={}, regimes=[regime], confirmed_years=None, tz=tz)

    def is_working(self, on: date) -> bool:
        return self._hours_on(on.toordinal()) is not None

    def intervals(self, on: date) -> tuple[Interval, ...]:
        """When the office is open on that date; empty when closed."""
        hours = self._hours_on(on.toordinal())
        if hours is None:
            return ()
        midnight = (on.toordinal() - 1) * _DAY
        return tuple(
            Interval(self._instant(midnight + opens), self._instant(midnight + closes)) for opens, closes in hours.spans
        )

    def day(self, on: date) -> Day:
        """All the public calendar says about a date.

        `source` is the confidence of a holiday (checked, library, unconfirmed …), otherwise the hour pattern.
        """
        ordinal = on.toordinal()
        hours, holiday, regime = self._hours_on(ordinal), self._holidays.get(ordinal), self._regime(ordinal)
        pattern, label = (regime.pattern, regime.label) if regime else ("", "")
        return Day(
            on=on,
            working=hours is not None,
            intervals=self.intervals(on),
            open_time=hours.open_time if hours else _NO_TIME,
            holiday=holiday.name if holiday else "",
            source=holiday.confidence if holiday else pattern,
            label=label,
            provisional=not self._is_confirmed(on.year),
        )

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Whether any year touched from start to end has no decree yet (clock trap 6)."""
        first, last = self._local(start).year, self._local(end).year
        return not all(map(self._is_confirmed, range(first, last + 1)))

    def used(self, start: datetime, end: datetime) -> Fraction:
        """Working days of office time between two instants; 0 when end is not after start."""
        passed = self._position(end) - self._position(start)
        return Fraction(passed, self._day) if passed > 0 else _NOTHING

    def add(self, start: datetime, working_days: Fraction | int) -> datetime:
        """The moment at which so many working days of office time have passed since start.

        An end on the edge of a break or of a day stays at the earlier edge. Zero days end when the office
        is next open. Raises ValueError for a negative amount, OutsideCalendarError past the year 2199.
        """
        amount, parts = working_days.as_integer_ratio()
        if amount <= 0:
            return self._unmoved(start, amount)
        whole, rest = divmod(amount * self._day, parts)
        # Exactly on an edge the earlier interval ends; a hair later the next one has begun.
        return self._reached(self._position(start) + whole, bisect_right if rest else bisect_left)

    def reach(self, runs: Iterable[tuple[datetime, Fraction]], working_days: Fraction) -> datetime:
        """The moment at which runs, each with its start and what it used, have used so much in all.

        The last run is taken to go on. Raises StopIteration without any run.
        """
        following = iter(runs)
        start, used = next(following)
        left = working_days
        for later in following:
            if used >= left:
                break
            left -= used
            start, used = later
        return self.add(start, left)

    def promise(
        self, start: datetime, working_days: Fraction, pauses: Sequence[tuple[datetime, datetime]] = ()
    ) -> Promise:
        """What a promise made at `start` comes to. Pauses are [from, to); ValueError when out of order."""
        edges = [start, *(edge for pause in pauses for edge in pause)]
        if edges != sorted(edges):
            raise ValueError("pauses overlap or run backwards")
        ended = list(zip(edges[::2], edges[1::2], strict=False))
        used = [(begin, self.used(begin, end)) for begin, end in ended]
        due = self.reach([*used, (edges[-1], working_days)], working_days)
        runs = [(begin, min(end, due)) for begin, end in [*ended, (edges[-1], due)] if begin <= due]
        starts_at = self.next_open(start)
        return Promise(
            starts_at=starts_at,
            due_at=due,
            outer_limit_at=None if pauses else self.outer_limit(starts_at, math.ceil(working_days)),
            used=sum((share for _, share in used), _NOTHING),
            stretches=tuple(stretch for run in runs for stretch in self.day_stretches(*run)),
            provisional=self.is_provisional(starts_at, due),
        )

    def _unmoved(self, start: datetime, amount: int) -> datetime:
        if amount < 0:
            message = "working days cannot be taken away"
            raise ValueError(message)
        return self.next_open(start)

    def next_open(self, at: datetime) -> datetime:
        """The instant itself while the office is open, otherwise the next opening (calendar rule 1)."""
        moment = self._moment(at)
        index = self._holding(moment)
        i = bisect_right(index.opens, moment) - 1
        if moment < index.opens[i] + index.lengths[i]:
            return self._instant(moment)
        while i + 1 == len(index.opens):
            index = self._cover(index.last)
        return self._instant(index.opens[i + 1])

    def outer_limit(self, start: datetime, working_days: int) -> datetime:
        """Closing time of the n-th working day after the day the clock starts on (calendar rule 6)."""
        days_before = self._position(self.next_open(start)) // self._day
        return self._reached((days_before + working_days + 1) * self._day, bisect_left)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """Office hours and minutes between two instants, as the clock on the wall counts them."""
        return max(self._opened(end) - self._opened(start), 0) * _MICROSECOND

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """All the time from start to end, cut where the office opens or closes; nights are one stretch."""
        return self._merged(self._pieces(start, end, _ALL_DAY))

    def day_stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """The stretches without the nights: what people count when they follow a clock."""
        return self._merged(self._pieces(start, end, _WITHOUT_NIGHT))

    def _merged(self, pieces: Iterable[_Piece]) -> list[Stretch]:
        """Neighbours joined that are closed for one reason."""
        merged: list[_Piece] = []
        for piece in pieces:
            if piece[2] is not _OPEN and merged and merged[-1][1:4] == (piece[0], *piece[2:4]):
                merged[-1] = (merged[-1][0], *piece[1:])
            else:
                merged.append(piece)
        origin = self._origin
        return [
            Stretch(origin + begin * _MICROSECOND, origin + end * _MICROSECOND, kind, note, length)
            for begin, end, kind, note, length in merged
        ]

    def _pieces(
        self, start: datetime, end: datetime, parts_of: Callable[[_Hours], tuple[_Part, ...]]
    ) -> Iterator[_Piece]:
        first, last = self._moment(start), self._moment(end)
        for ordinal in range(first // _DAY + 1, -(-last // _DAY) + 1):
            hours = self._hours_on(ordinal)
            parts, length = (parts_of(hours), hours.open_time) if hours else (self._closed(ordinal), _NO_TIME)
            midnight = (ordinal - 1) * _DAY
            for opens, closes, kind, note in parts:
                begin, stop = max(midnight + opens, first), min(midnight + closes, last)
                if begin < stop:
                    yield begin, stop, kind, note, length

    def _closed(self, ordinal: int) -> tuple[_Part, ...]:
        holiday = self._holidays.get(ordinal)
        if holiday:
            return ((0, _DAY, StretchKind.HOLIDAY, holiday.name),)
        return ((0, _DAY, StretchKind.DAY_OFF, NOTES[StretchKind.DAY_OFF]),)

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is self.tz:
            return at
        if at.tzinfo is None:
            message = "an instant without a time zone"
            raise ValueError(message)
        try:
            return at.astimezone(self.tz)
        except OverflowError as error:
            raise OutsideCalendarError(at) from error

    def _moment(self, at: datetime) -> int:
        """Microseconds of the office's wall clock since year 1."""
        # Of two datetimes in one zone Python subtracts the wall clocks, which is what office hours follow.
        return (self._local(at) - self._origin) // _MICROSECOND

    def _instant(self, moment: int) -> datetime:
        return self._origin + moment * _MICROSECOND

    def _holding(self, moment: int) -> _Index:
        """An index that holds the moment. Another thread may replace the index; this one stays."""
        index = self._index
        return index if index.first <= moment < index.last else self._cover(moment)

    def _position(self, at: datetime) -> int:
        local = at if at.tzinfo is self.tz else self._local(at)
        moment = (local - self._origin) // _MICROSECOND
        index = self._index
        if not index.first <= moment < index.last:
            index = self._cover(moment)
        i = bisect_right(index.opens, moment) - 1
        passed, length = moment - index.opens[i], index.lengths[i]
        return index.positions[i] + min(passed, length) * index.worths[i]

    def _reached(self, position: int, search: Callable[[list[int], int], int]) -> datetime:
        """The moment of a position; `search` decides on which side of an edge."""
        index = self._index
        while position >= index.end:
            index = self._cover(index.last)
        i = search(index.positions, position) - 1
        moment = index.opens[i] + (position - index.positions[i]) // index.worths[i]
        return self._origin + moment * _MICROSECOND

    def _opened(self, at: datetime) -> int:
        """Office microseconds between the anchor of the index and `at`."""
        moment = self._moment(at)
        index = self._holding(moment)
        i = bisect_right(index.opens, moment) - 1
        return index.opened[i] + min(moment - index.opens[i], index.lengths[i])

    def _hours_on(self, ordinal: int) -> _Hours | None:
        if ordinal in self._holidays:
            return None
        regime = self._regime(ordinal)
        return regime.week[(ordinal - 1) % 7] if regime else None

    def _is_confirmed(self, year: int) -> bool:
        return self._confirmed_years is None or year in self._confirmed_years

    def _regime(self, ordinal: int) -> _Regime | None:
        for regime in self._regimes:
            if regime.first <= ordinal <= regime.last:
                return regime
        return None

    def _cover(self, moment: int) -> _Index:
        """An index that holds the year of that moment; replaces the old one in one assignment."""
        index = self._index
        if moment < index.first:
            earlier = self._years(_year(moment), _year(index.first) - 1)
            index = _joined(
                _moved(earlier, index.positions[0] - earlier.end, index.opened[0] - earlier.end_opened), index
            )
        elif moment >= index.last:
            later = self._years(_year(index.last), min(_year(moment) + 1, LAST_YEAR))
            index = _joined(index, _moved(later, index.end, index.end_opened))
        self._index = index
        return index

    def _years(self, first: int, last: int) -> _Index:
        """The intervals of the years from first to last, counted from zero."""
        block = _empty_index(first)
        position = opened = 0
        for midnight, hours in self._open_days(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()):
            worth = self._day // hours.length
            for opens, closes in hours.spans:
                block.opens.append(midnight + opens)
                block.lengths.append(closes - opens)
                block.worths.append(worth)
                block.positions.append(position)
                block.opened.append(opened)
                position += (closes - opens) * worth
                opened += closes - opens
        return block._replace(last=_new_year(last + 1), end=position, end_opened=opened)

    def _open_days(self, first: int, last: int) -> Iterator[tuple[int, _Hours]]:
        """Midnight and hours of each working day; the regime is looked up once per change."""
        changes = {edge for regime in self._regimes for edge in (regime.first, regime.last + 1)}
        edges = sorted({first, last + 1} | {edge for edge in changes if first < edge <= last})
        for begin, end in pairwise(edges):
            regime = self._regime(begin)
            week = regime.week if regime else _CLOSED_WEEK
            for ordinal in range(begin, end):
                hours = week[(ordinal - 1) % 7]
                if hours and ordinal not in self._holidays:
                    yield (ordinal - 1) * _DAY, hours


def _empty_index(year: int) -> _Index:
    first = _new_year(year)
    return _Index(first, first, [first], [0], [1], [0], [0], 0, 0)


def _moved(block: _Index, position: int, opened: int) -> _Index:
    """The same intervals, counted from another place."""
    return block._replace(
        positions=[each + position for each in block.positions],
        opened=[each + opened for each in block.opened],
        end=block.end + position,
        end_opened=block.end_opened + opened,
    )


def _joined(earlier: _Index, later: _Index) -> _Index:
    """Both, without the empty interval that opens the later one."""
    return _Index(
        earlier.first,
        later.last,
        earlier.opens + later.opens[1:],
        earlier.lengths + later.lengths[1:],
        earlier.worths + later.worths[1:],
        earlier.positions + later.positions[1:],
        earlier.opened + later.opened[1:],
        later.end,
        later.end_opened,
    )


def _new_year(year: int) -> int:
    """Microseconds of the wall clock from year 1 to the first of January."""
    return (date(year, 1, 1).toordinal() - 1) * _DAY


def _anchor_year(confirmed_years: frozenset[int] | None) -> int:
    return min(max(min(confirmed_years or {_ANCHOR_YEAR}), FIRST_YEAR), LAST_YEAR)


def _year(moment: int) -> int:
    year = date.fromordinal(moment // _DAY + 1).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendarError(year)
    return year


def _closed_dates(rows: Iterable[HolidayRow]) -> dict[int, Holiday]:
    """Closed dates by ordinal; the names of a date that is closed twice are joined."""
    closed: dict[int, Holiday] = {}
    for row in rows:
        on = date.fromisoformat(row["date"])
        holiday = Holiday(on, row["kind"], row["name"], row.get("confidence", ""))
        earlier = closed.get(on.toordinal())
        if earlier and earlier.name != holiday.name:
            holiday = replace(earlier, name=f"{earlier.name}; {holiday.name}")
        closed[on.toordinal()] = holiday
    return closed


def _regimes(rows: Iterable[HoursRow]) -> list[_Regime]:
    """One regime per pattern and validity, the strongest first."""
    groups: dict[tuple[str, str, str], list[HoursRow]] = {}
    for row in rows:
        groups.setdefault((row["pattern"], row["valid_from"], row["valid_until"] or ""), []).append(row)
    regimes = [_regime_of(group) for group in groups.values()]
    return sorted(regimes, key=lambda regime: (-regime.first, regime.last, regime.pattern))


def _regime_of(rows: Sequence[HoursRow]) -> _Regime:
    head = rows[0]
    until = date.fromisoformat(head["valid_until"]) if head["valid_until"] else date.max
    return _Regime(
        first=date.fromisoformat(head["valid_from"]).toordinal(),
        last=until.toordinal(),
        pattern=head["pattern"],
        label=head["label"],
        week=tuple(_hours_of_weekday(rows, weekday) for weekday in range(1, 8)),
    )


def _hours_of_weekday(rows: Sequence[HoursRow], weekday: int) -> _Hours | None:
    spans = [(_clock(row["open"]), _clock(row["close"])) for row in rows if row["weekday"] == weekday]
    return _Hours(spans, rows[0]["label"]) if spans else None


def _clock(text: str) -> int:
    """Microseconds since midnight of HH:MM; 24:00 is the end of the day."""
    hour, _, minute = text.partition(":")
    try:
        return (int(hour) * 60 + int(minute)) * _MINUTE
    except ValueError as error:
        message = f"not an hour: {text!r}"
        raise BadSnapshotError(message) from error
