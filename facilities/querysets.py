"""Sets of facilities."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from facilities.models import Facility  # noqa: F401  # named in a string


class FacilityQuerySet(models.QuerySet["Facility"]):
    """Facilities of the register."""

    def active(self, on: date) -> Self:
        """Facilities open on `on` (first and last day included)."""
        return self.filter(Q(active_until__isnull=True) | Q(active_until__gte=on), active_from__lte=on)

    def in_charge_of(self, user_id: int, on: date) -> Self:
        """Facilities `user_id` answers for on `on`."""
        return self.filter(
            Q(persons_in_charge__ends_on__isnull=True) | Q(persons_in_charge__ends_on__gte=on),
            persons_in_charge__user_id=user_id,
            persons_in_charge__starts_on__lte=on,
        )

    def looked_after_by(self, user_id: int, on: date) -> Self:
        """Facilities `user_id` answers for on `on`, with the network below each (Pustu, Poskesdes …)."""
        own = self.model._default_manager.in_charge_of(user_id, on).order_by().values("pk")
        return self.filter(Q(pk__in=own) | Q(parent__in=own))

    def inside(self, region_code: str) -> Self:
        """Facilities in a region or in any region below it, by Kemendagri code."""
        return self.filter(Q(region_id=region_code) | Q(region__code__startswith=f"{region_code}."))
