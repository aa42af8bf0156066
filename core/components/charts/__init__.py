"""Figures as drawings: bars, stacked bars, lines, tile maps. Each has a title, its figures as text and a table twin.

Lengths are per cent of the drawing's width, so text keeps its size on a phone and in print. Every number
leaves here as text: a template would write it with the comma of the language.
"""

from core.components.charts.bars import Bar, BarChart, BarRow, Gauge, Slice, StackedBar
from core.components.charts.lines import GridLine, LineChart, Point
from core.components.charts.tiles import LegendStep, PlacedTile, Tile, TileMap

__all__ = [
    "Bar",
    "BarChart",
    "BarRow",
    "Gauge",
    "GridLine",
    "LegendStep",
    "LineChart",
    "PlacedTile",
    "Point",
    "Slice",
    "StackedBar",
    "Tile",
    "TileMap",
]
