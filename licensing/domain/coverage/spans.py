"""Arithmetic of intervals: from whole histories of placements and licences to coverage on any day.

Pure: plain values in, plain values out. An interval is [first, after) in proleptic days (`date.toordinal`), so a last
day d ends at d + 1 and an open end is `FOREVER`. Lists of intervals are sorted and do not touch each other.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

FOREVER: Final = date.max.toordinal()
Interval = tuple[int, int]


def interval(first: date, last: date | None) -> Interval:
    """Return the days from `first` to `last`, both included; None is without end."""
    return first.toordinal(), FOREVER if last is None else last.toordinal() + 1


def union(parts: Iterable[Interval]) -> list[Interval]:
    """Return the days that lie in any of the parts."""
    found: list[Interval] = []
    for first, after in sorted(part for part in parts if part[0] < part[1]):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], after))
        else:
            found.append((first, after))
    return found


def common(left: Sequence[Interval], right: Sequence[Interval]) -> list[Interval]:
    """Return the days that lie in both."""
    parts = ((max(a[0], b[0]), min(a[1], b[1])) for a in left for b in right)
    return union(part for part in parts if part[0] < part[1])


def without(whole: Sequence[Interval], gone: Sequence[Interval]) -> list[Interval]:
    """Return the days of `whole` that do not lie in `gone`."""
    found = []
    for first, after in whole:
        reached = first
        for start, end in gone:
            if end <= reached or start >= after:
                continue
            if start > reached:
                found.append((reached, start))
            reached = max(reached, end)
        if reached < after:
            found.append((reached, after))
    return found


@dataclass(frozen=True)
class Span:
    """When one placement was obliged, and when it held a licence, of those days. `unit` is who is counted."""

    unit: Hashable
    obliged: Sequence[Interval]
    held: Sequence[Interval]


def span(unit: Hashable, obliged: Sequence[Interval], in_force: Iterable[Interval]) -> Span:
    """Return the span of a placement from the days of its licences."""
    return Span(unit, obliged, common(obliged, union(in_force)))


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Return one span a unit: obliged where any part is, held where no obliged part lacks."""
    groups: dict[Hashable, list[Span]] = defaultdict(list)
    for each in spans:
        groups[each.unit].append(each)
    for unit, parts in groups.items():
        if len(parts) == 1:
            yield parts[0]
            continue
        obliged = union(part for each in parts for part in each.obliged)
        lacking = union(part for each in parts for part in without(each.obliged, each.held))
        yield Span(unit, obliged, without(obliged, lacking))


class Steps:
    """A count that changes on some days and stays between them."""

    def __init__(self, parts: Iterable[Interval]) -> None:
        changes: dict[int, int] = defaultdict(int)
        for first, after in parts:
            changes[first] += 1
            changes[after] -= 1
        self.days = sorted(day for day, change in changes.items() if change)
        self.counts = list(accumulate(changes[day] for day in self.days))

    def on(self, day: date) -> int:
        """Return the count on a day."""
        place = bisect_right(self.days, day.toordinal()) - 1
        return self.counts[place] if place >= 0 else 0


@dataclass(frozen=True)
class Course:
    """How many were obliged and how many held over time."""

    obliged: Steps
    held: Steps

    def on(self, day: date) -> tuple[int, int]:
        """Return held and obliged on a day."""
        return self.held.on(day), self.obliged.on(day)


def course(spans: Iterable[Span]) -> Course:
    """Return the course of spans that are one a unit (`merged`)."""
    rows = list(spans)
    return Course(
        Steps(part for each in rows for part in each.obliged), Steps(part for each in rows for part in each.held)
    )
