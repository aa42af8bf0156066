"""Figures as drawings: bars, stacked bars, lines, tile maps. Each has a title, its figures as text and a table twin.

Lengths are per cent of the drawing's width, so text keeps its size on a phone and in print. Every number
leaves here as text: a template would write it with the comma of the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from core import formats
from core.components.status import Kind, Text

FEW: Final = 5
_ROW: Final = 64
_TILE: Final = (120, 88, 4)


@dataclass(frozen=True)
class Bar:
    """A share of something: ``numerator`` of ``denominator``. ``detail`` replaces "812 dari 858"."""

    label: Text
    numerator: float
    denominator: float
    url: str = ""
    detail: Text = ""
    hidden: bool = False

    @property
    def value(self) -> Decimal | None:
        return None if self.hidden else formats.share(self.numerator, self.denominator)

    @property
    def figure(self) -> str:
        return gettext("<5") if self.hidden else formats.percent(self.value)

    @property
    def basis(self) -> str:
        if self.detail or self.hidden:
            return str(self.detail)
        return gettext("%(part)s dari %(whole)s") % {
            "part": formats.number(self.numerator),
            "whole": formats.number(self.denominator),
        }


@dataclass(frozen=True)
class BarRow:
    """One bar, measured: ``y`` offsets in the drawing and the bar's length."""

    bar: Bar
    label_y: str
    bar_y: str
    tick_y: str
    basis_y: str
    length: str
    kind: Kind


@dataclass(frozen=True)
class BarChart:
    """Bars one under the other. ``good_from`` (per cent) is where a bar turns from amber to green; None is neutral.

    With ``low_is_good`` it is the other way round. ``full`` is the value at the right edge.
    """

    name: str
    title: Text
    bars: Sequence[Bar]
    note: Text = ""
    target: float | None = None
    good_from: float | None = None
    low_is_good: bool = False
    full: float = 100
    columns: tuple[Text, Text, Text] | None = None

    @property
    def headings(self) -> tuple[Text, Text, Text]:
        """The heads of the table twin."""
        return self.columns or (gettext("Ada"), gettext("Wajib"), gettext("Cakupan"))

    @property
    def height(self) -> str:
        return str(_ROW * len(self.bars))

    @property
    def rows(self) -> list[BarRow]:
        return [self._row(bar, index * _ROW) for index, bar in enumerate(self.bars)]

    @property
    def target_x(self) -> str:
        return "" if self.target is None else _percent(self.target / self.full * 100)

    @property
    def summary(self) -> str:
        return ", ".join(f"{bar.label} {bar.figure}" for bar in self.bars)

    def _row(self, bar: Bar, top: int) -> BarRow:
        length = min(float(bar.value or 0) / self.full * 100, 100)
        return BarRow(
            bar=bar,
            label_y=str(top + 15),
            bar_y=str(top + 22),
            tick_y=str(top + 19),
            basis_y=str(top + 49),
            length=_percent(length),
            kind=self._kind(bar),
        )

    def _kind(self, bar: Bar) -> Kind:
        if self.good_from is None or bar.value is None:
            return Kind.WAIT
        reached = float(bar.value) >= self.good_from
        return Kind.OK if reached != self.low_is_good else Kind.FIX


@dataclass(frozen=True)
class Slice:
    label: Text
    value: float
    kind: Kind
    url: str = ""


@dataclass(frozen=True)
class StackedBar:
    """Parts of one whole on one bar, with their figures in the key."""

    name: str
    title: Text
    slices: Sequence[Slice]
    note: Text = ""

    @property
    def total(self) -> float:
        return sum(part.value for part in self.slices)

    @property
    def pieces(self) -> list[tuple[Slice, str, str]]:
        """Each slice with its start and length in per cent; an empty slice has no piece."""
        pieces, reached = [], 0.0
        for part in self.slices:
            length = part.value / self.total * 100 if self.total else 0.0
            if length:
                pieces.append((part, _percent(reached), _percent(length)))
            reached += length
        return pieces

    @property
    def rows(self) -> list[tuple[Slice, str, str]]:
        """Each slice with its figure and its share."""
        return [
            (part, formats.number(part.value), formats.percent(formats.share(part.value, self.total)))
            for part in self.slices
        ]

    @property
    def summary(self) -> str:
        return ", ".join(f"{part.label} {formats.number(part.value)}" for part in self.slices)


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

    ``low`` and ``high`` are the ends of the axis, ``step`` the distance of the grid lines.
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
        return [self._end(i, point) for i, point in last]

    @property
    def rows(self) -> list[tuple[str, str]]:
        suffix = gettext(", perkiraan")
        return [(f"{p.label}{suffix if p.forecast else ''}", self.figure(p)) for p in self.points]

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
        return _percent(self._LEFT + self._SPAN * index / max(len(self.points) - 1, 1) + shift)

    def _y(self, value: float) -> float:
        return self._TOP + self._DEPTH * (self.high - value) / ((self.high - self.low) or 1)


