"""How the drawings of a dashboard look: bars, steps and parts, each with its table twin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.components import Bar, BarChart, Cell, Column, Kind, Kpi, LineChart, Point, Row, Slice, StackedBar, Table
from spm.domain.dashboards.boards import Board, Drawing
from spm.domain.dashboards.figures import Line, parts_check
from spm.domain.dashboards.registers import RegisterRow
from spm.domain.evaluation import rounded
from spm.enums import Shape
from spm.models import Panel

MOST_BARS = 10
LINES = 5
LinkOf = Callable[[Line], str]


@dataclass(frozen=True)
class Drawn:
    """One drawing ready for the page; one of `bars`, `parts` and `table` is set, or it is empty."""

    code: str
    title: str
    url: str
    notes: Sequence[str]
    bars: BarChart | None = None
    parts: StackedBar | None = None
    table: Table | None = None
    further: int = 0


def drawn(drawing: Drawing, url: str, link: LinkOf, *, whole: bool = False) -> Drawn:
    """Draw it; `whole` draws all bars, else the first ones."""
    notes, code, title = list(drawing.notes), drawing.code, drawing.title
    if drawing.rows:
        return Drawn(code, title, url, notes, table=register_table(title, drawing.rows, whole=whole))
    if drawing.is_empty:
        return Drawn(code, title, url, notes)
    if drawing.shape == Shape.PARTS:
        check = parts_check(drawing.lines)
        if check is not None and check.whole and check.open >= 0:
            notes.insert(0, parts_words(drawing.lines))
            return Drawn(code, title, url, notes, parts=_parts(drawing, link, check.open))
        if check is not None:
            notes.insert(0, parts_words(drawing.lines))
    lines = [line for line in drawing.lines if line.count is not None]
    if drawing.shape == Shape.COUNTS:
        lines.sort(key=lambda line: (line.is_hidden, -(line.count.served if line.count else 0)))
    shown = lines if whole else lines[:MOST_BARS]
    return Drawn(code, title, url, notes, bars=_bars(drawing, shown, link), further=len(lines) - len(shown))


def _bars(drawing: Drawing, lines: Sequence[Line], link: LinkOf) -> BarChart:
    most = max((line.count.served for line in lines if line.count and not line.is_hidden), default=0) or 1
    return BarChart(
        drawing.code.lower(),
        drawing.title,
        [_bar(line, most, link(line)) for line in lines],
        columns=(_("Jumlah"), _("Dari"), _("Persen")),
    )


def _bar(line: Line, most: int, url: str) -> Bar:
    count = line.count
    assert count is not None  # noqa: S101  # the callers leave lines without figures out
    plain = not line.has_share or count.due is None
    return Bar(
        line.wanted.label,
        count.served,
        most if plain else (count.due or 0),
        url,
        hidden=line.is_hidden,
        plain=plain,
    )


def _parts(drawing: Drawing, link: LinkOf, left: int) -> StackedBar:
    kinds = (Kind.OK, Kind.WAIT, Kind.NONE)
    slices = [
        Slice(line.wanted.label, line.count.served if line.count else 0, kind, link(line))
        for line, kind in zip(drawing.lines[1:], kinds, strict=False)
    ]
    if left:
        slices.append(Slice(_("Belum ada hasil"), left, Kind.FIX))
    return StackedBar(drawing.code.lower(), drawing.title, slices)


def parts_words(lines: Sequence[Line]) -> str:
    """Write "40 = 20 + 5 + 15", or how many are missing."""
    check = parts_check(lines)
    if check is None:
        return ""
    whole, *parts = (formats.number(line.count.served if line.count else 0) for line in lines)
    if check.is_complete:
        return f"{lines[0].wanted.label}: {whole} = {' + '.join(parts)}."
    words = _("belum ada hasil: %(n)s") if check.open > 0 else _("hasil melebihi kontak: %(n)s")
    return f"{lines[0].wanted.label}: {whole} ≠ {' + '.join(parts)}; {words % {'n': formats.number(abs(check.open))}}."


def figure(line: Line) -> str:
    """A line's figure in words: a share with its counts, a number, "<5", or a dash."""
    if line.count is None:
        return formats.NOTHING
    if line.is_hidden:
        return _("<5")
    if not line.has_share or line.count.due is None:
        return formats.number(line.count.served)
    percent = line.percent
    return formats.percent(None if percent is None else rounded(percent))


