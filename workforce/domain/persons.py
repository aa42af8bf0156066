"""Persons and practitioners: found by keyed hash, created once, tied to an account only after verification."""

from datetime import date
from typing import Any

from django.db import transaction

from core.crypto import keyed_hashes
from workforce.enums import IdentityKind
from workforce.models import Person, Practitioner, Profession


@transaction.atomic
def person_for(*, kind: str, number: str, name: str, facts: dict[str, Any]) -> Person:
    """Return the person with this identity number, creating it once in the whole database (DECISIONS 3).

    `facts`: degrees, birth_date, birth_place, sex, address; they fill what the register does not know yet.
    """
    keys = keyed_hashes(f"{kind}:{number}", "identity")
    person = Person.objects.select_for_update().filter(identity_hash__in=keys).first()
    while person is not None and person.merged_into_id is not None:
        # The number of a merged row still finds the one human being.
        person = Person.objects.select_for_update().get(pk=person.merged_into_id)
    if person is None:
        person = Person(name=name)
        person.set_identity(kind or IdentityKind.NIK, number)
    for field, value in facts.items():
        if value and not getattr(person, field):
            setattr(person, field, value)
    person.save()
    return person


def tie_account(person: Person, user: Any) -> None:
    """Tie an account to a person once a verified application accepted the identity document; never twice."""
    if user is None or person.user_id is not None or Person.objects.filter(user=user).exists():
        return
    person.user = user
    person.save(update_fields=["user"])


@transaction.atomic
def practitioner_for(
    person: Person, profession: Profession, *, str_number: str, str_valid_until: date | None
) -> Practitioner:
    """Return the practitioner (person x profession) with the newest STR written down."""
    row, _created = Practitioner.objects.select_for_update().get_or_create(person=person, profession=profession)
    taken = Practitioner.objects.filter(str_number=str_number).exclude(pk=row.pk).exists()
    if str_number and not taken:
        row.str_number = str_number
        row.str_valid_until = str_valid_until
        row.str_lifetime = str_valid_until is None
        row.save()
    return row
