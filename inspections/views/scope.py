"""What pages of inspections share: who is signed in, one plan within scope, PDFs shown in the browser."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.domain.offices import home_office
from accounts.models import Office, User
from inspections.models import ActivityPlan


class StaffMixin:
    """Who is signed in, their office's day."""

    request: HttpRequest

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @cached_property
    def office(self) -> Office:
        """The health office whose work this is."""
        return home_office()

    @cached_property
    def today(self) -> date:
        """The office's own day."""
        return timezone.now().astimezone(self.office.zone).date()


class PlanMixin(StaffMixin):
    """Gives `self.plan`: within the scope of `reach`, else 404. `policy` is the function, `reach` the objects."""

    policy = "planning_read"
    reach = "planning_read"
    kwargs: dict[str, Any]

    @cached_property
    def plan(self) -> ActivityPlan:
        """The plan of the address."""
        rows = ActivityPlan.objects.visible_to(self.request.user, self.reach)
        rows = rows.select_related("office", "parent", "letter", "drafted_by", "proposed_by", "approved_by")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 before anything is drawn or done."""
        self.kwargs = kwargs
        _found = self.plan
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


def pdf_inline(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a concept that the browser shows and does not keep."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def version_of(request: HttpRequest) -> int | None:
    """The version the form was drawn from."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None
