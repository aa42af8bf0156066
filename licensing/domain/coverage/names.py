"""Names the coverage pages show: of professions, kinds and regions, read once and kept for some minutes.

They change a few times a year, and a page that asks for all of them each time asks for nothing else so often.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import get_language

from accounts.enums import RegionLevel
from accounts.models import Region
from facilities.domain import kinds
from licensing.models import RecommendationType
from workforce.models import Profession

KEEP_SECONDS = 300


class Area(NamedTuple):
    """A region with its place on the map of tiles (None without one)."""

    code: str
    parent: str
    level: str
    name: str
    current: bool
    column: int | None
    row: int | None


def professions() -> dict[str, str]:
    """Return the names of all professions by code, in the reader's language."""

    def read() -> dict[str, str]:
        name = "name_en" if get_language() == "en" else "name"
        return dict(Profession.objects.order_by(name).values_list("code", name))

    return cache.get_or_set(f"coverage.professions.{get_language()}", read, KEEP_SECONDS) or {}


def kind_labels() -> dict[str, str]:
    """Return the names of the kinds of facilities by code, in the reader's language."""
    return cache.get_or_set(f"coverage.kinds.{get_language()}", kinds.labels, KEEP_SECONDS) or {}


def areas(region: str) -> list[Area]:
    """Return a city with everything below it, by code."""

    def read() -> list[Area]:
        levels = (RegionLevel.DISTRICT, RegionLevel.VILLAGE, RegionLevel.RURAL_VILLAGE)
        rows = Region.objects.filter(Q(code=region) | Q(code__startswith=region, level__in=levels)).order_by("code")
        columns = ("code", "parent_id", "level", "name", "current", "tile_column", "tile_row")
        return [Area(*row) for row in rows.values_list(*columns)]

    return cache.get_or_set(f"coverage.areas.{region}", read, KEEP_SECONDS) or []


def below(region: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return kecamatan by code, and kelurahan by code below the code of their kecamatan."""
    districts: dict[str, str] = {}
    villages: dict[str, dict[str, str]] = defaultdict(dict)
    for area in areas(region):
        if area.level == RegionLevel.DISTRICT:
            districts[area.code] = area.name
        elif area.code != region:
            villages[area.parent][area.code] = area.name
    return districts, villages


def region_name(region: str) -> str:
    """Return the name of a region, or its code where it has none."""
    return next((area.name for area in areas(region) if area.code == region), region)


def delegations() -> dict[str, date]:
    """Return since when each type is delegated, by code; of its newest version."""

    def read() -> dict[str, date]:
        since = RecommendationType.objects.filter(delegated=True, delegated_since__isnull=False).order_by("version")
        return {code: began for code, began in since.values_list("code", "delegated_since") if began is not None}

    return cache.get_or_set("coverage.delegations", read, KEEP_SECONDS) or {}
