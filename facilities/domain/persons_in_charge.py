"""Who answers for a facility (PJ fasyankes), from a day to a day: appointed and ended by an office, with a message."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.messages import tell
from accounts.domain.phones import e164
from accounts.domain.roles import grant
from accounts.enums import Role
from accounts.exceptions import PhoneUnreadable
from accounts.models import Membership, User
from core import audit
from core.exceptions import NotAllowed
from facilities.domain.changes import office_of
from facilities.exceptions import AccountUnknown, DayRefused, InChargeAlready
from facilities.models import Facility, FacilityPerson


def account_of(contact: str) -> User:
    """Return the account with this e-mail or phone. Raises AccountUnknown."""
    text = contact.strip()
    found: User | None = None
    if "@" in text:
        found = User.objects.by_contact(email=text)
    else:
        try:
            found = User.objects.by_contact(phone=e164(text))
        except PhoneUnreadable:
            found = None
    if found is None:
        raise AccountUnknown
    return found


@transaction.atomic
def appoint(facility: Facility, user: User, *, starts_on: date, note: str, by: User, at: datetime) -> FacilityPerson:
    """Let `user` answer for the facility from `starts_on`; the account gets the role PJ. Nobody appoints themselves.

    Raises InChargeAlready, NotAllowed, DayRefused (before the facility opened).
    """
    if user.pk == by.pk:
        raise NotAllowed
    if starts_on < facility.active_from:
        raise DayRefused(params={"date": facility.active_from})
    held = FacilityPerson.objects.select_for_update().filter(facility=facility, user=user)
    if held.in_force(starts_on).exists():
        raise InChargeAlready(params={"name": user.name})
    row = FacilityPerson.objects.create(facility=facility, user=user, starts_on=starts_on, note=note, invited_by=by)
    if not Membership.objects.in_force(starts_on).filter(user=user, role=Role.PJ).exists():
        grant(user, Role.PJ, office=None, region=None, by=by, on=starts_on, at=at)
    audit.record(
        action="facility.appoint", by=by, obj=facility, office=office_of(facility),
        payload={"user": user.public_id, "from": starts_on.isoformat()}, at=at,
    )  # fmt: skip
    tell(
        "PJ_APPOINTED",
        user=user,
        params={"fasilitas": facility.name, "tanggal": starts_on},
        link=reverse("facility_detail", args=[facility.public_id]),
        dedupe_key=f"pj-appointed:{row.pk}",
        at=at,
    )
    return row


@transaction.atomic
def dismiss(row: FacilityPerson, *, ends_on: date, reason: str, by: User, at: datetime) -> FacilityPerson:
    """End the appointment with `ends_on` as its last day; the role ends with the last facility.

    Raises DayRefused for a day before the first, or when it ended before already.
    """
    fresh: FacilityPerson = (
        FacilityPerson.objects.select_for_update(of=("self",)).select_related("facility", "user").get(pk=row.pk)
    )
    if ends_on < fresh.starts_on or (fresh.ends_on is not None and fresh.ends_on <= ends_on):
        raise DayRefused(params={"date": fresh.ends_on or fresh.starts_on})
    fresh.ends_on, fresh.ended_by, fresh.note = ends_on, by, reason[:200]
    fresh.save(update_fields=["ends_on", "ended_by", "note"])
    _end_role(fresh.user, ends_on)
    audit.record(
        action="facility.dismiss", by=by, obj=fresh.facility, office=office_of(fresh.facility), reason=reason,
        payload={"user": fresh.user.public_id, "until": ends_on.isoformat()}, at=at,
    )  # fmt: skip
    tell(
        "PJ_ENDED",
        user=fresh.user,
        params={"fasilitas": fresh.facility.name, "tanggal": ends_on},
        dedupe_key=f"pj-ended:{fresh.pk}:{ends_on}",
        at=at,
    )
    return fresh


def in_charge(facility: Facility, *, on: date | None = None) -> list[FacilityPerson]:
    """Return everybody who answers or answered for the facility, those of today (`on`) first."""
    day = on or timezone.localdate()
    rows = list(facility.persons_in_charge.select_related("user", "invited_by").order_by("-starts_on"))
    return sorted(rows, key=lambda row: not (row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)))


def _end_role(user: User, ends_on: date) -> None:
    still = FacilityPerson.objects.filter(user=user).exclude(ends_on__isnull=False, ends_on__lte=ends_on)
    if not still.exists():
        Membership.objects.filter(user=user, role=Role.PJ, ends_on__isnull=True, starts_on__lte=ends_on).update(
            ends_on=ends_on
        )
