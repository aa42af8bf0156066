"""Sets of indicators and figures, and what a viewer may see of them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.rules import Viewer, viewer_of
from facilities.querysets import own_facilities

if TYPE_CHECKING:
    from spm.models import Indicator, Network, Panel, Value  # noqa: F401  # named in a string

NOTHING = Q(pk__in=[])
# Cells of the matrix that open single figures, and those that open sums of a region.
ROWS = frozenset("DWS")
SUMS = frozenset("DWSN")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Definitions."""

    def in_force(self, on: date) -> Self:
        """Definitions that hold on `on` and are used (misprints are not)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on, is_enabled=True)

    def of(self, programme: str) -> Self:
        """Those of one programme, in the order of its paper."""
        return self.filter(programme=programme).order_by("position", "code")


class PanelQuerySet(models.QuerySet["Panel"]):
    """Panels of the dashboards."""

    def drawn(self) -> Self:
        """Those in use, in the order of their paper."""
        return self.filter(is_enabled=True).order_by("position", "code")


class FigureQuerySet(models.QuerySet[Any]):
    """Append-only rows with `recorded_at` and `superseded_at`, of a place (`region`, perhaps a `facility`)."""

    @staticmethod
    def below(code: str) -> Q:
        """Rows of a region and of all below it."""
        return inside("region_id", code)

    def current(self) -> Self:
        """What holds now."""
        return self.filter(superseded_at__isnull=True)

    def as_of(self, at: Any) -> Self:
        """What held at the instant `at`."""
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), recorded_at__lte=at)

    def visible_to(self, user: Any, action: str = "dashboard_read") -> Self:
        """Single figures `user` may open: of the own region (D, S) or the own working area (W)."""
        return self.filter(place_scope(viewer_of(user), action, ROWS, self.below))

    def countable_by(self, user: Any, action: str = "dashboard_read") -> Self:
        """Figures that may stand in sums for `user`; N cells too."""
        return self.filter(place_scope(viewer_of(user), action, SUMS, self.below))

    def inside(self, region_code: str) -> Self:
        """Figures of a region and all below it; the empty code is the whole country."""
        return self.filter(self.below(region_code))


class ValueQuerySet(FigureQuerySet):
    """Figures of indicators."""

    @staticmethod
    def below(code: str) -> Q:
        """By the column `area` where that will do."""
        return inside_area(code)

    def of_months(self, first: date, last: date) -> Self:
        """Months from `first` to `last`, both named by their first day."""
        return self.filter(month__gte=first, month__lte=last)

    def of_network(self, facility_ids: Iterable[int]) -> Self:
        """Figures of these facilities and of the network below each."""
        ids = list(facility_ids)
        return self.filter(Q(facility__in=ids) | Q(facility__parent__in=ids))


class NetworkQuerySet(models.QuerySet["Network"]):
    """IQ-Care networks."""

    def visible_to(self, user: Any, action: str = "network_read", letters: str = "DWF") -> Self:
        """Networks `user` may open one by one: of the region (D), led in the working area (W), of own places (F)."""
        return self.filter(network_scope(viewer_of(user), action, letters))

    def countable_by(self, user: Any) -> Self:
        """Networks that may stand in counts for `user`; N cells too."""
        return self.filter(network_scope(viewer_of(user), "network_read", "DWFSN"))

    def running(self) -> Self:
        """Those nobody ended."""
        return self.filter(ended_on__isnull=True)

    def whole(self) -> Self:
        """With what the stage and the due dates are worked out from; constant queries."""
        return self.select_related("region", "lead", "problem").prefetch_related(
            "members__facility", "papers__kind", "papers__file", "tasks__facility", "sheets", "evaluations"
        )


def network_scope(viewer: Viewer, action: str, letters: str) -> Q:
    """The viewer's cells for `action`, as far as they are among `letters`, as a condition on networks."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        letter, code = scope.cell.scope, scope.region_code
        if letter not in letters:
            continue
        if letter == "F":
            condition |= Q(pk__in=_networks_of_own_places(viewer.user_id))
        elif code:
            condition |= inside("lead__region_id" if letter == "W" else "region_id", code)
        elif scope.role == "national":
            return Q()
    return condition


def _networks_of_own_places(user_id: int | None) -> Any:
    places = own_facilities(user_id, timezone.localdate())
    members = apps.get_model("spm", "NetworkMember").objects
    return members.filter(facility__in=places, left_on__isnull=True).values("network")


def inside(field: str, code: str) -> Q:
    """A region (`field` is its `…_id`) or any region below it, by code; the empty code is everywhere."""
    below = f"{field.removesuffix('_id')}__code__startswith"
    return Q(**{field: code}) | Q(**{below: f"{code}."}) if code else Q()


def inside_area(code: str) -> Q:
    """The same for figures, by their own column where the code is of a city or province: no join."""
    parts = code.count(".")
    if not code or parts > 1:
        return inside("region_id", code)
    return Q(area=code) if parts == 1 else Q(area=code) | Q(area__startswith=f"{code}.")


def place_scope(viewer: Viewer, action: str, letters: frozenset[str], below: Callable[[str], Q]) -> Q:
    """The viewer's cells for `action`, as far as they are among `letters`, as a condition on rows of a place."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        letter = scope.cell.scope
        if letter not in letters:
            continue
        if letter == "W":
            condition |= working_area(scope.region_code)
        elif letter == "N" and scope.role == "national":
            return Q()  # the whole country, wherever the ministry stands
        elif scope.region_code:
            condition |= below(scope.region_code)
    return condition


def working_area(code: str, prefix: str = "facility__") -> Q:
    """The Puskesmas of an area and their networks; figures of the region itself are not theirs."""
    if not code:
        return NOTHING
    own = inside(f"{prefix}region_id", code)
    return own | inside(f"{prefix}parent__region_id", code)
