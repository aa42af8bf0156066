"""Whether an issued letter still has effect. Licensing pushes the fact down when a licence changes (DECISIONS 2)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core import audit
from letters.enums import LetterState, Standing
from letters.exceptions import LetterMoved
from letters.models import Letter


@transaction.atomic
def change_standing(
    letter: Letter, *, standing: Standing, since: date, by: User | None, at: datetime, reason: str = ""
) -> Letter:
    """Record that an issued letter is suspended, revoked, given back, replaced, or valid again from a local day.

    A day to come is allowed: until then the check page answers as before. Raises `LetterMoved` for a letter that
    is not issued.
    """
    letter = Letter.objects.select_for_update().select_related("office").get(pk=letter.pk)
    if letter.state != LetterState.ISSUED:
        raise LetterMoved
    today = at.astimezone(letter.office.zone).date()
    letter.standing_before = letter.standing_on(today)
    letter.standing, letter.standing_since = standing, since
    letter.save(update_fields=["standing", "standing_since", "standing_before"])
    audit.record(
        action="letter.standing",
        by=by,
        obj=letter,
        office=letter.office,
        reason=reason,
        payload={"number": letter.number, "standing": str(standing), "since": since.isoformat()},
        at=at,
    )
    return letter


def mark_replaced(letter: Letter, *, since: date, by: User | None, at: datetime) -> Letter:
    """Record that a newer letter stands in its place; the check page then names the successor."""
    return change_standing(letter, standing=Standing.REPLACED, since=since, by=by, at=at)
