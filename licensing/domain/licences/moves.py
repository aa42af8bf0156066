"""The table of licence moves, and statuses as intervals of days. Pure: verbs, buttons, checks and docs derive from it.

A licence has one status on each day from its start: intervals [from, to), the last one open (DECISIONS 20). A verb
holds from a local day, today or later. Expired is derived from the last day of the licence and stored nowhere.
"""

from collections.abc import Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accounts.enums import Role
from licensing.domain.workflow import CLIENT, SYSTEM
from licensing.enums import ApplicationKind, LicenceState, LicenceVerb

L, V = LicenceState, LicenceVerb
ENDED = frozenset({L.REVOKED, L.SURRENDERED, L.REPLACED})
LIVING = frozenset({L.ACTIVE, L.SUSPENDED})
# Terms of renewal (roles.md section 2) stand in `eligibility`; here only whether the status allows it.
_HOLDER = frozenset({Role.APPLICANT.value, Role.PJ.value, Role.FRONT_OFFICE.value, CLIENT})
_OFFICE_HEAD = frozenset({Role.LICENCE_HEAD.value, CLIENT})
_HEALTH_HEAD = frozenset({Role.HEALTH_HEAD.value})


@dataclass(frozen=True)
class LicenceMove:
    """One verb: from which statuses, to which (None = the licence keeps its own), by whom, with which letter.

    `actors` act on types delegated to DPMPTSP, `own_actors` on the products of the health office.
    `by_application` verbs begin with a draft and take effect when the new licence is issued.
    """

    sources: frozenset[LicenceState]
    target: LicenceState | None
    actors: frozenset[str]
    own_actors: frozenset[str]
    letter: str = ""
    message: str = ""
    on_advice: bool = False
    by_application: ApplicationKind | None = None

    def allowed_to(self, *, delegated: bool) -> frozenset[str]:
        """Roles that may do the verb on a type of this kind."""
        return self.actors if delegated else self.own_actors


def _filed(kind: ApplicationKind, target: LicenceState | None) -> LicenceMove:
    return LicenceMove(frozenset({L.ACTIVE}), target, _HOLDER, _HOLDER, by_application=kind)


MOVES: dict[LicenceVerb, LicenceMove] = {
    V.RENEW: _filed(ApplicationKind.RENEWAL, L.REPLACED),
    V.MOVE: _filed(ApplicationKind.MOVE, L.SURRENDERED),
    V.EXTRA_PLACE: _filed(ApplicationKind.NEW, None),
    V.CHANGE: _filed(ApplicationKind.CHANGE, L.REPLACED),
    V.REPLACE_LOST: _filed(ApplicationKind.REPLACEMENT, L.REPLACED),
    V.WARN: LicenceMove(LIVING, None, _HEALTH_HEAD, _HEALTH_HEAD, "TEGURAN", "LICENCE_WARNED"),
    V.SUSPEND: LicenceMove(
        frozenset({L.ACTIVE}), L.SUSPENDED, _OFFICE_HEAD, _HEALTH_HEAD, "PEMBEKUAN", "LICENCE_SUSPENDED", on_advice=True
    ),
    V.REINSTATE: LicenceMove(
        frozenset({L.SUSPENDED}),
        L.ACTIVE,
        _OFFICE_HEAD,
        _HEALTH_HEAD,
        "PEMBERLAKUAN_KEMBALI",
        "LICENCE_REINSTATED",
        on_advice=True,
    ),
    V.REVOKE: LicenceMove(
        LIVING, L.REVOKED, _OFFICE_HEAD, _HEALTH_HEAD, "PENCABUTAN", "LICENCE_REVOKED", on_advice=True
    ),
    V.SURRENDER: LicenceMove(LIVING, L.SURRENDERED, _HOLDER, _HOLDER, "KET_PENCABUTAN_SIP", "LICENCE_SURRENDERED"),
    V.EXPIRE: LicenceMove(LIVING, None, frozenset({SYSTEM}), frozenset({SYSTEM}), message="SIP_ENDED"),
}

