"""Two people press at once: exactly one wins, and the other reads what the file is now (SECURITY section 7, 11).

On PostgreSQL the row lock orders them, on SQLite the immediate transaction.
"""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.domain.calendars import forget_calendars
from accounts.enums import Role
from accounts.models import Membership
from core.exceptions import Conflict, DomainError
from letters.enums import LetterState
from letters.models import Letter
from licensing.domain import transitions
from licensing.enums import Action, State
from licensing.letters import signing
from licensing.models import Application
from licensing.rules import Actor
from tests.factories.accounts import UserFactory
from tests.licensing.journey import PASSPHRASE, Cast, Journey, actor, anchored, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

WAIT_SECONDS = 60


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def cast() -> Iterator[Cast]:
    forget_calendars()
    call_command("load_reference_data", verbosity=0)
    yield make_cast()
    forget_calendars()


@pytest.fixture
def assessed(cast: Cast) -> Journey:
    """A file that waits for the head of division."""
    return Journey(cast).draft().upload().submit().verify().assess()


def colleague(of: Actor, role: Role) -> Actor:
    """A second person with the same role in the same office."""
    user = UserFactory(name="Rekan Contoh")
    office = Membership.objects.get(user=of.user, role=role).office
    Membership.objects.create(user=user, role=role, office=office, starts_on="2020-01-01", decree_number="800/2")
    return actor(user, role)


def at_once(*acts: Callable[[], object]) -> list[DomainError | None]:
    """Run all of them together; what each was refused with, None for who went through."""
    gate = Barrier(len(acts), timeout=WAIT_SECONDS)
    answers: list[DomainError | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except DomainError as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def own_copy(journey: Journey) -> Application:
    """The file as one browser read it before either pressed."""
    return Application.objects.for_detail().get(pk=journey.application.pk)


def refusals(answers: list[DomainError | None]) -> list[DomainError]:
    """Who did not go through."""
    return [answer for answer in answers if answer is not None]


def moves(journey: Journey, *actions: Action) -> list[str]:
    """Which of these verbs stand in the ledger, in order."""
    rows = journey.application.events.filter(action__in=actions).order_by("seq")
    return list(rows.values_list("action", flat=True))


@pytest.mark.parametrize("is_versioned", [True, False])
def test_of_two_heads_of_division_one_approves_and_the_other_reads_why(is_versioned, assessed):
    heads = [assessed.cast.division_head, colleague(assessed.cast.division_head, Role.DIVISION_HEAD)]
    at = assessed.tick()

    def approval(application: Application, by: Actor) -> Callable[[], object]:
        version = application.version if is_versioned else None
        return lambda: transitions.approve(application, by=by, at=at, version=version)

    (refused,) = refusals(at_once(*[approval(own_copy(assessed), head) for head in heads]))

    assert isinstance(refused, Conflict)
    assert refused.status == 409
    assert ("diubah orang lain" if is_versioned else str(State.APPROVED.label)) in str(refused.detail)
    assert moves(assessed, Action.APPROVE) == [Action.APPROVE]
    assert own_copy(assessed).state == State.APPROVED


def test_approval_against_withdrawal_leaves_one_history(assessed):
    head, applicant, at = assessed.cast.division_head, assessed.cast.applicant, assessed.tick()
    files = own_copy(assessed), own_copy(assessed)
    version = files[0].version

    answers = at_once(
        lambda: transitions.approve(files[0], by=head, at=at, version=version),
        lambda: transitions.withdraw(files[1], by=applicant, at=at, version=version),
    )

    (refused,) = refusals(answers)
    assert (refused.status, isinstance(refused, Conflict)) == (409, True)
    won = Action.APPROVE if answers[0] is None else Action.WITHDRAW
    assert moves(assessed, Action.APPROVE, Action.WITHDRAW) == [won]
    assert own_copy(assessed).state == (State.APPROVED if won == Action.APPROVE else State.WITHDRAWN)


def test_two_signatures_at_once_give_one_letter_and_one_number(assessed):
    assessed.approve()
    anchored(assessed.at)
    head, at = assessed.cast.health_head, assessed.tick()

    def signature(application: Application) -> Callable[[], object]:
        return lambda: signing.sign_recommendation(application, by=head, passphrase=PASSPHRASE, at=at)

    (refused,) = refusals(at_once(signature(own_copy(assessed)), signature(own_copy(assessed))))

    assert refused.status == 409
    letter = Letter.objects.get(key__startswith="sign:")
    assert (letter.state, letter.signed_by) == (LetterState.ISSUED, head.user)
    assert moves(assessed, Action.SIGN) == [Action.SIGN]


def test_two_tabs_of_a_sender_take_one_register_and_one_receipt(cast):
    journey = Journey(cast).draft().upload()
    at = journey.tick()

    def sending(application: Application) -> Callable[[], object]:
        return lambda: transitions.submit(application, by=cast.applicant, at=at)

    (refused,) = refusals(at_once(sending(own_copy(journey)), sending(own_copy(journey))))

    assert (refused.status, str(State.SUBMITTED.label) in str(refused.detail)) == (409, True)
    assert moves(journey, Action.SUBMIT) == [Action.SUBMIT]
    assert Letter.objects.filter(kind_id="TANDA_TERIMA").count() == 1
