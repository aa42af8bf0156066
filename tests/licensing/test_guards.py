"""The database itself refuses a state the table of moves does not reach (DECISIONS 26)."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from core import triggers
from licensing.domain.workflow import state_pairs
from licensing.enums import State
from licensing.models import Application
from tests.factories.licensing import ApplicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOON = datetime(2026, 1, 13, 5, 0, tzinfo=UTC)


def write(before: State, after: State) -> str:
    application = ApplicationFactory.create(state=before)
    try:
        with transaction.atomic():
            Application.objects.filter(pk=application.pk).update(state=after, submitted_at=NOON)
    except DatabaseError:
        pass
    return str(Application.objects.values_list("state", flat=True).get(pk=application.pk))


def test_every_guard_of_every_app_is_in_the_database() -> None:
    assert triggers.missing() == set()
    assert ("licensing_application", "licensing_application_state_pairs") in triggers.installed()


@pytest.mark.parametrize("before", State)
def test_update_reaches_only_what_the_table_reaches(before: State) -> None:
    reached = {after.value for after in State if write(before, after) == after}

    assert reached == {before.value} | {to for start, to in state_pairs() if start == before.value}
