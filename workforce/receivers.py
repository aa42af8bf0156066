"""What facilities tell: closing ends placements, a closure called back restores them, a merge asks what it concerns."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from facilities.domain.closing import Concern
from facilities.models import Facility, FacilityClosure
from facilities.signals import closing_concerns, facility_closed, facility_reopened
from workforce.domain.closing import concerned, end_placements, restore_placements


@receiver(facility_closed, dispatch_uid="workforce.end_placements")
def end_placements_there(
    facility: Facility, on: date, reason: str, by: User | None, at: datetime, **_kwargs: Any
) -> None:
    """Nobody is placed at a closed facility."""
    end_placements(facility, on=on, reason=reason, by=by, at=at)


@receiver(facility_reopened, dispatch_uid="workforce.restore_placements")
def restore_placements_there(closure: FacilityClosure, withdrawn: bool, **_kwargs: Any) -> None:  # noqa: FBT001  # the signal's own argument
    """Only a closure that never took effect is undone; later everybody is placed anew."""
    if withdrawn:
        restore_placements(closure)


@receiver(closing_concerns, dispatch_uid="workforce.closing_concerns")
def people_concerned(facility: Facility, on: date, **_kwargs: Any) -> list[Concern]:
    """Name the people placed there."""
    return concerned(facility, on=on)
