"""Bars one under the other, parts of one whole, and the thin bar beside a sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext

from core import formats
from core.components.charts.lengths import percent
from core.components.status import Kind, Text

_ROW: Final = 64
_LINE: Final = 18
# Letters of a label that leave room for the figure beside it on a phone of 360 pixels.
_LONGEST: Final = 34


@dataclass(frozen=True)
class Bar:
    """A share of something: ``numerator`` of ``denominator``. ``detail`` replaces "812 dari 858".

    ``plain`` is a number that is no share: ``denominator`` only sets its length against the other bars.
    """

    label: Text
    numerator: float
    denominator: float
    url: str = ""
    detail: Text = ""
    hidden: bool = False
    plain: bool = False

    @property
    def value(self) -> Decimal | None:
        return None if self.hidden else formats.share(self.numerator, self.denominator)

    @property
    def figure(self) -> str:
        if self.hidden:
            return gettext("<5")
        return formats.number(self.numerator) if self.plain else formats.percent(self.value)

    @property
    def basis(self) -> str:
        if self.detail or self.hidden or self.plain:
            return str(self.detail)
        return gettext("%(part)s dari %(whole)s") % {
            "part": formats.number(self.numerator),
            "whole": formats.number(self.denominator),
        }


def _lines(bar: Bar) -> list[str]:
    """Return the label in pieces that fit; text in a drawing does not wrap by itself."""
    return textwrap.wrap(str(bar.label), _LONGEST) or [""]


@dataclass(frozen=True)
class BarRow:
    """One bar, measured: ``y`` offsets in the drawing and the bar's length. A long label stands on several lines."""

    bar: Bar
    lines: tuple[tuple[str, str], ...]
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
        return str(sum(_ROW + _LINE * (len(_lines(bar)) - 1) for bar in self.bars))

    @property
    def rows(self) -> list[BarRow]:
        tops = accumulate((_ROW + _LINE * (len(_lines(bar)) - 1) for bar in self.bars), initial=0)
        return [self._row(bar, top) for bar, top in zip(self.bars, tops, strict=False)]

    @property
    def target_x(self) -> str:
        return "" if self.target is None else percent(self.target / self.full * 100)

    @property
    def summary(self) -> str:
        return ", ".join(f"{bar.label} {bar.figure}" for bar in self.bars)

    def _row(self, bar: Bar, top: int) -> BarRow:
        length = min(float(bar.value or 0) / self.full * 100, 100)
        lines = _lines(bar)
        below = top + _LINE * (len(lines) - 1)
        return BarRow(
            bar=bar,
            lines=tuple((line, str(top + 15 + _LINE * index)) for index, line in enumerate(lines)),
            label_y=str(top + 15),
            bar_y=str(below + 22),
            tick_y=str(below + 19),
            basis_y=str(below + 49),
            length=percent(length),
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
                pieces.append((part, percent(reached), percent(length)))
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
class Gauge:
    """A thin bar: how much of something is used, 0 to 1; drawn beside a sentence that says it."""

    used: float
    kind: Kind = Kind.WAIT
    width: int = 112

    @property
    def length(self) -> str:
        return f"{self.width * min(max(self.used, 0.0), 1.0):.0f}"
