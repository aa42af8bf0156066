"""The frame of a form page about people: what the domain refuses is told inside the form, nothing is lost."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import FormView

from accounts.models import User
from core.exceptions import DomainError


class PersonFormView(FormView[Any]):
    """A form whose `act` calls the domain at the instant `at`.

    `field_of` names the field that shows the refusal with that code; others stand above the form.
    """

    policy = "session"
    field_of: ClassVar[dict[str, str]] = {}
    at: datetime

    @property
    def user(self) -> User:
        """Who is signed in."""
        return signed_in(self.request)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act, or show the refusal under the error's own status."""
        self.at = timezone.now()
        try:
            return self.act(form)
        except DomainError as error:
            return self.form_refused(form, error)

    def act(self, form: forms.Form) -> HttpResponse:
        """Do what the form asks for and say where to go on."""
        raise NotImplementedError

    def form_refused(self, form: forms.Form, error: DomainError) -> HttpResponse:
        """The form again, with `error` at the field it belongs to."""
        form.add_error(self.field_of.get(error.code), error.detail)
        return self.render_to_response(self.get_context_data(form=form), status=error.status)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The form again; 422, so that nobody takes it for success."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; for pages whose policy lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101  the policy checked it
    return request.user


def address_of_visitor(request: HttpRequest) -> str:
    """The address throttles count by, the one the server saw; never a header a visitor can write."""
    return str(request.META.get("REMOTE_ADDR", ""))
