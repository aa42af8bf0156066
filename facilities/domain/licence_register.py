"""What the register of licences says about people and places; licensing, which stands above, lends its answers.

Filters such as "without SIP" and the licences on a detail page ask here. Without a lender nobody holds anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BooleanField, Exists, Value
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class HeldLicence:
    """One licence as a page shows it; `state` is already in words, `tone` one of ok, wait, fix, bad, none."""

    type_code: str
    type_name: str
    number: str
    place: str
    starts_on: date
    ends_on: date | None
    state: str
    tone: str
    url: str = ""


@dataclass
class Lender:
    """The questions another app answers.

    `placement_licensed(on)` is a condition for a queryset of placements: a licence for that person, profession and
    place is in force on the day. `of_person` and `of_facility` list licences, newest first. `type_names` gives code
    and name of every type of the catalogue. `facility_ending(on, until, type_code)` is a condition for a queryset of
    facilities: it holds a licence in force on `on` whose last day is not after `until` (None = any), of that type
    (empty = any).
    """

    placement_licensed: Callable[[date], "Exists | Combinable"] = field(
        default=lambda _on: Value(value=False, output_field=BooleanField())
    )
    of_person: Callable[[int, date], list[HeldLicence]] = field(default=lambda _person, _on: [])
    of_facility: Callable[[int, date], list[HeldLicence]] = field(default=lambda _facility, _on: [])
    type_names: Callable[[], dict[str, str]] = field(default=dict)
    facility_ending: Callable[[date, date | None, str], "Exists | Combinable"] = field(
        default=lambda _on, _until, _type: Value(value=False, output_field=BooleanField())
    )


_lender = Lender()


def register(
    *,
    placement_licensed: Callable[[date], Exists],
    of_person: Callable[[int, date], list[HeldLicence]],
    of_facility: Callable[[int, date], list[HeldLicence]],
    type_names: Callable[[], dict[str, str]],
    facility_ending: Callable[[date, date | None, str], Exists],
) -> None:
    """Name who answers; called once when the apps are ready."""
    _lender.placement_licensed = placement_licensed
    _lender.of_person = of_person
    _lender.of_facility = of_facility
    _lender.type_names = type_names
    _lender.facility_ending = facility_ending


def placement_licensed(on: date) -> "Exists | Combinable":
    """Condition on placements: a licence for it is in force on `on`."""
    return _lender.placement_licensed(on)


def licences_of_person(person_id: int, on: date) -> list[HeldLicence]:
    """Licences a person holds or held, newest first."""
    return _lender.of_person(person_id, on)


def licences_of_facility(facility_id: int, on: date) -> list[HeldLicence]:
    """Licences a facility itself holds or held, newest first."""
    return _lender.of_facility(facility_id, on)


def type_names() -> dict[str, str]:
    """Return code → name of every type of the catalogue, in the reader's language."""
    return _lender.type_names()


def facility_ending(on: date, until: date | None, type_code: str = "") -> "Exists | Combinable":
    """Condition on facilities: a licence in force on `on` ends by `until` (None = any), of that type (empty = any)."""
    return _lender.facility_ending(on, until, type_code)
