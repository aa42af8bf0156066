"""Lists of rows with their filters, page links and head figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from django.core.paginator import Page
from django.forms import Form

from core.components.status import Kind, Text


class Edge(StrEnum):
    """The bar at a row's left edge."""

    NONE = ""
    LATE = "late"
    SOON = "soon"


@dataclass(frozen=True)
class Column:
    """``sort_url`` makes the head a link; ``sorted`` is the present order by this column."""

    label: Text
    numeric: bool = False
    hidden_label: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    short: Text = ""


@dataclass(frozen=True)
class Cell:
    """One cell.

    ``note`` is a second, quieter line; ``kind`` turns the text into a tag; ``used`` (0 to 1) adds a
    bar in the tone ``bar``; ``action`` draws a link as a button, ``context`` is read but not shown;
    ``whole`` keeps a date or number on one line.
    """

    text: Text = ""
    note: Text = ""
    url: str = ""
    kind: Kind | None = None
    strong: bool = False
    alarm: bool = False
    used: float | None = None
    bar: Kind = Kind.WAIT
    action: bool = False
    whole: bool = False
    context: Text = ""
    testid: str = ""


@dataclass(frozen=True)
class Row:
    """The first cell heads the row."""

    cells: Sequence[Cell]
    edge: Edge = Edge.NONE
    testid: str = "row"


@dataclass(frozen=True)
class Pages:
    """Links around a Django page; ``query`` is the rest of the address, kept as it is."""

    page: Page[object]
    query: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """``tight`` lays figures three abreast in the cards of a phone. Without rows ``empty`` speaks."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    tight: bool = False
    hide_caption: bool = False
    total: Sequence[Cell] = ()


@dataclass(frozen=True)
class Chip:
    """A quick filter with its count; ``tone`` is "" | "hot" | "warm"."""

    label: Text
    url: str
    count: int | None = None
    current: bool = False
    tone: Literal["", "hot", "warm"] = ""


@dataclass(frozen=True)
class ActiveFilter:
    label: Text
    remove_url: str


@dataclass(frozen=True)
class Filters:
    """A plain GET form and what is set in it. ``keep`` are parameters the form must not lose."""

    form: Form | None = None
    chips: Sequence[Chip] = ()
    active: Sequence[ActiveFilter] = ()
    clear_url: str = ""
    keep: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kpi:
    """A head figure and the list behind it. ``figure`` is already formatted; ``basis`` is "3.642 dari 3.986"."""

    name: str
    label: Text
    figure: Text
    basis: Text
    url: str = ""
    link: Text = ""
