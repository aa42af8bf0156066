"""Forgotten and changed passwords."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.domain import passwords, sessions
from accounts.domain.codes import new_ticket
from accounts.domain.reauthentication import confirm_password
from accounts.domain.throttles import CODES
from accounts.forms.sign_in import PasswordChangeForm, ResetForm, ResetRequestForm
from accounts.views.person_form import PersonFormView, address_of_visitor
from accounts.views.sessions import enter_and_go

TICKET = "password_reset"


class PasswordResetView(PersonFormView):
    """Ask for a code; the answer is the same whether or not the account exists."""

    policy = "public_read"
    template_name = "accounts/password_reset.html"
    form_class = ResetRequestForm

    def act(self, form: forms.Form) -> HttpResponse:
        CODES.use(address_of_visitor(self.request))
        contact = form.cleaned_data["contact"]
        ticket = new_ticket()
        passwords.ask_reset(contact, ticket=ticket, at=self.at)
        self.request.session[TICKET] = {"ticket": ticket, "to": contact.masked}
        return redirect("password_reset_confirm")


class PasswordResetConfirmView(PersonFormView):
    """Code and new password, then home."""

    policy = "public_read"
    template_name = "accounts/password_reset_confirm.html"
    form_class = ResetForm
    field_of = {"code_wrong": "code", "code_blocked": "code"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if TICKET not in request.session:
            return redirect("password_reset")
        return sensitive_post_parameters("password")(super().dispatch)(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(to=self.request.session[TICKET]["to"], **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        CODES.use(address_of_visitor(self.request))
        data = form.cleaned_data
        user = passwords.reset(self.request.session[TICKET]["ticket"], data["code"], data["password"], at=self.at)
        del self.request.session[TICKET]
        sessions.enter(self.request, user, at=self.at)
        messages.success(self.request, _("Kata sandi baru tersimpan. Anda sudah masuk."))
        return enter_and_go(self.request, user, reverse("home"))


class PasswordChangeView(PersonFormView):
    """A new password for somebody who knows the old one; other sessions end."""

    template_name = "accounts/password_change.html"
    form_class = PasswordChangeForm
    field_of = {"password_wrong": "old"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.user}

    def act(self, form: forms.Form) -> HttpResponse:
        confirm_password(self.request, form.cleaned_data["old"], at=self.at)
        passwords.change(self.user, form.cleaned_data["password"], at=self.at)
        update_session_auth_hash(self.request, self.user)
        messages.success(self.request, _("Kata sandi diganti. Perangkat lain harus masuk lagi."))
        return redirect("profile_detail")
