"""Coverage for whoever sees counts only: totals and one table, small cells hidden."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.models import Region
from core import formats
from core.components import Cell, Column, Kpi, Row, Table
from core.hiding import hidden
from facilities.enums import Ownership
from licensing.domain.coverage.counting import Figure
from licensing.domain.coverage.published import counts_of
from licensing.domain.coverage.reading import Reading
from licensing.domain.coverage.wide import WideReading
from licensing.views.coverage_tables import basis_of, headline, percent_of

if TYPE_CHECKING:
    from licensing.views.coverage_base import CoverageMixin

FEW_WORDS = formats.MASK * 3  # the row itself may be large: a neighbour would tell a small one


def published(view: "CoverageMixin") -> dict[str, Any]:
    """Return the totals, the city's own among them, and the figures by kecamatan: no filter but the measure.

    The day is today's for everybody: figures of two days would tell what changed between them.
    """
    if view.reach.is_wide:
        return _of_many_cities(view)
    reading = Reading(view.reach.cut(view.today), view.measure)
    total = reading.total()
    owned = Reading(reading.cut.within(ownership=Ownership.CITY.value), view.measure).total()
    return {
        "on": view.today,
        "kpis": [public_tile("hlc", headline(view.measure), total), owned_tile(total, owned)],
        "table": part_table(
            _("Menurut kecamatan"), _("Kecamatan"), total, reading.by("kecamatan"), view.form.names["kecamatan"]
        ),
        "is_empty": not total.obliged,
    }


def public_tile(name: str, label: str, figure: Figure) -> Kpi:
    """Return a figure without a list behind it; small counts are hidden."""
    if counts_of(figure).is_small:
        return Kpi(name, label, FEW_WORDS, _("jumlah di bawah 5 tidak ditampilkan"))
    return Kpi(name, label, percent_of(figure), basis_of(figure))


def owned_tile(total: Figure, owned: Figure) -> Kpi:
    """Return the city's own figure; hidden when it, or what is not the city's, would be a small count."""
    rows = {True: counts_of(owned), False: counts_of(total).less(counts_of(owned))}
    label = _("Milik kota saja, dihitung terpisah")
    if hidden(counts_of(total), rows):
        return Kpi("gov", label, FEW_WORDS, _("tidak ditampilkan, agar jumlah di bawah 5 tidak dapat dihitung"))
    return public_tile("gov", label, owned)


def _of_many_cities(view: "CoverageMixin") -> dict[str, Any]:
    """Return the figures of a province by city, or of the country by province, from the summary."""
    region, on = view.reach.region, view.today
    reading = WideReading(region, view.measure, on)
    total, parts = reading.total(), reading.parts()
    names = dict(Region.objects.filter(code__in=parts).values_list("code", "name"))
    caption, head = part_words(region)
    return {
        "on": on,
        "kpis": [
            public_tile("hlc", headline(view.measure), total),
            owned_tile(total, reading.owned()),
        ],
        "table": part_table(caption, head, total, parts, names),
        "is_empty": not total.obliged,
    }


def part_words(region: str) -> tuple[str, str]:
    """Return caption and head of a table of the parts of a region."""
    return (_("Menurut kabupaten/kota"), _("Kabupaten/kota")) if region else (_("Menurut provinsi"), _("Provinsi"))


def part_table(
    caption: str, head: str, total: Figure, figures: Mapping[str, Figure], names: Mapping[str, str]
) -> Table | None:
    """Return the figures of the parts of a region; None while the total itself is small."""
    if counts_of(total).is_small or not figures:
        return None
    gone = hidden(counts_of(total), {code: counts_of(figure) for code, figure in figures.items()})
    rows = [_row(str(names.get(code, code)), figure, hide=code in gone) for code, figure in sorted(figures.items())]
    heads = [Column(name, numeric=True) for name in (_("Wajib"), _("Lengkap"), _("Belum"), _("Cakupan"))]
    return Table(caption, [Column(head), *heads], rows, tight=True)


def _row(name: str, figure: Figure, *, hide: bool) -> Row:
    if hide:
        return Row([Cell(name), *(Cell(text) for text in (FEW_WORDS, FEW_WORDS, FEW_WORDS, formats.NOTHING))])
    counts = (figure.obliged, figure.held, figure.lacking)
    return Row([Cell(name), *(Cell(formats.number(count)) for count in counts), Cell(percent_of(figure), strong=True)])
