"""The opening intervals of some years in order, with prefix sums to search them by."""

from datetime import date
from typing import NamedTuple

from core.workdays.units import DAY, FIRST_YEAR, LAST_YEAR, OutsideCalendarError

_ANCHOR_YEAR = 2019


class Index(NamedTuple):
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


def empty_index(year: int) -> Index:
    first = new_year(year)
    return Index(first, first, [first], [0], [1], [0], [0], 0, 0)


def moved(block: Index, position: int, opened: int) -> Index:
    """The same intervals, counted from another place."""
    return block._replace(
        positions=[each + position for each in block.positions],
        opened=[each + opened for each in block.opened],
        end=block.end + position,
        end_opened=block.end_opened + opened,
    )


def joined(earlier: Index, later: Index) -> Index:
    """Both, without the empty interval that opens the later one."""
    return Index(
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


def new_year(year: int) -> int:
    """Microseconds of the wall clock from year 1 to the first of January."""
    return (date(year, 1, 1).toordinal() - 1) * DAY


def anchor_year(confirmed_years: frozenset[int] | None) -> int:
    return min(max(min(confirmed_years or {_ANCHOR_YEAR}), FIRST_YEAR), LAST_YEAR)


def year(moment: int) -> int:
    year = date.fromordinal(moment // DAY + 1).year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendarError(year)
    return year
