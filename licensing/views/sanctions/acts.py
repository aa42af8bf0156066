"""Signatures, refusal and repair of one sanction."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView, View

from accounts.domain.reauthentication import require_password
from accounts.exceptions import SignInLocked
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from letters.signing import Passphrase
from licensing.domain.sanctions import steps as sanctions
from licensing.forms.licences import RejectForm, RepairNoteForm, SanctionSignForm
from licensing.letters import sanctioning
from licensing.views.decision import show_secret_error
from licensing.views.sanctions.base import SanctionMixin
from licensing.views.sanctions.detail import page_context, sign_form

REFUSALS = (Conflict, RuleBroken, Unavailable, SignInLocked)


class _SignView(SanctionMixin, TemplateView):
    """Base of the two signatures: password again, passphrase, letter, change."""

    template_name = "licensing/desk/sanction_detail.html"
    http_method_names = ["post"]

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def sign(self, passphrase: Passphrase) -> None:
        """Sign and change."""
        raise NotImplementedError

    def check(self) -> None:
        """Refuse whoever may not, before any field is looked at."""
        raise NotImplementedError

    @sensitive_variables()
    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        sanction = self.sanction
        self.check()
        form = sign_form(self, request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        try:
            require_password(request, form.cleaned_data.get("password", ""))
            self.sign(Passphrase(form.cleaned_data["passphrase"]))
        except REFUSALS as error:
            sanction.refresh_from_db()
            show_secret_error(form, error)
            return self._again(form, error.status, error=error)
        messages.success(request, _("Surat ditandatangani dan terbit; riwayat izin sudah diperbarui."))
        return redirect("sanction_detail", public_id=public_id)

    def _again(self, form: SanctionSignForm, status: int, *, error: DomainError | None = None) -> HttpResponse:
        context = {**self.get_context_data(**page_context(self)), "form": form, "error": error, "has_errors": True}
        return self.render_to_response(context, status=status)


class SanctionDecideView(_SignView):
    """The head of the health office decides."""

    policy = "sanction_decide"

    def check(self) -> None:
        """Proposer and decider are two people."""
        sanctions.check_decision(self.sanction, by=self.actor, at=timezone.now(), version=_version(self.request))

    def sign(self, passphrase: Passphrase) -> None:
        """Warning, own act or advice."""
        sanctioning.sign_decision(
            self.sanction, by=self.actor, passphrase=passphrase, at=timezone.now(), version=_version(self.request)
        )


class SanctionExecuteView(_SignView):
    """The head of DPMPTSP carries out an advice."""

    policy = "licence_sanction"

    def check(self) -> None:
        """Neither proposer nor decider."""
        sanctions.check_execution(self.sanction, by=self.actor, at=timezone.now(), version=_version(self.request))

    def sign(self, passphrase: Passphrase) -> None:
        """Suspension, reinstatement or revocation."""
        sanctioning.sign_execution(
            self.sanction, by=self.actor, passphrase=passphrase, at=timezone.now(), version=_version(self.request)
        )


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


class SanctionRejectView(SanctionMixin, View):
    """The head of the health office turns a proposal down."""

    policy = "sanction_decide"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = RejectForm(request.POST, prefix="reject")
        note = form.cleaned_data["note"] if form.is_valid() else ""
        sanctions.reject(self.sanction, by=self.actor, at=timezone.now(), note=note, version=_version(request))
        messages.success(request, _("Usul tidak disetujui; pengusul diberi tahu."))
        return redirect("sanction_detail", public_id=public_id)


class SanctionRepairView(SanctionMixin, View):
    """What a step asked for is done: the ladder stops there."""

    policy = "sanction_propose"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        form = RepairNoteForm(request.POST, prefix="repair")
        note = form.cleaned_data["note"] if form.is_valid() else ""
        sanctions.note_repair(self.sanction, by=self.actor, at=timezone.now(), note=note)
        messages.success(request, _("Pembenahan dicatat."))
        return redirect("sanction_detail", public_id=public_id)
