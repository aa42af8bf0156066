"""Roles of a person on a day, one of them at work in a session, and how they begin and end."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import STAFF_ROLES, Role
from accounts.exceptions import OwnRole
from accounts.models import Membership, Office, Region, User
from accounts.rules import at_work_as
from core import audit


def roles_of(user: User, *, on: date) -> list[Role]:
    """Roles held on `on`, as `at_work_as` orders them."""
    held = user.memberships.in_force(on).order_by("id").values_list("role", flat=True)
    return [Role(value) for value in at_work_as(held)]


def is_officer(user: User, *, on: date) -> bool:
    """Tell whether `user` holds an officer's role on `on`."""
    held = user.memberships.in_force(on).of_role(*(role.value for role in STAFF_ROLES))
    return bool(held.exists())


@transaction.atomic
def grant(
    user: User, role: Role, *, office: Office | None, region: Region | None, by: User, on: date, at: datetime
) -> Membership:
    """Give `user` a role from `on`. Sessions of the user end. Raises OwnRole."""
    if by.pk == user.pk:
        raise OwnRole
    row = Membership.objects.create(user=user, role=role, office=office, region=region, starts_on=on)
    end_sessions(user)
    audit.record(action="role.grant", by=by, obj=user, office=office, payload={"role": role.value}, at=at)
    return row


@transaction.atomic
def end(membership: Membership, *, by: User, reason: str, at: datetime) -> None:
    """End a role now: yesterday was its last day, and the sessions of its holder end. Raises OwnRole."""
    if by.pk == membership.user_id:
        raise OwnRole
    yesterday = timezone.localdate(at) - timedelta(days=1)
    if membership.starts_on > yesterday:
        membership.delete()
    else:
        membership.ends_on = yesterday
        membership.save(update_fields=["ends_on"])
    end_sessions(membership.user)
    payload = {"role": membership.role}
    audit.record(
        action="role.end",
        by=by,
        obj=membership.user,
        office=membership.office,
        reason=reason,
        payload=payload,
        at=at,
    )


def end_sessions(user: User) -> None:
    """Every session of `user` is dead at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
