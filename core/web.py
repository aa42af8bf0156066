"""Pages: what happens when domain code refuses."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from core.exceptions import DomainError, NotAllowed, NotFound
from core.idempotency import FORM_KEY, client_of, fingerprint_of_form, new_form_key, once

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def plain_static(name: str) -> str:
    """Return the address of a static file as modules import it: without the hash that ``{% static %}`` puts in."""
    return f"{settings.STATIC_URL}{name}"


class DomainErrorMixin:
    """Turns a `DomainError` of a class-based view into a page a person understands.

    Not found and not allowed become the usual 404 and 403 pages. A refused POST goes back to
    `refused_url()` with the message, when the view names one; otherwise `refused_template` is
    rendered with `error`, under the error's own status.
    """

    request: HttpRequest
    refused_template = "core/refused.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except DomainError as error:
            return self.refused(error)
        return response

    def refused_url(self) -> str | None:
        """Where a refused POST returns to; None renders a page."""
        return None

    def refused(self, error: DomainError) -> HttpResponse:
        """The answer for `error`."""
        if isinstance(error, NotFound):
            raise Http404(error.detail)
        if isinstance(error, NotAllowed):
            raise PermissionDenied(error.detail)
        url = None if self.request.method in SAFE_METHODS else self.refused_url()
        if url is None:
            return render(self.request, self.refused_template, {"error": error}, status=error.status)
        messages.error(self.request, error.detail)
        return HttpResponseRedirect(url)


class FormKeyMixin:
    """Gives the template `form_key` for the hidden field that makes a double click one request."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a fresh key, or the one already sent when the form comes back with errors."""
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        form_key = request.POST.get(FORM_KEY) or new_form_key()
        context: dict[str, Any] = super().get_context_data(form_key=form_key, **kwargs)  # type: ignore[misc]
        return context


def redirect_once(request: HttpRequest, act: Callable[[], str]) -> HttpResponseRedirect:
    """Run `act` in a transaction, once per form key, and redirect to the address it returns.

    A repeated form goes to the first answer; the same key with other fields raises `IdempotencyConflict`.
    """
    url = once(
        request.POST.get(FORM_KEY, ""),
        client=client_of(request),
        route=f"POST {request.path}",
        fingerprint=fingerprint_of_form(request.POST, request.FILES),
        act=act,
    )
    return HttpResponseRedirect(url)


class ActFormMixin(DomainErrorMixin):
    """For `FormView`s: a valid form calls `act` at the instant `at`; what the domain refuses stands in the form.

    `field_of` names the field that shows the refusal with that code; other refusals stand above the form. Nothing
    that was typed is lost.
    """

    field_of: ClassVar[Mapping[str, str]] = {}
    at: datetime

    def form_valid(self, form: Form) -> HttpResponse:
        """Act, or show the refusal under the error's own status."""
        self.at = timezone.now()
        try:
            return self.act(form)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.add_error(self.field_of.get(error.code), error.detail)
            return self._again(form, error.status)

    def act(self, form: Form) -> HttpResponse:
        """Do what the form asks for and say where to go on."""
        raise NotImplementedError

    def form_invalid(self, form: Form) -> HttpResponse:
        """The form again; 422, so that nobody takes it for success."""
        return self._again(form, 422)

    def _again(self, form: Form, status: int) -> HttpResponse:
        view: Any = self
        answer: HttpResponse = view.render_to_response(view.get_context_data(form=form), status=status)
        return answer
