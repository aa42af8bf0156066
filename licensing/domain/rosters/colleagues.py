"""Own people bring in colleagues (row `user_manage`): a coordinator for a facility, an organisation for its members.

Nobody learns whether an account exists: the person reads it in their own inbox, or nothing happens.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.domain.roles import grant
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.rules import viewer_of
from core import audit
from core.exceptions import DomainError, NotAllowed
from facilities.domain.persons_in_charge import account_of, appoint
from facilities.models import Facility, FacilityPerson

POLICY = "user_manage"


def facilities_of(user: User) -> QuerySet[Facility]:
    """Facilities whose coordinators `user` may bring in: those they answer for themselves, not the network."""
    own = any(scope.cell.scope == "F" for scope in viewer_of(user).scopes(POLICY))
    rows = Facility.objects.in_charge_of(user.pk, timezone.localdate())
    return rows.distinct().order_by("name") if own else Facility.objects.none()


def own_seat(user: User) -> Membership | None:
    """The seat in a professional organisation under which `user` brings in others, or None."""
    if not any(scope.cell.scope == "P" for scope in viewer_of(user).scopes(POLICY)):
        return None
    seat: Membership | None = (
        Membership.objects.in_force(timezone.localdate())
        .filter(user=user, role=Role.ORGANISATION)
        .select_related("office", "region")
        .order_by("pk")
        .first()
    )
    return seat


def coordinators(user: User) -> QuerySet[FacilityPerson]:
    """Who answers for the own facilities today."""
    rows: QuerySet[FacilityPerson] = (
        FacilityPerson.objects.in_force(timezone.localdate())
        .filter(facility__in=facilities_of(user))
        .select_related("facility", "user")
        .order_by("facility__name", "user__name", "pk")
    )
    return rows


def members(seat: Membership) -> list[Membership]:
    """Who holds a seat for the same professions in the same region today."""
    rows = Membership.objects.in_force(timezone.localdate()).filter(
        role=Role.ORGANISATION, office=seat.office, region=seat.region
    )
    same = list(rows.select_related("user").order_by("user__name", "pk"))
    return [row for row in same if set(row.profession_codes) == set(seat.profession_codes)]


def bring_coordinator(facility: Facility, contact: str, *, note: str, by: User, at: datetime) -> None:
    """Let the account with this contact answer for the facility too; silent about accounts that do not exist.

    Raises NotAllowed for a facility `by` does not answer for.
    """
    if not facilities_of(by).filter(pk=facility.pk).exists():
        raise NotAllowed
    try:
        with transaction.atomic():
            appoint(facility, account_of(contact), starts_on=timezone.localdate(at), note=note, by=by, at=at)
    except DomainError:
        _note_miss(by, at)


def bring_member(seat: Membership, contact: str, *, by: User, at: datetime) -> None:
    """Give the account with this contact a seat like one's own; silent about accounts that do not exist."""
    try:
        with transaction.atomic():
            guest = account_of(contact)
            held = Membership.objects.in_force(timezone.localdate(at)).filter(user=guest, role=Role.ORGANISATION)
            if seat.office is None or held.exists():
                return
            row = grant(
                guest,
                Role.ORGANISATION,
                office=seat.office,
                region=seat.region,
                by=by,
                on=timezone.localdate(at),
                at=at,
            )
            row.profession_codes = list(seat.profession_codes)
            row.save(update_fields=["profession_codes"])
    except DomainError:
        _note_miss(by, at)


@transaction.atomic
def _note_miss(by: User, at: datetime) -> None:
    audit.record(action="colleague.miss", by=by, payload={}, at=at)
