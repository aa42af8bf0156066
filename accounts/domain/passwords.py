"""Setting a password anew: by a code to the account's own phone or e-mail, or knowing the old one."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.domain.codes import Claim, redeem, send_code
from accounts.domain.contacts import Contact
from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, User
from core import audit


def ask_reset(contact: Contact, *, ticket: str, at: datetime) -> None:
    """Send a code to `contact`, if somebody has it; answers alike when nobody does.

    Raises CodeTooSoon or CodesSpent.
    """
    send_code(Claim(CodePurpose.RESET, contact, user=contact.owner()), ticket=ticket, at=at)


def reset(ticket: str, code: str, password: str, *, at: datetime) -> User:
    """Set the password and end every session of the account. Raises CodeWrong or CodeBlocked."""
    return redeem(ticket, code, purpose=CodePurpose.RESET, at=at, use=partial(_use, password=password, at=at))


def _use(row: OneTimeCode, *, password: str, at: datetime) -> User:
    user = User.objects.get(codes=row)
    change(user, password, action="user.password_reset", at=at)
    return user


@transaction.atomic
def change(user: User, password: str, *, at: datetime, action: str = "user.password_change") -> None:
    """Store a new password; sessions under the old one are dead."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(action=action, by=user, obj=user, at=at)
