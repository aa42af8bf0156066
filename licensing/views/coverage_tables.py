"""Tiles and tables of the coverage page; every figure leads to the list behind it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, ngettext

from core import formats
from core.components import Cell, Chip, Column, Kpi, Row, Table
from facilities.enums import Ownership
from licensing.domain.coverage.board import Board
from licensing.domain.coverage.counting import Figure
from licensing.enums import CoverageList, CoverageMeasure

if TYPE_CHECKING:
    from licensing.views.coverage_base import CoverageMixin

LOWEST = 10
GOOD_FROM = 90
CITY = Ownership.CITY
SHOWN = (CoverageList.IN_PROCESS,)


def tabs(view: "CoverageMixin") -> list[Chip]:
    """Return the switch between the three measures."""
    return [
        Chip(each.label, view.address(measure="" if each == CoverageMeasure.PERSONS else each.value),
             current=each == view.measure)
        for each in CoverageMeasure
    ]  # fmt: skip


def headline(measure: CoverageMeasure) -> str:
    """Return what the share of a measure says."""
    return {
        CoverageMeasure.PERSONS: _("Orang dengan semua SIP berlaku"),
        CoverageMeasure.PLACEMENTS: _("Penempatan dengan SIP berlaku"),
        CoverageMeasure.FACILITIES: _("Fasilitas berizin lengkap"),
    }[measure]


def percent_of(figure: Figure) -> str:
    """Return the share in words; a dash where nobody is obliged."""
    return formats.percent(formats.share(figure.held, figure.obliged))


def basis_of(figure: Figure) -> str:
    """Return "3.642 dari 3.986"; says so where nobody is obliged."""
    if not figure.obliged:
        return _("tidak ada yang wajib")
    numbers = {"part": formats.number(figure.held), "whole": formats.number(figure.obliged)}
    return _("%(part)s dari %(whole)s") % numbers


def tiles(view: "CoverageMixin", board: Board, total: Figure) -> list[Kpi]:
    """Return the four figures at the top."""
    owned, beside = board.owned(), board.beside()
    other = CoverageMeasure.PERSONS if board.counts_facilities else CoverageMeasure.FACILITIES
    lists = CoverageList
    return [
        _tile(view, "hlc", headline(view.measure), total, {}),
        _tile(view, "gov", _("Milik kota saja, dihitung terpisah"), owned, {"ownership": CITY.value}),
        _tile(view, "fac", headline(other), beside, {"measure": other.value, "profession": ""}),
        Kpi(
            "end",
            _("Berakhir dalam 90 hari"),
            formats.number(total[lists.ENDING_90]),
            _("%(unit)s, %(count)s sudah mengajukan")
            % {
                "unit": str(view.measure.label).lower(),
                "count": formats.number(total[lists.ENDING_90] - total[lists.UNFILED_90]),
            },
            view.address("coverage_list", list=lists.UNFILED_90.value),
            _("Lihat %(count)s yang belum") % {"count": formats.number(total[lists.UNFILED_90])},
        ),
    ]


def _tile(view: "CoverageMixin", name: str, label: str, figure: Figure, cut: Mapping[str, str]) -> Kpi:
    url = view.address("coverage_list", list=CoverageList.LACKING.value, **cut)
    link = _("Lihat %(count)s yang belum") % {"count": formats.number(figure.lacking)}
    if not figure.lacking:
        url, link = view.address("coverage_list", list=CoverageList.OBLIGED.value, **cut), _("Lihat daftarnya")
    return Kpi(name, label, percent_of(figure), basis_of(figure), url if figure.obliged else "", link)


def tables(view: "CoverageMixin", board: Board) -> dict[str, Any]:
    """Return the tables: lowest facilities and professions, or kinds and owners where facilities are counted."""
    if board.counts_facilities:
        kinds = board.by("kind", lists=SHOWN)
        by_kind = _grouped(view, "kind", _("Menurut jenis fasilitas"), kinds, view.form.names["kind"])
        return {"tables": [by_kind, _by_owner(view, board)]}
    places = board.by("facility", lists=SHOWN)
    professions = board.by("profession", lists=SHOWN)
    names = view.form.names["profession"]
    by_place = _facilities(view, places, board.places)
    by_profession = _grouped(view, "profession", _("Menurut profesi"), professions, names)
    return {
        "tables": [by_place, by_profession, _by_owner(view, board)],
        "has_further": len(places) > len(by_place.rows) or len(professions) > len(by_profession.rows),
        "everything_url": view.address(all="1"),
        # Nobody is obliged in these: their coverage is a dash, never 0 or 100 per cent.
        "idle_professions": [name for code, name in names.items() if code not in professions],
    }


def is_whole(view: "CoverageMixin") -> bool:
    """Tell whether the tables shall hold every row, not only the lowest."""
    return bool(view.request.GET.get("all"))


def _by_owner(view: "CoverageMixin", board: Board) -> Table:
    figures = board.by("ownership", lists=SHOWN)
    return _grouped(view, "ownership", _("Menurut kepemilikan"), figures, dict(Ownership.choices))


def _grouped(
    view: "CoverageMixin", name: str, caption: str, figures: Mapping[str, Figure], names: Mapping[str, Any]
) -> Table:
    ordered = sorted(figures.items(), key=lambda pair: (_share(pair[1]), -pair[1].obliged))
    if not is_whole(view):
        ordered = ordered[:LOWEST]
    rows = [
        Row([Cell(str(names.get(code, code)), url=view.address(**{name: code})), *_cells(view, figure, {name: code})])
        for code, figure in ordered
    ]
    return Table(caption, [Column(_("Nama"), hidden_label=True), *_columns(view)], rows, tight=True)


def _facilities(view: "CoverageMixin", figures: Mapping[str, Figure], places: Mapping[str, tuple[str, str]]) -> Table:
    everything = is_whole(view)
    ordered = sorted(figures.items(), key=lambda pair: (_share(pair[1]), -pair[1].lacking, pair[0]))
    chosen = ordered if everything else ordered[:LOWEST]
    owners = dict(Ownership.choices)
    rows = [
        Row(
            [
                Cell(places[code][0], url=view.address(facility=code)),
                Cell(owners.get(places[code][1], places[code][1])),
                *_cells(view, figure, {"facility": code}),
            ]
        )
        for code, figure in chosen
    ]
    caption = (
        _("Semua fasilitas, cakupan terendah lebih dulu") if everything else _("Fasilitas dengan cakupan terendah")
    )
    return Table(caption, [Column(_("Fasilitas")), Column(_("Milik")), *_columns(view)], rows, tight=True)


def _share(figure: Figure) -> float:
    return figure.held / figure.obliged


def _columns(view: "CoverageMixin") -> list[Column]:
    held = _("Lengkap") if view.reading.counts_facilities else _("Ber-SIP")
    names = (_("Wajib"), held, _("Diproses"), _("Belum"), _("Cakupan"))
    return [Column(name, numeric=True) for name in names]


def _cells(view: "CoverageMixin", figure: Figure, cut: Mapping[str, str]) -> list[Cell]:
    lists = (CoverageList.OBLIGED, CoverageList.HELD, CoverageList.IN_PROCESS, CoverageList.LACKING)
    low = figure.held * 100 < figure.obliged * GOOD_FROM
    return [
        *(_count_cell(view, figure, which, cut) for which in lists),
        Cell(percent_of(figure), strong=True, alarm=low, whole=True),
    ]


def _count_cell(view: "CoverageMixin", figure: Figure, which: CoverageList, cut: Mapping[str, str]) -> Cell:
    count = figure[which]
    url = view.address("coverage_list", list=which.value, **cut) if count else ""
    return Cell(formats.number(count), url=url)


def people(count: int, measure: CoverageMeasure) -> str:
    """Return a count with its unit: "69 orang"."""
    numbers = {"n": formats.number(count)}
    if measure == CoverageMeasure.PERSONS:
        return ngettext("%(n)s orang", "%(n)s orang", count) % numbers
    if measure == CoverageMeasure.PLACEMENTS:
        return ngettext("%(n)s penempatan", "%(n)s penempatan", count) % numbers
    return ngettext("%(n)s fasilitas", "%(n)s fasilitas", count) % numbers
