"""Sets of persons, practitioners, placements and correction requests, scoped to what a viewer may see."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.querysets import DatedQuerySet
from accounts.rules import Scope, Viewer, in_region, viewer_of
from core.trigrams import TrigramIndex
from facilities.querysets import own_facilities

if TYPE_CHECKING:
    from workforce.models import CorrectionRequest, Person, Practitioner  # noqa: F401  # named in strings

NOTHING = Q(pk__in=[])
# Serves searches inside names where the server allows it.
PERSON_NAMES = TrigramIndex("workforce_person", "name_key")


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons; a merged row is only a trace."""

    def current(self) -> Self:
        """Without the rows that were merged into another."""
        return self.filter(merged_into__isnull=True)


class PractitionerQuerySet(models.QuerySet["Practitioner"]):
    """Practitioners; every page, endpoint, export and count starts from `visible_to`."""

    def current(self) -> Self:
        """Without the rows that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def visible_to(self, user: Any, action: str = "people_read") -> Self:
        """Practitioners `user` may see one by one, by that row of the matrix; `N` and `A` cells give none."""
        return self.filter(practitioner_scope(viewer_of(user), action))

    def for_detail(self) -> Self:
        """With what a detail page shows of the row itself."""
        return self.select_related("person", "profession", "merged_into", "person__merged_into")


class PlacementQuerySet(DatedQuerySet):
    """Placements; `in_force(on)` are those that hold on a day."""

    def visible_to(self, user: Any, action: str = "people_read") -> Self:
        """Placements `user` may see one by one; inside a region only those in that region."""
        return self.filter(placement_scope(viewer_of(user), action))


class CorrectionQuerySet(models.QuerySet["CorrectionRequest"]):
    """Correction requests."""

    def visible_to(self, user: Any, action: str = "people_read") -> Self:
        """Requests about practitioners `user` may see under `action`; own ones always."""
        viewer = viewer_of(user)
        rows = apps.get_model("workforce", "Practitioner").objects.filter(practitioner_scope(viewer, action))
        return self.filter(Q(person__in=rows.values("person")) | Q(asked_by_id=viewer.user_id or 0))


def placement_scope(viewer: Viewer, action: str) -> Q:
    """Turn the viewer's cells for `action` into a condition on placements; denied gives nothing."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        narrow = _PLACEMENT_SCOPES.get(scope.cell.scope)
        if narrow is not None:
            condition |= narrow(viewer, scope)
    return condition


def practitioner_scope(viewer: Viewer, action: str) -> Q:
    """Who has (or had) a placement the viewer may see, and the viewer's own rows."""
    placements = apps.get_model("workforce", "Placement").objects
    condition = NOTHING
    for scope in viewer.scopes(action):
        narrow = _PLACEMENT_SCOPES.get(scope.cell.scope)
        if narrow is None:
            continue
        seen = placements.filter(narrow(viewer, scope), practitioner=OuterRef("pk"))
        condition |= Q(Exists(seen))
        if scope.cell.scope in ("O", "F"):
            condition |= Q(person__user_id=viewer.user_id or 0)
    return condition


def _own(viewer: Viewer, scope: Scope) -> Q:  # noqa: ARG001  # one shape for every scope letter
    return Q(practitioner__person__user_id=viewer.user_id or 0)


def _facility(viewer: Viewer, scope: Scope) -> Q:
    """PJ: people placed at a facility one answers for today; own placements as well."""
    return _own(viewer, scope) | Q(facility__in=own_facilities(viewer.user_id, today()))


def _members(viewer: Viewer, scope: Scope) -> Q:
    """OP: the professions the organisation stands for, in its region."""
    return Q(practitioner__profession_id__in=spoken_for(viewer, scope)) & _region(viewer, scope)


def spoken_for(viewer: Viewer, scope: Scope) -> set[str]:
    """Codes of the professions the viewer's organisation stands for today (cell P)."""
    held = apps.get_model("accounts", "Membership").objects.in_force(today())
    lists = held.filter(user_id=viewer.user_id or 0, role=scope.role).values_list("profession_codes", flat=True)
    return {code for codes in lists for code in codes}


def _region(viewer: Viewer, scope: Scope) -> Q:  # noqa: ARG001  # as above
    if not scope.region_code:
        return NOTHING
    code = scope.region_code
    return in_region(code, "facility__region")


_PLACEMENT_SCOPES: dict[str, Callable[[Viewer, Scope], Q]] = {
    "O": _own,
    "F": _facility,
    "P": _members,
    "D": _region,
    "S": _region,
}


def today() -> date:
    """The day scopes are computed for."""
    return timezone.localdate()
