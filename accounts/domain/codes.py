"""One-time codes: six digits, ten minutes, the newest only, a minute between two, five tries.

A contact nobody has gets a row as well, with a code that is never sent: it answers alike in words and in time.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, get_random_string

from accounts.domain.contacts import Contact
from accounts.domain.messages import tell
from accounts.enums import CodePurpose
from accounts.exceptions import CodeBlocked, CodesSpent, CodeTooSoon, CodeWrong
from accounts.models import OneTimeCode, SignUp, User
from core.crypto import keyed_hash

T = TypeVar("T")

VALID = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)
TRIES = 5
A_DAY = 10


@dataclass(frozen=True)
class Claim:
    """Who asks for a code: the contact it goes to, and the user or the sign-up behind it (or nobody)."""

    purpose: CodePurpose
    contact: Contact
    user: User | None = None
    sign_up: SignUp | None = None

    @property
    def is_real(self) -> bool:
        """False when nobody has this contact; such a code is made and never sent."""
        return self.user is not None or self.sign_up is not None


def new_ticket() -> str:
    """Random name of one request for codes; it lives in the session that asked."""
    return get_random_string(32)


@transaction.atomic
def send_code(claim: Claim, *, ticket: str, at: datetime) -> None:
    """Make a new code and send it. Raises CodeTooSoon or CodesSpent, for known and unknown contacts alike."""
    _check_pace(claim, at=at)
    code = f"{secrets.randbelow(10**6):06d}"
    row = OneTimeCode.objects.create(
        user=claim.user,
        sign_up=claim.sign_up,
        purpose=claim.purpose,
        contact=claim.contact.value,
        contact_hash=claim.contact.key,
        ticket=ticket,
        code_hash=_hash(code, ticket),
        created_at=at,
        expires_at=at + VALID,
    )
    _tell(claim, row, code, at=at)


def _check_pace(claim: Claim, *, at: datetime) -> None:
    asked = OneTimeCode.objects.filter(contact_hash=claim.contact.key, created_at__gt=at - timedelta(days=1))
    newest = asked.order_by("-created_at").values_list("created_at", flat=True).first()
    if newest and newest + PAUSE > at:
        raise CodeTooSoon(params={"seconds": int((newest + PAUSE - at).total_seconds()) + 1})
    if asked.count() >= A_DAY:
        raise CodesSpent


def _tell(claim: Claim, row: OneTimeCode, code: str, *, at: datetime) -> None:
    # Written for nobody as well, without a recipient: the two paths cost the same.
    tell(
        "OTP_CODE",
        user=None,
        params={"menit": int(VALID.total_seconds() // 60)},
        secret={"kode": code},
        recipients={claim.contact.channel: claim.contact.value if claim.is_real else ""},
        dedupe_key=f"code:{row.pk}",
        stale_at=row.expires_at,
        at=at,
    )


def redeem(ticket: str, code: str, *, purpose: CodePurpose, at: datetime, use: Callable[[OneTimeCode], T]) -> T:
    """Use the newest code of `ticket` once and return what `use` makes of it, in one transaction.

    Raises CodeBlocked after five tries, else CodeWrong for whatever does not fit. A try is counted before the
    code is compared, and stays counted.
    """
    row = OneTimeCode.objects.filter(ticket=ticket, purpose=purpose).order_by("-created_at", "-pk").first()
    if row is None:
        raise CodeWrong
    open_rows = OneTimeCode.objects.filter(pk=row.pk, used_at=None)
    if not open_rows.filter(attempts__lt=TRIES).update(attempts=F("attempts") + 1):
        raise CodeWrong if row.used_at else CodeBlocked
    fits = constant_time_compare(_hash(code, ticket), row.code_hash)
    if not fits or row.expires_at <= at or (row.user_id is None and row.sign_up_id is None):
        raise CodeWrong
    with transaction.atomic():
        if not open_rows.update(used_at=at):
            raise CodeWrong
        return use(row)


def _hash(code: str, ticket: str) -> str:
    return keyed_hash(f"{ticket}:{code}", "one_time_code")
