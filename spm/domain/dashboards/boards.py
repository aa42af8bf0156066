"""A dashboard worked out: its panels drawn together, each line with its exact figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils import timezone

from spm.domain.dashboards import counting, figures
from spm.domain.dashboards.counting import PLACES, Ask, Definitions, Key
from spm.domain.dashboards.cut import GROUPS, MONTHS, PLACE, Cut
from spm.domain.dashboards.figures import Base, ByPlace, Line, Wanted
from spm.domain.dashboards.reach import Below, Reach, below
from spm.domain.dashboards.registers import RegisterRow, read_registers
from spm.domain.dashboards.veil import Veil, tables_of, veil_of
from spm.enums import Dashboard, Measure, Programme, Shape
from spm.exceptions import PanelUnknown
from spm.models import Indicator, Panel

REGISTER = "register:"
# The ways in which a drawing is looked into, beside the places.
KEYS: dict[str, Key] = {MONTHS: counting.MONTH, **{name: counting.group(name) for name in GROUPS}}


@dataclass(frozen=True)
class Drawing:
    """Panels drawn together. `rows` are those of registers, whose figures are no shares."""

    panels: Sequence[Panel]
    lines: Sequence[Line] = ()
    rows: Sequence[RegisterRow] = ()

    @property
    def code(self) -> str:
        """The code of the drawing."""
        return self.panels[0].chart

    @property
    def title(self) -> str:
        """Its title in the active language."""
        return self.panels[0].chart_label

    @property
    def shape(self) -> str:
        """How it is drawn."""
        return self.panels[0].shape

    @property
    def notes(self) -> list[str]:
        """What the panels say of themselves."""
        return list(dict.fromkeys(panel.remark for panel in self.panels if panel.remark))

    @property
    def is_empty(self) -> bool:
        """True when nobody brought a figure."""
        return not self.rows and all(line.count is None for line in self.lines)


@dataclass(frozen=True)
class Board:
    """A dashboard of one cut, as it stood at `data_at`. `known` are the definitions by code.

    `is_closed`: the question divides the figures in more than one way, which is not open to who asks.
    """

    dashboard: Dashboard
    cut: Cut
    data_at: datetime
    drawings: Sequence[Drawing]
    known: Definitions
    is_closed: bool = False

    @property
    def tiles(self) -> list[tuple[Panel, Drawing]]:
        """Panels that also stand as a head figure, at most four."""
        found = [(panel, drawing) for drawing in self.drawings for panel in drawing.panels if panel.is_tile]
        return found[:4]

    @property
    def is_empty(self) -> bool:
        """True when no drawing has a figure."""
        return all(drawing.is_empty for drawing in self.drawings)


@dataclass(frozen=True)
class Detail:
    """One drawing looked into: by place, by month and by group; `names` are those of the places."""

    drawing: Drawing
    cut: Cut
    data_at: datetime
    is_closed: bool = False
    places: dict[str, dict[Any, Line]] = field(default_factory=dict)
    names: dict[Any, Below] = field(default_factory=dict)
    months: dict[str, dict[Any, Line]] = field(default_factory=dict)
    groups: dict[str, dict[str, dict[Any, Line]]] = field(default_factory=dict)

    def is_open_by_place(self, lines: Iterable[Line]) -> bool:
        """Tell whether one of the lines may be divided by place."""
        return any(line.wanted.code in self.places for line in lines)


@dataclass(frozen=True)
class _Counted:
    """What all panels of a page are read from."""

    reach: Reach
    known: Definitions
    veil: Veil
    places: ByPlace
    divided: dict[str, ByPlace]
    registers: dict[str, list[RegisterRow]]

    @classmethod
    def of(
        cls, panels: Sequence[Panel], cut: Cut, reach: Reach, key: Key, *, at: datetime, ways: Iterable[str] = ()
    ) -> "_Counted":
        """Read the figures by `key`, and in further `ways` as far as they are open, all in one statement.

        Registers take three.
        """
        known = _definitions(panels, cut)
        veil = veil_of(reach, cut, known, today=timezone.localdate(at))
        above = list(tables_of(veil, reach, cut))
        rows = reach.figures(cut.area)
        further = [way for way in ways if veil.opens(way)]
        asks = [Ask(rows, cut, key), *(ask for ask, _row in above), *(Ask(rows, cut, KEYS[way]) for way in further)]
        places, *found = counting.tallies(asks, known)
        tables = [(table, row) for table, (_ask, row) in zip(found, above, strict=False)]
        names = [each.removeprefix(REGISTER) for panel in panels for each in panel.reads if each.startswith(REGISTER)]
        return cls(
            reach,
            known,
            replace(veil, tables=tables),
            places,
            dict(zip(further, found[len(above) :], strict=True)),
            read_registers(names, cut) if names and reach.has_places else {},
        )

    @property
    def is_closed(self) -> bool:
        """True when nothing at all is told to this person."""
        return self.veil.is_crossed and not self.reach.owns

    def drawing(self, panels: list[Panel]) -> Drawing:
        """Panels of one drawing with their lines."""
        if panels[0].shape == Shape.REGISTER:
            return Drawing(panels, rows=[row for panel in panels for row in self._register(panel)])
        wanted = [each for panel in panels for each in _wanted(panel, self.known)]
        return Drawing(panels, figures.lines(figures.total(self.places), wanted, self.veil.hides))

    def _register(self, panel: Panel) -> Iterable[RegisterRow]:
        for each in panel.reads:
            yield from self.registers.get(each.removeprefix(REGISTER), ())

    def by(self, way: str, whole: Sequence[Line]) -> dict[str, dict[Any, Line]]:
        """One line by place, month or group for each indicator; none of those that may not be divided so.

        Months show people and are set against nothing, for a target is of the year.
        """
        found = self.places if way == PLACE else self.divided.get(way, {})
        if way == MONTHS:
            found = figures.people(found)
            whole = [replace(line, wanted=replace(line.wanted, base=None)) for line in whole]
        open_lines = [line.wanted for line in whole if not self.veil.closes(line, way)]
        return {each.code: figures.by_place(found, each, self.veil.seen) for each in open_lines}


def board(dashboard: Dashboard, cut: Cut, reach: Reach, *, at: datetime) -> Board:
    """A whole dashboard."""
    panels = list(Panel.objects.drawn().filter(dashboard=dashboard))
    counted = _Counted.of(panels, cut, reach, counting.WHOLE, at=at)
    drawings = [counted.drawing(list(each)) for _chart, each in groupby(panels, attrgetter("chart"))]
    return Board(dashboard, cut, at, drawings, counted.known, is_closed=counted.is_closed)


def detail(chart: str, cut: Cut, reach: Reach, *, at: datetime) -> Detail:
    """One drawing by place, month and group. Raises PanelUnknown."""
    panels = list(Panel.objects.drawn().filter(chart=chart))
    if not panels:
        raise PanelUnknown
    counted = _Counted.of(panels, cut, reach, PLACES[cut.area.level], at=at, ways=KEYS if reach.has_places else ())
    drawing = counted.drawing(panels)
    found = Detail(drawing, cut, at, is_closed=counted.is_closed)
    if not reach.has_places or panels[0].shape == Shape.REGISTER:
        return found
    whole = drawing.lines
    return replace(
        found,
        places=counted.by(PLACE, whole),
        names=below(cut.area, counted.places),
        months=counted.by(MONTHS, whole),
        groups={name: counted.by(name, whole) for name in GROUPS},
    )


def _definitions(panels: Iterable[Panel], cut: Cut) -> Definitions:
    reads = {each for panel in panels for each in (*panel.reads, panel.base)}
    wanted = sorted(each for each in reads if each and not each.startswith(REGISTER))
    if not wanted:
        return Definitions(())
    return counting.definitions(counting.codes(wanted), cut.first, cut.last)


def _wanted(panel: Panel, known: Definitions) -> Iterable[Wanted]:
    """The lines of a panel, those of a group in the order of their paper; what is not in use is no line."""
    base = known.by_code.get(panel.base)
    for row in _read_by(panel, known):
        yield Wanted(
            panel=panel.code,
            code=row.code,
            label=panel.label if panel.chart != panel.code else row.label,
            is_share=row.measure == Measure.PERCENT,
            is_sensitive=row.is_sensitive,
            base=Base(base.code, base.measure == Measure.PERCENT) if base else None,
        )


def _read_by(panel: Panel, known: Definitions) -> Iterable[Indicator]:
    by_code = known.by_code
    for each in panel.reads:
        kind, _colon, name = each.rpartition(":")
        if kind:
            yield from (row for row in by_code.values() if row.group == name and row.programme == Programme.ILP)
        elif each in by_code:
            yield by_code[each]
