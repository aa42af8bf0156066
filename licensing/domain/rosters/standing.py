"""Where one member of staff stands on a day: the SIP at this place, how long it lasts, what does not agree. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licensing.domain.eligibility import RENEWAL_WINDOW
from licensing.enums import LicenceState

WINDOWS = (30, 60, 90)


class SipState(StrEnum):
    """How a placement stands; `NONE` to `SURRENDERED` lack a SIP in force."""

    NOT_NEEDED = "not_needed"
    IN_FORCE = "in_force"
    ENDING = "ending"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"
    NONE = "none"


HELD = frozenset({SipState.IN_FORCE, SipState.ENDING})
_OF_STATUS = {
    LicenceState.SUSPENDED: SipState.SUSPENDED,
    LicenceState.REVOKED: SipState.REVOKED,
    LicenceState.SURRENDERED: SipState.SURRENDERED,
}


class Difference(StrEnum):
    """What the register says in two ways, or leaves open."""

    STR_MISSING = "str_missing"
    STR_ENDED = "str_ended"
    SIP_OUTLIVES_STR = "sip_outlives_str"
    HOURS_DIFFER = "hours_differ"
    CORRECTION_OPEN = "correction_open"


@dataclass(frozen=True)
class HeldSip:
    """One SIP of the profession, anywhere in the register, with its status on the day asked."""

    pk: int
    place_id: int | None
    slot: int
    starts_on: date
    ends_on: date | None
    status: str
    hours: tuple[tuple[str, str, str], ...] = ()

    def is_in_force(self, on: date) -> bool:
        """Start <= on <= end and `active` (DECISIONS 20)."""
        return (
            self.status == LicenceState.ACTIVE and self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)
        )


@dataclass(frozen=True)
class Standing:
    """State, the licence it rests on (the last one when none is in force), and days until it ends."""

    state: SipState
    sip: HeldSip | None = None
    days_left: int | None = None

    @property
    def is_held(self) -> bool:
        """True with a SIP in force at this place."""
        return self.state in HELD

    @property
    def is_missing(self) -> bool:
        """True when a SIP is needed and none is in force."""
        return not self.is_held and self.state != SipState.NOT_NEEDED

    def ends_within(self, days: int) -> bool:
        """True when the SIP in force ends in `days` days or sooner."""
        return self.is_held and self.days_left is not None and self.days_left <= days


def standing(sips: Iterable[HeldSip], *, place_id: int, on: date, needs_sip: bool = True) -> Standing:
    """Return how a placement at `place_id` stands on `on`, from the SIPs of its person and profession."""
    if not needs_sip:
        return Standing(SipState.NOT_NEEDED)
    here = sorted((sip for sip in sips if sip.place_id == place_id), key=_last)
    current = [sip for sip in here if sip.is_in_force(on)]
    if current:
        sip = current[-1]
        left = (sip.ends_on - on).days if sip.ends_on else None
        is_ending = left is not None and left <= RENEWAL_WINDOW.days
        return Standing(SipState.ENDING if is_ending else SipState.IN_FORCE, sip, left)
    past = [sip for sip in here if sip.starts_on <= on and sip.status != LicenceState.REPLACED]
    if not past:
        return Standing(SipState.NONE)
    sip = past[-1]
    if sip.ends_on is not None and sip.ends_on < on:
        return Standing(SipState.EXPIRED, sip)
    return Standing(_OF_STATUS.get(LicenceState(sip.status), SipState.NONE), sip)


def _last(sip: HeldSip) -> tuple[date, date]:
    return sip.starts_on, sip.ends_on or date.max


def places(sips: Sequence[HeldSip], *, on: date) -> int:
    """Return in how many places the person practises with a SIP in force."""
    return len({sip.place_id for sip in sips if sip.is_in_force(on)})


def differences(
    standing_: Standing,
    *,
    on: date,
    has_str: bool | None,
    str_until: date | None,
    hours: tuple[tuple[str, str, str], ...],
    correction_open: bool = False,
) -> list[Difference]:
    """Return what does not agree. `has_str` None: the profession knows none; `str_until` None: an STR for life."""
    found: list[Difference] = []
    sip = standing_.sip if standing_.is_held else None
    if has_str is False:
        found.append(Difference.STR_MISSING)
    elif str_until is not None and str_until < on:
        found.append(Difference.STR_ENDED)
    elif str_until is not None and sip is not None and (sip.ends_on is None or sip.ends_on > str_until):
        # SE HK.02.01/MENKES/6/2024: a SIP on a dated STR ends with it.
        found.append(Difference.SIP_OUTLIVES_STR)
    if sip is not None and sip.hours and hours and set(sip.hours) != set(hours):
        found.append(Difference.HOURS_DIFFER)
    if correction_open:
        found.append(Difference.CORRECTION_OPEN)
    return found
