"""The report of a month: page, PDF and XLSX. The lists behind its figures are `report_lists`."""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats, sheets
from core.pdf import render_pdf
from facilities.domain.kinds import labels
from inspections.domain.coordination_lending import BodyTime, times_of
from inspections.domain.inspection_report import InspectionReport, Period, inspection_report
from inspections.views.report_tables import (
    address,
    blocks,
    body_table,
    head_figures,
    line_table,
    month_words,
    part_table,
    total_block,
)
from inspections.views.scope import StaffMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = ("letters/letter.css", "letters/paper-a4-landscape.css")


class MonthMixin(StaffMixin):
    """The month of the address; this one without. 404 for what is none or lies ahead."""

    policy = "planning_read"

    def period(self) -> Period:
        """Month of the own office."""
        text = self.request.GET.get("bulan", "")
        if not text:
            return Period(self.office, self.today.year, self.today.month)
        year, _dash, month = text.partition("-")
        if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month[:2]) <= 12):  # noqa: PLR2004
            raise Http404
        found = Period(self.office, int(year), int(month[:2]))
        if found.year < 2013 or found.first > self.today:  # noqa: PLR2004  # the first year of the registers
            raise Http404
        return found

    def report(self) -> InspectionReport:
        """The report of that month, names in the reader's language."""
        return inspection_report(self.period(), on=self.today, kind_names=labels())

    def bodies(self) -> tuple[BodyTime, ...]:
        """The outside bodies asked in that month and the time they used."""
        period = self.period()
        return times_of(self.office, period.year, period.month, at=timezone.now())


class InspectionReportView(MonthMixin, TemplateView):
    """One month on one page."""

    template_name = "inspections/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, bodies = self.report(), self.bodies()
        period = found.period
        running = period.after > self.today
        return super().get_context_data(
            title=month_words(period),
            office=self.office,
            now=timezone.now(),
            is_running=running,
            previous=address("inspection_report", period.shifted(-1)),
            following="" if running else address("inspection_report", period.shifted(1)),
            kpis=head_figures(found),
            is_empty=not (found.districts or found.inspectors or bodies),
            tables=[
                line_table(_("Menurut kecamatan"), _("Kecamatan"), "kecamatan", found.districts, period),
                line_table(_("Menurut pengawas"), _("Pengawas"), "pengawas", found.inspectors, period),
                line_table(_("Menurut jenis fasilitas"), _("Jenis fasilitas"), "jenis", found.kinds, period),
                part_table(found.parts, period),
                body_table(bodies),
            ],
            pdf_url=address("inspection_report_pdf", period),
            sheet_url=address("inspection_report_sheet", period),
            **kwargs,
        )


class InspectionReportSheetView(MonthMixin, View):
    """The month as XLSX, one sheet per breakdown."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # the address names the month
        found = self.report()
        filed = [total_block(found), *blocks(found, self.bodies())]
        book = BytesIO()
        sheets.write(book, [sheets.SheetOut(each.title, each.heads, each.rows) for each in filed])
        response = HttpResponse(book.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="laporan-pemeriksaan-{found.period}.xlsx"'
        return response


class InspectionReportPdfView(MonthMixin, View):
    """The month as a PDF to print and file."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # the address names the month
        found = self.report()
        context = {
            "judul": _("Laporan pemeriksaan %(month)s") % {"month": month_words(found.period)},
            "keterangan": _("%(office)s. Data per %(at)s.")
            % {"office": self.office.name, "at": formats.full_moment(timezone.now(), self.office.time_zone)},
            "angka": [(str(kpi.label), str(kpi.figure), str(kpi.basis)) for kpi in head_figures(found)],
            "bagian": [
                {"judul": block.title, "kepala": block.printed_heads, "baris": block.printed}
                for block in blocks(found, self.bodies())
            ],
        }
        pdf = render_pdf("inspections/report_print.html", context, stylesheets=SHEETS)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="laporan-pemeriksaan-{found.period}.pdf"'
        return response
