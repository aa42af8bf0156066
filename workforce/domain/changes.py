"""Entering and changing persons and practitioners: STR, education, SKP. One door, an audit row each."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.exceptions import StaleVersion
from core.names import name_key
from facilities.domain.changes import office_of
from workforce.domain import placements
from workforce.domain.identity import person_by_number, read_number
from workforce.domain.placements import PlacementFacts, touch
from workforce.exceptions import IdentityKnown, PeriodRefused, PractitionerKnown, StrTaken
from workforce.models import Education, Person, Practitioner, Profession, SkpRecord


@dataclass(frozen=True)
class PersonFacts:
    """Who somebody is; empty texts and None are not known."""

    name: str
    degrees: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class StrFacts:
    """An STR: dated, for life, or none (`number` empty)."""

    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    lifetime: bool = False


@dataclass(frozen=True)
class Registration:
    """Everything the page "enter a practitioner" asks."""

    identity_kind: str
    identity_number: str
    person: PersonFacts
    profession: Profession
    str_facts: StrFacts
    placement: PlacementFacts


@transaction.atomic
def enter(registration: Registration, *, by: User, at: datetime) -> Practitioner:
    """Enter a practitioner with the first placement; a known person of another profession is used again.

    Raises NikInvalid, IdentityKnown (the number belongs to another name), PractitionerKnown, StrTaken and what a
    placement raises.
    """
    number = read_number(registration.identity_kind, registration.identity_number)
    person = person_by_number(registration.identity_kind, number)
    if person is None:
        person = Person()
        person.set_identity(registration.identity_kind, number)
        _write_person(person, registration.person)
        person.save()
    elif person.name_key != name_key(registration.person.name):
        raise IdentityKnown(params={"name": person.name})
    if Practitioner.objects.filter(person=person, profession=registration.profession).exists():
        raise PractitionerKnown(params={"name": person.name, "profession": registration.profession.name})
    practitioner = Practitioner(person=person, profession=registration.profession)
    _write_str(practitioner, registration.str_facts)
    practitioner.save()
    placements.add(practitioner, registration.placement, by=by, at=at)
    audit.record(
        action="practitioner.enter", by=by, obj=practitioner, office=office_of(registration.placement.facility),
        payload={"profession": registration.profession.code}, at=at,
    )  # fmt: skip
    return practitioner


@transaction.atomic
def change(
    practitioner: Practitioner, person: PersonFacts, str_facts: StrFacts, *, version: int, by: User, at: datetime
) -> Practitioner:
    """Change person and STR; an unchanged form writes nothing. Raises StaleVersion, StrTaken, PeriodRefused."""
    fresh = locked(practitioner, version=version)
    owner = fresh.person
    before = {**_values(owner, person), **{f"str_{name}": value for name, value in _str_of(fresh).items()}}
    _write_person(owner, person)
    _write_str(fresh, str_facts)
    after = {**_values(owner, person), **{f"str_{name}": value for name, value in _str_of(fresh).items()}}
    changed = sorted(name for name, value in before.items() if after[name] != value)
    if not changed:
        return fresh
    fresh.version += 1
    owner.version += 1
    owner.save()
    fresh.save()
    # Names of the fields only: what they hold is personal data.
    audit.record(action="practitioner.change", by=by, obj=fresh, payload={"changed": changed}, at=at)
    return fresh


def locked(practitioner: Practitioner, *, version: int | None = None) -> Practitioner:
    """Return the row and its person under a lock. Raises StaleVersion when it changed since `version` was read."""
    fresh = (
        Practitioner.objects.select_for_update(of=("self", "person"))
        .select_related("person", "profession")
        .get(pk=practitioner.pk)
    )
    if version is not None and fresh.version != version:
        raise StaleVersion
    return fresh


@transaction.atomic
def add_education(practitioner: Practitioner, *, by: User, at: datetime, **facts: Any) -> Education:
    """Enter a degree: level, programme, institution, graduated_year, certificate_number."""
    row = Education.objects.create(practitioner=practitioner, **facts)
    touch(practitioner)
    audit.record(action="education.enter", by=by, obj=practitioner, payload={"level": row.level}, at=at)
    return row


@transaction.atomic
def drop_education(row: Education, *, by: User, at: datetime) -> None:
    """Take out a degree that was entered by mistake."""
    practitioner, level = row.practitioner, row.level
    row.delete()
    touch(practitioner)
    audit.record(action="education.drop", by=by, obj=practitioner, payload={"level": level}, at=at)


@transaction.atomic
def add_skp(
    practitioner: Practitioner,
    *,
    period_start: date,
    period_end: date,
    points: int,
    source: str,
    by: User,
    at: datetime,
) -> SkpRecord:
    """Enter the points of a period (KMK 1561/2024). Raises PeriodRefused."""
    if period_end < period_start:
        raise PeriodRefused
    row = SkpRecord.objects.create(
        practitioner=practitioner, period_start=period_start, period_end=period_end, points=points, source=source
    )
    touch(practitioner)
    audit.record(
        action="skp.enter", by=by, obj=practitioner,
        payload={"from": period_start.isoformat(), "until": period_end.isoformat(), "points": points}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def drop_skp(row: SkpRecord, *, by: User, at: datetime) -> None:
    """Take out points that were entered by mistake; the audit row keeps what they were."""
    practitioner = row.practitioner
    payload = {"from": row.period_start.isoformat(), "until": row.period_end.isoformat(), "points": row.points}
    row.delete()
    touch(practitioner)
    audit.record(action="skp.drop", by=by, obj=practitioner, payload=payload, at=at)


def _write_person(person: Person, facts: PersonFacts) -> None:
    for field in fields(facts):
        value = getattr(facts, field.name)
        setattr(person, field.name, (value or None) if field.name in ("address", "phone") else value)


def _values(person: Person, facts: PersonFacts) -> dict[str, Any]:
    return {field.name: getattr(person, field.name) for field in fields(facts)}


def _str_of(practitioner: Practitioner) -> dict[str, Any]:
    return {
        "number": practitioner.str_number,
        "issued_on": practitioner.str_issued_on,
        "valid_until": practitioner.str_valid_until,
        "lifetime": practitioner.str_lifetime,
    }


def _write_str(practitioner: Practitioner, facts: StrFacts) -> None:
    if facts.valid_until and facts.issued_on and facts.valid_until < facts.issued_on:
        raise PeriodRefused
    if facts.number:
        taken = (
            Practitioner.objects.filter(str_number=facts.number).exclude(pk=practitioner.pk).select_related("person")
        )
        other = taken.first()
        if other is not None:
            raise StrTaken(params={"name": other.person.name})
    practitioner.str_number = facts.number
    practitioner.str_issued_on = facts.issued_on if facts.number else None
    practitioner.str_valid_until = None if facts.lifetime or not facts.number else facts.valid_until
    practitioner.str_lifetime = facts.lifetime and bool(facts.number)
