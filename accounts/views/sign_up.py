"""Sign-up in five fields, then the code, then home."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts.domain import sessions, sign_up
from accounts.domain.throttles import CODES, SIGN_UPS
from accounts.exceptions import CodeBlocked, CodesSpent, CodeTooSoon
from accounts.forms.sign_in import CodeForm, SignUpForm
from accounts.views.person_form import PersonFormView, address_of_visitor
from accounts.views.sessions import enter_and_go
from core.formats import language

TICKET = "sign_up"


class SignUpCreateView(PersonFormView):
    """An account in five fields (UX-01)."""

    policy = "public_read"
    template_name = "accounts/sign_up_create.html"
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("home")
        return sensitive_post_parameters("password")(super().dispatch)(request, *args, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        assert isinstance(form, SignUpForm)  # noqa: S101  form_class
        SIGN_UPS.use(address_of_visitor(self.request))
        if not form.is_robot:
            self._remember(sign_up.begin(self._account(form), at=self.at), form.cleaned_data["phone"])
        return redirect("sign_up_confirm")

    def _account(self, form: SignUpForm) -> sign_up.NewAccount:
        data = form.cleaned_data
        return sign_up.NewAccount(data["name"], data["phone"], data["email"], data["password"], language())

    def _remember(self, ticket: str, phone: str) -> None:
        next_url = sessions.safe_next(self.request, self.request.POST.get("next"))
        self.request.session[TICKET] = {"ticket": ticket, "end": phone[-4:], "next": next_url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=self.request.GET.get("next", ""), **kwargs)


class SignUpConfirmView(PersonFormView):
    """The code from the message; the same page whether or not the number was known."""

    policy = "public_read"
    template_name = "accounts/sign_up_confirm.html"
    form_class = CodeForm
    field_of = {"code_wrong": "code", "code_blocked": "code"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("home")
        if TICKET not in request.session:
            return redirect("sign_up_create")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(end=self.request.session[TICKET]["end"], **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        CODES.use(address_of_visitor(self.request))
        waiting = self.request.session[TICKET]
        done = sign_up.finish(waiting["ticket"], form.cleaned_data["code"], at=self.at)
        del self.request.session[TICKET]
        if not done.may_enter:
            messages.info(self.request, _("Nomor ini sudah punya akun petugas. Masuk dengan kata sandi Anda."))
            return redirect("session_create")
        sessions.enter(self.request, done.user, at=self.at)
        self._greet(is_new=done.is_new)
        return enter_and_go(self.request, done.user, waiting["next"] or reverse("home"))

    def _greet(self, *, is_new: bool) -> None:
        if is_new:
            messages.success(self.request, _("Akun Anda siap."))
        else:
            text = _("Nomor ini sudah punya akun, jadi Anda masuk ke akun itu. Kata sandinya tidak berubah.")
            messages.info(self.request, text)


class SignUpCodeView(View):
    """Another code for the sign-up of this session."""

    policy = "public_read"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        CODES.use(address_of_visitor(request))
        waiting = request.session.get(TICKET)
        if waiting is None:
            return redirect("sign_up_create")
        try:
            sign_up.send_again(waiting["ticket"], at=timezone.now())
        except (CodeTooSoon, CodesSpent, CodeBlocked) as error:
            messages.warning(request, error.detail)
        else:
            messages.success(request, _("Kode baru sudah dikirim. Kode yang lama tidak berlaku lagi."))
        return redirect("sign_up_confirm")
