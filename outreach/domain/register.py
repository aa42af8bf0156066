"""The register of poor households: who, where, how to reach them, and with whose consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core import audit
from core.crypto import keyed_hash
from outreach.domain.promises import office_of
from outreach.domain.reporting import phone_hash
from outreach.enums import Need, Terrain
from outreach.exceptions import CardKnown
from outreach.models import Household, Member

CARD = "outreach-card"


@dataclass(frozen=True)
class Person:
    """A member who belongs to a group; the name may stay empty."""

    need: Need
    name: str = ""
    birth_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is written down of a household. The family card is not needed."""

    region: str
    head_name: str
    address: str
    terrain: Terrain
    phone: str = ""
    card: str = ""
    sticker: bool = False
    kenthongan: bool = False
    consent_on: date
    members: Sequence[Person] = ()


def card_hash(card: str) -> str | None:
    """Keyed hash of a family card number; None for none."""
    return keyed_hash(card, CARD) if card else None


@transaction.atomic
def register_household(facts: Particulars, *, by: User | None, at: datetime, is_demo: bool = False) -> Household:
    """Write a household down under the Puskesmas of its village. Raises AreaUnknown, CardKnown."""
    _check_card(facts.card, None)
    office = office_of(facts.region)
    row = Household.objects.create(office=office, registered_by=by, is_demo=is_demo, **_columns(facts))
    _write_members(row, facts.members)
    payload = {"household": row.public_id, "members": len(facts.members)}
    audit.record(action="household.register", by=by, obj=row, office=office, payload=payload, at=at)
    return row


@transaction.atomic
def change_household(household: Household, facts: Particulars, *, by: User, at: datetime) -> Household:
    """Correct what is written down; the members given replace those before. Raises AreaUnknown, CardKnown."""
    row = Household.objects.select_for_update().get(pk=household.pk)
    _check_card(facts.card, row)
    row.office = office_of(facts.region)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.save()
    row.members.all().delete()
    _write_members(row, facts.members)
    audit.record(
        action="household.change", by=by, obj=row, office=row.office, payload={"household": row.public_id}, at=at
    )
    return row


@transaction.atomic
def withdraw_consent(household: Household, *, by: User, at: datetime) -> Household:
    """The family no longer agrees: what is personal goes, the fact that a household was served stays."""
    row = Household.objects.select_for_update().select_related("office").get(pk=household.pk)
    row.consent_withdrawn_at = row.consent_withdrawn_at or at
    row.head_name, row.address = "-", "-"
    row.phone = row.card = row.card_hash = None
    row.phone_hash = ""
    row.save()
    row.members.update(name=None)
    audit.record(
        action="household.withdraw", by=by, obj=row, office=row.office, payload={"household": row.public_id}, at=at
    )
    return row


@transaction.atomic
def note_left(household: Household, *, on: date, by: User, at: datetime) -> Household:
    """The household moved or is no longer poor; it leaves the denominator from that day."""
    row = Household.objects.select_for_update().select_related("office").get(pk=household.pk)
    row.left_on = on
    row.save(update_fields=["left_on", "updated_at"])
    audit.record(
        action="household.left", by=by, obj=row, office=row.office, payload={"household": row.public_id}, at=at
    )
    return row


def _columns(facts: Particulars) -> dict[str, object]:
    return {
        "region_id": facts.region,
        "head_name": facts.head_name,
        "address": facts.address,
        "terrain": facts.terrain,
        "phone": facts.phone or None,
        "phone_hash": phone_hash(facts.phone),
        "card": facts.card or None,
        "card_hash": card_hash(facts.card),
        "sticker": facts.sticker,
        "kenthongan": facts.kenthongan,
        "consent_on": facts.consent_on,
    }


def _write_members(row: Household, members: Sequence[Person]) -> None:
    Member.objects.bulk_create(
        Member(household=row, need=person.need, name=person.name or None, birth_year=person.birth_year)
        for person in members
    )


def _check_card(card: str, own: Household | None) -> None:
    if not card:
        return
    rows = Household.objects.filter(card_hash=card_hash(card))
    if (rows.exclude(pk=own.pk) if own else rows).exists():
        raise CardKnown
