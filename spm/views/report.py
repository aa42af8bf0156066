"""The report page, its letter and its spreadsheet."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.rules import may
from core.sheets import SheetOut, write
from letters.domain import issuing as letters
from spm.domain import figures_text as words
from spm.domain.reading import versions_of
from spm.domain.reports import may_act
from spm.enums import Programme, ReportState
from spm.exceptions import NoSignatory
from spm.forms.period import PeriodForm
from spm.letters import report_signing
from spm.models import Report
from spm.views.period import Asked, PeriodMixin
from spm.views.tables import formula_of, index_table, kpis, label_of, service_rows, steps_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReportView(PeriodMixin, TemplateView):
    """One period on one page, in the regulation's shape."""

    template_name = "spm/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, asked, user = self.view, self.asked, self.request.user
        reading = view.reading
        period = words.period(asked.year, asked.until)
        common = {
            "asked": asked,
            "view": view,
            "period": period,
            "place": view.facility.name if view.facility else view.region.name,
            "form": PeriodForm(asked=asked, user=user),
            "is_province": asked.programme == Programme.SPM_PROVINCE,
            "may_write": may(user, "spm_write"),
        }
        if reading is None:
            return super().get_context_data(**common, **kwargs)
        report = reading.report
        staff = not view.only_counts
        return super().get_context_data(
            **common,
            reading=reading,
            report=report,
            data_at=report.data_at or timezone.now(),
            kpis=kpis(view, reading, asked),
            rows=service_rows(view, reading, asked),
            index_table=None if view.is_public else index_table(reading),
            gaps=reading.gaps if staff and not report.is_locked else [],
            steps=[(each["code"], steps_table(each), each) for each in reading.content["services"] if each["steps"]]
            if not view.is_public
            else [],
            versions=[] if view.is_public or not user.is_authenticated else versions_of(user, report),
            may_check=may_act(user, report, "spm_check") and not report.is_locked,
            may_lock=may_act(user, report, "spm_lock") and report.state == ReportState.CHECKED,
            may_reopen=may_act(user, report, "spm_reopen") and report.is_locked,
            **kwargs,
        )


class LetterView(PeriodMixin, View):
    """The signed letter of a locked report; of any other the concept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        reading = self.reading
        report = reading.report
        if report.letter is not None:
            pdf, name = letters.read_file(report.letter), f"laporan-spm-{report.year}-v{report.version}.pdf"
        elif self.view.only_counts or self.view.facility is not None:
            raise Http404
        else:
            try:
                pdf, name = report_signing.preview(report, at=timezone.now()), "laporan-spm-konsep.pdf"
            except NoSignatory:
                # The reader may read; it is the office that has nobody whose name could stand below.
                messages.error(request, _("Belum ada pejabat yang berwenang hari ini. Hubungi pengelola pejabat."))
                return redirect(self.asked.url("spm_report"))
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


class SheetView(PeriodMixin, View):
    """The report as a spreadsheet: services, working steps, places."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002  # Django's signature
        if self.view.is_public:
            raise Http404
        reading = self.reading
        target = io.BytesIO()
        write(target, _sheets(reading.content, reading.basis, places=not self.view.only_counts))
        response = HttpResponse(target.getvalue(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="laporan-spm-{self.asked.year}.xlsx"'
        return response


def _sheets(content: Any, basis: Any, *, places: bool) -> list[SheetOut]:
    definitions = {each["code"]: each for each in basis["indicators"]}
    rows = [
        (
            each["code"],
            label_of(definitions[each["code"]]),
            formula_of(definitions[each["code"]]),
            each["served"],
            each["due"],
            words.percent(each["value"]),
            definitions[each["code"]]["target"],
            each["gap"],
            words.short_method(each["method"]),
            words.sources(each["sources"]),
            (each["follow_up"] or {}).get("cause", ""),
            (each["follow_up"] or {}).get("plan", ""),
        )
        for each in content["services"]
    ]
    header = (
        _("Kode"), _("Layanan"), _("Definisi"), _("Dilayani"), _("Sasaran"), _("Capaian"), _("Target"), _("Belum"),
        _("Metode"), _("Sumber"), _("Sebab"), _("Rencana"),
    )  # fmt: skip
    found = [SheetOut(_("Laporan"), header, rows)]
    steps = [
        (each["code"], words.step_name(step["name"]), step["served"], step["due"], words.percent(step["percent"]))
        for each in content["services"]
        for step in each["steps"]
    ]
    if steps:
        found.append(SheetOut(_("Langkah"), (_("Kode"), _("Tahap"), _("Dilayani"), _("Sasaran"), _("Capaian")), steps))
    by_place = [
        (
            each["code"],
            basis["places"].get(str(place["place"]), {}).get("name", ""),
            place["served"],
            place["due"],
            words.percent(place["percent"]),
            "; ".join(place["reasons"]),
        )
        for each in content["services"]
        for place in each["places"]
    ]
    if places and by_place:
        found.append(
            SheetOut(
                _("Puskesmas"),
                (_("Kode"), _("Puskesmas"), _("Dilayani"), _("Sasaran"), _("Capaian"), _("Alasan")),
                by_place,
            )
        )
    return found


def report_url(report: Report) -> str:
    """Where a report is read."""
    unit = report.facility.public_id if report.facility else ""
    region = report.region_id
    return Asked(report.programme, region, report.year, report.until, unit).url("spm_report")
