"""Who is told what about months, reports and networks. The texts are rows of messages.csv."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import lazy

from accounts.domain.messages import tell
from accounts.enums import Role
from accounts.models import Membership, User
from facilities.models import Facility
from spm.domain import figures_text
from spm.domain.networks.network_text import month as month_words
from spm.models import Network, Report

PUSKESMAS_PEOPLE = (Role.PUSKESMAS_RECORDER, Role.PUSKESMAS_HEAD)
# In both languages of the message, so written when it is.
_month = lazy(month_words, str)
_period = lazy(figures_text.period, str)


def keepers(facility: Facility, *, on: date) -> list[User]:
    """Who records for a Puskesmas or heads it: those whose working area holds it."""
    parts = facility.region_id.split(".")
    above = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return _holders(PUSKESMAS_PEOPLE, above, on=on)


def planners(region_code: str, *, on: date) -> list[User]:
    """Who writes for a region as such."""
    return _holders((Role.PLANNER,), [region_code], on=on)


def office_people(region_code: str, *, on: date) -> list[User]:
    """Who leads the networks of a regency or city at its health office."""
    return _holders((Role.CITY_HEALTH,), [region_code], on=on)


def _holders(roles: Iterable[Role], codes: list[str], *, on: date) -> list[User]:
    held = Membership.objects.in_force(on).of_role(*(role.value for role in roles))
    held = held.filter(Q(region__in=codes) | Q(region__isnull=True, office__region__in=codes))
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def tell_month_due(
    facility: Facility, month: date, empty: int, *, due: date, left: int, at: datetime, on: date
) -> None:
    """The Puskesmas learns that indicators of the month are empty; once at each number of working days `left`."""
    _tell(
        "SPM_DUE",
        keepers(facility, on=on),
        key=f"{facility.public_id}:{month:%Y-%m}:{left}",
        link=f"{reverse('spm_entry', args=[facility.public_id])}?bulan={month:%Y-%m}",
        at=at,
        periode=_month(month),
        tanggal=due,
        jumlah=empty,
    )


def tell_returned(report: Report, *, correct_by: date, at: datetime, on: date) -> None:
    """Those who fill in learn that a report came back with a note."""
    _tell(
        "SPM_RETURNED",
        _fillers(report, on),
        key=f"{report.public_id}:{at:%Y%m%d%H%M%S%f}",
        link=_link(report),
        at=at,
        periode=_period(report.year, report.until),
        jumlah=1,
        tanggal=correct_by,
    )


def tell_locked(report: Report, *, at: datetime, on: date) -> None:
    """Those who fill in learn that a report is signed and closed; one without a letter has no number to tell."""
    if report.letter is None:
        return
    _tell(
        "SPM_LOCKED",
        _fillers(report, on),
        key=report.public_id,
        link=_link(report),
        at=at,
        periode=_period(report.year, report.until),
        nomor_surat=report.letter.number,
    )


def _fillers(report: Report, on: date) -> list[User]:
    return keepers(report.facility, on=on) if report.facility else planners(report.region_id, on=on)


def _link(report: Report) -> str:
    word = {"spm_province": "provinsi", "ilp": "ilp"}.get(report.programme, "kota")
    if report.programme == "ilp" and report.facility:
        return f"{reverse('ilp_entry', args=[report.facility.public_id])}?bulan={report.year}-{report.until:02d}"
    unit = f"&unit={report.facility.public_id}" if report.facility else ""
    period = f"tahun={report.year}&sampai={report.until}"
    return f"{reverse('spm_report')}?program={word}&wilayah={report.region_id}&{period}{unit}"


def tell_monitoring_due(network: Network, month: date, due: date, *, mark: str, at: datetime, on: date) -> None:
    """Puskesmas and health office: the sheet of a month is due, or late; once for each `mark`."""
    _tell(
        "NETWORK_MONITORING_DUE",
        [*keepers(network.lead, on=on), *office_people(network.region_id, on=on)],
        key=f"{network.public_id}:{month:%Y-%m}:{mark}",
        link=f"{reverse('network_month', args=[network.public_id])}?bulan={month:%Y-%m}",
        at=at,
        jejaring=network.name,
        bulan=_month(month),
        tanggal=due,
    )


def tell_evaluation_due(network: Network, due: date, *, mark: str, at: datetime, on: date) -> None:
    """The health office: an evaluation is due, or late; once for each `mark`."""
    _tell(
        "NETWORK_EVALUATION_DUE",
        office_people(network.region_id, on=on),
        key=f"{network.public_id}:{due}:{mark}",
        link=reverse("network_detail", args=[network.public_id]),
        at=at,
        jejaring=network.name,
        tanggal=due,
    )


def _tell(code: str, people: Iterable[User], *, key: str, link: str, at: datetime, **params: Any) -> None:
    for user in {user.pk: user for user in people}.values():
        tell(code, user=user, params=params, dedupe_key=f"{code}:{key}:{user.pk}", at=at, link=link)
