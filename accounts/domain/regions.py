"""Regions below another, as choices of filters and forms."""

from accounts.enums import RegionLevel
from accounts.models import Region
from accounts.rules import viewer_of

VILLAGES = (RegionLevel.VILLAGE, RegionLevel.RURAL_VILLAGE)


def regions_below(codes: list[str], *levels: str) -> list[Region]:
    """Return the current regions of these levels inside any of `codes`, by code."""
    rows = Region.objects.filter(level__in=levels, current=True).select_related("parent").order_by("code")
    return [row for row in rows if any(row.code == code or row.code.startswith(f"{code}.") for code in codes)]


def scope_codes(user: object, action: str) -> list[str]:
    """Return the regions the viewer's cells of `action` reach."""
    return [scope.region_code for scope in viewer_of(user).scopes(action) if scope.region_code]


def district_choices(user: object, action: str) -> list[tuple[str, str]]:
    """Return the kecamatan of the viewer's regions as (code, name)."""
    return [(row.code, row.name) for row in regions_below(scope_codes(user, action), RegionLevel.DISTRICT)]


def village_choices(user: object, action: str) -> list[tuple[str, str]]:
    """Return the kelurahan and desa of the viewer's regions as (code, "name, kecamatan")."""
    rows = regions_below(scope_codes(user, action), *VILLAGES)
    return [(row.code, f"{row.name}, {row.parent.name}" if row.parent else row.name) for row in rows]
