"""Sets of facilities."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.querysets import DatedQuerySet
from accounts.rules import Viewer, in_region, viewer_of
from core.trigrams import TrigramIndex
from facilities.enums import ClosureKind

if TYPE_CHECKING:
    from facilities.models import Facility  # noqa: F401  # named in a string


NOTHING = Q(pk__in=[])
# Serves searches inside names where the server allows it.
FACILITY_NAMES = TrigramIndex("facilities_facility", "name_key")


class FacilityQuerySet(models.QuerySet["Facility"]):
    """Facilities of the register."""

    def active(self, on: date) -> Self:
        """Facilities open on `on` (first and last day included); a suspended one is still in the register."""
        closures = apps.get_model("facilities", "FacilityClosure").objects
        shut = closures.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            facility=OuterRef("pk"),
            kind=ClosureKind.CLOSED,
            withdrawn_at__isnull=True,
            starts_on__lte=on,
        )
        return self.filter(Q(active_until__isnull=True) | Q(active_until__gte=on), ~Exists(shut), active_from__lte=on)

    def visible_to(self, user: Any, action: str = "people_read") -> Self:
        """Facilities `user` may see one by one, by that row of the matrix; `N` and `A` cells give none."""
        return self.filter(facility_scope(viewer_of(user), action))

    def suspended(self, on: date) -> Self:
        """Facilities that must not work on `on`, for a time."""
        return self.filter(
            Q(closures__ends_on__isnull=True) | Q(closures__ends_on__gte=on),
            closures__kind=ClosureKind.SUSPENDED,
            closures__withdrawn_at__isnull=True,
            closures__starts_on__lte=on,
        )

    def in_charge_of(self, user_id: int, on: date) -> Self:
        """Facilities `user_id` answers for on `on`."""
        return self.filter(
            Q(persons_in_charge__ends_on__isnull=True) | Q(persons_in_charge__ends_on__gte=on),
            persons_in_charge__user_id=user_id,
            persons_in_charge__starts_on__lte=on,
        )

    def looked_after_by(self, user_id: int, on: date) -> Self:
        """Facilities `user_id` answers for on `on`, with the network below each (Pustu, Poskesdes …)."""
        return self.filter(pk__in=own_facilities(user_id, on))

    def inside(self, region_code: str) -> Self:
        """Facilities in a region or in any region below it, by Kemendagri code."""
        return self.filter(in_region(region_code))

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        return self.select_related("region", "region__parent", "parent")


class FacilityPersonQuerySet(DatedQuerySet):
    """Who answers for a facility, by day: `in_force(on)`."""


def own_facilities(user_id: int | None, on: date) -> models.QuerySet[Any, Any]:
    """Ids of the facilities `user_id` answers for on `on`, and of the network below them."""
    held = apps.get_model("facilities", "FacilityPerson").objects.in_force(on).filter(user_id=user_id or 0)
    mine = held.values("facility")
    facilities = apps.get_model("facilities", "Facility").objects
    return facilities.filter(Q(pk__in=mine) | Q(parent__in=mine)).values("pk")


def facility_scope(viewer: Viewer, action: str) -> Q:
    """Turn the viewer's cells for `action` into a condition on facilities; denied gives nothing."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope in ("O", "F"):
            condition |= Q(pk__in=own_facilities(viewer.user_id, timezone.localdate()))
        elif scope.cell.scope in ("D", "S") and scope.region_code:
            condition |= in_region(scope.region_code)
    return condition
