"""Who hears of a licence: its holder and the persons in charge of the place, on the day a change takes effect.

Rows of `LicenceStatus` and `LicenceFlag` are the outbox: `told_at` null = still to be told.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from accounts.domain.messages import tell
from accounts.models import Office, User
from core.batches import in_batches
from facilities.models import FacilityPerson
from licensing.domain.licences.moves import MOVES
from licensing.enums import FlagCode, LicenceVerb
from licensing.models import Licence, LicenceFlag, LicenceStatus

_PEOPLE = ("licence__office", "licence__holder_person__user", "licence__application__applicant", "licence__place")
# The message about the new licence says it.
SILENT = (LicenceVerb.RENEW, LicenceVerb.MOVE, LicenceVerb.CHANGE, LicenceVerb.REPLACE_LOST)


def page_of(licence: Licence) -> str:
    """Path of the licence's own page; the random id opens nothing by itself."""
    return f"/izin/{licence.public_id}/"


def holder_user(licence: Licence) -> User | None:
    """Return the account of the holder: the person's, else the applicant's of the file it came from."""
    person = licence.holder_person
    if person is not None and person.user is not None:
        return person.user
    return licence.application.applicant if licence.application else None


def hearers(licence: Licence, on: date) -> list[User]:
    """Return holder and persons in charge of place and facility on a day, each once."""
    places = [pk for pk in (licence.place_id, licence.holder_facility_id) if pk]
    in_charge = FacilityPerson.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), facility_id__in=places, starts_on__lte=on
    ).select_related("user")
    found = [holder_user(licence), *(row.user for row in in_charge)]
    return list({user.pk: user for user in found if user is not None}.values())


def tell_due(*, at: datetime) -> int:
    """Tell every change whose day has come and that nobody was told of; returns how many."""
    done = 0
    for office in Office.objects.filter(kind__in=("dpmptsp", "dinkes")):
        on = at.astimezone(office.zone).date()
        done += sum(tell_status(row, at=at) for row in _due_statuses(office, on))
        done += sum(tell_flag(row, at=at) for row in _due_flags(office, on))
    return done


def _due_statuses(office: Office, on: date) -> Iterable[LicenceStatus]:
    rows = LicenceStatus.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        licence__office=office,
        told_at__isnull=True,
        valid_from__lte=on,
    )
    return in_batches(rows.exclude(verb="").select_related("sanction", *_PEOPLE))


def _due_flags(office: Office, on: date) -> Iterable[LicenceFlag]:
    rows = LicenceFlag.objects.filter(
        Q(until__isnull=True) | Q(until__gt=F("since")), licence__office=office, told_at__isnull=True, since__lte=on
    )
    return in_batches(rows.select_related("facility", *_PEOPLE))


@transaction.atomic
def tell_status(row: LicenceStatus, *, at: datetime) -> int:
    """Tell one change once; 0 when another worker was faster or nobody needs to hear."""
    if not LicenceStatus.objects.filter(pk=row.pk, told_at__isnull=True).update(told_at=at):
        return 0
    message = MOVES[LicenceVerb(row.verb)].message
    if not message or row.verb in SILENT:
        return 0
    licence = row.licence
    params: dict[str, Any] = {"nomor_izin": licence.number, "tanggal": row.valid_from}
    if row.sanction is not None and row.sanction.objection_until is not None:
        params["tanggal_keberatan"] = row.sanction.objection_until
    _tell_all(message, licence, params, key=f"status:{row.pk}", on=row.valid_from, at=at)
    return 1


@transaction.atomic
def tell_flag(row: LicenceFlag, *, at: datetime) -> int:
    """Tell once that the place of a licence closed or was suspended."""
    if not LicenceFlag.objects.filter(pk=row.pk, told_at__isnull=True).update(told_at=at):
        return 0
    code = "FACILITY_CLOSED_SIP" if row.code == FlagCode.FACILITY_CLOSED else "FACILITY_SUSPENDED_SIP"
    user = holder_user(row.licence)
    if user is not None:
        tell(
            code,
            user=user,
            params={"fasilitas": row.facility.name, "tanggal": row.since},
            dedupe_key=f"{code}:{row.facility_id}:{row.licence.public_id}:{row.since.isoformat()}",
            at=at,
            link=page_of(row.licence),
            zone=row.licence.office.zone,
        )
    return 1


def tell_warning(licence: Licence, *, number: str, until: date, key: str, at: datetime) -> None:
    """Tell holder and PJ of a written warning and the last day of the repair."""
    on = at.astimezone(licence.office.zone).date()
    params = {"nomor_izin": licence.number, "nomor_surat": number, "tanggal": until}
    _tell_all("LICENCE_WARNED", licence, params, key=key, on=on, at=at)


def _tell_all(code: str, licence: Licence, params: dict[str, Any], *, key: str, on: date, at: datetime) -> None:
    for user in hearers(licence, on):
        tell(
            code,
            user=user,
            params=params,
            dedupe_key=f"{code}:{key}:{user.pk}",
            at=at,
            link=page_of(licence),
            zone=licence.office.zone,
        )