def basis(line: Line) -> str:
    """Write "812 dari 858" under a share, with a dash where nobody counted yet; empty for a number."""
    if line.is_hidden or not line.has_share or line.due is None:
        return ""
    part = formats.NOTHING if line.count is None else formats.number(line.count.served)
    return _("%(part)s dari %(whole)s") % {"part": part, "whole": formats.number(line.due)}


def tiles(board: Board, url: Callable[[Drawing], str]) -> list[Kpi]:
    """The head figures."""
    return [_tile(panel, drawing, url(drawing)) for panel, drawing in board.tiles]


def _tile(panel: Panel, drawing: Drawing, url: str) -> Kpi:
    line = next((line for line in drawing.lines if line.wanted.panel == panel.code), None)
    if line is not None:
        return Kpi(panel.code.lower(), line.wanted.label, figure(line), basis(line), url, _("Lihat rincian"))
    total = formats.number(drawing.rows[0].count) if drawing.rows else formats.NOTHING
    label = drawing.rows[0].label if drawing.rows else panel.label
    return Kpi(panel.code.lower(), label, total, "", url, _("Lihat rincian"))


def register_table(title: str, rows: Sequence[RegisterRow], *, whole: bool) -> Table:
    """A register's rows; the first ones unless `whole`."""
    shown = rows if whole else rows[:MOST_BARS]
    return Table(
        title,
        (Column(_("Yang dihitung")), Column(_("Menurut")), Column(_("Jumlah"), numeric=True)),
        [Row((Cell(row.label), Cell(row.head), Cell(_of_whole(row)))) for row in shown],
        tight=True,
        hide_caption=True,
    )


def _of_whole(row: RegisterRow) -> str:
    if row.whole is None:
        return formats.number(row.count)
    return _("%(part)s dari %(whole)s") % {"part": formats.number(row.count), "whole": formats.number(row.whole)}


def trend(code: str, title: str, months: dict[date, Line]) -> LineChart | None:
    """People counted month by month; None with fewer than two months or a hidden one."""
    rows = [(month, months[month]) for month in sorted(months)]
    counts = [line.count for _month, line in rows if not line.is_hidden]
    if len(rows) < 2 or len(counts) < len(rows) or any(count is None for count in counts):  # noqa: PLR2004  # a line has two ends
        return None
    values = [count.served for count in counts if count is not None]
    step = _step(max(values))
    every = max(1, len(rows) // 4)
    points = [
        Point(formats.month(month), value, formats.month_name(month)[:3] if n % every == 0 else "")
        for n, ((month, _line), value) in enumerate(zip(rows, values, strict=True))
    ]
    high = step * (max(values) // step + 1)
    return LineChart(f"{code.lower()}-bulan", title, points, 0, high, step, unit="", places=0)


def _step(most: int) -> int:
    """A round distance of grid lines, at most five of them."""
    scale = 10 ** max(0, len(str(int(most))) - 1)
    return next(int(step) for step in (scale / 5, scale / 2, scale, scale * 2) if step >= 1 and most / step <= LINES)


def lines_table(
    caption: str, head: str, columns: Sequence[Line], rows: Sequence[tuple[str, str, Sequence[tuple[Line, str]]]],
    total: Sequence[Line] = (),
) -> Table:  # fmt: skip
    """Lines side by side: one row by place, month or group (name, address, its lines with theirs)."""
    foot = (Cell(_("Jumlah")), *(Cell(figure(line), note=basis(line)) for line in total)) if total else ()
    return Table(
        caption,
        (Column(head), *(Column(line.wanted.label, numeric=True) for line in columns)),
        [
            Row((Cell(name, url=url), *(Cell(figure(line), url=to, note=basis(line)) for line, to in cells)))
            for name, url, cells in rows
        ],
        tight=True,
        total=foot,
    )


def nothing(wanted: Any) -> Line:
    """A line without a figure."""
    return Line(wanted, None)
