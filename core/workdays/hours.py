"""Closed dates, and which hours are in force on the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from core.workdays.snapshot import HolidayRow, HoursRow
from core.workdays.stretches import NOTES, OFF_HOURS, StretchKind
from core.workdays.units import DAY, MICROSECOND, MINUTE, BadSnapshotError


@dataclass(frozen=True, slots=True)
class Holiday:
    """Why a date is closed."""

    on: date
    kind: str
    name: str
    confidence: str


Part = tuple[int, int, StretchKind, str]  # of a day: from, until, kind, note


class Hours:
    """The opening intervals of one weekday under one pattern, in microseconds since local midnight."""

    __slots__ = ("day_parts", "label", "length", "open_time", "parts", "spans")

    def __init__(self, spans: Sequence[tuple[int, int]], label: str) -> None:
        self.spans = tuple(sorted(spans))
        self.length = sum(closes - opens for opens, closes in self.spans)
        self.open_time = self.length * MICROSECOND
        self.label = label
        self.parts = tuple(self._parts())
        self.day_parts = tuple(part for part in self.parts if part[2] is not OFF_HOURS)
        self._refuse_nonsense()

    def _refuse_nonsense(self) -> None:
        edges = [edge for span in self.spans for edge in span]
        in_order = all(opens < closes for opens, closes in self.spans) and edges == sorted(edges)
        if not in_order or edges[0] < 0 or edges[-1] > DAY:
            message = f"office hours overlap or run backwards: {self.label}"
            raise BadSnapshotError(message)

    def _parts(self) -> Iterator[Part]:
        """The whole day, midnight to midnight, in order."""
        reached, gap = 0, StretchKind.OFF_HOURS
        for opens, closes in self.spans:
            if reached < opens:
                yield reached, opens, gap, NOTES[gap]
            yield opens, closes, StretchKind.OPEN, self.label
            reached, gap = closes, StretchKind.BREAK
        if reached < DAY:
            yield reached, DAY, StretchKind.OFF_HOURS, NOTES[StretchKind.OFF_HOURS]


Week = tuple[Hours | None, ...]
CLOSED_WEEK: Week = (None,) * 7


class Regime(NamedTuple):
    """Hours in force from one date to another (ordinals, both included), by weekday."""

    first: int
    last: int
    pattern: str
    label: str
    week: Week


def closed_dates(rows: Iterable[HolidayRow]) -> dict[int, Holiday]:
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


def regimes_of(rows: Iterable[HoursRow]) -> list[Regime]:
    """One regime per pattern and validity, the strongest first."""
    groups: dict[tuple[str, str, str], list[HoursRow]] = {}
    for row in rows:
        groups.setdefault((row["pattern"], row["valid_from"], row["valid_until"] or ""), []).append(row)
    regimes = [_regime_of(group) for group in groups.values()]
    return sorted(regimes, key=lambda regime: (-regime.first, regime.last, regime.pattern))


def _regime_of(rows: Sequence[HoursRow]) -> Regime:
    head = rows[0]
    until = date.fromisoformat(head["valid_until"]) if head["valid_until"] else date.max
    return Regime(
        first=date.fromisoformat(head["valid_from"]).toordinal(),
        last=until.toordinal(),
        pattern=head["pattern"],
        label=head["label"],
        week=tuple(_hours_of_weekday(rows, weekday) for weekday in range(1, 8)),
    )


def _hours_of_weekday(rows: Sequence[HoursRow], weekday: int) -> Hours | None:
    spans = [(_clock(row["open"]), _clock(row["close"])) for row in rows if row["weekday"] == weekday]
    return Hours(spans, rows[0]["label"]) if spans else None


def _clock(text: str) -> int:
    """Microseconds since midnight of HH:MM; 24:00 is the end of the day."""
    hour, _, minute = text.partition(":")
    try:
        return (int(hour) * 60 + int(minute)) * MINUTE
    except ValueError as error:
        message = f"not an hour: {text!r}"
        raise BadSnapshotError(message) from error
