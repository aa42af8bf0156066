"""The list behind a coverage figure: as many people, placements or facilities as the figure says."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.rules import may
from core import formats
from core.components import Cell, Chip, Column, Kind, Row, Table
from licensing.domain.coverage.rows import CoverageRow, coverage_rows
from licensing.enums import CoverageList, CoverageMeasure
from licensing.views.coverage_base import CoverageMixin
from licensing.views.coverage_tables import people, tabs

PAGE_SIZE = 50
TONES = {"held": Kind.OK, "ending": Kind.FIX, "expired": Kind.BAD, "missing": Kind.BAD}


class CoverageListMixin(CoverageMixin):
    """Which list is asked for."""

    page = "coverage_list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Drilling down stops where the role's rows stop; a province is read by city.
        if request.user.is_authenticated and self.is_allowed(request) and (not self.reach.rows or self.reach.is_wide):
            return redirect("coverage_detail")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def which(self) -> CoverageList:
        """The list of the address; those who lack a licence when none is named."""
        asked = self.request.GET.get("list", "")
        return CoverageList(asked) if asked in CoverageList.values else CoverageList.LACKING

    @cached_property
    def rows(self) -> list[CoverageRow] | Any:
        """All rows of the list, lazily."""
        return coverage_rows(self.reading, self.which, names=self.reach.names)


class CoverageListView(CoverageListMixin, TemplateView):
    """Fifty a page."""

    template_name = "licensing/coverage/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        count = page.paginator.count
        return super().get_context_data(
            on=self.form.day,
            place=self.place_name(),
            heading=self.which.label,
            count_words=people(count, self.measure),
            tabs=[Chip(tab.label, f"{tab.url}{'&' if '?' in tab.url else '?'}list={self.which}", current=tab.current)
                  for tab in tabs(self)],
            chips=self._chips(),
            filters=self.filters(list=self.which.value),
            table=_table(page.object_list, self) if count else None,
            page=page,
            overview_url=self.address("coverage_detail"),
            export_url=self.address("coverage_export", list=self.which.value)
            if count and may(self.request.user, "export_rows")
            else "",
            names_hidden=not self.reach.names and self.measure != CoverageMeasure.FACILITIES,
            crumbs=[{"label": _("Cakupan izin (HLC)"), "url": self.address("coverage_detail")},
                    {"label": self.which.label, "url": ""}],
            **kwargs,
        )  # fmt: skip

    def _chips(self) -> list[Chip]:
        return [Chip(each.label, self.address(list=each.value), current=each == self.which) for each in CoverageList]


def _table(rows: Iterable[CoverageRow], view: CoverageListMixin) -> Table:
    facilities = view.measure == CoverageMeasure.FACILITIES
    first = _("Fasilitas") if facilities else _("Nama")
    columns = [Column(first), Column(_("Izin wajib") if facilities else _("Tempat")), Column(_("Kecamatan")),
               Column(_("Keadaan")), Column(_("Berlaku sampai"))]  # fmt: skip
    return Table(view.which.label, columns, [_row(row) for row in rows], hide_caption=True)


def _row(row: CoverageRow) -> Row:
    return Row(
        [
            Cell(row.title, note=row.note),
            Cell(row.place, note=row.licences),
            Cell(row.area),
            Cell(row.state, kind=TONES[row.tone], note=row.process),
            Cell(_end(row.ends_on), whole=True),
        ]
    )


def _end(value: date | None) -> str:
    return formats.NOTHING if value is None else formats.plain_date(value)
