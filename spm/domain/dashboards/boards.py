"""A dashboard worked out: its panels drawn together, each line with its exact figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from spm.domain.dashboards import counting, figures
from spm.domain.dashboards.counting import PLACES, Definitions
from spm.domain.dashboards.cut import Cut
from spm.domain.dashboards.figures import Base, ByCode, ByPlace, Line, Wanted
from spm.domain.dashboards.reach import Reach, names_below
from spm.domain.dashboards.registers import RegisterRow, read_register
from spm.enums import Dashboard, Measure, Shape
from spm.exceptions import PanelUnknown
from spm.models import Panel

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
        return list(dict.fromkeys(panel.note for panel in self.panels if panel.note))

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
    names: dict[Any, str] = field(default_factory=dict)
    months: dict[str, dict[Any, Line]] = field(default_factory=dict)
    groups: dict[str, dict[str, dict[Any, Line]]] = field(default_factory=dict)


def board(dashboard: Dashboard, cut: Cut, reach: Reach, *, at: datetime) -> Board:
    """A whole dashboard, in two grouped statements over the figures (four with groups whose rest may be small)."""
    panels = list(Panel.objects.drawn().filter(dashboard=dashboard))
    known = _definitions(panels, cut)
    places = counting.counts_by(reach.figures(cut.area), cut, known, PLACES[cut.area.level])
    rest = _rest(cut, reach, known, places)
    drawings = [_drawing(list(each), known, places, cut, reach, rest) for _chart, each in groupby(panels, _chart)]
    return Board(dashboard, cut, at, drawings, known)


def detail(chart: str, cut: Cut, reach: Reach, *, at: datetime) -> Detail:
    """One drawing by place, month and group. Raises PanelUnknown."""
    panels = list(Panel.objects.drawn().filter(chart=chart))
    if not panels:
        raise PanelUnknown
    known = _definitions(panels, cut)
    rows = reach.figures(cut.area)
    places = counting.counts_by(rows, cut, known, PLACES[cut.area.level])
    drawing = _drawing(panels, known, places, cut, reach, _rest(cut, reach, known, places))
    if not reach.has_places or drawing.rows:
        return Detail(drawing, cut, at)
    months = counting.counts_by(rows, cut, known, counting.MONTH)
    wanted = [line.wanted for line in drawing.lines]
    groups = {name: counting.counts_by(rows, cut, known, counting.group(name)) for name in GROUPS}
    return Detail(
        drawing,
        cut,
        at,
        places=_by_key(places, wanted, reach),
        names=dict(names_below(cut.area, places)),
        months=_by_key(months, wanted, reach),
        groups={name: _by_key(found, wanted, reach) for name, found in groups.items() if set(found) - {""}},
    )


def _chart(panel: Panel) -> str:
    return panel.chart


def _definitions(panels: Iterable[Panel], cut: Cut) -> Definitions:
    reads = [each for panel in panels for each in (*panel.reads, panel.base) if each and ":" not in each]
    reads += [each for panel in panels for each in panel.reads if each.startswith("group:")]
    return counting.definitions(counting.codes(reads), cut.first, cut.last)


def _rest(cut: Cut, reach: Reach, known: Definitions, places: ByPlace) -> ByCode | None:
    """What the chosen groups leave out; asked only where a small rest would have to be hidden."""
    if not cut.has_groups or reach.owns_all:
        return None
    everybody = counting.counts_by(reach.figures(cut.area), cut.everybody(), known, PLACES[cut.area.level])
    return figures.minus(figures.total(everybody), figures.total(places))


def _drawing(
    panels: list[Panel], known: Definitions, places: ByPlace, cut: Cut, reach: Reach, rest: ByCode | None
) -> Drawing:
    if panels[0].shape == Shape.REGISTER:
        return Drawing(panels, rows=[row for panel in panels for row in _register(panel, cut, reach)])
    wanted = [each for panel in panels for each in _wanted(panel, known)]
    total = figures.total(places)
    return Drawing(panels, figures.lines(total, wanted, owns=reach.owns, all_owns=reach.owns_all, rest=rest))


def _register(panel: Panel, cut: Cut, reach: Reach) -> Iterable[RegisterRow]:
    for name in panel.reads:
        yield from read_register(name.removeprefix("register:"), cut, reach)


def _wanted(panel: Panel, known: Definitions) -> Iterable[Wanted]:
    """The lines of a panel, those of a group in the order of their paper; what is not in use is no line."""
    by_code = known.by_code
    base = by_code.get(panel.base)
    for each in panel.reads:
        kind, _colon, name = each.rpartition(":")
        found = [row for row in by_code.values() if row.group == name] if kind else [by_code.get(each)]
        for row in found:
            if row is None:
                continue
            is_share = row.measure == Measure.PERCENT
            if kind and is_share != (panel.shape == Shape.SHARES) and panel.shape == Shape.SHARES:
                continue
            yield Wanted(
                panel=panel.code,
                code=row.code,
                label=panel.label if panel.chart != panel.code else row.label,
                is_share=is_share,
                is_sensitive=row.is_sensitive,
                base=Base(base.code, base.measure == Measure.PERCENT) if base else None,
            )


def _by_key(found: ByPlace, wanted: Sequence[Wanted], reach: Reach) -> dict[str, dict[Any, Line]]:
    return {each.code: figures.by_place(found, each, owns=reach.owns, all_owns=reach.owns_all) for each in wanted}
