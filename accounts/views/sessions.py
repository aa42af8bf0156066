"""Sign in, sign out, switch roles, confirm the password."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from accounts.domain import sessions
from accounts.domain.reauthentication import confirm_password
from accounts.domain.roles import roles_of
from accounts.forms.sign_in import PasswordAgainForm, SignInForm
from accounts.models import User
from accounts.views.person_form import PersonFormView, signed_in
from core.web import DomainErrorMixin


def enter_and_go(request: HttpRequest, user: User, url: str) -> HttpResponse:
    """Answer of a sign-in: on to `url`, first asking for the role where there are several, in the user's language."""
    if not request.session.get(sessions.CHOICE_KEY, True):
        with translation.override(user.language):
            url = f"{reverse('role_choose')}?{urlencode({'next': url})}"
    response = HttpResponseRedirect(url)
    sessions.remember_language(response, user)
    return response


class SessionCreateView(PersonFormView):
    """Sign in by phone or e-mail."""

    policy = "public_read"
    template_name = "accounts/session_create.html"
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(self.next_url)
        return sensitive_post_parameters("password")(super().dispatch)(request, *args, **kwargs)

    @property
    def next_url(self) -> str:
        """Where the visitor was going, when it is on this host."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return sessions.safe_next(self.request, wanted, reverse("home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = "next" in self.request.GET
        return super().get_context_data(next_url=self.next_url, was_sent_here=asked, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        data = form.cleaned_data
        url = self.next_url
        user = sessions.sign_in(self.request, contact=data["contact"], password=data["password"], at=self.at)
        return enter_and_go(self.request, user, url)


class SessionDeleteView(View):
    """Sign out; by POST only, so that no link can do it."""

    policy = "public_read"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions.leave(request)
        messages.success(request, _("Anda sudah keluar."))
        return redirect("session_create")


class SessionRenewView(PersonFormView):
    """The password again, for the next five minutes."""

    template_name = "accounts/session_renew.html"
    form_class = PasswordAgainForm
    field_of = {"password_wrong": "password"}

    @property
    def next_url(self) -> str:
        """Where the decision is."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return sessions.safe_next(self.request, wanted, reverse("home"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=self.next_url, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        confirm_password(self.request, form.cleaned_data["password"], at=self.at)
        return redirect(self.next_url)


class RoleChooseView(DomainErrorMixin, TemplateView):
    """One role per session: choose it here."""

    policy = "session"
    template_name = "accounts/role_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        on = timezone.localdate()
        posts = {row.role: row for row in user.memberships.in_force(on).select_related("office")}
        roles = [
            {"value": role.value, "label": role.label, "office": getattr(posts.get(role), "office", None)}
            for role in roles_of(user, on=on)
        ]
        active = getattr(user, "active_role", "")
        return super().get_context_data(roles=roles, active=active, next_url=self._next(), **kwargs)

    def _next(self) -> str:
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        return sessions.safe_next(self.request, wanted)

    def post(self, request: HttpRequest) -> HttpResponse:
        role = sessions.choose_role(request, request.POST.get("role", ""), at=timezone.now())
        messages.success(request, _("Anda sekarang bekerja sebagai %(role)s.") % {"role": role.label})
        return redirect(self._next() or "home")
