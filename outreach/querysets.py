"""Sets of households and pickups, scoped by the matrix."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.enums import Role
from accounts.rules import Scope, viewer_of
from outreach.enums import PickupState

if TYPE_CHECKING:
    from outreach.models import Compensation, Finding, Household, Pickup  # noqa: F401  # named in strings

NOTHING = Q(pk__in=[])
OPEN = (PickupState.REPORTED, PickupState.ACCEPTED, PickupState.DEPARTED)
UNDER_WAY = (PickupState.ACCEPTED, PickupState.DEPARTED, PickupState.ARRIVED)


def area(scope: Scope, prefix: str = "") -> Q:
    """`W` is the own Puskesmas, for a cadre the own village within it; `D` the region of the office."""
    if scope.cell.scope in ("W", "C") and scope.office_id is not None:
        own = Q(**{f"{prefix}office_id": scope.office_id})
        if scope.role == Role.CADRE:
            own &= Q(**{f"{prefix}region_id": scope.region_code})
        return own
    if scope.cell.scope in ("D", "S") and scope.region_code:
        region = f"{prefix}region"
        return Q(**{f"{region}_id": scope.region_code}) | Q(**{f"{region}__code__startswith": f"{scope.region_code}."})
    return NOTHING


def reach(user: Any, action: str, prefix: str = "") -> Q:
    """What the viewer's cells of `action` reach; `O` is what one reported oneself."""
    viewer = viewer_of(user)
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope == "O" and viewer.user_id is not None:
            condition |= Q(**{f"{prefix}reported_by_id": viewer.user_id})
        else:
            condition |= area(scope, prefix)
    return condition


def counted_for(user: Any) -> Q:
    """What the figures of this viewer count: the own Puskesmas, a region, or all for whoever sees counts only."""
    condition = NOTHING
    for scope in viewer_of(user).scopes("dashboard_read"):
        if scope.cell.scope == "W":
            condition |= area(scope)
        elif scope.region_code:
            code = scope.region_code
            condition |= Q(region_id=code) | Q(region__code__startswith=f"{code}.")
        elif scope.cell.scope in ("A", "N"):
            return Q()
    return condition


def offices_of(user: Any) -> Q:
    """Offices whose monthly reports the viewer reads: the own Puskesmas, or those of the region."""
    condition = NOTHING
    for scope in viewer_of(user).scopes("dashboard_read"):
        if scope.cell.scope == "W" and scope.office_id is not None:
            condition |= Q(office_id=scope.office_id)
        elif scope.cell.scope == "D" and scope.region_code:
            condition |= Q(office__region_id=scope.region_code)
            condition |= Q(office__region__code__startswith=f"{scope.region_code}.")
    return condition


def sees_small_counts(user: Any) -> bool:
    """False where counts under five are hidden (cell `A` alone, or no cell)."""
    return any(scope.cell.scope != "A" for scope in viewer_of(user).scopes("dashboard_read"))


class HouseholdQuerySet(models.QuerySet["Household"]):
    """The register of poor households."""

    def visible_to(self, user: Any) -> Self:
        """Households one registers for, or whose pickups one handles at a desk or watches over."""
        condition = reach(user, "household_register")
        for scope in viewer_of(user).scopes("pickup_read"):
            if scope.cell.scope != "O":
                condition |= area(scope)
        return self.filter(condition)

    def editable_by(self, user: Any) -> Self:
        """Households one may write."""
        return self.filter(reach(user, "household_register"))

    def current(self) -> Self:
        """Those that still live there and agree."""
        return self.filter(left_on__isnull=True, consent_withdrawn_at__isnull=True)


class PickupQuerySet(models.QuerySet["Pickup"]):
    """Calls for help."""

    def visible_to(self, user: Any, action: str = "pickup_read") -> Self:
        """Pickups within the viewer's cells of that row of the matrix."""
        return self.filter(reach(user, action))

    def open(self) -> Self:
        """Nobody has arrived yet."""
        return self.filter(state__in=OPEN)

    def on_board(self) -> Self:
        """What a team still has to do: also those whose patient is on board."""
        return self.filter(state__in=(*OPEN, PickupState.ARRIVED))

    def arrived_in_time(self) -> Self:
        """Somebody arrived within the promise, and nothing is owed: a miss once written stays one."""
        return self.filter(arrived_at__lte=F("due_at"), compensation__isnull=True)

    def missed_ever(self, at: datetime) -> Self:
        """Missed, or owed for; a call that was called off past its limit among them."""
        late = Q(arrived_at__gt=F("due_at")) | Q(arrived_at__isnull=True, state__in=OPEN, due_at__lt=at)
        return self.filter(late | Q(compensation__isnull=False))

    def shown(self, name: str, at: datetime) -> Self:
        """The rows behind a figure, by the name its link gives; all of them for any other name."""
        conditions = {
            "tiba": Q(arrived_at__isnull=False),
            "menunggu": Q(arrived_at__isnull=True) & ~Q(state=PickupState.CANCELLED),
            "batal": Q(state=PickupState.CANCELLED),
            "santunan": Q(compensation__isnull=False),
            "diserahkan": Q(compensation__handed_at__isnull=False),
        }
        match name:
            case "tepat":
                return self.arrived_in_time()
            case "lewat":
                return self.filter(pk__in=self.missed_ever(at).values("pk"))
            case _:
                return self.filter(conditions.get(name, Q()))

    def for_board(self) -> Self:
        """With what a card shows; constant queries."""
        return self.select_related(
            "office", "region", "region__parent", "driver", "doctor", "vehicle", "compensation", "household"
        )


class CompensationQuerySet(models.QuerySet["Compensation"]):
    """Rice that is owed."""

    def visible_to(self, user: Any) -> Self:
        """Those of pickups the viewer may see."""
        return self.filter(reach(user, "pickup_read", "pickup__"))

    def open(self) -> Self:
        """Not confirmed by the second person."""
        return self.filter(confirmed_at__isnull=True)


class HomeFindingQuerySet(models.QuerySet["Finding"]):
    """What visits found."""

    def visible_to(self, user: Any) -> Self:
        """Those of pickups the viewer may see; masked cells see none, findings are health facts."""
        condition = NOTHING
        for scope in viewer_of(user).scopes("pickup_read"):
            if not scope.cell.masked and scope.cell.scope != "O":
                condition |= area(scope, "pickup__")
        return self.filter(condition)

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_at__isnull=True)
