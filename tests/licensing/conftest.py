"""Calendars built in one test are not those of the next."""

from collections.abc import Iterator

import pytest

from accounts.domain.calendars import forget_calendars


@pytest.fixture(autouse=True)
def _no_kept_calendars() -> Iterator[None]:
    """Versions are rolled back and their keys used again, so nothing built may be kept."""
    forget_calendars()
    yield
    forget_calendars()
