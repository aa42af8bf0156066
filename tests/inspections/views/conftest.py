"""Browsers of people at work in a role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.domain.sessions import ROLE_KEY
from accounts.enums import Role
from tests.factories.accounts import officer

Browse = Callable[..., Any]


@pytest.fixture
def browse() -> Browse:
    """A browser of a new officer in the role, or of `user`; the person is its `person`."""

    def open_browser(role: Role, user: Any = None) -> Any:
        browser: Any = Client()
        browser.person = user or officer(role)
        browser.force_login(browser.person)
        session = browser.session
        session[ROLE_KEY] = role.value
        session.save()
        return browser

    return open_browser
