"""A dashboard worked out: its panels drawn together, each line with its exact figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from spm.domain.dashboards import counting, figures
from spm.domain.dashboards.counting import PLACES, Definitions
from spm.domain.dashboards.cut import Cut
from spm.domain.dashboards.figures import Base, ByCode, ByPlace, Line, Wanted
from spm.domain.dashboards.reach import Below, Reach, below
from spm.domain.dashboards.registers import RegisterRow, read_registers
from spm.enums import Dashboard, Measure, Programme, Shape
from spm.exceptions import PanelUnknown
from spm.models import Indicator, Panel

REGISTER = "register:"
GROUPS = ("sex", "age_group", "disability")


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
    """A dashboard of one cut, as it stood at `data_at`. `known` are the definitions by code."""

    dashboard: Dashboard
    cut: Cut
    data_at: datetime
    drawings: Sequence[Drawing]
    known: Definitions

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
    places: dict[str, dict[Any, Line]] = field(default_factory=dict)
    names: dict[Any, Below] = field(default_factory=dict)
    months: dict[str, dict[Any, Line]] = field(default_factory=dict)
    groups: dict[str, dict[str, dict[Any, Line]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Counted:
    """What all panels of a page are read from. `rest` is what the chosen groups leave out, where it matters."""

    cut: Cut
    reach: Reach
    known: Definitions
    places: ByPlace
    rest: ByCode | None
    registers: dict[str, list[RegisterRow]]

    @classmethod
    def of(cls, panels: Sequence[Panel], cut: Cut, reach: Reach, key: Any) -> "_Counted":
        """Read the figures by `key` in one statement, registers in two."""
        known = _definitions(panels, cut)
        hides_groups = cut.has_groups and not reach.owns_all
        found = counting.tally(reach.figures(cut.area), cut, known, key, with_everybody=hides_groups)
        rest = None
        if hides_groups:
            rest = figures.minus(figures.total(found.everybody), figures.total(found.chosen))
        names = [each.removeprefix(REGISTER) for panel in panels for each in panel.reads if each.startswith(REGISTER)]
        registers = read_registers(names, cut) if names and reach.has_places else {}
        return cls(cut, reach, known, found.chosen, rest, registers)

    def drawing(self, panels: list[Panel]) -> Drawing:
        """Panels of one drawing with their lines."""
        if panels[0].shape == Shape.REGISTER:
            return Drawing(panels, rows=[row for panel in panels for row in self._register(panel)])
        wanted = [each for panel in panels for each in _wanted(panel, self.known)]
        total = figures.total(self.places)
        seen = figures.Seen(self.reach.owns, self.reach.owns_all)
        return Drawing(panels, figures.lines(total, wanted, seen, self.rest))

    def _register(self, panel: Panel) -> Iterable[RegisterRow]:
        for each in panel.reads:
            yield from self.registers.get(each.removeprefix(REGISTER), ())

    def by_key(self, key: Any, wanted: Sequence[Wanted]) -> dict[str, dict[Any, Line]]:
        """Lines by another key than the place."""
        found = counting.tally(self.reach.figures(self.cut.area), self.cut, self.known, key)
        return self.lines(found.chosen, wanted)

    def months(self, wanted: Sequence[Wanted]) -> dict[str, dict[Any, Line]]:
        """People by month; months are set against nothing, for a target is of the year."""
        found = counting.tally(self.reach.figures(self.cut.area), self.cut, self.known, counting.MONTH)
        alone = [replace(each, base=None) for each in wanted]
        return self.lines(figures.people(found.chosen), alone)

    def lines(self, found: ByPlace, wanted: Sequence[Wanted]) -> dict[str, dict[Any, Line]]:
        """One line by key for each indicator."""
        seen = figures.Seen(self.reach.owns, self.reach.owns_all)
        return {each.code: figures.by_place(found, each, seen) for each in wanted}


def board(dashboard: Dashboard, cut: Cut, reach: Reach, *, at: datetime) -> Board:
    """A whole dashboard."""
    panels = list(Panel.objects.drawn().filter(dashboard=dashboard))
    counted = _Counted.of(panels, cut, reach, counting.WHOLE)
    drawings = [counted.drawing(list(each)) for _chart, each in groupby(panels, attrgetter("chart"))]
    return Board(dashboard, cut, at, drawings, counted.known)


def detail(chart: str, cut: Cut, reach: Reach, *, at: datetime) -> Detail:
    """One drawing by place, month and group. Raises PanelUnknown."""
    panels = list(Panel.objects.drawn().filter(chart=chart))
    if not panels:
        raise PanelUnknown
    counted = _Counted.of(panels, cut, reach, PLACES[cut.area.level])
    drawing = counted.drawing(panels)
    if not reach.has_places or panels[0].shape == Shape.REGISTER:
        return Detail(drawing, cut, at)
    wanted = [line.wanted for line in drawing.lines]
    groups = {name: counted.by_key(counting.group(name), wanted) for name in GROUPS}
    return Detail(
        drawing,
        cut,
        at,
        places=counted.lines(counted.places, wanted),
        names=below(cut.area, counted.places),
        months=counted.months(wanted),
        groups=groups,
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
