"""The own profile: language, channels, consent, STOP, contacts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from accounts.domain import profiles, sessions
from accounts.domain.codes import new_ticket
from accounts.domain.contacts import contact_of
from accounts.domain.reauthentication import is_fresh
from accounts.domain.roles import is_officer, roles_of
from accounts.domain.throttles import CODES
from accounts.forms.profile import ContactCodeForm, ContactForm, ProfileForm, SigningNikForm
from accounts.views.person_form import PersonFormView, address_of_visitor, signed_in
from core import formats
from core.web import DomainErrorMixin

TICKET = "contact_change"


class ProfileDetailView(PersonFormView):
    """Everything a person sets about the own account."""

    template_name = "accounts/profile_detail.html"
    form_class = ProfileForm

    def get_initial(self) -> dict[str, Any]:
        return ProfileForm.initial_of(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = roles_of(self.user, on=timezone.localdate())
        return super().get_context_data(
            profile=self.user,
            several_roles=len(roles) > 1,
            signs=is_officer(self.user, on=timezone.localdate()),
            signing_nik=formats.masked_identity(self.user.signing_nik or ""),
            **kwargs,
        )

    def act(self, form: forms.Form) -> HttpResponse:
        profiles.save(self.user, **form.cleaned_data, at=self.at)
        messages.success(self.request, _("Profil tersimpan."))
        response = redirect("profile_detail")
        sessions.remember_language(response, self.user)
        return response


class _ProfileAction(View):
    """A button of the profile page: one change, one sentence, back to the page."""

    policy = "session"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        messages.success(request, self.act(request))
        return redirect("profile_detail")

    def act(self, request: HttpRequest) -> str:
        """Do it and say so."""
        raise NotImplementedError


class MessagesStopView(_ProfileAction):
    """STOP."""

    def act(self, request: HttpRequest) -> str:
        profiles.stop_messages(signed_in(request), at=timezone.now())
        return _("Pesan di luar portal dihentikan. Kotak pesan tetap terisi.")


class MessagesResumeView(_ProfileAction):
    """Messages again."""

    def act(self, request: HttpRequest) -> str:
        profiles.resume_messages(signed_in(request), at=timezone.now())
        return _("Pesan dikirim lagi ke saluran pilihan Anda.")


class ConsentWithdrawView(_ProfileAction):
    """Consent withdrawn."""

    def act(self, request: HttpRequest) -> str:
        profiles.set_consent(signed_in(request), given=False, at=timezone.now())
        return _("Persetujuan ditarik. Kami tidak lagi mengirim kabar di luar portal; permohonan tetap diproses.")


class ConsentGiveView(_ProfileAction):
    """Consent given again."""

    def act(self, request: HttpRequest) -> str:
        profiles.set_consent(signed_in(request), given=True, at=timezone.now())
        return _("Persetujuan tersimpan.")


class ContactChangeView(PersonFormView):
    """A new number or e-mail: first the password, then a code to the new contact."""

    template_name = "accounts/contact_change.html"
    form_class = ContactForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_fresh(request.session, at=timezone.now()):
            return redirect(f"{reverse('session_renew')}?next={request.path}")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"contact": self.user.pending_email or ""}

    def act(self, form: forms.Form) -> HttpResponse:
        CODES.use(address_of_visitor(self.request))
        ticket, contact = new_ticket(), form.cleaned_data["contact"]
        profiles.ask_contact(self.user, contact, ticket=ticket, at=self.at)
        self.request.session[TICKET] = {"ticket": ticket, "to": contact.masked}
        return redirect("contact_confirm")


class SigningNikView(PersonFormView):
    """The NIK the signing service knows an officer by: first the password, then the number, shown masked only."""

    template_name = "accounts/signing_nik.html"
    form_class = SigningNikForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_officer(signed_in(request), on=timezone.localdate()):
            raise Http404
        if not is_fresh(request.session, at=timezone.now()):
            return redirect(f"{reverse('session_renew')}?next={request.path}")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(masked=formats.masked_identity(self.user.signing_nik or ""), **kwargs)

    @method_decorator(sensitive_post_parameters("nik"))
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        profiles.set_signing_nik(self.user, form.cleaned_data["nik"], at=self.at)
        messages.success(self.request, _("NIK penanda tangan tersimpan."))
        return redirect("profile_detail")


class ContactConfirmView(PersonFormView):
    """The code that went to the new contact."""

    template_name = "accounts/contact_confirm.html"
    form_class = ContactCodeForm
    field_of = {"code_wrong": "code", "code_blocked": "code"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if TICKET not in request.session:
            return redirect("contact_change")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(to=self.request.session[TICKET]["to"], **kwargs)

    def act(self, form: forms.Form) -> HttpResponse:
        profiles.confirm_contact(self.request.session[TICKET]["ticket"], form.cleaned_data["code"], at=self.at)
        del self.request.session[TICKET]
        messages.success(self.request, _("Kontak baru tersimpan."))
        return redirect("profile_detail")


class ContactUndoView(DomainErrorMixin, TemplateView):
    """The link sent to the old contact: put it back, within 24 hours. Needs no sign-in, writes by POST only."""

    policy = "public_read"
    template_name = "accounts/contact_undo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = profiles.undoable(self.kwargs["ticket"], at=timezone.now())
        return super().get_context_data(old=contact_of(row.previous).masked, **kwargs)

    def post(self, request: HttpRequest, ticket: str) -> HttpResponse:
        profiles.undo_contact(ticket, at=timezone.now())
        messages.success(request, _("Kontak lama berlaku lagi. Atur ulang kata sandi Anda sekarang."))
        return redirect("password_reset")
