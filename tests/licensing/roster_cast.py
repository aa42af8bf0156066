"""A clinic with its PJ and staff, for the tests of the roster."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from facilities.models import Facility
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.facilities import FacilityFactory, FacilityPersonFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory, PlacementFactory, PractitionerFactory
from workforce.models import Placement

NOW = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)  # Monday 09.00 WIB
TODAY = date(2026, 1, 12)


def make_pj(*facilities: Facility, role: Role = Role.PJ) -> User:
    """Somebody who answers for these facilities."""
    user: User = UserFactory(name="Hendra Kencana")
    MembershipFactory(user=user, role=role, office=None, decree_number="")
    for facility in facilities:
        FacilityPersonFactory(facility=facility, user=user)
    return user


def make_staff(facility: Facility | None = None, *, days: int | None = 400, **person: Any) -> Placement:
    """A nurse placed at `facility` whose SIP there ends in `days` days; None: without one."""
    place: Facility = facility or FacilityFactory()
    practitioner = PractitionerFactory(person=PersonFactory(**person))
    placement: Placement = PlacementFactory(practitioner=practitioner, facility=place)
    if days is not None:
        LicenceFactory(
            holder_person=practitioner.person,
            profession=practitioner.profession,
            place=place,
            starts_on=date(2021, 1, 4),
            ends_on=TODAY + timedelta(days=days),
        )
    return placement