@dataclass(frozen=True)
class Tile:
    """One kecamatan or the like; ``column`` and ``row`` are rough compass places from 0, and are data."""

    label: Text
    column: int
    row: int
    value: float | None
    figure: str
    detail: Text = ""
    url: str = ""


@dataclass(frozen=True)
class PlacedTile:
    tile: Tile
    x: str
    y: str
    text_x: str
    label_y: str
    figure_y: str
    detail_y: str
    step: int


@dataclass(frozen=True)
class LegendStep:
    x: str
    text_x: str
    step: int
    text: str


@dataclass(frozen=True)
class TileMap:
    """Labelled squares in rough compass places, in five steps of colour cut at four ``edges`` (per cent)."""

    name: str
    title: Text
    tiles: Sequence[Tile]
    edges: tuple[float, float, float, float]
    note: Text = ""

    @property
    def columns(self) -> int:
        return max((tile.column for tile in self.tiles), default=0) + 1

    @property
    def width(self) -> int:
        return max(self.columns, 3) * (_TILE[0] + _TILE[2]) + 2

    @property
    def depth(self) -> int:
        """Where the legend begins."""
        rows = max((tile.row for tile in self.tiles), default=0) + 1
        return rows * (_TILE[1] + _TILE[2]) + 10

    @property
    def box(self) -> str:
        return f"0 0 {self.width} {self.depth + 38}"

    @property
    def legend_y(self) -> str:
        return str(self.depth)

    @property
    def legend_text_y(self) -> str:
        return str(self.depth + 32)

    @property
    def legend_width(self) -> str:
        return f"{(self.width - 4) / 5 - 2:.1f}"

    @property
    def placed(self) -> list[PlacedTile]:
        return [self._place(tile) for tile in self.tiles]

    @property
    def legend(self) -> list[LegendStep]:
        step_width = (self.width - 4) / 5
        low, *middle, top = self._legend_texts()
        return [
            LegendStep(f"{2 + i * step_width:.1f}", f"{2 + (i + 0.5) * step_width:.1f}", i + 1, text)
            for i, text in enumerate([low, *middle, top])
        ]

    @property
    def summary(self) -> str:
        return ", ".join(f"{tile.label} {tile.figure}" for tile in self.tiles)

    def _legend_texts(self) -> list[str]:
        edges = [formats.number(edge) for edge in self.edges]
        below = [formats.number(round(edge - 0.1, 1)) for edge in self.edges]
        inner = [f"{edges[i]}–{below[i + 1]}" for i in range(3)]
        return [f"< {edges[0]}", *inner, f"≥ {edges[3]} %"]

    def _place(self, tile: Tile) -> PlacedTile:
        x = 2 + tile.column * (_TILE[0] + _TILE[2])
        y = 2 + tile.row * (_TILE[1] + _TILE[2])
        return PlacedTile(
            tile=tile,
            x=str(x),
            y=str(y),
            text_x=str(x + 12),
            label_y=str(y + 26),
            figure_y=str(y + 58),
            detail_y=str(y + 77),
            step=0 if tile.value is None else 1 + sum(tile.value >= edge for edge in self.edges),
        )


@dataclass(frozen=True)
class Gauge:
    """A thin bar: how much of something is used, 0 to 1; drawn beside a sentence that says it."""

    used: float
    kind: Kind = Kind.WAIT
    width: int = 112

    @property
    def length(self) -> str:
        return f"{self.width * min(max(self.used, 0.0), 1.0):.0f}"


def _percent(value: float) -> str:
    return f"{value:.1f}%"
