"""Two officers act on one licence at once: exactly one wins (SECURITY section 7, 11)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.domain.calendars import forget_calendars
from core.exceptions import Conflict, DomainError
from licensing.domain.licences import life
from licensing.domain.sanctions import steps
from licensing.enums import LicenceState, LicenceVerb
from licensing.models import Licence, Reason, SanctionStep
from tests.factories.licensing import LicenceFactory
from tests.licensing.journey import Cast, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
WAIT_SECONDS = 60


@pytest.fixture
def cast() -> Iterator[Cast]:
    forget_calendars()
    call_command("load_reference_data", verbosity=0)
    yield make_cast()
    forget_calendars()


def at_once(*acts: Callable[[], object]) -> list[DomainError]:
    """Run all of them together; the refusals of those who did not go through."""
    gate = Barrier(len(acts), timeout=WAIT_SECONDS)
    refused: list[DomainError] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except DomainError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_suspend_and_revoke_at_once_leave_one_history(cast: Cast) -> None:
    licence = LicenceFactory()

    def act(verb: Callable[..., object]) -> Callable[[], object]:
        own = Licence.objects.get(pk=licence.pk)
        return lambda: verb(own, by=cast.licence_head, at=NOW, on=NOW.date(), version=1)

    refused = at_once(act(life.suspend), act(life.revoke))

    assert [isinstance(error, Conflict) for error in refused] == [True]
    rows = list(licence.statuses.order_by("pk"))
    assert len(rows) == 2
    assert rows[0].valid_to == rows[1].valid_from
    assert rows[1].status in (LicenceState.SUSPENDED, LicenceState.REVOKED)
    assert Licence.objects.get(pk=licence.pk).version == 2


def test_two_proposals_at_once_are_one(cast: Cast) -> None:
    licence = LicenceFactory()
    wanted = steps.Proposal(
        step=SanctionStep.objects.get(verb=LicenceVerb.SUSPEND, pk="HENTI-SEMENTARA"),
        note="Alat tidak disterilkan sama sekali.",
        reason=Reason.objects.get(pk="SUS_IMMEDIATE_RISK"),
    )

    refused = at_once(
        lambda: steps.propose(licence, wanted, by=cast.division_head, at=NOW),
        lambda: steps.propose(licence, wanted, by=cast.tpk, at=NOW),
    )

    assert [error.code for error in refused] == ["sanction_open"]
    assert licence.sanctions.count() == 1
