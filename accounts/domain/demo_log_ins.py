"""Demo log-ins that the demos of several apps share. They exist only with `DEMO=1`."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import Membership, Office, Region, User

PASSWORD = "sejaras-demo"  # noqa: S105  # printed on the first page of the demo
DOMAIN = "demo.example"
SINCE = date(2020, 1, 2)
PUSKESMAS = "PKM-01-1674"
HEAD = "kapus"


def log_in(mailbox: str, name: str, role: Role, *, office: Office, at: datetime, region: Region | None = None) -> User:
    """Create the account with its role, or give the one that stands already."""
    user, _new = User.objects.get_or_create(
        email=f"{mailbox}@{DOMAIN}",
        defaults={
            "name": name,
            "password": make_password(PASSWORD),
            "is_demo": True,
            "email_verified_at": at,
            "consent_at": at,
            "date_joined": at,
        },
    )
    Membership.objects.get_or_create(user=user, role=role, office=office, starts_on=SINCE, defaults={"region": region})
    return user


def puskesmas_head(*, at: datetime) -> User:
    """`kapus@`: the head of the demo's Puskesmas, who checks SPM figures and answers for pick-ups."""
    office = Office.objects.get(code=PUSKESMAS)
    return log_in(HEAD, "Bayu Adinata", Role.PUSKESMAS_HEAD, office=office, at=at)
