"""The head approves a ToR by signature, or sends it back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView

from accounts.domain.reauthentication import needs_password, require_password
from accounts.exceptions import PasswordNeeded, PasswordWrong, SignInLocked
from core.exceptions import Conflict, DomainError, RuleBroken, Unavailable
from core.web import ActFormMixin, DomainErrorMixin
from inspections.domain import activity_plans
from inspections.forms.fields import SecretsForm
from inspections.forms.planning import ReturnForm
from inspections.letters import plan_signing
from inspections.views.plan_tables import approval_facts
from inspections.views.scope import PlanMixin
from letters.exceptions import PassphraseWrong
from letters.signing import Passphrase

FIELDS = {PasswordNeeded: "password", PasswordWrong: "password", PassphraseWrong: "passphrase"}


class PlanApproveView(DomainErrorMixin, PlanMixin, FormView[SecretsForm]):
    """Password again, passphrase, letter, approval."""

    policy = "application_sign"
    template_name = "inspections/plan_approve.html"
    form_class = SecretsForm
    prefix = "sign"

    @method_decorator(sensitive_post_parameters("sign-password", "sign-passphrase"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        asks = needs_password(self.request, self.policy, at=timezone.now())
        return {**super().get_form_kwargs(), "asks_password": asks}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plan=self.plan,
            facts=approval_facts(self.plan),
            why_not=self._why_not(),
            crumbs=[{"label": self.plan.name, "url": reverse("plan_detail", args=[self.plan.public_id])}],
            demo_passphrase=settings.LOCAL_SIGNER_PASSPHRASE if settings.DEMO else "",
            **kwargs,
        )

    def _why_not(self) -> str:
        try:
            activity_plans.check_approver(self.plan, by=self.user)
            plan_signing.require_head(self.user, self.plan.office, self.today)
        except DomainError as refused:
            return refused.detail
        return ""

    @sensitive_variables()
    def form_valid(self, form: SecretsForm) -> HttpResponse:
        at = timezone.now()
        activity_plans.check_approver(self.plan, by=self.user)
        try:
            require_password(self.request, form.cleaned_data.get("password", ""))
            plan_signing.approve(self.plan, by=self.user, passphrase=Passphrase(form.cleaned_data["passphrase"]), at=at)
        except (Conflict, RuleBroken, Unavailable, SignInLocked) as error:
            name = next((field for kind, field in FIELDS.items() if isinstance(error, kind)), None)
            form.add_error(name if name in form.fields else None, error.detail)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, _("Rencana disetujui dan KAK ditandatangani."))
        return redirect("plan_detail", self.plan.public_id)

    def form_invalid(self, form: SecretsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PlanReturnView(PlanMixin, ActFormMixin, FormView[Any]):
    """Send a plan back with what to mend."""

    policy = "application_sign"
    template_name = "registers/form.html"
    form_class = ReturnForm
    field_of = {"note_too_short": "note"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("plan_detail", args=[self.plan.public_id])
        given = {
            "title": _("Kembalikan rencana"),
            "verb": _("Kembalikan"),
            "back": back,
            "crumbs": [{"label": self.plan.name, "url": back}],
        }
        return super().get_context_data(**{**given, **kwargs})

    def act(self, form: Form) -> HttpResponse:
        activity_plans.send_back(self.plan, form.cleaned_data["note"], by=self.user, at=self.at)
        messages.success(self.request, _("Rencana dikembalikan kepada penyusun."))
        return redirect("plan_detail", self.plan.public_id)
