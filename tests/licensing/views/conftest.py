"""A cast of officers and one file, moved by the real verbs."""

import pytest

from tests.licensing.journey import Cast, Journey, make_cast


@pytest.fixture
def cast() -> Cast:
    """One officer per desk."""
    return make_cast()


@pytest.fixture
def journey(cast: Cast) -> Journey:
    """One file as it was sent."""
    return Journey(cast).draft().upload().submit()
