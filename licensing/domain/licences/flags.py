"""Flags on the licences of people whose place closed or was suspended; reopening clears them.

A flag holds from a local day, so one that is set ahead is true on its day without a job. The licence keeps its own
status: only its issuer changes that.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from core import audit
from facilities.models import Facility
from licensing.domain.licences.moves import ENDED
from licensing.domain.licences.telling import tell_flag
from licensing.enums import FlagCode, LicenceState
from licensing.models import Licence, LicenceFlag, LicenceStatus


@transaction.atomic
def flag_people(facility: Facility, code: FlagCode, *, since: date, at: datetime) -> int:
    """Flag every living licence of people at the place from a day on; returns how many were flagged now.

    The same flag again changes nothing. Whoever is told is told on the day (see `licence_telling`).
    """
    flagged = 0
    for licence in _people_at(facility, since):
        row, is_new = LicenceFlag.objects.get_or_create(
            licence=licence,
            code=code,
            until=None,
            defaults={"facility": facility, "since": since, "raised_at": at},
        )
        flagged += is_new
        if is_new and since <= at.astimezone(licence.office.zone).date():
            tell_flag(row, at=at)
    if flagged:
        _record(facility, f"flag.{code}", flagged, since, at)
    return flagged


@transaction.atomic
def clear_people(facility: Facility, codes: tuple[FlagCode, ...], *, since: date, at: datetime) -> int:
    """End the flags of a place from a day on; one that has not begun by then keeps no day."""
    rows = LicenceFlag.objects.select_for_update().filter(facility=facility, code__in=codes, until__isnull=True)
    cleared = 0
    for row in rows:
        row.until = max(since, row.since)
        row.save(update_fields=["until"])
        cleared += 1
    if cleared:
        _record(facility, "flag.clear", cleared, since, at)
    return cleared


def _people_at(facility: Facility, on: date) -> list[Licence]:
    ended = LicenceStatus.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), status__in=ENDED, valid_from__lte=on
    )
    rows = Licence.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), place=facility, holder_person__isnull=False
    ).exclude(statuses__in=ended)
    return list(rows.select_related("office", "holder_person__user", "application__applicant").order_by("pk"))


def flags_on(licence: Licence, on: date) -> list[LicenceFlag]:
    """Return the flags that hold on a day; reads a prefetched list."""
    return [row for row in licence.flags.all() if row.since <= on and (row.until is None or on < row.until)]


def planned_flags(licence: Licence, on: date) -> list[LicenceFlag]:
    """Return the flags that begin after a day."""
    return [row for row in licence.flags.all() if row.since > on and (row.until is None or row.until > row.since)]


def follow_facility_licence(row: LicenceStatus, *, at: datetime) -> None:
    """A facility's own licence changed: its people are flagged while it is suspended or after it is revoked.

    A recommendation lets nobody work, so losing one stops nobody.
    """
    facility, application = row.licence.holder_facility, row.licence.application
    if facility is None or (application is not None and application.type.is_recommendation):
        return
    match LicenceState(row.status):
        case LicenceState.SUSPENDED | LicenceState.REVOKED:
            flag_people(facility, FlagCode.FACILITY_LICENCE, since=row.valid_from, at=at)
        case LicenceState.ACTIVE:
            clear_people(facility, (FlagCode.FACILITY_LICENCE,), since=row.valid_from, at=at)


def _record(facility: Facility, what: str, count: int, since: date, at: datetime) -> None:
    audit.record(
        action=f"licence.{what}",
        by=None,
        obj=facility,
        payload={"facility": facility.code, "licences": count, "since": since.isoformat()},
        at=at,
    )


def flagged(on: date) -> Q:
    """Condition on licences: at least one flag holds on a day."""
    open_ = Q(flags__until__isnull=True) | Q(flags__until__gt=on)
    return Q(pk__in=Licence.objects.filter(open_, flags__since__lte=on).filter(_real()).values("pk"))


def _real() -> Q:
    return Q(flags__until__isnull=True) | Q(flags__until__gt=F("flags__since"))
