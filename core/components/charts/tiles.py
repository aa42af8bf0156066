"""Labelled squares in rough compass places, for a city too small for a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core import formats
from core.components.status import Text

_TILE: Final = (120, 88, 4)


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
