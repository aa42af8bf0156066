"""Who keeps which systems and requests: asked for in person, of the own office, of the region one decides on."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import ApiClient, ClientRequest, Office
from accounts.rules import in_region, viewer_of

ASK, DECIDE = "client_request", "client_manage"


def offices_of(user: Any) -> QuerySet[Office]:
    """Offices for which `user` may ask for a client: those of the role at work."""
    return Office.objects.filter(pk__in=[scope.office_id for scope in viewer_of(user).scopes(ASK) if scope.office_id])


def systems_of(user: Any) -> QuerySet[ApiClient]:
    """Systems `user` keeps, with their office and request; pages and counts start here."""
    rows = ApiClient.objects.filter(_kept(user, asked_by="request__requested_by"))
    return rows.select_related("office__region", "request__requested_by")


def requests_of(user: Any) -> QuerySet[ClientRequest]:
    """Requests `user` sees, the newest first."""
    rows = ClientRequest.objects.filter(_kept(user, asked_by="requested_by"))
    return rows.select_related("office__region", "requested_by", "decided_by", "client")


def decided_on_by(user: Any) -> Q:
    """Rows of the region whose clients `user` approves, refuses and switches on; by their `office`."""
    found = Q(pk__in=())
    for scope in viewer_of(user).scopes(DECIDE):
        if scope.cell.scope == "D" and scope.region_code:
            found |= in_region(scope.region_code, "office__region")
    return found


def owned(user: Any, *, asked_by: str = "request__requested_by") -> Q:
    """Rows of the own office, or those asked for in person; who decides on a region owns nothing by that."""
    viewer, found = viewer_of(user), Q(pk__in=())
    for scope in viewer.scopes(ASK):
        if scope.office_id is None:
            continue
        mine = Q(office=scope.office_id)
        found |= mine & Q(**{asked_by: viewer.user_id}) if scope.cell.scope == "O" else mine
    return found


def _kept(user: Any, *, asked_by: str) -> Q:
    return owned(user, asked_by=asked_by) | decided_on_by(user)
