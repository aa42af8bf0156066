"""The frame of a form page of inspections: one form, one button, a way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from core.web import ActFormMixin
from inspections.views.scope import StaffMixin


class FormPage(ActFormMixin, StaffMixin, FormView[Any]):
    """A form; `title`, `verb` and `back` are said by methods, so that they are translated."""

    template_name = "registers/form.html"
    danger = False

    def title(self) -> str:
        """Heading of the page."""
        raise NotImplementedError

    def verb(self) -> str:
        """Text of the button."""
        raise NotImplementedError

    def back(self) -> str:
        """Address to return to."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"title": self.title(), "verb": self.verb(), "back": self.back(), "danger": self.danger}
        return super().get_context_data(**{**given, **kwargs})

    def done(self, text: str, name: str, *args: Any) -> HttpResponse:
        """Say it and go on."""
        messages.success(self.request, text)
        return redirect(name, *args)
