"""Sign-up in five fields: what is typed waits in a row of its own until the code proves the number.

Whether the number is known is not to be learned: both ways answer "masukkan kode", send a code and end at home.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.domain.codes import Claim, new_ticket, redeem, send_code
from accounts.domain.contacts import Contact
from accounts.domain.roles import is_officer
from accounts.enums import Channel, CodePurpose
from accounts.exceptions import AccountClosed, CodesSpent, CodeTooSoon
from accounts.models import OneTimeCode, SignUp, User
from core import audit
from core.crypto import keyed_hashes

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class NewAccount:
    """What the form holds; `phone` in E.164, `email` may be empty."""

    name: str
    phone: str
    email: str
    password: str
    language: str


@dataclass(frozen=True)
class SignedUp:
    """The account behind the number, and whether it is new. An officer signs in by password only."""

    user: User
    is_new: bool
    may_enter: bool


@transaction.atomic
def begin(account: NewAccount, *, at: datetime) -> str:
    """Keep what was typed and send a code to the number; returns the ticket of the session.

    A code sent less than a minute ago is not sent again; the page lets the person ask for another.
    """
    row = SignUp.objects.create(
        ticket=new_ticket(),
        name=account.name,
        phone=account.phone,
        email=account.email,
        password=make_password(account.password),
        language=account.language,
        consent_at=at,
        created_at=at,
    )
    with suppress(CodeTooSoon, CodesSpent):
        send_again(row.ticket, at=at)
    return row.ticket


def send_again(ticket: str, *, at: datetime) -> None:
    """Send a new code for `ticket`. Raises CodeTooSoon, CodesSpent, SignUp.DoesNotExist."""
    row = SignUp.objects.get(ticket=ticket)
    contact = Contact(Channel.WHATSAPP, row.phone)
    send_code(Claim(CodePurpose.SIGN_UP, contact, sign_up=row), ticket=ticket, at=at)


def finish(ticket: str, code: str, *, at: datetime) -> SignedUp:
    """Turn the sign-up into an account, or find the one that has the number already.

    Raises CodeWrong, CodeBlocked, AccountClosed.
    """
    return redeem(ticket, code, purpose=CodePurpose.SIGN_UP, at=at, use=partial(_use, at=at))


def _use(row: OneTimeCode, *, at: datetime) -> SignedUp:
    typed = SignUp.objects.get(codes=row)
    user = _account_of(typed.phone)
    if user is None:
        return SignedUp(_create(typed, at=at), is_new=True, may_enter=True)
    return SignedUp(user, is_new=False, may_enter=not is_officer(user, on=timezone.localdate(at)))


def _account_of(phone: str) -> User | None:
    user = User.objects.filter(phone_hash__in=keyed_hashes(phone, "phone")).first()
    if user is not None and not user.is_active:
        raise AccountClosed
    return user


def _create(row: SignUp, *, at: datetime) -> User:
    user = User(
        name=row.name,
        password=row.password,
        language=row.language,
        consent_at=row.consent_at,
        phone_verified_at=at,
        pending_email=row.email or None,
        date_joined=at,
    )
    user.set_phone(row.phone)
    user.save()
    audit.record(action="user.sign_up", by=user, obj=user, at=at)
    return user


def forget_unfinished(*, at: datetime) -> int:
    """Delete sign-ups nobody finished within a day; returns how many."""
    return SignUp.objects.filter(created_at__lt=at - KEPT).delete()[0]
