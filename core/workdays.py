"""Office time: which minutes of which day count, and the arithmetic of working days.

Pure: no Django, no wall clock, no time zone but the one of the calendar. Every instant that goes in or
comes out is aware; what comes out carries the calendar's own zone.

A working day is one full day's worth of office time, counted as a fraction of each day (Perpres 21/2023:
450 minutes, 390 in Ramadan). Positions are kept as "whole working days and microseconds of a day of
such a length", all integers, so nothing drifts. Instants are cut down to the microsecond, which keeps
`at <= due` and "used at most the allowance" the same sentence; texts cut them down to the minute.

Day counts are prefix sums over dates, indexed year by year when first asked for and replaced as a whole,
so that one calendar may serve many threads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
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
        return timedelta() if _is_closed(self) else self.end - self.start

    @property
    def minutes(self) -> Fraction:
        """Office minutes in the stretch, 0 when closed."""
        return Fraction(self.open_time // _MICROSECOND, _MINUTE)

    @property
    def fraction(self) -> Fraction:
        """Share of a working day, 0 when closed."""
        if _is_closed(self):
            return _NOTHING
        return Fraction((self.end - self.start) // _MICROSECOND, self.day_length // _MICROSECOND)


class _Hours:
    """The opening intervals of one weekday under one pattern, in microseconds since local midnight."""

    __slots__ = ("label", "length", "parts", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]], label: str) -> None:
        self.spans = tuple(sorted(spans))
        self.length = sum(closes - opens for opens, closes in self.spans)
        self.label = label
        self.parts = tuple(self._parts())
        self._refuse_nonsense()

    def _refuse_nonsense(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        if edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > _DAY:
            message = f"office hours overlap or run backwards: {self.label}"
            raise BadSnapshotError(message)

    def _parts(self) -> Iterator[tuple[int, int, StretchKind]]:
        """The whole day, midnight to midnight, in order."""
        reached, gap = 0, StretchKind.OFF_HOURS
        for opens, closes in self.spans:
            if reached < opens:
                yield reached, opens, gap
            yield opens, closes, StretchKind.OPEN
            reached, gap = closes, StretchKind.BREAK
        if reached < _DAY:
            yield reached, _DAY, StretchKind.OFF_HOURS

    def worked(self, moment: int) -> int:
        """Office microseconds between midnight and `moment`."""
        total = 0
        for opens, closes in self.spans:
            if moment <= closes:
                return total + moment - opens if moment > opens else total
            total += closes - opens
        return total

    def reached(self, offset: int) -> int:
        """The first moment at which `offset` office microseconds have passed; the earlier edge of a break."""
        for opens, closes in self.spans:
            if offset <= closes - opens:
                return opens + offset
            offset -= closes - opens
        return self.spans[-1][1]

    def next_open(self, moment: int) -> int | None:
        for opens, closes in self.spans:
            if moment < closes:
                return max(moment, opens)
        return None


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
    """Prefix sums over the consecutive dates first..last (ordinals).

    Working days are numbered from an anchor that never moves, so numbers taken before the index grew stay
    good: `before[i]` is the number of the next working day on or after date i, `opened[i]` the office
    microseconds since the anchor, `working[k - base]` the date of working day k. `hours[i]` is None on a
    closed date.
    """

    first: int
    last: int
    base: int
    hours: list[_Hours | None]
    before: list[int]
    opened: list[int]
    working: list[int]


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
        anchor = date(_anchor_year(confirmed_years), 1, 1).toordinal()
        self._index = _Index(anchor, anchor - 1, 0, [], [], [], [])

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
        ordinal = on.toordinal()
        hours = self._hours_on(ordinal)
        if hours is None:
            return ()
        return tuple(
            Interval(self._instant(ordinal, opens), self._instant(ordinal, closes))
            for opens, closes in hours.spans
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
            open_time=timedelta(microseconds=hours.length if hours else 0),
            holiday=holiday.name if holiday else "",
            source=holiday.confidence if holiday else pattern,
            label=label,
            provisional=not self._is_confirmed(on.year),
        )

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Whether any year touched from start to end has no decree yet (clock trap 6)."""
        years = range(self._local(start).year, self._local(end).year + 1)
        return not all(self._is_confirmed(year) for year in years)

    def used(self, start: datetime, end: datetime) -> Fraction:
        """Working days of office time between two instants; 0 when end is not after start."""
        first, first_part, first_length = self._position(start)
        last, last_part, last_length = self._position(end)
        if first_length == last_length:
            amount = Fraction((last - first) * last_length + last_part - first_part, last_length)
        else:
            whole = (last - first) * first_length * last_length
            parts = last_part * first_length - first_part * last_length
            amount = Fraction(whole + parts, first_length * last_length)
        return max(amount, _NOTHING)

    def add(self, start: datetime, working_days: Fraction | int) -> datetime:
        """The moment at which so many working days of office time have passed since start.

        An end on the edge of a break or of a day stays at the earlier edge. Zero days end when the office
        is next open. Raises ValueError for a negative amount, OutsideCalendarError past the year 2199.
        """
        amount, parts = working_days.as_integer_ratio()
        if amount <= 0:
            if amount < 0:
                message = "working days cannot be taken away"
                raise ValueError(message)
            return self.next_open(start)
        day, worked, length = self._position(start)
        whole, rest = divmod(worked * parts + amount * length, length * parts)
        if not rest:
            ordinal, hours = self._working_day(day + whole - 1)
            return self._instant(ordinal, hours.spans[-1][1])
        ordinal, hours = self._working_day(day + whole)
        return self._instant(ordinal, hours.reached(rest * hours.length // (length * parts)))

    def next_open(self, at: datetime) -> datetime:
        """The instant itself while the office is open, otherwise the next opening (calendar rule 1)."""
        local = self._local(at)
        ordinal = local.toordinal()
        index, place = self._place(ordinal)
        today = index.hours[place]
        moment = today.next_open(_moment(local)) if today else None
        if moment is not None:
            return self._instant(ordinal, moment)
        following, hours = self._working_day(index.before[place] + (today is not None))
        return self._instant(following, hours.spans[0][0])

    def outer_limit(self, start: datetime, working_days: int) -> datetime:
        """Closing time of the n-th working day after the day the clock starts on (calendar rule 6)."""
        index, place = self._place(self.next_open(start).toordinal())
        last, hours = self._working_day(index.before[place] + working_days)
        return self._instant(last, hours.spans[-1][1])

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """Office hours and minutes between two instants, as the clock on the wall counts them."""
        return timedelta(microseconds=max(self._opened(end) - self._opened(start), 0))

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """All the time from start to end, cut where the office opens or closes; nights are one stretch."""
        merged: list[Stretch] = []
        for stretch in self._pieces(self._local(start), self._local(end)):
            last = merged[-1] if merged else None
            if last and last.kind is stretch.kind and last.note == stretch.note and _is_closed(stretch):
                merged[-1] = last._replace(end=stretch.end)
            else:
                merged.append(stretch)
        return merged

    def _pieces(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        first, last = start.toordinal(), end.toordinal()
        for ordinal in range(first, last + 1):
            lower = _moment(start) if ordinal == first else 0
            upper = _moment(end) if ordinal == last else _DAY
            yield from self._day_pieces(ordinal, lower, upper)

    def _day_pieces(self, ordinal: int, lower: int, upper: int) -> Iterator[Stretch]:
        hours = self._hours_on(ordinal)
        if hours is None:
            parts: tuple[tuple[int, int, StretchKind], ...] = ((0, _DAY, self._closed_kind(ordinal)),)
            length = timedelta()
        else:
            parts, length = hours.parts, timedelta(microseconds=hours.length)
        for begins, ends, kind in parts:
            begin, stop = max(begins, lower), min(ends, upper)
            if begin < stop:
                note = self._note(ordinal, kind)
                yield Stretch(self._instant(ordinal, begin), self._instant(ordinal, stop), kind, note, length)

    def _closed_kind(self, ordinal: int) -> StretchKind:
        return StretchKind.HOLIDAY if ordinal in self._holidays else StretchKind.DAY_OFF

    def _note(self, ordinal: int, kind: StretchKind) -> str:
        if kind is StretchKind.HOLIDAY:
            return self._holidays[ordinal].name
        if kind is StretchKind.OPEN:
            hours = self._hours_on(ordinal)
            return hours.label if hours else ""
        return NOTES[kind]

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

    def _instant(self, ordinal: int, moment: int) -> datetime:
        # Arithmetic on an aware datetime moves the wall clock, which is what office hours follow.
        return self._origin + timedelta(ordinal - 1, 0, moment)

    def _place(self, ordinal: int) -> tuple[_Index, int]:
        """An index that holds the date, and where. Another thread may replace the index; this one stays."""
        index = self._index
        if not index.first <= ordinal <= index.last:
            index = self._cover(ordinal)
        return index, ordinal - index.first

    def _position(self, at: datetime) -> tuple[int, int, int]:
        """Working days before the date of `at`, office time worked on that date, length of that date."""
        local = self._local(at)
        index, place = self._place(local.toordinal())
        hours = index.hours[place]
        if hours is None:
            return index.before[place], 0, 1
        return index.before[place], hours.worked(_moment(local)), hours.length

    def _opened(self, at: datetime) -> int:
        """Office microseconds between the anchor of the index and `at`."""
        local = self._local(at)
        index, place = self._place(local.toordinal())
        hours = index.hours[place]
        return index.opened[place] + (hours.worked(_moment(local)) if hours else 0)

    def _hours_on(self, ordinal: int) -> _Hours | None:
        index, place = self._place(ordinal)
        return index.hours[place]

    def _working_day(self, number: int) -> tuple[int, _Hours]:
        """The date (ordinal) and hours of working day `number` of the index."""
        index = self._index
        while number - index.base >= len(index.working):
            index = self._cover(index.last + 1)
        ordinal = index.working[number - index.base]
        hours = index.hours[ordinal - index.first]
        assert hours is not None  # noqa: S101 — a working day has hours by construction
        return ordinal, hours

    def _is_confirmed(self, year: int) -> bool:
        return self._confirmed_years is None or year in self._confirmed_years

    def _regime(self, ordinal: int) -> _Regime | None:
        covering = [regime for regime in self._regimes if regime.first <= ordinal <= regime.last]
        return covering[-1] if covering else None

    def _cover(self, ordinal: int) -> _Index:
        """An index that holds the year of that date; replaces the old one in one assignment."""
        year = _year(ordinal)
        index = self._index
        if ordinal < index.first:
            index = self._extended_down(index, date(year, 1, 1).toordinal())
        elif ordinal > index.last:
            index = self._extended_up(index, date(min(year + 1, LAST_YEAR), 12, 31).toordinal())
        self._index = index
        return index

    def _extended_up(self, index: _Index, last: int) -> _Index:
        hours = self._hours_of(index.last + 1, last)
        number = index.base + len(index.working)
        opened = _end_of_opened(index)
        before, sums, working = _sums(hours, index.last + 1, number, opened)
        return _Index(
            index.first,
            last,
            index.base,
            index.hours + hours,
            index.before + before,
            index.opened + sums,
            index.working + working,
        )

    def _extended_down(self, index: _Index, first: int) -> _Index:
        hours = self._hours_of(first, index.first - 1)
        base = index.base - sum(each is not None for each in hours)
        opened = -sum(each.length for each in hours if each) + (index.opened[0] if index.opened else 0)
        before, sums, working = _sums(hours, first, base, opened)
        return _Index(
            first,
            index.last,
            base,
            hours + index.hours,
            before + index.before,
            sums + index.opened,
            working + index.working,
        )

    def _hours_of(self, first: int, last: int) -> list[_Hours | None]:
        """The hours of each date from first to last; the regime is looked up once per change."""
        changes = {edge for regime in self._regimes for edge in (regime.first, regime.last + 1)}
        edges = sorted({first, last + 1} | {edge for edge in changes if first < edge <= last})
        hours: list[_Hours | None] = []
        for begin, end in pairwise(edges):
            regime = self._regime(begin)
            week = regime.week if regime else _CLOSED_WEEK
            hours += [None if day in self._holidays else week[(day - 1) % 7] for day in range(begin, end)]
        return hours


def _end_of_opened(index: _Index) -> int:
    if not index.hours:
        return 0
    return index.opened[-1] + (index.hours[-1].length if index.hours[-1] else 0)


def _sums(
    hours: Sequence[_Hours | None], first: int, number: int, opened: int
) -> tuple[list[int], list[int], list[int]]:
    """Prefix sums over dates that begin at `first`, going on from `number` and `opened`."""
    before, sums, working = [], [], []
    for ordinal, each in enumerate(hours, start=first):
        before.append(number)
        sums.append(opened)
        if each is not None:
            working.append(ordinal)
            number += 1
            opened += each.length
    return before, sums, working


def _anchor_year(confirmed_years: frozenset[int] | None) -> int:
    return min(max(min(confirmed_years or {_ANCHOR_YEAR}), FIRST_YEAR), LAST_YEAR)


def _year(ordinal: int) -> int:
    year = date.fromordinal(ordinal).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendarError(year)
    return year


def _moment(local: datetime) -> int:
    """Microseconds since local midnight."""
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond


def _is_closed(stretch: Stretch) -> bool:
    return stretch.kind is not StretchKind.OPEN


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
    """One regime per pattern and validity, the strongest last."""
    groups: dict[tuple[str, str, str], list[HoursRow]] = {}
    for row in rows:
        groups.setdefault((row["pattern"], row["valid_from"], row["valid_until"] or ""), []).append(row)
    regimes = [_regime_of(group) for group in groups.values()]
    return sorted(regimes, key=lambda regime: (regime.first, -regime.last, regime.pattern))


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
