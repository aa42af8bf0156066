"""A coverage list leaves the portal as XLSX, CSV or PDF: the same rows, a typed reason where the matrix asks for it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.domain.offices import home_office
from accounts.rules import viewer_of
from core import formats
from licensing.domain.coverage.export import TYPES, CoverageSheet, export
from licensing.forms.coverage import CoverageExportForm
from licensing.views.coverage_list import CoverageListMixin
from licensing.views.coverage_tables import people


class CoverageExportView(CoverageListMixin, FormView[CoverageExportForm]):
    """Choose the format, say why, and get the file."""

    policy = "export_rows"
    template_name = "licensing/coverage/export.html"
    form_class = CoverageExportForm
    page = "coverage_export"

    @property
    def needs_reason(self) -> bool:
        """Tell whether every role at work owes a reason."""
        return all(scope.cell.needs_reason for scope in viewer_of(self.request.user).scopes(self.policy))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "needs_reason": self.needs_reason, "count": len(self.rows)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.which.label,
            on=self.form.day,
            place=self.place_name(),
            count_words=people(len(self.rows), self.measure),
            list_url=self.address("coverage_list", list=self.which.value),
            crumbs=[
                {"label": _("Cakupan izin (HLC)"), "url": self.address("coverage_detail")},
                {"label": self.which.label, "url": self.address("coverage_list", list=self.which.value)},
                {"label": _("Unduh"), "url": ""},
            ],
            **kwargs,
        )

    def form_valid(self, form: CoverageExportForm) -> HttpResponse:
        chosen = form.cleaned_data["file_format"]
        viewer = viewer_of(self.request.user)
        parts = [f"{self.form.label_of(name, value)}" for name, value in self.form.chosen.items()]
        about = ", ".join([self.place_name(), *parts, formats.plain_date(self.form.day), str(self.measure.label)])
        sheet = CoverageSheet(str(self.which.label), about, self.form.day, self.rows)
        file = export(
            sheet,
            chosen,
            by=self.request.user,
            office=home_office(),
            role=next(iter(sorted(viewer.roles)), ""),
            reason=form.cleaned_data.get("reason", ""),
            at=timezone.now(),
            facts={"list": self.which.value, "measure": self.measure.value, "cut": dict(self.form.chosen)},
        )
        response = HttpResponse(file, content_type=TYPES[chosen])
        name = f"hlc-{self.which.value}-{self.form.day.isoformat()}.{chosen}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
