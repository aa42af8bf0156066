"""The staff list of a facility and its network (UX 7.10): who is placed there and how each one's SIP stands.

A roster is read whole: one facility's staff, in a constant number of queries. Rows are placements, so a person
who works in two places of a network stands there twice. No NIK, phone, address or identity document is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.rules import viewer_of
from facilities.models import Facility
from licensing.domain.eligibility import RENEWAL_WINDOW
from licensing.domain.rosters.standing import (
    Difference,
    HeldSip,
    SipState,
    Standing,
    differences,
    places,
    standing,
)
from licensing.enums import OPEN_STATES, LicenceState, State
from licensing.models import Application, FilingConsent, Licence, LicenceStatus
from workforce.enums import CorrectionState
from workforce.models import CorrectionRequest, Placement

POLICY = "roster_edit"
ALIVE = (State.DRAFT, *OPEN_STATES)


def facilities_of(user: Any, action: str = POLICY) -> QuerySet[Facility]:
    """Facilities whose staff `user` keeps today: the own ones with their network, or those of an officer's region."""
    return Facility.objects.visible_to(user, action).order_by("name", "pk")


def is_own(user: Any) -> bool:
    """True when `user` keeps a roster as a facility does (cell F), not as an officer of the register."""
    return any(scope.cell.scope == "F" for scope in viewer_of(user).scopes(POLICY))


def files_for_staff(user: Any) -> bool:
    """True when `user` may file for the staff of a facility (with each one's consent)."""
    return any(scope.cell.scope == "F" for scope in viewer_of(user).scopes("staff_file"))


@dataclass(frozen=True)
class Filing:
    """The application on its way for a placement."""

    number: str
    state: str
    kind: str
    channel: str


@dataclass(frozen=True)
class Entry:
    """One line of the roster."""

    placement: Placement
    standing: Standing
    place_count: int
    differences: Sequence[Difference] = ()
    filing: Filing | None = None
    is_asked: bool = False

    @property
    def name(self) -> str:
        """Name with degrees."""
        return self.placement.practitioner.person.full_name

    @property
    def needs_action(self) -> bool:
        """True when a SIP is missing or ends within 90 days, or the data do not agree."""
        return self.standing.is_missing or self.standing.ends_within(RENEWAL_WINDOW.days) or bool(self.differences)

    @property
    def renewal_from(self) -> date | None:
        """First day a renewal may be filed; None when it may be now or the licence has no end."""
        sip = self.standing.sip
        is_early = self.standing.state == SipState.IN_FORCE and sip is not None and sip.ends_on is not None
        return sip.ends_on - RENEWAL_WINDOW if is_early and sip and sip.ends_on else None

    @property
    def can_ask(self) -> bool:
        """True when a filing makes sense now: nothing is on its way, and the SIP is missing or about to end."""
        if self.filing is not None or self.is_asked:
            return False
        return self.standing.state in (
            SipState.NONE,
            SipState.EXPIRED,
            SipState.SURRENDERED,
            SipState.ENDING,
        )


@dataclass(frozen=True)
class Figures:
    """Head figures; each is the length of a list behind it."""

    needed: int
    held: int
    ending: int
    in_process: int

    @property
    def missing(self) -> int:
        """How many need a SIP and have none in force."""
        return self.needed - self.held


@dataclass(frozen=True)
class Roster:
    """All entries of some facilities on a day."""

    facilities: Sequence[Facility]
    on: date
    entries: Sequence[Entry] = field(default_factory=tuple)

    @property
    def figures(self) -> Figures:
        """Counts over placements that need a SIP."""
        needed = [row for row in self.entries if row.placement.needs_sip]
        return Figures(
            needed=len(needed),
            held=sum(row.standing.is_held for row in needed),
            ending=sum(row.standing.ends_within(RENEWAL_WINDOW.days) for row in needed),
            in_process=sum(
                row.standing.is_missing and row.filing is not None and row.filing.state != State.DRAFT for row in needed
            ),
        )


@dataclass(frozen=True)
class _Facts:
    """What is known beside the placements, by what it hangs on."""

    sips: dict[tuple[int, str], list[HeldSip]]
    corrected: set[int]
    filings: dict[tuple[str, int, str], Filing]
    waiting: set[int]


def read(facilities: Iterable[Facility], *, on: date, at: datetime, only: Sequence[int] | None = None) -> Roster:
    """Return the roster of `facilities` on `on`, most urgent first; in constant queries.

    `at` says which questions are still open; `only` keeps the placements with these keys.
    """
    chosen = list(facilities)
    rows = _placements(chosen, on)
    placements = list(rows if only is None else rows.filter(pk__in=only))
    persons = {row.practitioner.person_id for row in placements}
    facts = _Facts(_sips(persons, on), _corrected(persons), _filings(placements, chosen), _waiting(placements, at))
    return Roster(chosen, on, sorted((_entry(row, facts, on) for row in placements), key=_urgency))


