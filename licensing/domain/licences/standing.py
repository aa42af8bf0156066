"""How a licence stands on a day, in words and tones: one answer for lists, pages, register and API."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from core import formats
from licensing.domain.eligibility import RENEWAL_WINDOW
from licensing.domain.licences import life, moves as licence_moves
from licensing.domain.licences.moves import Interval, status_on
from licensing.enums import LicenceState
from licensing.models import Licence, LicenceStatus

EXPIRED = "expired"
NOT_YET = "not_yet"
# Every word a licence may answer on a day, with the API's own names.
ON_A_DAY = [*((state.value, state.value) for state in LicenceState), (EXPIRED, EXPIRED), (NOT_YET, NOT_YET)]
# A licence given back or followed by another is over, not in trouble.
TONES = {
    LicenceState.ACTIVE: "ok",
    LicenceState.SUSPENDED: "bad",
    LicenceState.REVOKED: "bad",
    LicenceState.SURRENDERED: "none",
    LicenceState.REPLACED: "none",
    EXPIRED: "bad",
    NOT_YET: "wait",
}


@dataclass(frozen=True)
class Reading:
    """A licence on a day. `code` is the word of API and register: a status, `expired` or `not_yet`."""

    code: str
    label: str
    tone: str
    planned: tuple[Interval, ...] = ()
    renew_from: date | None = None
    can_renew: bool = False

    @property
    def is_valid(self) -> bool:
        """True while the licence may be used."""
        return self.code == LicenceState.ACTIVE


def code_of(status: str | None, *, starts_on: date, ends_on: date | None, on: date) -> str:
    """Return the one word for a licence on a day; an ended licence keeps how it ended."""
    if status is None or on < starts_on:
        return NOT_YET
    if status not in licence_moves.ENDED and licence_moves.has_expired(ends_on, on):
        return EXPIRED
    return str(status)


def label_of(code: str) -> str:
    """Return the word people read."""
    if code == EXPIRED:
        return _("Habis masa berlaku")
    if code == NOT_YET:
        return _("Belum berlaku")
    return str(LicenceState(code).label)


def read(licence: Licence, *, on: date) -> Reading:
    """Return how a licence stands on a day; reads prefetched statuses."""
    rows = [row for row in life.intervals_of(licence) if not row.is_empty]
    code = code_of(status_on(rows, on), starts_on=licence.starts_on, ends_on=licence.ends_on, on=on)
    label, tone = label_of(code), TONES[code]
    days = (licence.ends_on - on).days if licence.ends_on else None
    ends_soon = code == LicenceState.ACTIVE and days is not None and days <= RENEWAL_WINDOW.days
    if ends_soon:
        label, tone = _("Berakhir dalam %(days)s hari") % {"days": days}, "fix"
    return Reading(
        code=code,
        label=label,
        tone=tone,
        planned=tuple(row for row in rows if row.since > on),
        renew_from=licence.ends_on - RENEWAL_WINDOW if code == LicenceState.ACTIVE and licence.ends_on else None,
        can_renew=ends_soon,
    )


def planned_words(rows: Iterable[Interval]) -> str:
    """Return "Dibekukan mulai 1 Februari 2026" for changes to come."""
    return "; ".join(
        _("%(status)s mulai %(date)s") % {"status": row.status.label, "date": formats.plain_date(row.since)}
        for row in rows
    )


def with_status(rows: QuerySet[Licence], on: date) -> QuerySet[Licence, Any]:
    """Annotate `status_now`: the status on a day, null before the first; one subquery, however many rows."""
    current = LicenceStatus.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), licence=OuterRef("pk"), valid_from__lte=on
    ).exclude(valid_to=F("valid_from"))
    return rows.annotate(
        status_now=Subquery(current.order_by("-valid_from", "-pk").values("status")[:1], output_field=CharField())
    )


def standing(code: str, on: date) -> Q:
    """Condition on rows of `with_status`: the licence answers `code` on a day."""
    alive = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    if code == EXPIRED:
        return Q(ends_on__lt=on, status_now__in=list(licence_moves.LIVING))
    if code == NOT_YET:
        return Q(starts_on__gt=on) | Q(status_now__isnull=True)
    if code in licence_moves.ENDED:
        return Q(status_now=code)
    return alive & Q(status_now=code, starts_on__lte=on)
