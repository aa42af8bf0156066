"""The first administrator and head of an office: nobody is there yet to invite them (`staff` does so afterwards)."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.exceptions import AlreadyRecorded, SecondPersonNeeded
from accounts.models import Membership, Office, User
from core import audit
from core.exceptions import NotAllowed

FIRST_ROLES: Final = (Role.ADMIN, Role.HEALTH_HEAD)


@transaction.atomic
def appoint_first(
    role: Role, *, office: Office, email: str, name: str, decree_number: str = "", at: datetime
) -> Membership:
    """Give `office` its first administrator or head, from today; the account sets its password by "Lupa kata sandi".

    Meant for the operator of the server, so the audit names nobody. Raises NotAllowed for any other role,
    AlreadyRecorded when somebody holds the role there today, and SecondPersonNeeded for whoever holds the other one:
    one proposes officers and the other confirms them (matrix user_manage).
    """
    if role not in FIRST_ROLES:
        raise NotAllowed
    today = timezone.localdate(at)
    held = Membership.objects.in_force(today).filter(office=office)
    if held.of_role(role.value).exists():
        raise AlreadyRecorded
    user = User.objects.by_contact(email=email)
    if user is None:
        user = User.objects.create_user(email.lower(), None, name=name, email_verified_at=at)
    elif held.of_role(*FIRST_ROLES).filter(user=user).exists():
        raise SecondPersonNeeded
    row = Membership.objects.create(user=user, role=role, office=office, decree_number=decree_number, starts_on=today)
    audit.record(action="role.first", by=None, obj=user, office=office, payload={"role": role.value}, at=at)
    return row
