"""Whether an issued letter still has effect. Licensing pushes the fact down when a licence changes (DECISIONS 2)."""

from collections.abc import Sequence
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

    A day to come is allowed: until then the check page answers as before. Whatever was planned from that day on
    falls away. Raises `LetterMoved` for a letter that is not issued.
    """
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state != LetterState.ISSUED:
        raise LetterMoved
    kept = [
        (date.fromisoformat(row["since"]), Standing(row["standing"]))
        for row in letter.effects
        if row["since"] < since.isoformat()
    ]
    return set_effects(letter, [*kept, (since, standing)], by=by, at=at, reason=reason)


@transaction.atomic
def set_effects(
    letter: Letter,
    effects: Sequence[tuple[date, Standing]],
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> Letter:
    """Write every standing of a letter with its first local day, in order; days to come are allowed.

    A letter still waiting for its file may have them too: it can be overtaken before it is drawn. Raises
    `LetterMoved` for a void one.
    """
    letter = Letter.objects.select_for_update().select_related("office").get(pk=letter.pk)
    if letter.state == LetterState.VOID:
        raise LetterMoved
    letter.effects = [{"since": day.isoformat(), "standing": str(standing)} for day, standing in effects]
    letter.standing = effects[-1][1] if effects else Standing.VALID
    letter.standing_since = effects[-1][0] if effects else None
    letter.save(update_fields=["effects", "standing", "standing_since"])
    audit.record(
        action="letter.standing",
        by=by,
        obj=letter,
        office=letter.office,
        reason=reason,
        payload={"number": letter.number, "effects": letter.effects},
        at=at,
    )
    return letter


def mark_replaced(letter: Letter, *, since: date, by: User | None, at: datetime) -> Letter:
    """Record that a newer letter stands in its place; the check page then names the successor."""
    return change_standing(letter, standing=Standing.REPLACED, since=since, by=by, at=at)
