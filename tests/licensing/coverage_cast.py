"""A small register for tests of coverage: who works where, and what they hold. All invented."""

from datetime import date
from typing import Any

from facilities.models import Facility
from licensing.models import Licence
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PlacementFactory, PractitionerFactory
from workforce.models import Placement

SINCE, UNTIL = date(2024, 1, 2), date(2029, 1, 1)


def placed(facility: Facility, *, at: Placement | None = None, **more: Any) -> Placement:
    """Somebody new working at `facility`; with `at` the same person in another place."""
    practitioner = at.practitioner if at else PractitionerFactory(**more.pop("practitioner", {}))
    found: Placement = PlacementFactory(practitioner=practitioner, facility=facility, **more)
    return found


def licensed(placement: Placement, **more: Any) -> Licence:
    """A SIP for a placement, in force 2024 to 2028."""
    dates = {"starts_on": SINCE, "ends_on": UNTIL, **more}
    found: Licence = LicenceFactory(
        holder_person=placement.practitioner.person,
        profession=placement.practitioner.profession,
        place=placement.facility,
        **dates,
    )
    return found
