"""Who is on duty, and which vehicles are out."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Office, User
from core import audit
from outreach.exceptions import ShiftBackwards
from outreach.models import Shift, Vehicle
from outreach.querysets import UNDER_WAY

LONGEST = timedelta(hours=24)


def on_duty(office_id: int, *, at: datetime) -> list[Shift]:
    """Return the shifts that run at `at`, drivers first."""
    rows = Shift.objects.filter(office_id=office_id, starts_at__lte=at, ends_at__gt=at)
    return list(rows.select_related("user").order_by("role", "starts_at", "pk"))


def vehicles_of(office_id: int) -> list[tuple[Vehicle, str]]:
    """Return every active vehicle and the number of the pickup it is out for, empty when it stands ready."""
    rows = Vehicle.objects.filter(office_id=office_id, is_active=True)
    out = dict(
        rows.filter(pickups__state__in=UNDER_WAY).order_by("pickups__accepted_at").values_list("pk", "pickups__number")
    )
    return [(row, out.get(row.pk, "")) for row in rows]


@transaction.atomic
def add_shift(
    office: Office, *, user: User, role: str, starts_at: datetime, ends_at: datetime, by: User, at: datetime
) -> Shift:
    """Put somebody on duty. Raises ShiftBackwards."""
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise ShiftBackwards
    shift, _new = Shift.objects.update_or_create(
        user=user, starts_at=starts_at, defaults={"office": office, "role": role, "ends_at": ends_at}
    )
    audit.record(action="shift.add", by=by, obj=shift, office=office, payload={"user": str(user.public_id)}, at=at)
    return shift


@transaction.atomic
def drop_shift(shift: Shift, *, by: User, at: datetime) -> None:
    """Take somebody off duty; the audit trail keeps that it was planned."""
    payload = {"user": str(shift.user.public_id), "starts_at": shift.starts_at.isoformat()}
    audit.record(action="shift.drop", by=by, obj=shift, office=shift.office, payload=payload, at=at)
    shift.delete()


@transaction.atomic
def add_vehicle(office: Office, *, name: str, plate: str, by: User, at: datetime) -> Vehicle:
    """Put a vehicle into service; a known plate comes back under the new name."""
    vehicle, _new = Vehicle.objects.update_or_create(
        plate=plate.upper(), defaults={"office": office, "name": name, "is_active": True}
    )
    audit.record(action="vehicle.add", by=by, obj=vehicle, office=office, payload={}, at=at)
    return vehicle
