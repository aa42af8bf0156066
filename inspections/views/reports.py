"""The report of a month: page, PDF and XLSX. The lists behind its figures are `report_lists`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import formats, sheets
from core.components import Cell, Column, Kpi, Row, Table
from core.pdf import render_pdf
from facilities.domain.kinds import labels
from inspections.domain.inspection_report import InspectionReport, Line, Period, inspection_report
from inspections.views.scope import StaffMixin

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = ("letters/letter.css", "letters/paper-a4-landscape.css")
NARROW = ("kecamatan", "pengawas", "jenis")


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


def month_words(period: Period) -> str:
    """Return "Januari 2026"."""
    return formats.month(period.first)


def address(name: str, period: Period, **query: str) -> str:
    """Return the address of a page of the report for a month."""
    kept = {key: value for key, value in query.items() if value}
    return f"{reverse(name)}?{urlencode({'bulan': str(period), **kept})}"


class InspectionReportView(MonthMixin, TemplateView):
    """One month on one page."""

    template_name = "inspections/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.report()
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
            is_empty=not (found.total.planned or found.total.done or found.total.found or found.total.repaired),
            tables=[
                line_table(_("Menurut kecamatan"), "kecamatan", found.districts, period),
                line_table(_("Menurut pengawas"), "pengawas", found.inspectors, period),
                line_table(_("Menurut jenis fasilitas"), "jenis", found.kinds, period),
                part_table(found.parts, period),
            ],
            pdf_url=address("inspection_report_pdf", period),
            sheet_url=address("inspection_report_sheet", period),
            **kwargs,
        )


def head_figures(found: InspectionReport) -> list[Kpi]:
    """Return the four head figures; each opens its list."""
    period, total = found.period, found.total
    share = formats.percent(formats.share(total.done, total.planned)) if total.planned else "–"
    days = _("nilai tengah %(median)s hari, sembilan dari sepuluh dalam %(ninetieth)s hari") % {
        "median": "–" if total.median is None else total.median,
        "ninetieth": "–" if total.ninetieth is None else total.ninetieth,
    }
    see = _("Lihat")
    basis = _("%(share)s dari %(count)s yang direncanakan") % {"share": share, "count": formats.number(total.planned)}
    visits = address("report_visits", period)
    return [
        Kpi("done", _("Kunjungan selesai"), formats.number(total.done), basis, visits, see),
        Kpi(
            "found",
            _("Temuan baru"),
            formats.number(total.found),
            _("dari kunjungan bulan ini"),
            address("report_findings", period),
            see,
        ),
        Kpi(
            "repaired",
            _("Temuan selesai"),
            formats.number(total.repaired),
            days,
            address("report_findings", period, apa="selesai"),
            see,
        ),
        Kpi(
            "overdue",
            _("Temuan lewat batas"),
            formats.number(found.overdue),
            _("terbuka hari ini"),
            address("report_findings", period, apa="lewat"),
            see,
        ),
    ]


HEADS = ("planned", "done", "found", "repaired", "median", "ninetieth")


def head_words() -> list[str]:
    """Heads of the figures of a line, in the order of `HEADS`."""
    return [
        _("Rencana"),
        _("Selesai"),
        _("Temuan"),
        _("Diperbaiki"),
        _("Nilai tengah (hari)"),
        _("Persentil 90 (hari)"),
    ]


def line_table(caption: str, key: str, lines: list[Line], period: Period) -> Table | None:
    """Return one breakdown; counts open their lists."""
    if not lines:
        return None
    columns = (Column(caption), *(Column(word, numeric=True) for word in head_words()))
    return Table(caption, columns, [_line_row(line, key, period) for line in lines], tight=True)


def _line_row(line: Line, key: str, period: Period) -> Row:
    def linked(value: int, page: str, what: str = "") -> Cell:
        url = address(page, period, apa=what, **{key: line.key}) if value else ""
        return Cell(formats.number(value), url=url)

    return Row(
        (
            Cell(line.label, strong=True),
            linked(line.planned, "report_visits", "rencana"),
            linked(line.done, "report_visits"),
            linked(line.found, "report_findings"),
            linked(line.repaired, "report_findings", "selesai"),
            Cell("–" if line.median is None else formats.number(line.median)),
            Cell("–" if line.ninetieth is None else formats.number(line.ninetieth)),
        )
    )


def line_words(line: Line) -> str:
    """Return what a row is called; findings of paper belong to no part of a checklist."""
    return _("Tanpa daftar tilik") if line.is_paper else line.label


PART_HEADS = ("found", "critical", "repaired", "median", "ninetieth")


def part_head_words() -> list[str]:
    """Heads of the figures of a kind of finding, in the order of `PART_HEADS`."""
    _planned, _done, found, repaired, *times = head_words()
    return [found, _("Kritis"), repaired, *times]


def part_table(lines: list[Line], period: Period) -> Table | None:
    """Return findings by their kind, the part of the checklist; counts open their lists."""
    if not lines:
        return None
    caption = _("Menurut jenis temuan")
    columns = (Column(caption), *(Column(word, numeric=True) for word in part_head_words()))
    return Table(caption, columns, [_part_row(line, period) for line in lines], tight=True)


def _part_row(line: Line, period: Period) -> Row:
    def linked(value: int, what: str = "") -> Cell:
        return Cell(
            formats.number(value), url=address("report_findings", period, apa=what, bagian=line.key) if value else ""
        )

    return Row(
        (
            Cell(line_words(line), strong=True),
            linked(line.found),
            linked(line.critical, "kritis"),
            linked(line.repaired, "selesai"),
            *(Cell(text) for text in _printed(line, PART_HEADS[3:])),
        )
    )


@dataclass(frozen=True)
class Block:
    """One breakdown as it is printed: its title, what the first column holds, heads and names of the figures."""

    title: str
    noun: str
    words: list[str]
    heads: Sequence[str]
    lines: list[Line]


def _blocks(found: InspectionReport) -> list[Block]:
    words = head_words()
    return [
        Block(_("Menurut kecamatan"), _("Kecamatan"), words, HEADS, found.districts),
        Block(_("Menurut pengawas"), _("Pengawas"), words, HEADS, found.inspectors),
        Block(_("Menurut jenis fasilitas"), _("Jenis fasilitas"), words, HEADS, found.kinds),
        Block(_("Menurut jenis temuan"), _("Jenis temuan"), part_head_words(), PART_HEADS, found.parts),
    ]


class InspectionReportSheetView(MonthMixin, View):
    """The month as XLSX, one sheet per breakdown."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # the address names the month
        found = self.report()
        total = replace(found.total, label=_("Jumlah"))
        blocks = [Block(_("Ringkasan"), "", head_words(), HEADS, [total]), *_blocks(found)]
        book = BytesIO()
        sheets.write(
            book, [sheets.SheetOut(each.title, [each.noun, *each.words], _sheet_rows(each)) for each in blocks]
        )
        response = HttpResponse(book.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="laporan-pemeriksaan-{found.period}.xlsx"'
        return response


def _sheet_rows(block: Block) -> list[list[Any]]:
    return [
        [line_words(line), *("" if getattr(line, name) is None else getattr(line, name) for name in block.heads)]
        for line in block.lines
    ]


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
                {
                    "judul": block.title,
                    "kepala": [block.noun, *block.words],
                    "baris": [[line_words(line), *_printed(line, block.heads)] for line in block.lines],
                }
                for block in _blocks(found)
            ],
        }
        pdf = render_pdf("inspections/report_print.html", context, stylesheets=SHEETS)
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="laporan-pemeriksaan-{found.period}.pdf"'
        return response


def _printed(line: Line, heads: Sequence[str]) -> list[str]:
    return ["–" if getattr(line, name) is None else formats.number(getattr(line, name)) for name in heads]