def _placements(facilities: Sequence[Facility], on: date) -> QuerySet[Placement]:
    rows: QuerySet[Placement] = Placement.objects.in_force(on).filter(facility__in=facilities)
    return (
        rows.select_related("practitioner__person", "practitioner__profession", "facility")
        .defer(*(f"practitioner__person__{name}" for name in ("identity_number", "address", "phone", "birth_place")))
        .order_by("pk")
    )


def _type(row: Placement) -> str:
    return row.practitioner.profession.type_code


def _sips(persons: set[int], on: date) -> dict[tuple[int, str], list[HeldSip]]:
    """SIPs of these persons by person and type, with the status of the day."""
    status = LicenceStatus.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), licence=OuterRef("pk"), valid_from__lte=on
    ).order_by("-valid_from", "-pk")
    rows = (
        Licence.objects.filter(holder_person__in=persons)
        .annotate(now=Subquery(status.values("status")[:1]))
        .exclude(now=LicenceState.REPLACED)
        .order_by("pk")
        .values_list(
            "holder_person", "type_code", "pk", "place", "slot", "starts_on", "ends_on", F("now"), "practice_hours"
        )
    )
    found: dict[tuple[int, str], list[HeldSip]] = defaultdict(list)
    for person, type_code, pk, place, slot, starts_on, ends_on, now, hours in rows:
        sip = HeldSip(pk, place, slot, starts_on, ends_on, now or LicenceState.ACTIVE, _hours(hours))
        found[(person, type_code)].append(sip)
    return found


def _hours(rows: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(row.get("day", "")), str(row.get("open", "")), str(row.get("close", ""))) for row in rows or ())


def _corrected(persons: set[int]) -> set[int]:
    """Whose data somebody asked to be corrected."""
    rows = CorrectionRequest.objects.filter(person__in=persons, state=CorrectionState.OPEN)
    return set(rows.values_list("person", flat=True))


def _filings(placements: Sequence[Placement], facilities: Sequence[Facility]) -> dict[tuple[str, int, str], Filing]:
    """Applications on their way by identity, place and type; drafts only where the facility files them."""
    hashes = {row.practitioner.person.identity_hash for row in placements}
    rows = (
        Application.objects.filter(place__in=facilities, identity_hash__in=hashes, state__in=ALIVE)
        .exclude(state=State.RECOMMENDED, type__delegated=False)
        .exclude(~Q(channel="pj"), state=State.DRAFT)
        .order_by("created_at", "pk")
        .values_list("identity_hash", "place", "type__code", "number", "state", "kind", "channel")
    )
    return {(person, place, code): Filing(*rest) for person, place, code, *rest in rows}


def _waiting(placements: Sequence[Placement], at: datetime) -> set[int]:
    """Placements whose person was asked and has not answered yet."""
    rows = FilingConsent.objects.filter(placement__in=placements, expires_at__gt=at, answers__isnull=True)
    return set(rows.values_list("placement", flat=True))


def _entry(row: Placement, facts: _Facts, on: date) -> Entry:
    practitioner = row.practitioner
    sips = facts.sips.get((practitioner.person_id, _type(row)), [])
    at = standing(sips, place_id=row.facility_id, on=on, needs_sip=row.needs_sip)
    return Entry(
        placement=row,
        standing=at,
        place_count=places(sips, on=on),
        differences=differences(
            at,
            on=on,
            has_str=bool(practitioner.str_number) if practitioner.profession.str_issuer_new else None,
            str_until=None if practitioner.str_lifetime else practitioner.str_valid_until,
            hours=_hours(row.practice_hours),
            correction_open=practitioner.person_id in facts.corrected,
        ),
        filing=facts.filings.get((practitioner.person.identity_hash, row.facility_id, _type(row))),
        is_asked=row.pk in facts.waiting,
    )


_FIRST = (SipState.NONE, SipState.REVOKED, SipState.SUSPENDED, SipState.SURRENDERED, SipState.EXPIRED)


def _urgency(row: Entry) -> tuple[int, date, str]:
    state, sip = row.standing.state, row.standing.sip
    ends = sip.ends_on if sip and sip.ends_on else date.max
    if row.standing.is_missing:
        return _FIRST.index(state), ends, row.name
    return len(_FIRST) + (state == SipState.NOT_NEEDED), ends, row.name
