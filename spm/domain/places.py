"""Places that have figures: a facility (a Puskesmas or one of its network) or a region as such."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Region
from accounts.rules import viewer_of
from facilities.models import Facility
from spm.exceptions import PlaceUnknown
from spm.querysets import NOTHING, inside, working_area

PUSKESMAS = "puskesmas"
# A Puskesmas and the units of its network that keep ILP sheets.
UNIT_KINDS = (PUSKESMAS, "pustu", "poskesdes", "posyandu")
_AREA_PARTS = 2


@dataclass(frozen=True)
class Place:
    """Where a figure belongs. `facility_id` None is the region itself."""

    region_id: str
    facility_id: int | None = None

    @property
    def area(self) -> str:
        """The regency or city ("16.74"); of a province its own code."""
        return area_of(self.region_id)


def area_of(region_code: str) -> str:
    """The regency or city a region lies in, by its code."""
    return ".".join(region_code.split(".")[:_AREA_PARTS])


def place_of(facility: Facility) -> Place:
    """The place of a facility."""
    return Place(facility.region_id, facility.pk)


def facilities_for(user: Any, action: str = "spm_write") -> Any:
    """Facilities for which `user` may do `action`: D and S the region's, W those of the working area."""
    scopes = viewer_of(user).scopes(action)
    rows = Facility.objects.none()
    for scope in scopes:
        if not scope.region_code:
            continue
        if scope.cell.scope in ("D", "S"):
            rows |= Facility.objects.filter(inside("region_id", scope.region_code))
        elif scope.cell.scope == "W":
            rows |= Facility.objects.filter(working_area(scope.region_code, prefix=""))
    return rows


def puskesmas_for(user: Any, action: str = "spm_write") -> Any:
    """The Puskesmas among them, by code."""
    return facilities_for(user, action).filter(kind=PUSKESMAS).order_by("code")


def units_for(user: Any, action: str = "spm_write") -> Any:
    """Puskesmas and units of their networks: D and S the region's, W the own Puskesmas and its network alone."""
    reach = NOTHING
    for scope in viewer_of(user).scopes(action):
        code = scope.region_code
        if code and scope.cell.scope in ("D", "S"):
            reach |= inside("region_id", code)
        elif code and scope.cell.scope == "W":
            reach |= Q(kind=PUSKESMAS) & inside("region_id", code)
            reach |= Q(parent__kind=PUSKESMAS) & inside("parent__region_id", code)
    return Facility.objects.filter(reach, kind__in=UNIT_KINDS)


def unit_for(user: Any, public_id: str, action: str = "spm_write") -> Facility:
    """One of them, with its parent. Raises PlaceUnknown."""
    found: Facility | None = units_for(user, action).select_related("parent").filter(public_id=public_id).first()
    if found is None:
        raise PlaceUnknown
    return found


def facility_for(user: Any, public_id: str, action: str = "spm_write") -> Facility:
    """One of them. Raises PlaceUnknown."""
    found: Facility | None = facilities_for(user, action).filter(public_id=public_id).first()
    if found is None:
        raise PlaceUnknown
    return found


def region_for(user: Any, code: str, action: str) -> Region:
    """A region for which `user` may do `action` as such (D, S and N cells). Raises PlaceUnknown."""
    for scope in viewer_of(user).scopes(action):
        inside_it = not scope.region_code or f"{code}.".startswith(f"{scope.region_code}.")
        if scope.cell.scope in ("D", "S", "N") and inside_it:
            found = Region.objects.filter(pk=code).first()
            if found is not None:
                return found
    raise PlaceUnknown
