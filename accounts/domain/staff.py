"""Officers join by invitation: one person proposes, another confirms, the guest sets a password (matrix user_manage).

Roles that decide or sign are confirmed by the head of the health office; nobody handles the own role.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.domain.messages import tell
from accounts.domain.roles import grant
from accounts.enums import DECIDING_ROLES, STAFF_ROLES, Channel, Role
from accounts.exceptions import (
    AlreadyDecided,
    AlreadyRecorded,
    HeadNeeded,
    InvitationEnded,
    OwnRole,
    SecondPersonNeeded,
)
from accounts.models import Invitation, Membership, Office, Region, User
from accounts.querysets import InvitationQuerySet
from accounts.rules import in_region, viewer_of
from core import audit
from core.crypto import keyed_hash
from core.exceptions import NotAllowed, NotFound
from core.identifiers import public_id

VALID = timedelta(days=7)
WHOLE_OFFICE_SCOPES = ("D", "W")


def managed_offices(by: User) -> QuerySet[Office]:
    """Offices whose people `by` manages: of the own region, or the own office only."""
    wanted = Q(pk__in=())
    for scope in viewer_of(by).scopes("user_manage"):
        if scope.cell.scope == "D":
            wanted |= in_region(scope.region_code)
        elif scope.cell.scope == "W":
            wanted |= Q(pk=scope.office_id)
    return Office.objects.filter(wanted)


def staff_of(by: User, *, at: datetime) -> QuerySet[Membership]:
    """Roles held today in the offices `by` manages, with person and office."""
    held = Membership.objects.in_force(timezone.localdate(at)).filter(office__in=managed_offices(by))
    rows: QuerySet[Membership] = held.select_related("user", "office", "region").order_by(
        "office__name", "role", "user__name"
    )
    return rows


def invitations_of(by: User) -> InvitationQuerySet:
    """Invitations nobody accepted yet, in the offices `by` manages."""
    rows: InvitationQuerySet = Invitation.objects.filter(
        office__in=managed_offices(by), accepted_at=None, refused_at=None
    ).select_related("office", "region", "invited_by", "confirmed_by")
    return rows


@transaction.atomic
def invite(
    *, email: str, name: str, role: Role, office: Office, region: Region | None, by: User, at: datetime
) -> Invitation:
    """Propose an officer; the link goes out once somebody else confirmed. Raises OwnRole or NotAllowed."""
    if role not in STAFF_ROLES or not managed_offices(by).filter(pk=office.pk).exists():
        raise NotAllowed
    if by.email == email.lower():
        raise OwnRole
    same = Invitation.objects.filter(email=email.lower(), role=role, office=office, expires_at__gt=at)
    if same.filter(accepted_at=None, refused_at=None).exists():
        raise AlreadyRecorded
    row = Invitation.objects.create(
        email=email.lower(),
        name=name,
        role=role,
        office=office,
        region=region,
        token_hash=_token_hash(get_random_string(43)),
        invited_by=by,
        created_at=at,
        expires_at=at + VALID,
    )
    audit.record(action="invitation.propose", by=by, obj=row, office=office, payload={"role": role.value}, at=at)
    for head in _who_may_confirm(row, on_behalf_of=by, at=at):
        _tell_waiting(row, head, at=at)
    return row


def may_confirm(invitation: Invitation, by: User) -> bool:
    """Tell whether `by` is the second person this invitation needs."""
    try:
        _check_second_person(invitation, by)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def confirm(invitation_id: str, *, by: User, at: datetime) -> Invitation:
    """Confirm an invitation and send its link. Raises SecondPersonNeeded, HeadNeeded, OwnRole, AlreadyDecided."""
    row = _waiting(invitation_id, by)
    _check_second_person(row, by)
    token = get_random_string(43)
    row.token_hash, row.confirmed_by, row.confirmed_at = _token_hash(token), by, at
    row.expires_at = at + VALID
    row.save(update_fields=["token_hash", "confirmed_by", "confirmed_at", "expires_at"])
    audit.record(action="invitation.confirm", by=by, obj=row, office=row.office, payload={"role": row.role}, at=at)
    _send_link(row, token, at=at)
    return row


@transaction.atomic
def refuse(invitation_id: str, *, by: User, reason: str, at: datetime) -> Invitation:
    """Take an invitation back or refuse it; its link, if one went out, opens nothing any more."""
    row = _row(invitation_id, by)
    if row.refused_at or row.accepted_at:
        raise AlreadyDecided
    row.refused_by, row.refused_at = by, at
    row.save(update_fields=["refused_by", "refused_at"])
    audit.record(action="invitation.refuse", by=by, obj=row, office=row.office, reason=reason, at=at)
    return row


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """Return the open invitation behind a link. Raises InvitationEnded."""
    row = Invitation.objects.open(at).filter(token_hash=_token_hash(token)).select_related("office").first()
    if row is None:
        raise InvitationEnded
    invitation: Invitation = row
    return invitation


@transaction.atomic
def accept(token: str, *, name: str, password: str, at: datetime) -> User:
    """Turn the invitation into an account with its role; an account with that e-mail gets the role.

    An existing account keeps its password: the caller asks for it when `has_account`. Raises InvitationEnded.
    """
    row = invitation_of(token, at=at)
    if not Invitation.objects.open(at).filter(pk=row.pk).update(accepted_at=at):
        raise InvitationEnded
    user = User.objects.by_contact(email=row.email)
    if user is None:
        user = User.objects.create_user(row.email, password, name=name, email_verified_at=at)
    confirmer = row.confirmed_by
    assert confirmer is not None  # noqa: S101  open invitations are confirmed
    grant(
        user,
        Role(row.role),
        office=row.office,
        region=row.region,
        by=confirmer,
        on=timezone.localdate(at),
        at=at,
    )
    return user


def has_account(invitation: Invitation) -> bool:
    """Tell whether the guest has an account already and therefore signs in with it."""
    return User.objects.by_contact(email=invitation.email) is not None


def _row(invitation_id: str, by: User) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).filter(
        public_id=invitation_id, office__in=managed_offices(by)
    )
    row = rows.select_related("office").first()
    if row is None:
        raise NotFound
    found: Invitation = row
    return found


def _waiting(invitation_id: str, by: User) -> Invitation:
    row = _row(invitation_id, by)
    if row.confirmed_at or row.refused_at:
        raise AlreadyDecided
    return row


def _check_second_person(row: Invitation, by: User) -> None:
    if row.invited_by_id == by.pk:
        raise SecondPersonNeeded
    if row.email == by.email:
        raise OwnRole
    if row.role in DECIDING_ROLES and Role.HEALTH_HEAD not in viewer_of(by).roles:
        raise HeadNeeded


def _who_may_confirm(row: Invitation, *, on_behalf_of: User, at: datetime) -> QuerySet[User]:
    roles = [Role.HEALTH_HEAD.value] if row.role in DECIDING_ROLES else [Role.HEALTH_HEAD.value, Role.ADMIN.value]
    held = Membership.objects.in_force(timezone.localdate(at)).of_role(*roles)
    near = held.filter(office__region_id=row.office.region_id)
    return User.objects.filter(pk__in=near.values("user")).exclude(pk=on_behalf_of.pk)


def _tell_waiting(row: Invitation, head: User, *, at: datetime) -> None:
    tell(
        "INVITATION_WAITING",
        user=head,
        params={"nama": row.name, "peran": Role(row.role).label, "unit": row.office.short_name},
        link=reverse("staff_list"),
        dedupe_key=f"invitation:{row.pk}:{head.pk}",
        at=at,
    )


def _send_link(row: Invitation, token: str, *, at: datetime) -> None:
    tell(
        "STAFF_INVITED",
        user=None,
        params={
            "nama": row.name,
            "peran": Role(row.role).label,
            "unit": row.office.short_name,
            "tanggal": timezone.localdate(row.expires_at),
        },
        secret={"tautan": _link(token)},
        recipients={Channel.EMAIL: row.email},
        dedupe_key=f"invitation:{row.pk}:{public_id()}",
        stale_at=row.expires_at,
        at=at,
    )


def _link(token: str) -> str:
    return settings.SITE_URL + reverse("invitation_accept", args=[token])


def _token_hash(token: str) -> str:
    return keyed_hash(token, "invitation")
