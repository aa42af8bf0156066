"""People of a city and a province at work in the browser."""

from datetime import date
from typing import Any

from django.test import Client

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import OfficeKind, Role
from accounts.models import Office, User
from facilities.models import Facility
from tests.factories.accounts import MembershipFactory, OfficeFactory, RegionFactory, UserFactory
from tests.factories.facilities import FacilityFactory

PASSWORD = "sejaras-demo"


def puskesmas(code: str = "PKM-01", region: str = "16.74.02.1007", **fields: Any) -> Facility:
    """A Puskesmas of the city."""
    found: Facility = FacilityFactory(
        code=code,
        name=f"Puskesmas {code}",
        kind="puskesmas",
        ownership="kota",
        region=RegionFactory(code=region),
        **fields,
    )
    return found


def worker(role: Role, office: Office | None = None) -> User:
    """Somebody in a role of an office, the city's health office where none is named."""
    user: User = UserFactory(name=str(role.label))
    MembershipFactory(user=user, role=role, office=office or OfficeFactory(), region=None, starts_on=date(2020, 1, 1))
    return user


def puskesmas_office(region: str = "16.74.02.1007") -> Office:
    """The office of a Puskesmas's people."""
    found: Office = OfficeFactory(code=f"PKM-{region}", kind=OfficeKind.PUSKESMAS, region=RegionFactory(code=region))
    return found


def browser(user: User, role: Role) -> Client:
    """Signed in and at work in that role."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[ROLE_KEY] = role.value
    session.save()
    return client
