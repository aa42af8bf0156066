"""The lists behind the figures of the report of a month."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import formats
from core.components import Cell, Column, Kind, Row, Table
from inspections.domain import inspection_report as report
from inspections.enums import OPEN_VISITS, FindingState, VisitState
from inspections.models import Visit, VisitFinding
from inspections.views.plan_tables import visit_table
from inspections.views.report_tables import address, month_words
from inspections.views.reports import MonthMixin

PAGE = 25
LONGEST = 80
# Name in the address → what the report's functions narrow by.
NARROW = {"kecamatan": "district", "pengawas": "inspector", "jenis": "kind"}


class _ListView(MonthMixin, TemplateView):
    template_name = "inspections/report_list.html"
    narrow: ClassVar[dict[str, str]] = NARROW

    @property
    def chosen(self) -> dict[str, str]:
        """What the list is narrowed to, as the report's functions take it."""
        return {word: self.request.GET.get(name, "")[:LONGEST] for name, word in self.narrow.items()}

    def shown(self, rows: Any) -> dict[str, Any]:
        """Page and total of the rows."""
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        query = {name: self.request.GET[name] for name in (*self.narrow, "apa", "bulan") if self.request.GET.get(name)}
        return {"page": page, "total": page.paginator.count, "query": query}


class ReportVisitsView(_ListView):
    """The visits behind a figure: finished ones, or (`apa`) planned, open, of ninety days."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, what = self.period(), self.request.GET.get("apa", "")
        rows: QuerySet[Visit]
        if what == "terbuka":
            rows, title = (
                Visit.objects.filter(report.region_of(self.office), state__in=OPEN_VISITS),
                _("Kunjungan terbuka"),
            )
        elif what == "90hari":
            since = timedelta(days=report.LOAD_DAYS)
            done = Visit.objects.filter(report.region_of(self.office), state=VisitState.CONCLUDED)
            rows, title = done.filter(held_at__date__gte=self.today - since), _("Kunjungan selesai, 90 hari")
        elif what == "rencana":
            rows, title = report.planned(period), _("Kunjungan yang direncanakan")
        else:
            rows, title = report.done(period), _("Kunjungan selesai")
        narrowed = report.narrowed_visits(rows, **self.chosen).select_related("facility__region__parent", "inspector")
        shown = self.shown(narrowed.order_by("-scheduled_at", "-pk"))
        table = visit_table(list(shown["page"].object_list), self.office) if shown["total"] else None
        return super().get_context_data(
            title=title,
            month=month_words(period),
            back=address("inspection_report", period),
            table=table,
            **shown,
            **kwargs,
        )


class ReportFindingsView(_ListView):
    """The findings behind a figure: made, critical among these, repaired, or overdue."""

    narrow = {**NARROW, "bagian": "part"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, what = self.period(), self.request.GET.get("apa", "")
        if what == "selesai":
            rows, title = report.repaired(period), _("Temuan yang selesai diperbaiki")
        elif what == "lewat":
            rows, title = report.overdue(period, on=self.today), _("Temuan lewat batas")
        elif what == "kritis":
            rows, title = report.found(period).filter(critical=True), _("Temuan kritis")
        else:
            rows, title = report.found(period), _("Temuan baru")
        narrowed = report.narrowed_findings(rows, **self.chosen)
        narrowed = narrowed.select_related("visit__office", "visit__inspector", "facility__region__parent")
        shown = self.shown(narrowed.order_by("due_on", "pk"))
        table = finding_table(list(shown["page"].object_list), self.office) if shown["total"] else None
        return super().get_context_data(
            title=title,
            month=month_words(period),
            back=address("inspection_report", period),
            table=table,
            **shown,
            **kwargs,
        )


TONES = {FindingState.OPEN: Kind.FIX, FindingState.ANSWERED: Kind.WAIT, FindingState.CLOSED: Kind.OK}


def finding_table(rows: list[VisitFinding], office: Any) -> Table:
    """Return findings with their dates."""
    columns = (
        Column(_("Temuan")),
        Column(_("Fasilitas")),
        Column(_("Ditemukan")),
        Column(_("Batas")),
        Column(_("Keadaan")),
    )
    return Table(_("Temuan"), columns, [_finding_row(row, office) for row in rows], hide_caption=True)


def _finding_row(row: VisitFinding, office: Any) -> Row:
    place = row.facility
    closed = row.state == FindingState.CLOSED
    note = _("%(days)s hari") % {"days": report.repair_days(row, office)} if closed else ""
    return Row(
        (
            Cell(row.text, note=_("kritis") if row.critical else row.rule),
            Cell(
                place.name if place else row.visit.place_text,
                note=row.visit.inspector.name,
                url=reverse("facility_detail", args=[place.public_id]) if place else "",
            ),
            Cell(formats.plain_date(row.found_on), whole=True),
            Cell(formats.plain_date(row.due_on), whole=True),
            Cell(str(row.get_state_display()), note=note, kind=TONES[FindingState(row.state)]),
        )
    )