# What the new licence does to the one it was filed with (DECISIONS 10). A further place leaves it alone.
EFFECT_ON_OLD: dict[ApplicationKind, LicenceState | None] = {
    move.by_application: move.target for move in MOVES.values() if move.by_application is not None
}
VERB_OF_KIND = {move.by_application: verb for verb, move in MOVES.items() if move.by_application is not None}


@dataclass(frozen=True)
class Interval:
    """A status over [since, until); `until` None = open. One of no days was overtaken and counts for nothing."""

    status: LicenceState
    since: date
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.until is not None and self.until <= self.since

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def cut(self, on: date) -> "Interval":
        """Let it end before `on`; one that begins later keeps no day."""
        return replace(self, until=max(on, self.since)) if self.until is None or self.until > on else self


class Flaw(StrEnum):
    """Why a verb cannot be done on a day."""

    BEFORE_START = "before_start"
    EXPIRED = "expired"
    WRONG_STATUS = "wrong_status"
    LATER_CHANGE = "later_change"
    NEVER = "never"


class NotPossible(Exception):
    """The table has no such move on that day; `flaw` says why, `status` what the licence is then."""

    def __init__(self, flaw: Flaw, status: LicenceState | None = None) -> None:
        super().__init__(flaw)
        self.flaw, self.status = flaw, status


def status_on(intervals: Iterable[Interval], on: date) -> LicenceState | None:
    """Return the status on a day, or None before the first one."""
    return next((row.status for row in intervals if row.covers(on)), None)


def has_expired(ends_on: date | None, on: date) -> bool:
    """True after the last day; None = unlimited."""
    return ends_on is not None and on > ends_on


def in_force(intervals: Iterable[Interval], *, starts_on: date, ends_on: date | None, on: date) -> bool:
    """Start <= on <= end and active on that day (DECISIONS 20)."""
    return starts_on <= on and not has_expired(ends_on, on) and status_on(intervals, on) == L.ACTIVE


def after(
    intervals: Sequence[Interval], verb: LicenceVerb, *, target: LicenceState, on: date, ends_on: date | None
) -> tuple[list[Interval], Interval]:
    """Return the intervals as they stand once `verb` holds from `on` (the cut ones first), and the new one.

    A change that ends the licence overtakes whatever was planned after it; any other is refused when something
    later is planned already. Raises NotPossible.
    """
    check(intervals, verb, on=on, ends_on=ends_on)
    return [row.cut(on) for row in intervals], Interval(target, on)


def check(intervals: Sequence[Interval], verb: LicenceVerb, *, on: date, ends_on: date | None) -> LicenceState:
    """Return the status the verb starts from on that day; raises NotPossible."""
    status = status_on(intervals, on)
    if status is None:
        raise NotPossible(Flaw.BEFORE_START)
    move = MOVES.get(verb)
    if move is None or verb == V.EXPIRE:
        raise NotPossible(Flaw.NEVER, status)
    if status not in move.sources:
        raise NotPossible(Flaw.WRONG_STATUS, status)
    if has_expired(ends_on, on):
        raise NotPossible(Flaw.EXPIRED, status)
    later = [row for row in intervals if row.since > on and not row.is_empty]
    if later and move.target is not None and move.target not in ENDED:
        raise NotPossible(Flaw.LATER_CHANGE, later[0].status)
    return status


def available(
    intervals: Sequence[Interval], roles: AbstractSet[str], *, delegated: bool, on: date, ends_on: date | None
) -> list[LicenceVerb]:
    """Return the verbs open to holders of `roles` on a day, in table order; guards come on top."""
    found = []
    for verb, move in MOVES.items():
        if not move.allowed_to(delegated=delegated) & roles:
            continue
        try:
            check(intervals, verb, on=on, ends_on=ends_on)
        except NotPossible:
            continue
        found.append(verb)
    return found
