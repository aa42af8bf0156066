"""The one door to the status of a licence: suspend, reinstate, revoke, surrender, replace (DECISIONS 20).

Every verb passes through `_change`: lock the licence, compare the version, consult the table of `moves` on the
local day the verb holds from, cut and append intervals, push the fact to the letter, write the audit row, tell whoever
listens. A day to come is allowed; nothing has to run on that day for the status to be true.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core import audit
from core.exceptions import StaleVersion
from letters.domain.standing import set_effects
from letters.enums import LetterState, Standing
from letters.models import Letter
from licensing.domain.licences import moves as table
from licensing.domain.licences.moves import Flaw, Interval
from licensing.enums import LicenceState, LicenceVerb
from licensing.exceptions import (
    DayInPast,
    LaterChangePlanned,
    LicenceEnded,
    LicenceMoveNotPossible,
    NotYourMove,
)
from licensing.models import Licence, LicenceStatus, Reason, RecommendationType, Sanction
from licensing.rules import Actor
from licensing.signals import licence_changed


def locked(licence: Licence) -> Licence:
    """Return the licence with its row locked; call inside a transaction."""
    Licence.objects.select_for_update(of=("self",)).only("pk").get(pk=licence.pk)
    return Licence.objects.select_related("office", "letter", "holder_person", "holder_facility", "place").get(
        pk=licence.pk
    )


def intervals_of(licence: Licence) -> list[Interval]:
    """Return the statuses as intervals, oldest first; reads a prefetched list."""
    rows = sorted(licence.statuses.all(), key=lambda row: (row.valid_from, row.pk))
    return [Interval(LicenceState(row.status), row.valid_from, row.valid_to) for row in rows]


def today_of(licence: Licence, at: datetime) -> date:
    """Return the local day of the office that issued the licence."""
    return at.astimezone(licence.office.zone).date()


def is_delegated(licence: Licence) -> bool:
    """True when DPMPTSP issued the licence, False for the products of the health office."""
    return licence.office.kind == "dpmptsp"


def type_of(licence: Licence) -> RecommendationType:
    """Return the newest version of the licence's type."""
    return RecommendationType.objects.filter(code=licence.type_code).order_by("-version")[:1].get()


def available(licence: Licence, by: Actor, *, at: datetime) -> list[LicenceVerb]:
    """Return the verbs the table gives this person today; guards come on top."""
    return table.available(
        intervals_of(licence),
        by.roles,
        delegated=is_delegated(licence),
        on=today_of(licence, at),
        ends_on=licence.ends_on,
    )


def check(licence: Licence, verb: LicenceVerb, *, by: Actor, on: date, at: datetime) -> LicenceState:
    """Return the status the verb starts from on `on`; raise why it cannot be done.

    Raises NotYourMove, DayInPast, LicenceMoveNotPossible, LaterChangePlanned, LicenceEnded.
    """
    if not by.role_for(table.MOVES[verb].allowed_to(delegated=is_delegated(licence))):
        raise NotYourMove(params={"action": verb.label})
    return check_day(licence, verb, on=on, at=at)


def check_day(licence: Licence, verb: LicenceVerb, *, on: date, at: datetime) -> LicenceState:
    """As `check`, whoever asks."""
    today = today_of(licence, at)
    if on < today:
        raise DayInPast(params={"date": today})
    try:
        return table.check(intervals_of(licence), verb, on=on, ends_on=licence.ends_on)
    except table.NotPossible as refusal:
        raise _in_words(refusal, licence, on) from None


def _in_words(refusal: table.NotPossible, licence: Licence, on: date) -> Exception:
    if refusal.flaw == Flaw.EXPIRED:
        return LicenceEnded(params={"date": licence.ends_on})
    if refusal.flaw == Flaw.LATER_CHANGE:
        return LaterChangePlanned(params={"date": on})
    status = refusal.status.label if refusal.status else "-"
    return LicenceMoveNotPossible(params={"date": on, "status": status})


def suspend(licence: Licence, *, by: Actor, at: datetime, on: date, **more: Any) -> LicenceStatus:
    """Let the licence have no effect from a local day until it is reinstated or revoked."""
    return _change(licence, LicenceVerb.SUSPEND, LicenceState.SUSPENDED, by=by, at=at, on=on, **more)


def reinstate(licence: Licence, *, by: Actor, at: datetime, on: date, **more: Any) -> LicenceStatus:
    """Put a suspended licence in force again; its last day stays."""
    return _change(licence, LicenceVerb.REINSTATE, LicenceState.ACTIVE, by=by, at=at, on=on, **more)


def revoke(licence: Licence, *, by: Actor, at: datetime, on: date, **more: Any) -> LicenceStatus:
    """End the licence; whatever was planned after that day falls away."""
    return _change(licence, LicenceVerb.REVOKE, LicenceState.REVOKED, by=by, at=at, on=on, **more)


