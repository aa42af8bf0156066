"""The monthly report on the promise: page, the files behind each figure, spreadsheet, letter and signature."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.offices import home_office
from accounts.domain.reauthentication import needs_password, require_password
from accounts.enums import Position
from accounts.exceptions import SignInLocked
from accounts.models import Office
from accounts.rules import may, viewer_of
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from core.months import Month
from letters.signing import Passphrase
from licensing.domain.reports.coordination_times import by_body, coordination_times
from licensing.domain.reports.promise_month import FinishedFile, PromiseReport, promise_report
from licensing.exceptions import MonthNotOver, NoSignatory
from licensing.forms.decision import SignForm
from licensing.letters import promise_signing
from licensing.letters.signing import require_signatory
from licensing.models import Application, PromiseReportLetter
from licensing.views.decision import show_secret_error
from licensing.views.desk import DeskMixin
from licensing.views.promise_figures import (
    KEYS,
    NOT_NOTED,
    address,
    body_table,
    complaint_facts,
    file_table,
    head_figures,
    held_bar,
    key_words,
    late_table,
    month_words,
    survey_line,
    survey_query,
    type_chart,
    type_table,
)
from licensing.views.scope import PolicyMixin

PAGE_SIZE = 25
# What the list behind a figure holds; the keys stand in addresses.
SETS: dict[str, Callable[[PromiseReport], tuple[FinishedFile, ...]]] = {
    "selesai": lambda report: report.files,
    "tepat": lambda report: tuple(row for row in report.files if row.on_time),
    "lewat": lambda report: report.late,
    "koordinasi": lambda report: report.coordinated,
    "koordinasi-tepat": lambda report: tuple(row for row in report.coordinated if row.on_time),
}


class MonthMixin(PolicyMixin):
    """The office's report of the month in the address; without one, of this month."""

    policy = "hlc_read"

    def month(self, office: Office) -> Month:
        """The month asked for; 404 for what is no month or lies ahead."""
        now = timezone.now()
        text = self.request.GET.get("bulan", "")
        try:
            month = Month.parse(text, office.zone) if text else Month.of(now, office.zone)
        except ValueError as error:
            raise Http404 from error
        if month.start > now:
            raise Http404
        return month

    @property
    def reads_rows(self) -> bool:
        """True for officers of the region; everybody else with the row reads totals, small ones hidden."""
        region = home_office().region_id
        scopes = [scope for scope in viewer_of(self.request.user).scopes("hlc_read") if scope.cell.scope == "D"]
        return any(f"{region}.".startswith(f"{scope.region_code}.") for scope in scopes if scope.region_code)


class PromiseReportView(MonthMixin, TemplateView):
    """One month on one page."""

    template_name = "licensing/desk/promise_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office, now = home_office(), timezone.now()
        month = self.month(office)
        report = promise_report(office, month, at=now)
        rows = self.reads_rows
        sees_money = may(self.request.user, "integrity_read")
        signed = PromiseReportLetter.objects.filter(office=office, month=month.start.date()).select_related("letter")
        return super().get_context_data(
            office=office,
            month=month,
            title=month_words(month),
            now=now,
            is_running=month.end > now,
            previous=address("promise_report", month.shifted(-1)),
            following="" if month.end > now else address("promise_report", month.shifted(1)),
            report=report,
            kpis=head_figures(report, month, rows=rows),
            chart=type_chart(report, month) if rows and report.files else None,
            types=type_table(report, month) if rows and report.files else None,
            desks=late_table(report, month, "meja", _("Di meja mana waktunya habis")) if rows and report.late else None,
            reasons=late_table(report, month, "alasan", _("Alasan yang dicatat")) if rows and report.late else None,
            held=held_bar(report) if rows and report.files else None,
            bodies=body_table(by_body(coordination_times(office, month, at=now)), month) if rows else None,
            bodies_url=address("coordination_times", month) if rows else "",
            complaints=complaint_facts(report, month, open_list=sees_money),
            survey=survey_line(report, rows=rows),
            survey_url=f"{reverse('survey_list' if rows else 'survey_result')}?{survey_query(month)}",
            letters=signed if rows else signed.none(),
            may_download=may(self.request.user, "letter_download"),
            letter_url=address("promise_letter", month) if rows else "",
            sheet_url=address("promise_sheet", month) if rows else "",
            sign_url=address("promise_sign", month) if may(self.request.user, "application_sign") else "",
            **kwargs,
        )


