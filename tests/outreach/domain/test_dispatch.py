"""What a team does: one door, late arrivals owe rice, and nothing takes a miss back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from core.exceptions import StaleVersion
from core.models import AuditEvent
from outreach.domain import dispatch, watching
from outreach.enums import PickupState, WarningLevel
from outreach.exceptions import AlreadyManned, MoveRefused, NotADuplicate, NotYours, VehicleBusy
from outreach.models import Compensation, Pickup, PickupEvent, PickupWarning, Vehicle
from tests.factories.outreach import REPORTED, PickupFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def after(**span: float):
    return REPORTED + timedelta(**span)


def driven(pickup: Pickup, driver, *, arrives_after: timedelta) -> Pickup:
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=after(minutes=10))
    dispatch.depart(pickup, by=driver, at=after(minutes=20))
    return dispatch.arrive(pickup, by=driver, at=REPORTED + arrives_after)


def test_arriving_at_the_limit_is_in_time_and_owes_nothing():
    pickup = driven(PickupFactory(), staff(Role.DRIVER), arrives_after=timedelta(hours=4))

    assert (pickup.state, Compensation.objects.count(), PickupWarning.objects.count()) == (PickupState.ARRIVED, 0, 0)
    assert list(PickupEvent.objects.values_list("verb", flat=True)) == ["accept", "depart", "arrive"]
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "pickup.accept", "pickup.depart", "pickup.arrive",
    }  # fmt: skip


def test_arriving_after_four_hours_and_five_minutes_owes_five_kilograms():
    pickup = driven(PickupFactory(), staff(Role.DRIVER), arrives_after=timedelta(hours=4, minutes=5))

    owed = Compensation.objects.get(pickup=pickup)
    assert (owed.item, owed.kilograms, owed.owed_at) == ("beras", 5, pickup.due_at)
    assert owed.due_at == pickup.due_at + timedelta(hours=72)
    assert [warning.level for warning in PickupWarning.objects.all()] == [WarningLevel.MISSED]


def test_sweep_warns_once_then_finds_the_miss_once():
    pickup = PickupFactory()
    staff(Role.PUSKESMAS_HEAD)

    found = [watching.give_warnings(at=after(hours=hours)) for hours in (1, 2, 2.5, 4, 4.01, 5, 77)]

    assert found == [0, 1, 0, 0, 1, 0, 1]
    assert list(pickup.warnings.values_list("level", flat=True)) == ["early", "missed", "compensation_late"]
    assert Compensation.objects.get().owed_at == pickup.due_at


def test_sweep_leaves_what_arrived_in_time():
    driven(PickupFactory(), staff(Role.DRIVER), arrives_after=timedelta(minutes=100))

    assert watching.give_warnings(at=after(hours=9)) == 0


def test_second_driver_is_told_who_was_faster():
    pickup = PickupFactory()
    dispatch.accept(pickup, by=staff(Role.DRIVER, name="Rudi Contoh"), role=Role.DRIVER, at=REPORTED)

    with pytest.raises(AlreadyManned, match="Rudi Contoh"):
        dispatch.accept(pickup, by=staff(Role.DRIVER), role=Role.DRIVER, at=REPORTED)


def test_only_the_team_goes_on_and_a_doctor_joins_the_empty_seat():
    pickup, driver, doctor = PickupFactory(), staff(Role.DRIVER), staff(Role.PUSKESMAS_DOCTOR)
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=REPORTED)
    with pytest.raises(NotYours):
        dispatch.depart(pickup, by=doctor, at=REPORTED)

    dispatch.join(pickup, by=doctor, role=Role.PUSKESMAS_DOCTOR, at=REPORTED)

    assert dispatch.depart(pickup, by=doctor, at=REPORTED).state == PickupState.DEPARTED


def test_giving_back_empties_the_seats_and_the_clock_runs_on():
    pickup, driver = PickupFactory(), staff(Role.DRIVER)
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=REPORTED)

    row = dispatch.release(pickup, by=driver, at=after(hours=1))

    assert (row.state, row.driver, row.accepted_at, row.due_at) == (PickupState.REPORTED, None, None, pickup.due_at)


def test_old_card_and_skipped_step_are_refused():
    pickup, driver = PickupFactory(), staff(Role.DRIVER)

    with pytest.raises(StaleVersion):
        dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=REPORTED, version=7)
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=REPORTED, version=1)
    with pytest.raises(MoveRefused):
        dispatch.arrive(pickup, by=driver, at=REPORTED)


def test_vehicle_that_is_out_cannot_be_taken_twice():
    first, second, driver = PickupFactory(), PickupFactory(), staff(Role.DRIVER)
    vehicle = Vehicle.objects.create(office=first.office, name="Ambulans", plate="BG 0000 XX")
    dispatch.accept(first, by=driver, role=Role.DRIVER, at=REPORTED, vehicle=vehicle)

    with pytest.raises(VehicleBusy):
        dispatch.accept(second, by=staff(Role.DRIVER), role=Role.DRIVER, at=REPORTED, vehicle=vehicle)


def test_merging_keeps_the_earlier_clock_and_never_goes_the_other_way():
    first, second, head = PickupFactory(), PickupFactory(reported_at=after(hours=1)), staff(Role.PUSKESMAS_HEAD)
    with pytest.raises(NotADuplicate):
        dispatch.merge(first, into=second, by=head, at=after(hours=1))

    row = dispatch.merge(second, into=first, by=head, at=after(hours=1))

    assert (row.state, row.merged_into) == (PickupState.MERGED, first)


def test_calling_off_after_the_limit_still_owes():
    pickup = PickupFactory()

    dispatch.cancel(pickup, reason="Sudah diantar tetangga", by=staff(Role.PUSKESMAS_HEAD), at=after(hours=5))

    assert Compensation.objects.filter(pickup=pickup).count() == 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda: PickupWarning.objects.all().delete(),
        lambda: PickupWarning.objects.update(level="early"),
        lambda: Compensation.objects.all()._raw_delete("default"),
        lambda: Compensation.objects.update(kilograms=1),
        lambda: Compensation.objects.update(owed_at=after(days=9)),
        lambda: Pickup.objects.all()._raw_delete("default"),
        lambda: Pickup.objects.update(due_at=after(days=9)),
        lambda: Pickup.objects.update(reported_at=after(days=9)),
        lambda: Pickup.objects.update(arrived_at=after(hours=1)),
        lambda: Pickup.objects.update(state=PickupState.REPORTED),
        lambda: PickupEvent.objects.all().delete(),
    ],
    ids=range(11),
)
def test_database_refuses_to_take_a_miss_back(harm):
    driven(PickupFactory(), staff(Role.DRIVER), arrives_after=timedelta(hours=5))

    with pytest.raises(DatabaseError), transaction.atomic():
        harm()
    assert Compensation.objects.get().kilograms == 5