def surrender(licence: Licence, *, by: Actor, at: datetime, on: date, **more: Any) -> LicenceStatus:
    """Take the licence back from its holder, who asked for it. No sanction."""
    return _change(licence, LicenceVerb.SURRENDER, LicenceState.SURRENDERED, by=by, at=at, on=on, **more)


@transaction.atomic
def follow(old: Licence, new: Licence, *, verb: LicenceVerb, user: Any, at: datetime) -> LicenceStatus | None:
    """Let the new licence take the place of the old one from its first day (DECISIONS 10); None for a further place.

    Not refused whatever the old one's status: a renewal issued on the day of a suspension still replaces it, and an
    old licence that ended for good keeps its end.
    """
    target = table.MOVES[verb].target
    if target is None:
        return None
    old = locked(old)
    rows = intervals_of(old)
    status = table.status_on(rows, new.starts_on)
    if status is None or status in table.ENDED:
        return None
    cut = [row for row in old.statuses.all() if row.valid_to is None or row.valid_to > new.starts_on]
    row = _write(
        old, cut, verb=verb, target=target, on=new.starts_on, user=user, at=at, note=new.number, letter=new.letter
    )
    _announce(old, row, verb=verb, user=user, at=at, payload={"new": new.number})
    return row


@transaction.atomic
def _change(
    licence: Licence,
    verb: LicenceVerb,
    target: LicenceState,
    *,
    by: Actor,
    at: datetime,
    on: date,
    version: int | None = None,
    reason: Reason | None = None,
    note: str = "",
    letter: Letter | None = None,
    sanction: Sanction | None = None,
) -> LicenceStatus:
    fresh = locked(licence)
    if version is not None and version != fresh.version:
        raise StaleVersion
    check(fresh, verb, by=by, on=on, at=at)
    cut = [row for row in fresh.statuses.all() if row.valid_to is None or row.valid_to > on]
    row = _write(
        fresh,
        cut,
        verb=verb,
        target=target,
        on=on,
        user=by.user if by.user_id else None,
        at=at,
        note=note,
        reason=reason,
        letter=letter,
        sanction=sanction,
    )
    payload = {"client": by.client_id, "reason": reason.code if reason else ""}
    _announce(fresh, row, verb=verb, user=row.recorded_by, at=at, payload=payload, note=note)
    licence.refresh_from_db()
    return row


def _write(
    licence: Licence,
    cut: Iterable[LicenceStatus],
    *,
    verb: LicenceVerb,
    target: LicenceState,
    on: date,
    user: Any,
    at: datetime,
    note: str = "",
    reason: Reason | None = None,
    letter: Letter | None = None,
    sanction: Sanction | None = None,
) -> LicenceStatus:
    for row in cut:
        row.valid_to = Interval(LicenceState(row.status), row.valid_from, row.valid_to).cut(on).until
        row.save(update_fields=["valid_to"])
    written = LicenceStatus.objects.create(
        licence=licence,
        status=target,
        valid_from=on,
        verb=verb,
        note=note[:300],
        reason=reason,
        letter=letter,
        sanction=sanction,
        recorded_at=at,
        recorded_by=user,
    )
    Licence.objects.filter(pk=licence.pk).update(version=licence.version + 1, updated_at=at)
    licence.version += 1
    return written


def _announce(
    licence: Licence,
    row: LicenceStatus,
    *,
    verb: LicenceVerb,
    user: Any,
    at: datetime,
    payload: dict[str, Any],
    note: str = "",
) -> None:
    _push_to_letter(licence, user=user, at=at)
    audit.record(
        action=f"licence.{verb}",
        by=user,
        obj=licence,
        office=licence.office,
        reason=note,
        payload={"number": licence.number, "status": row.status, "from": row.valid_from.isoformat(), **payload},
        at=at,
    )
    licence_changed.send(sender=Licence, licence=licence, status=row.status, row=row, at=at)


def _push_to_letter(licence: Licence, *, user: Any, at: datetime) -> None:
    """Tell the letter every standing by date, so that `verify` needs nobody (DECISIONS 2)."""
    if licence.letter is None or licence.letter.state == LetterState.VOID:
        return
    rows = [row for row in intervals_of(licence) if not row.is_empty]
    set_effects(licence.letter, _effects(rows), by=user, at=at)


_STANDING = {
    LicenceState.ACTIVE: Standing.VALID,
    LicenceState.SUSPENDED: Standing.SUSPENDED,
    LicenceState.REVOKED: Standing.REVOKED,
    LicenceState.SURRENDERED: Standing.SURRENDERED,
    LicenceState.REPLACED: Standing.REPLACED,
}


def _effects(rows: list[Interval]) -> list[tuple[date, Standing]]:
    """The first status, active from the beginning, is what a letter says by itself."""
    said = rows[1:] if rows and rows[0].status == LicenceState.ACTIVE else rows
    return [(row.since, _STANDING[row.status]) for row in said]
