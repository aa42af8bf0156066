"""What the lower apps ask or tell, answered by the files."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Office
from accounts.signals import files_due
from licensing.enums import ClockName, ClockState
from licensing.models import ApplicationClock
from tests.factories.licensing import AllowanceFactory, ApplicationFactory

MONDAY = date(2026, 1, 26)
NEARLY_MIDNIGHT = datetime(2026, 1, 26, 16, 59, tzinfo=UTC)  # Monday 23.59 WIB


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "due_at", "state", "counted"),
    [
        (ClockName.RECOMMENDATION, NEARLY_MIDNIGHT, ClockState.RUNNING, True),
        (ClockName.RECOMMENDATION, datetime(2026, 1, 26, 17, 0, tzinfo=UTC), ClockState.RUNNING, False),
        (ClockName.RECOMMENDATION, NEARLY_MIDNIGHT, ClockState.PAUSED, False),
        (ClockName.LICENCE, NEARLY_MIDNIGHT, ClockState.RUNNING, False),
    ],
)
def test_files_due_counts_running_clocks_of_the_office_on_its_local_day(
    name: ClockName, due_at: datetime, state: ClockState, *, counted: bool
) -> None:
    application = ApplicationFactory()
    allowance = AllowanceFactory(clock=name)
    ApplicationClock.objects.create(application=application, name=name, allowance=allowance, state=state, due_at=due_at)

    answers = files_due.send(sender=Office, office=application.health_office, on=MONDAY)

    assert [number for _receiver, number in answers] == [int(counted)]
