"""Asking for an API client, and the answer of another person."""

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from accounts.domain.clients import reach, requests
from accounts.enums import ClientRequestState
from accounts.forms.clients import ApproveForm, ClientRequestForm
from accounts.forms.staff import ReasonForm
from accounts.models import ClientRequest
from accounts.views.clients import ASK, DECIDE, TONES, decision_facts, may_decide
from accounts.views.password_form import PasswordFormView
from accounts.views.person_form import PersonFormView, signed_in
from core.web import ActFormMixin, DomainErrorMixin, FormKeyMixin, redirect_once


class ClientRequestCreateView(FormKeyMixin, ActFormMixin, FormView[Any]):
    """Ask for a client."""

    policy = ASK
    template_name = "accounts/clients/ask.html"
    form_class = ClientRequestForm
    field_of: ClassVar[dict[str, str]] = {"client_scope_refused": "scopes"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offices": reach.offices_of(self.request.user)}

    def act(self, form: Form) -> HttpResponse:
        def change() -> str:
            row = requests.ask(**form.cleaned_data, by=signed_in(self.request), at=self.at)
            text = _("Permohonan akses untuk %(name)s terkirim. Keputusannya masuk ke kotak pesan Anda.")
            messages.success(self.request, text % {"name": row.name})
            return reverse("client_request_detail", args=[row.public_id])

        return redirect_once(self.request, change)


class _RequestMixin(DomainErrorMixin):
    """For pages below one request."""

    kwargs: dict[str, Any]

    @property
    def row(self) -> ClientRequest:
        """The request of the address among those the viewer sees, or 404."""
        found: ClientRequest = get_object_or_404(
            reach.requests_of(self.request.user), public_id=self.kwargs["public_id"]
        )
        return found

    def refused_url(self) -> str | None:
        """A refused button says why on the page it stands on."""
        return reverse("client_request_detail", args=[self.kwargs["public_id"]])


class ClientRequestDetailView(_RequestMixin, TemplateView):
    """What was asked, and what became of it."""

    policy = ASK
    template_name = "accounts/clients/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        state = ClientRequestState(row.state)
        mine = row.is_waiting and row.requested_by_id == signed_in(self.request).pk
        return super().get_context_data(
            row=row,
            state=state.label,
            tone=TONES[state],
            facts=decision_facts(row),
            may_decide=may_decide(self.request, row),
            may_take_back=mine,
            **kwargs,
        )


class ClientRequestTakeBackView(_RequestMixin, View):
    """No longer wanted."""

    policy = ASK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        requests.take_back(public_id, by=signed_in(request), at=timezone.now())
        messages.success(request, _("Permohonan ditarik kembali."))
        return redirect("client_list")


class ClientRequestApproveView(_RequestMixin, PasswordFormView):
    """Yes, with these scopes."""

    policy = DECIDE
    template_name = "accounts/clients/approve.html"
    form_class = ApproveForm
    field_of: ClassVar[dict[str, str]] = {**PasswordFormView.field_of, "client_scope_refused": "scopes"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "wanted": self.row.scopes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, facts=decision_facts(self.row), **kwargs)

    def act(self, form: Form) -> HttpResponse:
        def change() -> str:
            request_id, scopes = self.kwargs["public_id"], form.cleaned_data["scopes"]
            row = requests.approve(request_id, scopes=scopes, by=signed_in(self.request), at=self.at)
            text = _("Akses %(name)s disetujui. %(who)s mengambil rahasianya sendiri.")
            messages.success(self.request, text % {"name": row.name, "who": row.requested_by.name})
            return reverse("client_request_detail", args=[row.public_id])

        return self.once(form, change)


class ClientRequestRefuseView(_RequestMixin, PersonFormView):
    """No, and why."""

    policy = DECIDE
    template_name = "accounts/clients/refuse.html"
    form_class = ReasonForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)

    def act(self, form: Form) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        requests.refuse(self.kwargs["public_id"], reason=reason, by=self.user, at=self.at)
        messages.success(self.request, _("Permohonan ditolak. Pemohon dan penghubungnya diberi tahu."))
        return redirect("client_request_detail", self.kwargs["public_id"])
