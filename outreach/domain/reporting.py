"""A call for help comes in: once, whatever the phone sends, with its clock and its Puskesmas."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import Office, Region, User
from core import audit
from core.crypto import keyed_hash, keyed_hashes
from core.names import name_key
from letters.domain.numbering import take_running
from outreach.domain import clock
from outreach.domain.promises import limits_of, office_of, promise_at
from outreach.domain.telling import tell_received
from outreach.enums import Need, PickupChannel, PickupKind, PickupVerb
from outreach.exceptions import ReusedId
from outreach.models import Household, Pickup, PickupEvent
from outreach.querysets import OPEN, PickupQuerySet

SERIES = "JEMPUT"
PHONE = "outreach-phone"
PLACE = "outreach-place"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody reports. No name, no NIK: a village and a place somebody can be sent to are enough."""

    kind: PickupKind
    need: Need
    region: str
    place: str
    phone: str = ""
    channel: PickupChannel = PickupChannel.CADRE
    household: Household | None = None


@dataclass(frozen=True)
class Reported:
    """The stored call; `is_new` is False when the same phone sent it before."""

    pickup: Pickup
    is_new: bool


def report(
    call: Call, *, at: datetime, by: User | None = None, client_id: uuid.UUID | None = None,
    noted_at: datetime | None = None, relay: str = "",
) -> Reported:  # fmt: skip
    """Take a call in and start its clock; the same `client_id` again returns the first. `at` is the server's.

    `relay` names the system that passed the call on.

    Raises AreaUnknown when no Puskesmas serves the village, ReusedId when the id is somebody else's.
    """
    key = client_id or uuid.uuid4()
    if (known := Pickup.objects.filter(client_id=key).first()) is not None:
        return _again(known, by)
    office = office_of(call.region)
    try:
        with transaction.atomic():
            return Reported(_insert(call, office, key, at=at, by=by, noted_at=noted_at, relay=relay), is_new=True)
    except IntegrityError:  # the same phone, twice at once
        known = Pickup.objects.filter(client_id=key).first()
        if known is None:
            raise
        return _again(known, by)


def _again(known: Pickup, by: User | None) -> Reported:
    if known.reported_by_id != (by.pk if by else None):
        raise ReusedId
    return Reported(known, is_new=False)


def _insert(
    call: Call, office: Office, key: uuid.UUID, *, at: datetime, by: User | None, noted_at: datetime | None, relay: str
) -> Pickup:
    limits = limits_of(promise_at(at, office))
    pickup = Pickup.objects.create(
        client_id=key,
        number=_number(office, at),
        office=office,
        region=Region.objects.get(pk=call.region),
        household=call.household,
        kind=call.kind,
        need=call.need,
        channel=call.channel,
        place=call.place,
        place_hash=place_hash(call.place),
        phone=call.phone or None,
        phone_hash=phone_hash(call.phone),
        reported_by=by,
        reported_at=at,
        noted_at=noted_at if noted_at is not None and noted_at <= at else None,
        warn_at=clock.warn_at(at, limits),
        due_at=clock.due_at(at, limits),
    )
    PickupEvent.objects.create(pickup=pickup, verb=PickupVerb.REPORT, actor=by, at=at)
    payload = {"number": pickup.number, "channel": str(call.channel), "kind": str(call.kind), "relay": relay}
    role = "" if by else Role.AGENCY.value if relay else "public"
    audit.record(action="pickup.report", by=by, obj=pickup, office=office, role=role, payload=payload, at=at)
    tell_received(pickup)
    return pickup


def _number(office: Office, at: datetime) -> str:
    """`J-PKM01-2026-0007`: Puskesmas, local year, running number."""
    running = take_running(office, series=SERIES, at=at)
    short = "".join(office.code.split("-")[:2]).upper()[:10]
    return f"J-{short}-{at.astimezone(office.zone).year}-{running:04d}"


def phone_hash(phone: str) -> str:
    """Keyed hash of an E.164 number; empty for none."""
    return keyed_hash(phone, PHONE) if phone else ""


def place_hash(place: str) -> str:
    """Keyed hash of a place however it is spelled; empty for none."""
    key = name_key(place)
    return keyed_hash(key, PLACE) if key else ""


def same_among(rows: Iterable[Pickup], *, hours: int) -> dict[int, Pickup]:
    """Key of a call → the earlier one among `rows` that may be the same; as `likely_same`, without a query."""
    seen: dict[tuple[object, ...], Pickup] = {}
    found: dict[int, Pickup] = {}
    for row in sorted((row for row in rows if row.state in OPEN), key=lambda row: (row.reported_at, row.pk)):
        marks: list[tuple[object, ...]] = [
            (row.office_id, name, value)
            for name, value in (
                ("household", row.household_id),
                ("phone", row.phone_hash),
                ("place", row.place_hash and (row.region_id, row.place_hash)),
            )
            if value
        ]
        for mark in marks:
            first = seen.get(mark)
            if first is not None and row.reported_at - first.reported_at <= timedelta(hours=hours):
                found.setdefault(row.pk, first)
            seen.setdefault(mark, row)
    return found


def likely_same(pickup: Pickup) -> PickupQuerySet:
    """Open calls before this one that may be the same: household, phone or place within the hours of the promise."""
    hours = promise_at(pickup.reported_at, pickup.office).duplicate_hours
    same = Q(pk__in=[])
    if pickup.household_id:
        same |= Q(household_id=pickup.household_id)
    if pickup.phone:
        same |= Q(phone_hash__in=keyed_hashes(pickup.phone, PHONE))
    if pickup.place_hash:
        same |= Q(region_id=pickup.region_id, place_hash__in=keyed_hashes(name_key(pickup.place), PLACE))
    since = pickup.reported_at - timedelta(hours=hours)
    rows = Pickup.objects.open().filter(same, office_id=pickup.office_id, reported_at__gte=since)
    return rows.filter(Q(reported_at__lt=pickup.reported_at) | Q(reported_at=pickup.reported_at, pk__lt=pickup.pk))
