"""Reading identity numbers, and showing one in clear: with a typed reason and an audit row."""

import re
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rules import viewer_of
from core import audit
from core.crypto import keyed_hashes
from core.exceptions import NotAllowed
from workforce.enums import IdentityKind
from workforce.exceptions import NikInvalid
from workforce.models import Person

NIK = re.compile(r"\d{16}")
PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def read_number(kind: str, text: str) -> str:
    """Return the number without blanks and points. Raises NikInvalid."""
    number = re.sub(r"[\s.\-]", "", text).upper()
    form = NIK if kind == IdentityKind.NIK else PASSPORT
    if not form.fullmatch(number):
        raise NikInvalid
    return number


def person_by_number(kind: str, number: str) -> Person | None:
    """Return the person with this number, following merges; None when nobody has it."""
    person = Person.objects.filter(identity_hash__in=keyed_hashes(f"{kind}:{number}", "identity")).first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return person


@transaction.atomic
def show_number(person: Person, *, by: User, reason: str, at: datetime) -> str:
    """Return the identity number in clear and leave an event with the typed reason (matrix nik_clear_read).

    The person concerned needs no reason. Raises NotAllowed without one, or without the cell.
    """
    own = person.user_id == by.pk
    if not own and not any(scope.cell.scope in ("C", "D") for scope in viewer_of(by).scopes("nik_clear_read")):
        raise NotAllowed
    if not own and not reason.strip():
        raise NotAllowed
    audit.record(action="nik.read", by=by, obj=person, reason=reason, payload={"own": own}, at=at)
    return str(person.identity_number)
