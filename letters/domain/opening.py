"""Handing out an issued file: which letter a person may have, under what name, and the note that it was opened."""

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.exceptions import NotFound
from letters.models import Letter
from letters.rules import can_read_letter

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9.-]+")


def letter_for(user: Any, public_id: str) -> Letter:
    """Return an issued letter. Raises `NotFound` alike for an unknown one, an undrawn one and somebody else's."""
    letter = Letter.objects.with_office().filter(public_id=public_id).first()
    if letter is None or not letter.is_issued or not can_read_letter(user, letter):
        raise NotFound
    return letter


def file_name(letter: Letter) -> str:
    """Return for instance "rekomendasi-400.7.22-0187-REK-DINKES-2026.pdf"; the date where the number has no letters."""
    number = _NOT_IN_NAME.sub("-", letter.number).strip("-") or letter.number_date.isoformat()
    return f"{letter.kind_id.lower().replace('_', '-')}-{number}.pdf"


def note_opening(letter: Letter, *, by: Any, at: datetime) -> None:
    """Write the opening down, in a transaction of its own; the holder sees who looked. `by` is a person or a client."""
    client = str(getattr(by, "client_id", ""))
    with transaction.atomic():
        audit.record(
            action="letter.open",
            by=by if isinstance(by, User) else None,
            obj=letter,
            office=letter.office,
            payload={"number": letter.number, **({"client": client} if client else {})},
            at=at,
        )
