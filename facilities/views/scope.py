"""Where every page of one facility starts: only what the viewer's cells reach, else 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from facilities.models import Facility


class FacilityMixin:
    """Gives `self.facility`, within the scope of `policy`."""

    policy = "people_read"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        """Who is signed in; the policy let nobody else in."""
        assert isinstance(self.request.user, User)  # noqa: S101  # the policy checked it
        return self.request.user

    @property
    def facility(self) -> Facility:
        """The facility of the address, or 404; kept for the request."""
        found: Facility | None = getattr(self, "_facility", None)
        if found is None:
            rows = Facility.objects.visible_to(self.request.user, self.policy).for_list()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._facility = found
        return found
