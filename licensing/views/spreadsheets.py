"""Spreadsheets of reports and complaints, from the same rows as their pages; cells that could be formulas are inert."""

from collections.abc import Sequence
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.domain.offices import home_office
from accounts.rules import viewer_of
from core import audit, formats
from core.months import Month
from core.sheets import SheetOut, write
from licensing.domain.reports.coordination_times import CoordinationTime, by_body, coordination_times
from licensing.domain.reports.promise_month import FinishedFile, PromiseReport, promise_report, share_of
from licensing.enums import Holder
from licensing.models import PublicReport
from licensing.views.complaints import state_of
from licensing.views.desk import DeskMixin
from licensing.views.promise import MonthMixin
from licensing.views.promise_figures import key_words, outcome

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHORTEST_REASON = 15


def workbook(sheets: Sequence[SheetOut], *, name: str) -> HttpResponse:
    """Answer with a workbook as an attachment."""
    target = BytesIO()
    write(target, sheets)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


class PromiseSheetView(MonthMixin, View):
    """The monthly report as a workbook: head figures, types, and the files behind them, without names."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        if not self.reads_rows:
            return redirect("promise_report")
        office, now = home_office(), timezone.now()
        month = self.month(office)
        report = promise_report(office, month, at=now)
        with transaction.atomic():
            payload = {"month": str(month), "rows": len(report.files) + len(report.coordinated)}
            audit.record(action="promise_report.export", by=self.actor.user, office=office, payload=payload, at=now)
        asked = coordination_sheets(coordination_times(office, month, at=now))
        return workbook([*_report_sheets(report, month), *asked], name=f"laporan-janji-{month}")


def _report_sheets(report: PromiseReport, month: Month) -> list[SheetOut]:
    total, apart = report.total, share_of(report.coordinated)
    held = report.held_minutes()
    figures: list[tuple[object, ...]] = [
        (_("Bulan"), str(month)),
        (_("Kalender versi"), report.calendar_number),
        (_("Selesai"), total.finished),
        (_("Tepat waktu"), total.on_time),
        (_("Bagian tepat waktu"), formats.percent(formats.share(total.on_time, total.finished))),
        (_("Nilai tengah (menit kantor)"), _or_dash(total.median_minutes)),
        (_("Persentil 90 (menit kantor)"), _or_dash(total.ninetieth_minutes)),
        (_("Dengan koordinasi"), apart.finished),
        (_("Koordinasi dalam batasnya"), apart.on_time),
        (_("Laporan permintaan uang"), report.complaints.integrity),
        (_("Pengaduan masuk"), report.complaints.received),
        (_("Pengaduan dijawab"), report.complaints.answered),
        *((_("Menit kantor di %(holder)s") % {"holder": holder.label}, held[holder]) for holder in Holder),
    ]
    names = {row.type_code: row.type_name for row in report.files}
    types = [
        (names[code], share.finished, share.on_time, share.median_minutes, share.ninetieth_minutes)
        for code, share in report.by_type().items()
    ]
    return [
        SheetOut(_("Ringkasan"), (_("Ukuran"), _("Nilai")), figures, widths=(40, 16)),
        SheetOut(
            _("Menurut jenis"),
            (_("Jenis"), _("Selesai"), _("Tepat waktu"), _("Nilai tengah (menit)"), _("Persentil 90 (menit)")),
            types,
            widths=(50,),
        ),
        SheetOut(_("Berkas"), _file_header(), [_file_row(row) for row in (*report.files, *report.coordinated)]),
    ]


def _or_dash(minutes: int | None) -> object:
    return formats.NOTHING if minutes is None else minutes


def _file_header() -> tuple[str, ...]:
    return (
        _("Permohonan"),
        _("Jenis"),
        _("Selesai"),
        _("Tepat waktu"),
        _("Waktu kerja (menit)"),
        _("Lewat (menit)"),
        _("Meja"),
        _("Alasan"),
        _("Koordinasi"),
    )


def _file_row(row: FinishedFile) -> tuple[object, ...]:
    return (
        row.number,
        row.type_name,
        formats.local(row.ended_at).isoformat(sep=" ", timespec="minutes"),
        _("ya") if row.on_time else _("tidak"),
        row.minutes,
        row.over_minutes,
        "" if row.on_time else key_words("meja", row.desk),
        row.reason,
        _("ya") if row.coordinated else _("tidak"),
    )


def coordination_sheets(rows: tuple[CoordinationTime, ...]) -> list[SheetOut]:
    """Two sheets: figures per body, and the questions."""
    bodies = [
        (each.body, each.asked, each.answered, each.on_time, each.median_minutes, each.longest_minutes)
        for each in by_body(rows)
    ]
    head = (_("Instansi"), _("Ditanya"), _("Dijawab"), _("Dalam batas"), _("Nilai tengah (menit)"),
            _("Terlama (menit)"))  # fmt: skip
    questions = (_("Instansi"), _("Atas"), _("Ditanya pada"), _("Dijawab pada"), _("Hari kerja terpakai"),
                 _("Menit kantor terpakai"), _("Janji (hari kerja)"), _("Keadaan"))  # fmt: skip
    return [
        SheetOut(_("Koordinasi per instansi"), head, bodies, widths=(40,)),
        SheetOut(_("Koordinasi"), questions, [_sheet_row(row) for row in rows], widths=(40, 30, 18, 18)),
    ]


def _sheet_row(row: CoordinationTime) -> tuple[object, ...]:
    return (
        row.body,
        row.reference,
        formats.local(row.asked_at).isoformat(sep=" ", timespec="minutes"),
        formats.local(row.answered_at).isoformat(sep=" ", timespec="minutes") if row.answered_at else "",
        round(float(row.used_days), 2),
        row.minutes,
        float(row.promised_days),
        outcome(row)[0],
    )


class ComplaintExportView(DeskMixin, View):
    """The complaints one may see, as a workbook; who complained is not in it. Asks for a reason, and leaves a trace."""

    policy = "complaint_answer"

    def get(self, request: HttpRequest) -> HttpResponse:
        reason = request.GET.get("alasan", "").strip()
        scopes = viewer_of(request.user).scopes("export_rows")
        if not scopes:
            return redirect("complaint_list")  # whoever reads without taking away reads them there
        if all(scope.cell.needs_reason for scope in scopes) and len(reason) < SHORTEST_REASON:
            raise PermissionDenied(_("Tulis alasan mengunduh, sedikitnya 15 huruf."))
        now = timezone.now()
        rows = PublicReport.objects.visible_to(request.user, "complaint_answer").select_related("office")
        found = list(rows.order_by("created_at", "pk"))
        with transaction.atomic():
            payload = {"rows": len(found)}
            audit.record(
                action="report.export", by=self.actor.user, office=home_office(), reason=reason, payload=payload, at=now
            )
        header = (_("Nomor"), _("Saluran"), _("Masuk"), _("Dijanjikan"), _("Keadaan"), _("Isi"), _("Jawaban"))
        lines = [
            (
                row.number,
                str(row.get_channel_display()),
                formats.local(row.created_at).isoformat(sep=" ", timespec="minutes"),
                formats.local(row.due_at).isoformat(sep=" ", timespec="minutes") if row.due_at else "",
                state_of(row, now)[0],
                row.text,
                row.answer,
            )
            for row in found
        ]
        return workbook(
            [SheetOut(_("Pengaduan"), header, lines, widths=(20, 12, 18, 18, 16, 60, 60))], name="pengaduan"
        )
