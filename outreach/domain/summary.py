"""The figures of many pickups: counts, response times, misses, rice. Pure; the method is said beside each figure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True)
class PickupFact:
    """What the figures know of one pickup: no name, place or phone."""

    region: str
    need: str
    cancelled: bool
    reported_at: datetime
    due_at: datetime
    arrived_at: datetime | None
    owed: bool
    handed: bool
    confirmed: bool

    @property
    def response(self) -> timedelta | None:
        """From report to arrival; None while nobody arrived."""
        return None if self.arrived_at is None else self.arrived_at - self.reported_at


@dataclass(frozen=True)
class Summary:
    """Figures of a set of pickups. `share` figures are over those that somebody arrived at."""

    reported: int
    arrived: int
    on_time: int
    missed: int
    waiting: int
    cancelled: int
    median: timedelta | None
    ninetieth: timedelta | None
    owed: int
    handed: int
    confirmed: int


def is_missed(row: PickupFact, at: datetime) -> bool:
    """Arrived too late, owed for, or still waited for past the limit."""
    if row.owed:
        return True
    end = row.arrived_at or (None if row.cancelled else at)
    return end is not None and end > row.due_at


def ninetieth(spans: Sequence[timedelta]) -> timedelta | None:
    """The 90th percentile by nearest rank: the smallest value that nine tenths do not exceed."""
    ordered = sorted(spans)
    return ordered[-(-len(ordered) * 9 // 10) - 1] if ordered else None


def summarize(rows: Iterable[PickupFact], at: datetime) -> Summary:
    """Figures of `rows` as they stand at `at`."""
    rows = list(rows)
    spans = [span for row in rows if (span := row.response) is not None]
    return Summary(
        reported=len(rows),
        arrived=len(spans),
        on_time=sum(row.arrived_at is not None and row.arrived_at <= row.due_at and not row.owed for row in rows),
        missed=sum(is_missed(row, at) for row in rows),
        waiting=sum(row.arrived_at is None and not row.cancelled for row in rows),
        cancelled=sum(row.cancelled for row in rows),
        median=timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None,
        ninetieth=ninetieth(spans),
        owed=sum(row.owed for row in rows),
        handed=sum(row.handed for row in rows),
        confirmed=sum(row.confirmed for row in rows),
    )


def grouped(rows: Iterable[PickupFact], key: Callable[[PickupFact], Key], at: datetime) -> dict[Key, Summary]:
    """Figures of each group, the largest first."""
    groups: dict[Key, list[PickupFact]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    found = {name: summarize(members, at) for name, members in groups.items()}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].reported, str(pair[0]))))
