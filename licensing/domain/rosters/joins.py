"""A facility adds somebody to its staff by NIK or STR; the person confirms, and only then stands in the roster.

Whoever asks learns nothing: a number nobody has and a person who stays silent look the same.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.domain.messages import tell
from accounts.domain.offices import home_office
from accounts.domain.throttles import Throttle
from accounts.enums import Channel
from accounts.models import User
from core import audit
from core.exceptions import NotFound
from facilities.models import Facility
from licensing.domain.rosters import roster
from licensing.enums import ConsentVerdict
from licensing.exceptions import ConsentAnswered, ConsentEnded
from licensing.models import StaffJoin, StaffJoinAnswer
from licensing.rules import Actor
from workforce.domain import placements
from workforce.domain.identity import person_by_number, read_number
from workforce.domain.placements import PlacementFacts
from workforce.enums import IdentityKind
from workforce.models import Practitioner

VALID = timedelta(days=14)
STR = "str"
ASKED = Throttle("staff_join", 60, timedelta(hours=24))
_SALT = "staff-join"


def asked_of(user: Any) -> QuerySet[StaffJoin]:
    """What the own facilities asked, newest first."""
    rows = StaffJoin.objects.filter(facility__in=roster.facilities_of(user))
    return rows.select_related("facility", "asked_by", "answer")


@transaction.atomic
def ask(
    facility: Facility, *, by_number: str, number: str, starts_on: date, employment: str, by: Actor, at: datetime
) -> StaffJoin:
    """Ask the person behind a number; the same answer whether anybody is. Raises NikInvalid, TooMany, NotFound."""
    if not roster.facilities_of(by.user).filter(pk=facility.pk).exists():
        raise NotFound
    ASKED.use(f"user:{by.person_id}")
    typed, practitioner = _find(by_number, number)
    join = StaffJoin.objects.create(
        facility=facility,
        practitioner=practitioner,
        typed_end=typed[-4:],
        starts_on=starts_on,
        employment=employment,
        asked_by_id=by.person_id,
        asked_at=at,
        expires_at=at + VALID,
    )
    _audit("staff_join.ask", join, by=by.user, at=at)
    if practitioner is not None and not _is_placed(practitioner, facility, starts_on):
        _tell(join, practitioner, at=at)
    return join


def _find(by_number: str, number: str) -> tuple[str, Practitioner | None]:
    rows = Practitioner.objects.current().select_related("person__user")
    if by_number == STR:
        typed = number.strip()
        return typed, rows.filter(str_number=typed).first() if typed else None
    typed = read_number(IdentityKind.NIK, number)
    person = person_by_number(IdentityKind.NIK, typed)
    # Somebody with two professions is found by the STR of the one they are employed in.
    found = list(rows.filter(person=person)[:2]) if person else []
    return typed, found[0] if len(found) == 1 else None


def _is_placed(practitioner: Practitioner, facility: Facility, on: date) -> bool:
    placed: bool = practitioner.placements.in_force(on).filter(facility=facility).exists()
    return placed


def _tell(join: StaffJoin, practitioner: Practitioner, *, at: datetime) -> None:
    person, office = practitioner.person, home_office()
    if person.user_id is None and not person.phone:
        return
    tell(
        "STAFF_JOIN",
        user=person.user,
        params={"fasilitas": join.facility.name, "tanggal": join.expires_at.astimezone(office.zone).date()},
        secret={"tautan": f"{settings.SITE_URL}{reverse('join_answer', args=[token_of(join)])}"},
        recipients=None if person.user_id else {Channel.WHATSAPP: person.phone or ""},
        link=reverse("join_detail", args=[join.public_id]) if person.user_id else "",
        # The same facility does not ask the same person twice a day.
        dedupe_key=f"STAFF_JOIN:{join.facility_id}:{practitioner.pk}:{at.date().isoformat()}",
        stale_at=join.expires_at,
        at=at,
        zone=office.zone,
    )


def token_of(join: StaffJoin) -> str:
    """Return the secret of the link."""
    return Signer(salt=_SALT).sign(join.public_id)


def _open_ones() -> QuerySet[StaffJoin]:
    rows = StaffJoin.objects.filter(practitioner__isnull=False)
    return rows.select_related("facility", "practitioner__person", "practitioner__profession", "asked_by", "answer")


def join_by_token(token: str, *, at: datetime) -> StaffJoin:
    """Return the question behind a link. Raises ConsentEnded."""
    try:
        key = Signer(salt=_SALT).unsign(token)
    except BadSignature as error:
        raise ConsentEnded from error
    join = _open_ones().filter(public_id=key, expires_at__gt=at).first()
    if join is None:
        raise ConsentEnded
    return join


def join_of_person(key: str, user: Any) -> StaffJoin:
    """Return a question put to the person of this account. Raises NotFound."""
    join = _open_ones().filter(public_id=key, practitioner__person__user_id=user.pk).first()
    if join is None:
        raise NotFound
    return join


@transaction.atomic
def answer(join: StaffJoin, verdict: ConsentVerdict, *, by: User | None, at: datetime) -> StaffJoinAnswer:
    """The person says yes or no; yes opens the placement. Raises ConsentAnswered, ConsentEnded, PlacementOverlaps."""
    if join.expires_at <= at or join.practitioner is None:
        raise ConsentEnded
    try:
        with transaction.atomic():
            row = StaffJoinAnswer.objects.create(join=join, verdict=verdict, at=at, by=by)
    except IntegrityError as error:
        raise ConsentAnswered from error
    _audit(f"staff_join.{verdict}", join, by=by, at=at)
    if verdict == ConsentVerdict.GRANTED:
        facts = PlacementFacts(join.facility, join.starts_on, None, join.employment, needs_sip=True)
        placements.add(join.practitioner, facts, by=by or join.asked_by, at=at)
    return row


def _audit(action: str, join: StaffJoin, *, by: Any, at: datetime) -> None:
    payload = {"join": join.public_id, "facility": join.facility.code}
    audit.record(action=action, by=by, obj=join, office=home_office(), payload=payload, at=at)
