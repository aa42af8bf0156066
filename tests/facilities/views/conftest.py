"""Officers in their browsers."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from tests.factories.accounts import LicensingOfficeFactory, MembershipFactory, OfficeFactory, UserFactory

Browse = Callable[[Role], Client]


@pytest.fixture
def browse(db: None) -> Browse:
    """A browser of somebody at work in a role of the city."""

    def open_browser(role: Role) -> Client:
        office = LicensingOfficeFactory() if role == Role.FRONT_OFFICE else OfficeFactory()
        user = UserFactory()
        MembershipFactory(user=user, role=role, office=office)
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.session
        session[ROLE_KEY] = role.value
        session.save()
        return browser

    return open_browser
