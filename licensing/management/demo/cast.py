"""Who acts on the demo files: the log-ins at their desks, and applicants with accounts of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from core.crypto import keyed_hash
from licensing.domain.workflow import CLIENT
from licensing.management.demo import log_ins
from licensing.rules import Actor

FIRST_PHONE = 628_000_000_200


@dataclass(frozen=True)
class Cast:
    """One actor per desk."""

    front_office: Actor
    technical: Actor
    clerk: Actor
    tpk: Actor
    division_head: Actor
    health_head: Actor
    licence_head: Actor
    pj: Actor
    applicant: Actor
    client: Actor


def actor(user: User, role: Role) -> Actor:
    """Return `user` at work in one role."""
    return Actor(user=user, roles=frozenset({role.value}), label=user.name)


def cast_of(users: Mapping[str, User]) -> Cast:
    """Return the log-ins as actors."""
    return Cast(
        front_office=actor(users["depan"], Role.FRONT_OFFICE),
        technical=actor(users["timteknis"], Role.TECHNICAL),
        clerk=actor(users["register"], Role.REGISTER_CLERK),
        tpk=actor(users["tpk"], Role.TPK),
        division_head=actor(users["kabid"], Role.DIVISION_HEAD),
        health_head=actor(users["kadinkes"], Role.HEALTH_HEAD),
        licence_head=actor(users["dpmptsp"], Role.LICENCE_HEAD),
        pj=actor(users["pj"], Role.PJ),
        applicant=actor(users["pemohon"], Role.APPLICANT),
        client=Actor(roles=frozenset({CLIENT}), client_id=log_ins.CLIENT_ID, label=log_ins.CLIENT_ID),
    )


def applicant_account(name: str, number: int, *, at: datetime) -> User:
    """Return an applicant who signs in by phone; nobody knows a password for the account."""
    phone = f"+{FIRST_PHONE + number}"
    user, _created = User.objects.get_or_create(
        phone_hash=keyed_hash(phone, "phone"),
        defaults={
            "name": name,
            "phone": phone,
            "phone_last4": phone[-4:],
            "phone_verified_at": at,
            "consent_at": at,
            "date_joined": at,
            "password": "!",
            "is_demo": True,
        },
    )
    return user
