"""Which application an address means for the caller: one outside the scope is 404."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import BaseView
from accounts.domain.offices import home_office
from facilities.models import Facility
from licensing.api.serializers.applications import ApplicationDetailSerializer, context_for
from licensing.domain.clocks import read_clocks
from licensing.domain.status_lines import status_lines
from licensing.models import Application
from licensing.rules import Actor, actor_of


def visible_application(user: Any, number: str) -> Application:
    """Return the application `user` may read, or 404."""
    found = Application.objects.visible_to(user).for_detail().filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found


def with_own_place(data: dict[str, Any], user: Any) -> dict[str, Any]:
    """Facts as sent. Raises ValidationError for a facility nobody knows, or one a system may not read."""
    given = data.get("place", {}).get("facility")
    rows = Facility.objects.visible_to(user) if actor_of(user).client_id else Facility.objects.all()
    if given and not rows.filter(public_id=given).exists():
        unknown = ErrorDetail(_("Fasilitas ini tidak ditemukan."), code="facility_unknown")
        raise ValidationError({"place": {"facility": [unknown]}})
    return data


class ApplicationView(BaseView):
    """For addresses below one application."""

    policy = "application_read"
    scope = "applications:read"
    request: Request

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request.user)

    def application(self, number: str) -> Application:
        """The application of the address, or 404."""
        return visible_application(self.request.user, number)

    def with_own_place(self, data: dict[str, Any]) -> dict[str, Any]:
        """Facts as sent. Raises ValidationError for a facility nobody knows, or one a system may not read."""
        return with_own_place(data, self.request.user)

    def detail(self, application: Application, *, at: Any, status: int = 200) -> Response:
        """Answer one application whole, as it stands now."""
        fresh = Application.objects.for_detail().get(pk=application.pk)
        fresh.handler = None  # an agency reads which desk, not who
        lines = status_lines(fresh, read_clocks(fresh, at=at), public=True)
        context = {**context_for(self.request.user), "status": lines}
        return Response(ApplicationDetailSerializer(fresh, context=context).data, status=status)


def home_region() -> str:
    """Code of the installation's own region."""
    return home_office().region_id
