"""Placements: where a practitioner works, opened when a licence for the place is issued."""

from datetime import date
from typing import Any

from facilities.models import Facility
from workforce.models import Placement, Practitioner


def place_practitioner(
    practitioner: Practitioner, facility: Facility, *, on: date, practice_hours: list[Any]
) -> Placement:
    """Return the open placement at `facility`, creating it from `on` when there is none."""
    row: Placement | None = practitioner.placements.filter(facility=facility, ends_on__isnull=True).first()
    if row is not None:
        return row
    return Placement.objects.create(
        practitioner=practitioner, facility=facility, starts_on=on, practice_hours=practice_hours
    )


def end_placement(practitioner: Practitioner, facility: Facility, *, on: date) -> None:
    """Close open placements at `facility` with `on` as the last day."""
    practitioner.placements.filter(facility=facility, ends_on__isnull=True, starts_on__lte=on).update(ends_on=on)
