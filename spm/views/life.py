"""Check, send back, lock and sign, reopen."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.reauthentication import needs_password, require_password
from accounts.exceptions import PasswordNeeded, PasswordWrong, SignInLocked
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.exceptions import PassphraseWrong
from letters.signing import Passphrase
from spm.domain import figures_text as words, reports
from spm.domain.reports import level_of
from spm.enums import Programme, ReportState
from spm.exceptions import NotYours
from spm.forms.life import LockForm, NoteForm
from spm.letters import report_signing
from spm.models import Report
from spm.views.period import LOCKABLE, PeriodMixin


class LifeMixin(PeriodMixin):
    """The report of the address, if `verb` of the matrix reaches it; else 404."""

    verb = ""
    programmes = LOCKABLE

    @property
    def report(self) -> Report:
        """The newest version."""
        if self.view.only_counts and self.verb == "":
            raise Http404
        report = self.reading.report
        if not reports.may_act(self.request.user, report, self.verb):
            raise NotYours
        return report

    def refused_url(self) -> str:
        """Back to the report with the message."""
        return self.asked.home


class CheckView(LifeMixin, View):
    """Freeze the draft as it stands."""

    policy = verb = "spm_check"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check."""
        reports.check(self.report, by=self.user, at=timezone.now())
        messages.success(request, _("Laporan diperiksa. Angkanya dibekukan sampai dikunci atau dikembalikan."))
        return redirect(self.asked.home)


class _NoteView(LifeMixin, TemplateView):
    """A page with one note and one button."""

    template_name = "spm/note.html"
    title = verb_label = lead = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        kwargs.setdefault("form", NoteForm())
        return super().get_context_data(
            report=report,
            report_url=self.asked.home,
            period=words.period(report.year, report.until),
            title=self.title,
            lead=self.lead,
            verb=self.verb_label,
            query=self.asked.query,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, or show what is missing."""
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, has_errors=True), status=422)
        self.act(self.report, form.cleaned_data["note"])
        return redirect(self.asked.home)

    def act(self, report: Report, note: str) -> None:
        """The verb."""
        raise NotImplementedError


class SendBackView(_NoteView):
    """Return a checked report."""

    policy = verb = "spm_check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.verb_label = _("Kembalikan laporan"), _("Kembalikan")
        self.lead = _("Laporan kembali menjadi draf dan angkanya dihitung ulang. Catatan Anda dibaca pengisi.")
        return super().get_context_data(**kwargs)

    def act(self, report: Report, note: str) -> None:
        """Send back."""
        reports.send_back(report, note=note, by=self.user, at=timezone.now())
        messages.success(self.request, _("Laporan dikembalikan."))


class ReopenView(_NoteView):
    """Ask for a new version of a locked report, or let the one asked for be made."""

    policy = verb = "spm_reopen"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.verb_label = _("Minta versi baru"), _("Minta")
        self.lead = _(
            "Laporan yang dikunci tetap tersimpan. Orang kedua yang berwenang menyetujui, lalu versi baru dibuat."
        )
        return super().get_context_data(may_confirm=self._may_confirm(), **kwargs)

    def _may_confirm(self) -> bool:
        report = self.report
        return report.reopen_asked_by_id is not None and report.reopen_asked_by_id != self.user.pk

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm when the button says so, else ask."""
        if "confirm" in request.POST:
            reports.confirm_reopen(self.report, by=self.user, at=timezone.now())
            messages.success(request, _("Versi baru dibuat sebagai draf. Versi lama tetap tersimpan."))
            return redirect(self.asked.home)
        return super().post(request)

    def act(self, report: Report, note: str) -> None:
        """Ask."""
        reports.ask_reopen(report, reason=note, by=self.user, at=timezone.now())
        messages.success(self.request, _("Permintaan dicatat. Orang kedua yang berwenang perlu menyetujuinya."))


class LockView(LifeMixin, TemplateView):
    """What is missing, and the signature that locks."""

    policy = verb = "spm_lock"
    template_name = "spm/lock.html"

    @method_decorator(sensitive_post_parameters("lock-password", "lock-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        kwargs.setdefault("form", self._form(None))
        gaps = self.reading.gaps
        return super().get_context_data(
            report=report,
            reading=self.reading,
            place=self.view.facility or self.view.region,
            period=words.period(report.year, report.until),
            report_url=self.asked.home,
            letter_url=self.asked.url("spm_letter") if level_of(report) != "puskesmas" else "",
            gaps=[(gap, self._gap_url(gap)) for gap in gaps],
            is_ilp=self.asked.programme == Programme.ILP,
            why_not=self._why_not(report) if not gaps else "",
            signs=level_of(report) != "puskesmas",
            query=self.asked.query,
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            has_errors=kwargs.get("error") is not None or bool(kwargs["form"].errors),
            **kwargs,
        )

    def _gap_url(self, gap: Any) -> str:
        if self.asked.programme == Programme.ILP:
            return self.asked.home
        page = {"follow_up": "spm_follow_up", "quality": "spm_supply"}.get(gap.code, "spm_service")
        return self.asked.url(page, gap.service)

    def _form(self, data: Any) -> LockForm:
        asks = needs_password(self.request, self.policy, at=timezone.now())
        return LockForm(data, prefix="lock", asks_password=asks, signs=level_of(self.report) != "puskesmas")

    def _why_not(self, report: Report) -> str:
        now = timezone.now()
        try:
            reports.check_lockable(report, by=self.user, at=now)
            if level_of(report) != "puskesmas":
                report_signing.who_signs(report, self.user, at=now)
        except DomainError as refused:
            return refused.detail
        return ""

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        """Lock and sign."""
        report = self.report
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            require_password(request, form.cleaned_data.get("password", ""))
            if level_of(report) == "puskesmas":
                reports.lock(report, by=self.user, at=timezone.now())
            else:
                secret = Passphrase(form.cleaned_data["passphrase"])
                report_signing.sign_report(report, by=self.user, passphrase=secret, at=timezone.now())
        except (Conflict, RuleBroken, Unavailable, SignInLocked, PasswordNeeded, PasswordWrong) as error:
            return self._again(form, error)
        signed = level_of(report) != "puskesmas"
        messages.success(request, _("Laporan dikunci dan ditandatangani.") if signed else _("Laporan dikunci."))
        return redirect(self.asked.home)

    def _again(self, form: LockForm, error: DomainError) -> HttpResponse:
        names = {PasswordNeeded: "password", PasswordWrong: "password", PassphraseWrong: "passphrase"}
        name = next((field for kind, field in names.items() if isinstance(error, kind)), "")
        if name in form.fields:
            form.add_error(name, error.detail)
        return self.render_to_response(self.get_context_data(form=form, error=error), status=error.status)


def state_kind(report: Report) -> str:
    """The tone of a report's state."""
    return {ReportState.DRAFT: "none", ReportState.CHECKED: "wait", ReportState.LOCKED: "ok"}[ReportState(report.state)]
