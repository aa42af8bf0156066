"""Charts of the coverage page."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.enums import RegionLevel
from core import formats
from core.components import Bar, BarChart, Tile, TileMap
from licensing.domain.coverage.counting import NOTHING, Figure
from licensing.domain.coverage.names import Area, areas
from licensing.views.coverage_tables import GOOD_FROM, percent_of

if TYPE_CHECKING:
    from licensing.views.coverage_base import CoverageMixin

EDGES = (80.0, 85.0, 90.0, 93.0)
TARGET = 100


def districts(view: "CoverageMixin", figures: dict[str, Figure]) -> BarChart:
    """Return a bar for each kecamatan of the cut, the best first."""
    names = view.form.names["kecamatan"]
    ordered = sorted(figures.items(), key=lambda pair: (-pair[1].held / pair[1].obliged, pair[0]))
    bars = [
        Bar(names.get(code, code), figure.held, figure.obliged, view.address(kecamatan=code))
        for code, figure in ordered
    ]
    note = _("Garis tegak: target 100 %; hijau: 90 % ke atas.")
    if not view.reading.counts_facilities:
        parts = _(
            "Orang yang bertugas di dua kecamatan dihitung sekali di kota, sekali di tiap kecamatan; "
            "jumlah kecamatan tidak sama dengan kota."
        )
        note = f"{parts} {note}"
    return BarChart("kec", _("Cakupan per kecamatan"), bars, note, target=TARGET, good_from=GOOD_FROM)


def tiles(view: "CoverageMixin", figures: dict[str, Figure]) -> TileMap | None:
    """Return the map of the kecamatan that have a place on it; None where the data give no places."""
    rows = (area for area in areas(view.reach.region or view.office.region_id) if area.level == RegionLevel.DISTRICT)
    placed = [area for area in rows if area.current and area.column is not None and area.row is not None]
    if not placed:
        return None
    left = min(area.column or 0 for area in placed)
    top = min(area.row or 0 for area in placed)
    shown = [_tile(view, row, figures.get(row.code, NOTHING), left, top) for row in placed]
    return TileMap("tile", _("Peta ubin kecamatan"), shown, EDGES)


def _tile(view: "CoverageMixin", row: Area, figure: Figure, left: int, top: int) -> Tile:
    share = formats.share(figure.held, figure.obliged)
    return Tile(
        label=_short(row.name),
        column=(row.column or 0) - left,
        row=(row.row or 0) - top,
        value=None if share is None else float(share),
        figure=percent_of(figure),
        detail=_("%(count)s belum") % {"count": formats.number(figure.lacking)},
        url=view.address(kecamatan=row.code),
    )


LONGEST = 14


def _short(name: str) -> str:
    """Return a name that fits a tile: further words by their first letters."""
    if len(name) <= LONGEST:
        return name
    first, *others = name.split()
    if len(others) == 1:
        return others[0]
    return f"{first} {''.join(word[0] for word in others)}"
