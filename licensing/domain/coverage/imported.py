"""Whose coverage changes with rows an import or a merge wrote: those go past `save` and its signals."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from facilities.models import Facility
from licensing.domain.coverage.counting import CITY_CODE
from licensing.models import Licence
from workforce.models import Person, Placement, Practitioner

# Where the city of a row stands, seen from its facility.
_CITY = {
    Placement: "placements__in",
    Facility: "pk__in",
    Practitioner: "placements__practitioner__in",
}


def cities_of(pks: Mapping[type[models.Model], Sequence[int]]) -> set[str]:
    """Codes of the cities whose coverage these rows of the registers may change."""
    areas: set[str] = set()
    for model, path in _CITY.items():
        for some in _slices(pks.get(model, ())):
            areas |= set(Facility.objects.filter(**{path: some}).order_by().values_list("region", flat=True).distinct())
    for some in _slices(pks.get(Licence, ())):
        rows = Licence.objects.filter(pk__in=some).order_by()
        areas |= set(rows.values_list("office__region", flat=True).distinct())
    return {area[:CITY_CODE] for area in areas if len(area) >= CITY_CODE}


def cities_of_person(person: Person) -> set[str]:
    """Codes of the cities in which this person works or worked, or holds a licence."""
    practitioners = list(person.practitioners.values_list("pk", flat=True))
    licences = list(person.licences.values_list("pk", flat=True))
    return cities_of({Practitioner: practitioners, Licence: licences})


def _slices(pks: Sequence[int], size: int = 900) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), size):
        yield pks[start : start + size]
