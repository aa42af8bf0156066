"""Rows that all tests of a module stand on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def standing_rows(blocker: Any, load: Callable[[], object]) -> Iterator[None]:
    """Run `load` in a transaction that stays open while tests run in savepoints above it; then roll it back.

    `blocker` is pytest-django's `django_db_blocker`. May be nested. Foreign keys are checked once, here:
    PostgreSQL would otherwise check every one of these rows again after each test.
    """
    from accounts.domain.calendars import forget_calendars  # models are loaded only now

    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load()
        connection.check_constraints()
        forget_calendars()
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        forget_calendars()
