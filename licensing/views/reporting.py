"""A complaint, or an anonymous report about money."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.domain.offices import home_office
from core.exceptions import DomainError
from licensing.domain.public_reports import file_report
from licensing.enums import ReportKind
from licensing.forms.tracking import ReportForm


class ReportCreateView(FormView[ReportForm]):
    """A complaint or an anonymous report about money."""

    policy = "public_read"
    template_name = "licensing/report_create.html"
    form_class = ReportForm

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("jenis", "")
        return {"kind": kind if kind in ReportKind.values else ReportKind.COMPLAINT}

    def form_valid(self, form: ReportForm) -> HttpResponse:
        if form.is_robot():
            return redirect("complaint_create")
        data = form.cleaned_data
        try:
            report = file_report(
                kind=ReportKind(data["kind"]),
                text=data["text"],
                office=home_office(),
                at=timezone.now(),
                application_number=data["application_number"],
                contact=data["contact"],
            )
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Laporan Anda kami terima dengan nomor %(number)s. Simpan nomor ini.") % {"number": report.number},
        )
        return render(self.request, "licensing/report_sent.html", {"report": report})
