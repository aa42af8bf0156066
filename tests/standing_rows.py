"""Rows that all tests of a module, or of several modules in a row, stand on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def standing_rows(blocker: Any, load: Callable[[], object]) -> Iterator[None]:
    """Run `load` in a transaction that stays open while tests run in savepoints above it; then roll it back.

    `blocker` is pytest-django's `django_db_blocker`. May be nested. Foreign keys are checked once, here:
    PostgreSQL would otherwise check every one of these rows again after each test. When `load` fails, nothing stays
    open that the next module would stand in.
    """
    from accounts.domain.calendars import forget_calendars  # models are loaded only now

    with ExitStack() as layer:
        with blocker.unblock():
            outer = transaction.atomic()
            outer.__enter__()
            layer.callback(_roll_back, blocker, outer)
            load()
            connection.check_constraints()
            forget_calendars()
        yield


def _roll_back(blocker: Any, outer: Any) -> None:
    from accounts.domain.calendars import forget_calendars

    with blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        forget_calendars()


class KeptRows:
    """Standing rows that outlive their module while the next one wants the same."""

    def __init__(self) -> None:
        self._open: ExitStack | None = None

    @contextmanager
    def above(self, blocker: Any, load: Callable[[], object], *, keep: Callable[[], bool]) -> Iterator[None]:
        """Load once, give the module a layer of its own, and let go of the rows unless `keep` says otherwise."""
        if self._open is None:
            rows = ExitStack()
            rows.enter_context(standing_rows(blocker, load))
            self._open = rows
        with standing_rows(blocker, lambda: None):
            yield
        if not keep():
            self._open.close()
            self._open = None
