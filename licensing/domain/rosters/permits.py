"""The permits a facility must hold itself, and how each stands on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from facilities.models import Facility
from licensing.models import Licence, RecommendationType


@dataclass(frozen=True)
class Permit:
    """One obligatory permit; `licence` is the one in force, else the last, else None."""

    facility: Facility
    type_code: str
    name: str
    licence: Licence | None
    is_held: bool


def permits_of(facilities: Iterable[Facility], *, on: date) -> list[Permit]:
    """Return the obligatory permits of `facilities` on `on`, facility by facility; three queries."""
    chosen = list(facilities)
    owned = Licence.objects.filter(holder_facility__in=chosen)
    rows = list(owned.filter(starts_on__lte=on).order_by("starts_on", "pk"))
    in_force = set(owned.in_force(on).values_list("pk", flat=True))
    names = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
    found = []
    for facility in chosen:
        for code in facility.obligatory_types:
            same = [row for row in rows if row.holder_facility_id == facility.pk and row.type_code == code]
            held = [row for row in same if row.pk in in_force]
            last = (held or same)[-1] if same else None
            found.append(Permit(facility, code, names.get(code, code), last, bool(held)))
    return found