@dataclass(frozen=True)
class Chosen:
    """Which files are listed: a set, narrowed by type, desk or reason."""

    name: str
    narrowed: dict[str, str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Chosen":
        """Read the address; 404 for a set nobody knows."""
        name = request.GET.get("apa", "selesai")
        if name not in SETS:
            raise Http404
        return cls(name, {key: request.GET[key] for key in KEYS if request.GET.get(key)})

    def rows(self, report: PromiseReport) -> list[FinishedFile]:
        """The files, as many as the figure says."""
        wanted = {key: "" if value == NOT_NOTED else value for key, value in self.narrowed.items()}
        return [row for row in SETS[self.name](report) if all(KEYS[key](row) == v for key, v in wanted.items())]


class PromiseFilesView(MonthMixin, TemplateView):
    """The files behind a figure; names of people are not on it."""

    template_name = "licensing/desk/promise_files.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and may(request.user, self.policy) and not self.reads_rows:
            return redirect("promise_report")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = home_office()
        month = self.month(office)
        chosen = Chosen.of(self.request)
        rows = chosen.rows(promise_report(office, month, at=timezone.now()))
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        shown = list(page.object_list)
        visible = set(
            Application.objects.visible_to(self.request.user)
            .filter(number__in=[row.number for row in shown])
            .values_list("number", flat=True)
        )
        return super().get_context_data(
            month=month,
            title=month_words(month),
            report_url=address("promise_report", month),
            total=len(rows),
            page=page,
            narrowed=[key_words(key, value) for key, value in chosen.narrowed.items()],
            table=file_table(shown, visible, office) if rows else None,
            **kwargs,
        )


class PromiseLetterView(MonthMixin, View):
    """The report as it would be signed, marked as a concept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.reads_rows:
            return redirect("promise_report")
        office = home_office()
        try:
            pdf = promise_signing.preview(office, self.month(office), at=timezone.now())
        except NoSignatory:
            # The reader may read; it is the office that has nobody whose name could stand below.
            messages.error(request, _("Belum ada pejabat yang berwenang hari ini. Hubungi pengelola pejabat."))
            return redirect("promise_report")
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="laporan-janji-konsep.pdf"'
        return response


class PromiseSignView(DeskMixin, MonthMixin, TemplateView):
    """The head signs the month."""

    policy = "application_sign"
    template_name = "licensing/desk/promise_sign.html"

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = home_office()
        month = self.month(office)
        kwargs.setdefault("form", self._form(None))
        return super().get_context_data(
            month=month,
            title=month_words(month),
            report_url=address("promise_report", month),
            letter_url=address("promise_letter", month),
            why_not=self._why_not(office, month),
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            has_errors=kwargs.get("error") is not None or bool(kwargs["form"].errors),
            **kwargs,
        )

    def _form(self, data: Any) -> SignForm:
        asks = needs_password(self.request, self.policy, at=timezone.now())
        return SignForm(data, prefix="sign", asks_password=asks)

    def _why_not(self, office: Office, month: Month) -> str:
        now = timezone.now()
        if month.end > now:
            return MonthNotOver().detail
        try:
            require_signatory(self.actor, office, Position.HEALTH_HEAD, now.astimezone(office.zone).date())
        except DomainError as refused:
            return refused.detail
        return ""

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        office = home_office()
        month = self.month(office)
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            require_password(request, form.cleaned_data.get("password", ""))
            secret = Passphrase(form.cleaned_data["passphrase"])
            promise_signing.sign_report(office, month, by=self.actor, passphrase=secret, at=timezone.now())
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            show_secret_error(form, error)
            return self.render_to_response(self.get_context_data(form=form, error=error), status=error.status)
        messages.success(request, _("Laporan %(month)s ditandatangani.") % {"month": month_words(month)})
        return redirect(address("promise_report", month))
