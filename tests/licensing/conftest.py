"""Reference data as shipped, loaded once per module and rolled back after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.domain.calendars import forget_calendars


@pytest.fixture(scope="module")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All CSV files loaded; every test of the module runs in a savepoint above them."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("load_reference_data", verbosity=0)
        forget_calendars()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        forget_calendars()


@pytest.fixture(autouse=True)
def _no_kept_calendars() -> Iterator[None]:
    """Versions are rolled back and their keys used again, so nothing built may be kept."""
    forget_calendars()
    yield
    forget_calendars()
