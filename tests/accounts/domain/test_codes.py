"""One-time codes: six digits, ten minutes, newest only, a minute between two, five tries."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.codes import Claim, redeem, send_code
from accounts.domain.contacts import Contact
from accounts.domain.passwords import ask_reset, reset
from accounts.enums import Channel, CodePurpose
from accounts.exceptions import CodeBlocked, CodesSpent, CodeTooSoon, CodeWrong
from accounts.models import Delivery, InboxMessage, OneTimeCode, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("texts")

NOW = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
CONTACT = Contact(Channel.WHATSAPP, "+628000000123")
NewestCode = Callable[[], str]


@pytest.fixture
def owner() -> User:
    return UserFactory(phone=CONTACT.value)


def ask(at: datetime = NOW, ticket: str = "t") -> None:
    send_code(Claim(CodePurpose.RESET, CONTACT, user=CONTACT.owner()), ticket=ticket, at=at)


def use(code: str, *, at: datetime = NOW, ticket: str = "t") -> User:
    return redeem(ticket, code, purpose=CodePurpose.RESET, at=at, use=lambda row: row.user)


def test_the_code_opens_once(owner: User, newest_code: NewestCode):
    ask()

    assert use(newest_code()) == owner
    with pytest.raises(CodeWrong):
        use(newest_code())


@pytest.mark.parametrize(("minutes", "opens"), [(9, True), (10, False)])
def test_a_code_lives_ten_minutes(owner: User, newest_code: NewestCode, minutes: int, *, opens: bool):
    ask()
    later = NOW + timedelta(minutes=minutes)

    if opens:
        assert use(newest_code(), at=later) == owner
    else:
        with pytest.raises(CodeWrong):
            use(newest_code(), at=later)


def test_only_the_newest_code_opens(owner: User, newest_code: NewestCode):
    ask()
    old = newest_code()
    ask(at=NOW + timedelta(seconds=60))
    new = newest_code()

    if old != new:
        with pytest.raises(CodeWrong):
            use(old, at=NOW + timedelta(seconds=61))
    assert use(new, at=NOW + timedelta(seconds=61)) == owner


def test_a_minute_lies_between_two_codes(owner: User):
    ask()

    with pytest.raises(CodeTooSoon) as early:
        ask(at=NOW + timedelta(seconds=20))

    assert early.value.params == {"seconds": 41}


def test_five_wrong_tries_block_the_code(owner: User, newest_code: NewestCode):
    ask()
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        with pytest.raises(CodeWrong):
            use(wrong)

    with pytest.raises(CodeBlocked):
        use(right)


def test_a_day_has_ten_codes(owner: User):
    for number in range(10):
        ask(at=NOW + timedelta(minutes=2 * number))

    with pytest.raises(CodesSpent):
        ask(at=NOW + timedelta(minutes=30))


def test_a_code_opens_nothing_in_another_session(owner: User, newest_code: NewestCode):
    ask(ticket="mine")

    with pytest.raises(CodeWrong):
        use(newest_code(), ticket="other")


def test_the_code_stands_nowhere_in_clear(owner: User, newest_code: NewestCode):
    ask()

    code = newest_code()
    row, message = OneTimeCode.objects.get(), InboxMessage.objects.get()
    assert code not in f"{row.code_hash}{message.text}{message.text_en}{message.params}"


def test_a_contact_nobody_has_answers_like_any_other():
    ask()
    row = Delivery.objects.get()

    assert row.recipient is None
    with pytest.raises(CodeTooSoon):
        ask(at=NOW + timedelta(seconds=1))
    for _try in range(5):
        with pytest.raises(CodeWrong):
            use("123456")
    with pytest.raises(CodeBlocked):
        use("123456")


def test_known_and_unknown_cost_the_same_queries(owner: User):
    known, unknown = CONTACT, Contact(Channel.WHATSAPP, "+628000000999")
    counts = []
    for contact, ticket in ((known, "a"), (unknown, "b")):
        with CaptureQueriesContext(connection) as queries:
            ask_reset(contact, ticket=ticket, at=NOW)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_reset_sets_the_password_and_ends_sessions(owner: User, newest_code: NewestCode):
    ask_reset(CONTACT, ticket="t", at=NOW)
    before = owner.get_session_auth_hash()

    user = reset("t", newest_code(), "hujan pagi di kota", at=NOW)

    assert user.check_password("hujan pagi di kota")
    assert user.get_session_auth_hash() != before
