"""A complaint, or an anonymous report about money: filed, confirmed with its code, followed to the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.domain.offices import home_office
from accounts.models import User
from core.web import FormKeyMixin, redirect_once
from letters.models import Letter
from licensing.domain.complaints.reports import Complaint, file_report, reported
from licensing.domain.tracking import WINDOW, too_many
from licensing.enums import ReportKind
from licensing.forms.complaints import NamedReportForm, ReportForm, ReportTrackForm
from licensing.models import AnswerPromise, PublicReport

# The code is shown once, on the page after sending; the session keeps it until then.
SENT_KEY = "report_sent"


class ReportCreateView(FormKeyMixin, FormView[ReportForm]):
    """The form anybody may send, with or without an account, with or without a name."""

    policy = "public_read"
    template_name = "licensing/report_create.html"

    def get_form_class(self) -> type[ReportForm]:
        return NamedReportForm if self.request.user.is_authenticated else ReportForm

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        kind = asked.get("jenis", "")
        return {
            "kind": kind if kind in ReportKind.values else ReportKind.COMPLAINT,
            "letter_code": asked.get("surat", "")[:40],
            "application_number": asked.get("permohonan", "")[:20],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            letter=_letter(self.request.POST.get("letter_code") or self.get_initial()["letter_code"]),
            days=AnswerPromise.objects.filter(kind=ReportKind.COMPLAINT).values_list("working_days", flat=True).first(),
            **kwargs,
        )

    def form_valid(self, form: ReportForm) -> HttpResponse:
        if form.is_robot():
            return redirect("complaint_create")
        return redirect_once(self.request, lambda: self._file(form))

    def form_invalid(self, form: ReportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _file(self, form: ReportForm) -> str:
        data = form.cleaned_data
        user = self.request.user
        complaint = Complaint(
            kind=ReportKind(data["kind"]),
            text=data["text"],
            application_number=data["application_number"],
            letter=_letter(data["letter_code"]),
            contact=data["contact"],
        )
        reporter = user if isinstance(user, User) and data.get("named") else None
        filed = file_report(complaint, office=home_office(), at=timezone.now(), reporter=reporter)
        self.request.session[SENT_KEY] = {"number": filed.report.number, "code": filed.code}
        return reverse("complaint_sent")


def _letter(code: str) -> Letter | None:
    """The issued letter with this check code; nobody learns from the page whether a code exists."""
    return Letter.objects.select_related("office").filter(verify_code=code).first() if code else None


class ReportSentView(TemplateView):
    """Number and code, once; whoever comes back is sent to the page that follows a report."""

    policy = "public_read"
    template_name = "licensing/report_sent.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        sent = request.session.pop(SENT_KEY, None)
        report = PublicReport.objects.select_related("office").filter(number=sent["number"]).first() if sent else None
        if report is None:
            return redirect("complaint_track")
        response = self.render_to_response(self.get_context_data(report=report, code=sent["code"]))
        response["Cache-Control"] = "no-store"
        return response


class ReportTrackView(TemplateView):
    """Where is my report: number and code by POST, or signed in as the one who gave the name."""

    policy = "public_read"
    template_name = "licensing/report_track.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("nomor", "")[:24]
        kwargs.setdefault("form", ReportTrackForm(initial={"number": number}))
        kwargs.setdefault("found", self._own(number))
        return super().get_context_data(**kwargs)

    def _own(self, number: str) -> PublicReport | None:
        user = self.request.user
        if not number or not user.is_authenticated:
            return None
        return PublicReport.objects.select_related("office").filter(number=number, reporter=user).first()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReportTrackForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        if too_many(number, address=request.META.get("REMOTE_ADDR", "")):
            return render(request, "429.html", {"wait_minutes": WINDOW // 60}, status=429)
        report = reported(number, code)
        status = 404 if report is None else 200
        context = self.get_context_data(form=form, found=report, missed=report is None)
        response = self.render_to_response(context, status=status)
        response["Cache-Control"] = "no-store"
        return response
