"""Coverage for whoever reads a whole province or country with rows (cell D): from the summary, on any day.

Every city leads to its own page, where the registers answer and each figure opens its list.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.models import Region
from core import formats
from core.components import Cell, Column, Kpi, Row, Table
from licensing.domain.coverage.counting import Figure
from licensing.domain.coverage.names import professions
from licensing.domain.coverage.wide import WideReading
from licensing.views.coverage_counts import part_words
from licensing.views.coverage_tables import basis_of, headline, percent_of

if TYPE_CHECKING:
    from licensing.views.coverage_base import CoverageMixin


def wide(view: "CoverageMixin") -> dict[str, Any]:
    """Return tiles and tables of the region on the day of the address."""
    reading = WideReading(view.reach.region, view.measure, view.form.day)
    total, owned, parts = reading.total(), reading.owned(), reading.parts()
    names = dict(Region.objects.filter(code__in=parts).values_list("code", "name"))
    caption, head = part_words(view.reach.region)
    urls = {code: view.address(city=code) for code in parts} if view.reach.region else {}
    tables = [_table(caption, head, parts, names, urls)]
    if not view.reading.counts_facilities:
        tables.append(_table(_("Menurut profesi"), _("Profesi"), reading.professions(), professions(), {}))
    return {
        "filters": view.filters(),
        "kpis": [
            Kpi("hlc", headline(view.measure), percent_of(total), basis_of(total)),
            Kpi("gov", _("Milik kota saja, dihitung terpisah"), percent_of(owned), basis_of(owned)),
        ],
        "tables": tables,
        "is_empty": not total.obliged,
    }


def _table(
    caption: str, head: str, figures: Mapping[str, Figure], names: Mapping[str, str], urls: Mapping[str, str]
) -> Table:
    heads = [Column(name, numeric=True) for name in (_("Wajib"), _("Lengkap"), _("Belum"), _("Cakupan"))]
    rows = [
        Row(
            [
                Cell(str(names.get(code, code)), url=urls.get(code, "")),
                *(Cell(formats.number(count)) for count in (figure.obliged, figure.held, figure.lacking)),
                Cell(percent_of(figure), strong=True),
            ]
        )
        for code, figure in sorted(figures.items())
    ]
    return Table(caption, [Column(head), *heads], rows, tight=True)
