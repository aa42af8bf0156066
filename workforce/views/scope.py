"""Where every page of one practitioner starts: only what the viewer's cells reach, else 404."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.web import ActFormMixin
from workforce.models import Practitioner


class PractitionerMixin:
    """Gives `self.practitioner`, within the scope of `policy`; a merged row answers on its own page only."""

    policy = "people_read"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @property
    def practitioner(self) -> Practitioner:
        """The practitioner of the address, or 404; kept for the request."""
        found: Practitioner | None = getattr(self, "_practitioner", None)
        if found is None:
            rows = Practitioner.objects.visible_to(self.request.user, self.policy).for_detail()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._practitioner = found
        return found


class PractitionerFormPage(ActFormMixin, PractitionerMixin):
    """A form about one practitioner; afterwards the person's page is shown again."""

    policy = "roster_edit"
    title = ""
    verb = ""
    danger = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or written."""
        self.kwargs = kwargs
        _found = self.practitioner
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("practitioner_detail", args=[self.practitioner.public_id])
        given = {
            "practitioner": self.practitioner,
            "title": self.title,
            "verb": self.verb,
            "danger": self.danger,
            "back": back,
            "crumbs": [
                {"label": _("Tenaga kesehatan"), "url": reverse("practitioner_list")},
                {"label": self.practitioner.person.full_name, "url": back},
            ],
        }
        context: dict[str, Any] = super().get_context_data(**{**given, **kwargs})  # type: ignore[misc]
        return context

    def done(self, text: str) -> HttpResponse:
        """Say it and go to the person's page."""
        messages.success(self.request, text)
        return redirect("practitioner_detail", self.practitioner.public_id)

    @property
    def version(self) -> int:
        """The version the form was drawn from."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else self.practitioner.version
