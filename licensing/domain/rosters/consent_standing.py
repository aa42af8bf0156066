"""How the question "may the facility file for you?" stands at a moment, from its append-only rows."""

from datetime import datetime
from enum import StrEnum

from licensing.enums import ConsentVerdict
from licensing.models import FilingConsent


class Stand(StrEnum):
    """Waiting until answered or past its last day; a consent given may be taken back."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REVOKED = "revoked"


# The later of two answers stands first.
_ORDER = (ConsentVerdict.REVOKED, ConsentVerdict.GRANTED, ConsentVerdict.REFUSED, ConsentVerdict.CANCELLED)


def stand_of(consent: FilingConsent, *, at: datetime) -> Stand:
    """Return how `consent` stands at `at`; reads `answers` as prefetched."""
    verdicts = {answer.verdict for answer in consent.answers.all()}
    found = next((verdict for verdict in _ORDER if verdict in verdicts), None)
    if found is not None:
        return Stand(found.value)
    return Stand.EXPIRED if consent.expires_at <= at else Stand.WAITING


def is_open(consent: FilingConsent, *, at: datetime) -> bool:
    """True while nobody needs to be asked again: it may still be answered, or leads to a filing."""
    return stand_of(consent, at=at) in (Stand.WAITING, Stand.GRANTED)
