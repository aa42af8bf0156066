"""The frame of a form that asks for the password again (matrix suffix `+`) and acts once per form key."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView

from accounts.domain.reauthentication import needs_password, require_password
from core.web import ActFormMixin, FormKeyMixin, redirect_once


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class PasswordFormView(FormKeyMixin, ActFormMixin, FormView[Any]):
    """`policy` is the row of the matrix whose `+` counts; the form takes `asks_password`."""

    policy = ""
    field_of: ClassVar[dict[str, str]] = {"password_wrong": "password", "password_needed": "password"}

    def get_form_kwargs(self) -> dict[str, Any]:
        asks = needs_password(self.request, self.policy, at=timezone.now())
        return {**super().get_form_kwargs(), "asks_password": asks}

    @sensitive_variables("form")
    def once(self, form: Form, change: Callable[[], str]) -> HttpResponse:
        """Check the password, then `change` in a transaction and go where it says."""
        require_password(self.request, form.cleaned_data.get("password", ""), at=self.at)
        return redirect_once(self.request, change)
