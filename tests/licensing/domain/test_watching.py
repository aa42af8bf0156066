"""What time brings to a licence: its last day is told once, to who holds a SIP that still stood."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import InboxMessage
from licensing.domain import watching
from licensing.enums import LicenceState
from licensing.models import Licence, LicenceStatus
from tests.factories.accounts import UserFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

LAST = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def ending(**more: object) -> Licence:
    """A nurse's SIP on its last day."""
    return LicenceFactory(holder_person=PersonFactory(user=UserFactory()), ends_on=LAST, **more)


def told(on: date) -> int:
    return watching.tell_ended(at=AT, on=on)


def test_last_day_is_told_once() -> None:
    licence = ending()

    assert [told(LAST + timedelta(days=shift)) for shift in (-1, 0, 1)] == [0, 1, 0]
    message = InboxMessage.objects.get(template_id="SIP_ENDED")
    assert licence.number in message.text


def test_beat_that_slept_some_nights_tells_late_and_no_old_end_is_dug_up() -> None:
    ending()

    assert [told(LAST + timedelta(days=shift)) for shift in (7, 6)] == [0, 1]


@pytest.mark.parametrize("state", [LicenceState.REPLACED, LicenceState.REVOKED, LicenceState.SURRENDERED])
def test_licence_that_ended_otherwise_is_not_told_of(state: LicenceState) -> None:
    licence = ending()
    LicenceStatus.objects.filter(licence=licence).update(valid_to=date(2026, 2, 1))
    LicenceStatus.objects.create(licence=licence, status=state, valid_from=date(2026, 2, 1), recorded_at=AT)

    assert told(LAST) == 0


def test_permit_of_a_facility_has_no_such_message() -> None:
    LicenceFactory(type_code="IZIN-APOTEK", ends_on=LAST)

    assert told(LAST) == 0
