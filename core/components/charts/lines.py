"""A line over time, with its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from core import formats
from core.components.charts.lengths import percent
from core.components.status import Text


@dataclass(frozen=True)
class Point:
    """``mark`` is the word under the axis, on few points only; ``label`` is the full name in the table."""

    label: Text
    value: float
    mark: Text = ""
    forecast: bool = False


@dataclass(frozen=True)
class GridLine:
    y: str
    text_y: str
    text: str


@dataclass(frozen=True)
class LineChart:
    """A line over time, at even steps; forecast points follow the last real one and are drawn dashed.

    ``low`` and ``high`` are the ends of the axis, ``step`` the distance of the grid lines. ``other`` is a second
    forecast over the same last steps, drawn dotted; ``other_label`` says in the table what it supposes.
    """

    name: str
    title: Text
    points: Sequence[Point]
    low: float
    high: float
    step: float
    note: Text = ""
    target: float | None = None
    target_label: Text = ""
    unit: str = " %"
    places: int = 1
    other: Sequence[Point] = ()
    other_label: Text = ""

    _LEFT = 8.0
    _SPAN = 82.0
    _TOP = 22.0
    _DEPTH = 182.0

    @property
    def known(self) -> list[tuple[int, Point]]:
        return [(i, point) for i, point in enumerate(self.points) if not point.forecast]

    @property
    def line(self) -> str:
        return " ".join(self._pair(i, point) for i, point in self.known)

    @property
    def forecast(self) -> str:
        """The dashed line, which starts at the last known point; empty without a forecast."""
        later = [(i, point) for i, point in enumerate(self.points) if point.forecast]
        return " ".join(self._pair(i, point) for i, point in [*self.known[-1:], *later]) if later else ""

    @property
    def other_line(self) -> str:
        """The dotted line of the second forecast; empty without one."""
        begin = len(self.points) - len(self.other)
        later = [(begin + i, point) for i, point in enumerate(self.other)]
        return " ".join(self._pair(i, point) for i, point in [*self.known[-1:], *later]) if later else ""

    @property
    def box(self) -> str:
        return f"0 0 {max(len(self.points) - 1, 1) * 10} 100"

    @property
    def grid(self) -> list[GridLine]:
        lines, value = [], self.low
        while value <= self.high:
            y = self._y(value)
            if self.target is None or abs(value - self.target) > self.step / 4:
                lines.append(GridLine(f"{y:.1f}", f"{y + 4:.1f}", formats.number(value)))
            value += self.step
        return lines

    @property
    def target_y(self) -> str:
        return "" if self.target is None else f"{self._y(self.target):.1f}"

    @property
    def target_text_y(self) -> str:
        return "" if self.target is None else f"{self._y(self.target) + 17:.1f}"

    @property
    def marks(self) -> list[tuple[str, Text]]:
        return [(self._x(i), point.mark) for i, point in enumerate(self.points) if point.mark]

    @property
    def ends(self) -> list[dict[str, str]]:
        """The last known and the last forecast point, each with its figure beside it."""
        last = [self.known[-1]] if self.known else []
        if self.points and self.points[-1].forecast:
            last.append((len(self.points) - 1, self.points[-1]))
        ends = [self._end(i, point) for i, point in last]
        if self.other and self.points:
            ends.append(self._end(len(self.points) - 1, self.other[-1]) | {"look": "other"})
            # Above its point, for the first forecast writes below.
            ends[-1]["text_y"] = f"{self._y(self.other[-1].value) - 9:.1f}"
        return ends

    @property
    def rows(self) -> list[tuple[str, str]]:
        suffix = gettext(", perkiraan")
        rows = [(f"{p.label}{suffix if p.forecast else ''}", self.figure(p)) for p in self.points]
        return rows + [(f"{p.label}, {self.other_label}", self.figure(p)) for p in self.other]

    @property
    def summary(self) -> str:
        return "; ".join(f"{label} {figure}" for label, figure in (*self.rows[:1], *self.rows[1:][-2:]))

    def figure(self, point: Point) -> str:
        """The value of a point with its unit."""
        unit = self.unit.strip() if formats.language() == "en" and self.unit == " %" else self.unit
        return formats.fixed_number(point.value, self.places) + unit

    def _end(self, index: int, point: Point) -> dict[str, str]:
        y = self._y(point.value)
        at_edge = index == len(self.points) - 1
        return {
            "x": self._x(index),
            "y": f"{y:.1f}",
            "text_x": "100%" if at_edge else self._x(index, shift=-2),
            "text_y": f"{y + (21 if at_edge else -12):.1f}",
            "text": self.figure(point),
            "look": "forecast" if point.forecast else "known",
        }

    def _pair(self, index: int, point: Point) -> str:
        return f"{index * 10},{(self._y(point.value) - self._TOP) / self._DEPTH * 100:.2f}"

    def _x(self, index: int, *, shift: float = 0) -> str:
        return percent(self._LEFT + self._SPAN * index / max(len(self.points) - 1, 1) + shift)

    def _y(self, value: float) -> float:
        return self._TOP + self._DEPTH * (self.high - value) / ((self.high - self.low) or 1)
