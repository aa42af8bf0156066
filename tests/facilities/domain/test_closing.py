"""Closing, suspending, reopening: intervals that stay, and what others are told in the same transaction."""

from datetime import UTC, date, datetime

import pytest

from core.models import AuditEvent
from facilities.domain import closing
from facilities.exceptions import ClosedAlready, DayRefused, NotClosed
from facilities.models import Facility
from tests.factories.accounts import UserFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.workforce import PlacementFactory
from workforce.models import Placement

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FIRST = date(2026, 12, 1)

pytestmark = pytest.mark.django_db


def shut(facility: Facility, **more: object) -> None:
    closing.close(facility, on=FIRST, reason="Izin tidak diperpanjang", by=UserFactory(), at=AT, **more)  # type: ignore[arg-type]


def active(facility: Facility, *days: date) -> list[bool]:
    return [Facility.objects.active(day).filter(pk=facility.pk).exists() for day in days]


def test_a_closed_facility_works_until_the_day_before() -> None:
    facility = FacilityFactory()

    shut(facility)

    assert active(facility, date(2026, 11, 30), FIRST) == [True, False]
    assert Facility.objects.get().active_until == date(2026, 11, 30)


def test_closing_ends_the_placements_there_and_no_others() -> None:
    here, elsewhere = PlacementFactory(), PlacementFactory()

    shut(here.facility)

    ends = dict(Placement.objects.values_list("pk", "ends_on"))
    assert ends == {here.pk: date(2026, 11, 30), elsewhere.pk: None}


def test_a_placement_that_would_begin_later_never_takes_place() -> None:
    later = PlacementFactory(starts_on=date(2027, 1, 1))

    shut(later.facility)

    assert not Placement.objects.exists()
    assert AuditEvent.objects.filter(action="placement.cancel").count() == 1


def test_a_closure_called_back_in_time_leaves_everything_as_it_was() -> None:
    placement = PlacementFactory()
    shut(placement.facility)

    closing.reopen(placement.facility, on=FIRST, reason="Dibatalkan", by=UserFactory(), at=AT)

    placement.refresh_from_db()
    assert (placement.ends_on, active(placement.facility, FIRST)) == (None, [True])


def test_a_reopened_facility_was_closed_in_between_and_its_people_are_placed_anew() -> None:
    placement = PlacementFactory()
    shut(placement.facility)

    closing.reopen(placement.facility, on=date(2027, 2, 1), reason="Izin baru", by=UserFactory(), at=AT)

    days = (date(2026, 11, 30), FIRST, date(2027, 1, 31), date(2027, 2, 1))
    assert active(placement.facility, *days) == [True, False, False, True]
    placement.refresh_from_db()
    assert placement.ends_on == date(2026, 11, 30)


def test_a_suspended_facility_stays_in_the_register_and_keeps_its_people() -> None:
    placement = PlacementFactory()

    closing.suspend(placement.facility, on=FIRST, reason="Temuan kritis", by=UserFactory(), at=AT)

    placement.refresh_from_db()
    assert (active(placement.facility, FIRST), placement.ends_on) == ([True], None)
    assert list(Facility.objects.suspended(FIRST)) == [placement.facility]
    assert not Facility.objects.suspended(date(2026, 11, 30)).exists()


def test_nothing_is_closed_twice_or_before_it_opened_or_reopened_when_open() -> None:
    facility, by = FacilityFactory(active_from=date(2020, 1, 1)), UserFactory()

    with pytest.raises(NotClosed):
        closing.reopen(facility, on=FIRST, reason="x", by=by, at=AT)
    with pytest.raises(DayRefused):
        closing.close(facility, on=date(2020, 1, 1), reason="x", by=by, at=AT)
    shut(facility)
    with pytest.raises(ClosedAlready):
        closing.suspend(facility, on=FIRST, reason="x", by=by, at=AT)


def test_who_is_concerned_is_asked_before_anything_is_written() -> None:
    placement = PlacementFactory()

    (concern,) = closing.concerns(placement.facility, on=FIRST)

    assert (concern.code, concern.count, concern.names) == ("placements", 1, (placement.practitioner.person.name,))
    assert not placement.facility.closures.exists()
