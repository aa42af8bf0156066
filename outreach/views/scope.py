"""Where every page of the outreach service starts: objects within the viewer's cells, else 404."""

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Office, User
from accounts.rules import viewer_of
from core.web import DomainErrorMixin
from outreach.models import Pickup


class StaffMixin(DomainErrorMixin):
    """The policy middleware has let them in; this gives who they are and what they may see."""

    policy = ""
    request: HttpRequest

    @property
    def user(self) -> User:
        """Who is signed in."""
        return cast("User", self.request.user)

    @property
    def role(self) -> str:
        """The role at work."""
        return str(getattr(self.request.user, "active_role", ""))

    @property
    def office(self) -> Office | None:
        """The Puskesmas of the role at work; None for those who watch over many."""
        ids = [post.office_id for post in viewer_of(self.request.user).posts if post.office_id]
        return Office.objects.filter(pk__in=ids[:1]).first()

    @property
    def is_masked(self) -> bool:
        """True when names, places and phones are hidden from this viewer (cell `~`)."""
        return masks(self.request.user)


class PickupMixin(StaffMixin):
    """Gives `self.pickup`: within the scope of `policy`, else 404."""

    kwargs: dict[str, Any]

    @property
    def pickup(self) -> Pickup:
        """The pickup of the address, or 404; kept for the request."""
        found: Pickup | None = getattr(self, "_pickup", None)
        if found is None:
            rows = Pickup.objects.visible_to(self.request.user, self.policy).for_board()
            found = get_object_or_404(rows, public_id=self.kwargs["public_id"])
            self._pickup = found
        return found


def masks(user: Any) -> bool:
    """Tell whether the viewer reads pickups only without name, place and phone."""
    scopes = viewer_of(user).scopes("pickup_read")
    return bool(scopes) and all(scope.cell.masked for scope in scopes)


def is_team(role: str) -> bool:
    """Tell whether the role sets out itself."""
    return role in (Role.DRIVER, Role.PUSKESMAS_DOCTOR)
