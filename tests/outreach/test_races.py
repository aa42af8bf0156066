"""Two people at once on one pickup: one wins, the other is told; a stamp and the sweep agree on a miss."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from core.exceptions import DomainError
from outreach.domain import dispatch, watching
from outreach.domain.compensations import open_miss
from outreach.models import Compensation, Pickup, PickupEvent, PickupWarning
from tests.factories.outreach import REPORTED, PickupFactory, staff

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

WAIT_SECONDS = 60
LATE = REPORTED + timedelta(hours=4, minutes=5)


@pytest.fixture(autouse=True)
def _reference(transactional_db: None) -> None:
    call_command("load_reference_data", verbosity=0)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run all of them together; the codes of those refused, and the names of what a database threw."""
    gate = Barrier(len(acts), timeout=WAIT_SECONDS)
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except DomainError as error:
            refused.append(error.code)
        except DatabaseError as error:
            refused.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_two_drivers_take_one_call_and_one_goes() -> None:
    pickup, drivers = PickupFactory(), [staff(Role.DRIVER), staff(Role.DRIVER)]

    refused = at_once(
        *(
            lambda driver=driver: dispatch.accept(
                pickup, by=driver, role=Role.DRIVER, at=REPORTED + timedelta(minutes=5), version=1
            )
            for driver in drivers
        )
    )

    assert refused == ["pickup_manned"]
    assert Pickup.objects.get().driver in drivers
    assert PickupEvent.objects.filter(verb="accept").count() == 1


@pytest.mark.parametrize("stamp", [LATE, REPORTED + timedelta(hours=4)])
def test_stamp_and_sweep_at_once_agree_on_the_miss(stamp) -> None:
    """A stamp before the limit that the sweep overtakes leaves the miss: nothing takes one back."""
    pickup, driver = PickupFactory(), staff(Role.DRIVER)
    staff(Role.PUSKESMAS_HEAD)
    dispatch.accept(pickup, by=driver, role=Role.DRIVER, at=REPORTED)
    dispatch.depart(pickup, by=driver, at=REPORTED)

    refused = at_once(
        lambda: dispatch.arrive(pickup, by=driver, at=stamp),
        lambda: watching.give_warnings(at=LATE),
        lambda: watching.give_warnings(at=LATE),
    )

    pickup.refresh_from_db()
    owed, missed = Compensation.objects.count(), PickupWarning.objects.filter(level="missed").count()
    assert (refused, pickup.arrived_at, owed) == ([], stamp, missed)
    assert owed == 1 if stamp > pickup.due_at else owed <= 1


def test_nobody_deletes_a_miss_while_it_is_written() -> None:
    pickup = PickupFactory()

    def miss() -> None:
        with transaction.atomic():
            open_miss(pickup, at=LATE)

    def wipe() -> None:
        with transaction.atomic():
            Compensation.objects.all()._raw_delete("default")
            PickupWarning.objects.all()._raw_delete("default")

    at_once(miss, miss, wipe)

    assert (Compensation.objects.count(), PickupWarning.objects.count()) == (1, 1)
    for rows in (Compensation.objects.all(), PickupWarning.objects.all(), Pickup.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
