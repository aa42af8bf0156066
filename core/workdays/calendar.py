"""The office time of one office, and the arithmetic on it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import Self
from zoneinfo import ZoneInfo

from core.workdays.hours import CLOSED_WEEK, Holiday, Hours, Part, Regime, closed_dates, regimes_of
from core.workdays.index import Index, anchor_year, empty_index, joined, moved, new_year, year
from core.workdays.snapshot import Snapshot
from core.workdays.stretches import NOTES, OPEN, Day, Interval, Promise, Stretch, StretchKind
from core.workdays.units import DAY, LAST_YEAR, MICROSECOND, NO_TIME, NOTHING, OutsideCalendarError

_Piece = tuple[int, int, StretchKind, str, timedelta]  # of time: from, until, kind, note, length of that day
_ALL_DAY: Callable[[Hours], tuple[Part, ...]] = attrgetter("parts")
_WITHOUT_NIGHT: Callable[[Hours], tuple[Part, ...]] = attrgetter("day_parts")


class WorkCalendar:
    """The office time of one office under one version of its calendar. Immutable to its users."""

    def __init__(
        self,
        *,
        holidays: Mapping[int, Holiday],
        regimes: Sequence[Regime],
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
        self._index = empty_index(anchor_year(confirmed_years))

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot, tz: ZoneInfo) -> Self:
        """Build the calendar of a snapshot.

        Where several hour patterns cover a date, the one that began last holds for the whole of it (of
        two that began together, the shorter); weekdays it does not name are closed. Raises
        BadSnapshotError.
        """
        return cls(
            holidays=closed_dates(snapshot["holidays"]),
            regimes=regimes_of(snapshot["hours"]),
            confirmed_years=frozenset(snapshot["confirmed_years"]),
            tz=tz,
        )

    @classmethod
    def round_the_clock(cls, tz: ZoneInfo) -> Self:
        """Every minute of every day counts (outreach); one working day is 24 hours, never provisional."""
        always = Hours([(0, DAY)], "")
        regime = Regime(1, date.max.toordinal(), "round_the_clock", "", (always,) * 7)
        return cls(holidays={}, regimes=[regime], confirmed_years=None, tz=tz)

    def is_working(self, on: date) -> bool:
        return self._hours_on(on.toordinal()) is not None

    def intervals(self, on: date) -> tuple[Interval, ...]:
        """When the office is open on that date; empty when closed."""
        hours = self._hours_on(on.toordinal())
        if hours is None:
            return ()
        midnight = (on.toordinal() - 1) * DAY
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
            open_time=hours.open_time if hours else NO_TIME,
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
        return Fraction(passed, self._day) if passed > 0 else NOTHING

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
            used=sum((share for _, share in used), NOTHING),
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
        return max(self._opened(end) - self._opened(start), 0) * MICROSECOND

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
            if piece[2] is not OPEN and merged and merged[-1][1:4] == (piece[0], *piece[2:4]):
                merged[-1] = (merged[-1][0], *piece[1:])
            else:
                merged.append(piece)
        origin = self._origin
        return [
            Stretch(origin + begin * MICROSECOND, origin + end * MICROSECOND, kind, note, length)
            for begin, end, kind, note, length in merged
        ]

    def _pieces(
        self, start: datetime, end: datetime, parts_of: Callable[[Hours], tuple[Part, ...]]
    ) -> Iterator[_Piece]:
        first, last = self._moment(start), self._moment(end)
        for ordinal in range(first // DAY + 1, -(-last // DAY) + 1):
            hours = self._hours_on(ordinal)
            parts, length = (parts_of(hours), hours.open_time) if hours else (self._closed(ordinal), NO_TIME)
            midnight = (ordinal - 1) * DAY
            for opens, closes, kind, note in parts:
                begin, stop = max(midnight + opens, first), min(midnight + closes, last)
                if begin < stop:
                    yield begin, stop, kind, note, length

    def _closed(self, ordinal: int) -> tuple[Part, ...]:
        holiday = self._holidays.get(ordinal)
        if holiday:
            return ((0, DAY, StretchKind.HOLIDAY, holiday.name),)
        return ((0, DAY, StretchKind.DAY_OFF, NOTES[StretchKind.DAY_OFF]),)

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
        return (self._local(at) - self._origin) // MICROSECOND

    def _instant(self, moment: int) -> datetime:
        return self._origin + moment * MICROSECOND

    def _holding(self, moment: int) -> Index:
        """An index that holds the moment. Another thread may replace the index; this one stays."""
        index = self._index
        return index if index.first <= moment < index.last else self._cover(moment)

    def _position(self, at: datetime) -> int:
        local = at if at.tzinfo is self.tz else self._local(at)
        moment = (local - self._origin) // MICROSECOND
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
        return self._origin + moment * MICROSECOND

    def _opened(self, at: datetime) -> int:
        """Office microseconds between the anchor of the index and `at`."""
        moment = self._moment(at)
        index = self._holding(moment)
        i = bisect_right(index.opens, moment) - 1
        return index.opened[i] + min(moment - index.opens[i], index.lengths[i])

    def _hours_on(self, ordinal: int) -> Hours | None:
        if ordinal in self._holidays:
            return None
        regime = self._regime(ordinal)
        return regime.week[(ordinal - 1) % 7] if regime else None

    def _is_confirmed(self, year: int) -> bool:
        return self._confirmed_years is None or year in self._confirmed_years

    def _regime(self, ordinal: int) -> Regime | None:
        for regime in self._regimes:
            if regime.first <= ordinal <= regime.last:
                return regime
        return None

    def _cover(self, moment: int) -> Index:
        """An index that holds the year of that moment; replaces the old one in one assignment."""
        index = self._index
        if moment < index.first:
            earlier = self._years(year(moment), year(index.first) - 1)
            index = joined(
                moved(earlier, index.positions[0] - earlier.end, index.opened[0] - earlier.end_opened), index
            )
        elif moment >= index.last:
            later = self._years(year(index.last), min(year(moment) + 1, LAST_YEAR))
            index = joined(index, moved(later, index.end, index.end_opened))
        self._index = index
        return index

    def _years(self, first: int, last: int) -> Index:
        """The intervals of the years from first to last, counted from zero."""
        block = empty_index(first)
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
        return block._replace(last=new_year(last + 1), end=position, end_opened=opened)

    def _open_days(self, first: int, last: int) -> Iterator[tuple[int, Hours]]:
        """Midnight and hours of each working day; the regime is looked up once per change."""
        changes = {edge for regime in self._regimes for edge in (regime.first, regime.last + 1)}
        edges = sorted({first, last + 1} | {edge for edge in changes if first < edge <= last})
        for begin, end in pairwise(edges):
            regime = self._regime(begin)
            week = regime.week if regime else CLOSED_WEEK
            for ordinal in range(begin, end):
                hours = week[(ordinal - 1) % 7]
                if hours and ordinal not in self._holidays:
                    yield (ordinal - 1) * DAY, hours
