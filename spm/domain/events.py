"""Crises and outbreaks: each saving is a new version, and the engine's figures follow in the same transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from core import audit
from core.exceptions import Finding
from core.identifiers import public_id
from spm.domain.evaluation import Count
from spm.domain.locking import refuse_locked
from spm.domain.places import Place
from spm.domain.recording import Author, CellInput, FigureInput, indicator_on, record
from spm.enums import Programme, Source
from spm.exceptions import EventInvalid, NotYours, ReasonRequired
from spm.models import CrisisEvent, Outbreak, OutbreakPlace, OutbreakRow

CRISIS, OUTBREAK = "PROV-1", "PROV-2"


@dataclass(frozen=True)
class CrisisInput:
    """One effort or disaster as entered; `place` is a regency or city of the province, or None for all of it."""

    stage: str
    name: str
    starts_on: date
    due: int
    served: int
    place: Region | None = None
    ends_on: date | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class RowInput:
    """One service row of the outbreak form."""

    service: str
    due: int
    served: int
    note: str = ""


@dataclass(frozen=True)
class PlaceInput:
    """A regency or city struck; `declared` never decides whether it counts."""

    region: Region
    infected: int
    at_risk: int
    declared: bool = False
    rows: tuple[RowInput, ...] = ()


@dataclass(frozen=True)
class OutbreakInput:
    """One outbreak with its places."""

    disease: str
    starts_on: date
    cases_served: int
    contacts_served: int
    places: tuple[PlaceInput, ...]
    ends_on: date | None = None
    reason: str = ""
    note: str = ""

    @property
    def count(self) -> Count:
        """People served of people infected and at risk, all places together."""
        due = sum(place.infected + place.at_risk for place in self.places)
        return Count(self.cases_served + self.contacts_served, due)


def crises(region_code: str, year: int, at: datetime | None = None) -> list[CrisisEvent]:
    """The crises of a province's year as they hold now, or held at `at`."""
    rows = CrisisEvent.objects.current() if at is None else CrisisEvent.objects.as_of(at)
    return list(rows.filter(region=region_code, year=year).select_related("place"))


def outbreaks(region_code: str, year: int, at: datetime | None = None) -> list[Outbreak]:
    """The outbreaks of a province's year with places and form rows, in constant queries."""
    rows = Outbreak.objects.current() if at is None else Outbreak.objects.as_of(at)
    return list(rows.filter(region=region_code, year=year).prefetch_related("places__region", "places__rows__service"))


@transaction.atomic
def save_crisis(given: CrisisInput, *, region: Region, by: User, at: datetime, key: str = "") -> CrisisEvent:
    """Write a crisis, or the next version of the one called `key`.

    Raises ReasonRequired for more served than struck, EventInvalid for dates that do not fit, PeriodLocked, NotYours.
    """
    _check_dates(given.starts_on, given.ends_on, at)
    _check_reason(given.name, Count(given.served, given.due), given.reason)
    refuse_locked(Programme.SPM_PROVINCE, region.pk, given.starts_on)
    version = _supersede(CrisisEvent, key, region, at)
    event = CrisisEvent.objects.create(
        key=key or public_id(),
        version=version,
        region=region,
        year=given.starts_on.year,
        recorded_at=at,
        author=by,
        stage=given.stage,
        name=given.name,
        place=given.place,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        due=given.due,
        served=given.served,
        reason=given.reason.strip(),
        note=given.note.strip(),
    )
    _told("spm.crisis", event, by, at)
    _count_crises(region, event.year, at)
    return event


@transaction.atomic
def save_outbreak(given: OutbreakInput, *, region: Region, by: User, at: datetime, key: str = "") -> Outbreak:
    """Write an outbreak with its places and form rows, or the next version of the one called `key`.

    Raises as `save_crisis`; EventInvalid also without a place, or for a form row above its target without a note.
    """
    _check_dates(given.starts_on, given.ends_on, at)
    if not given.places:
        raise EventInvalid(findings=[Finding("place_missing", _("Isi paling sedikit satu kabupaten/kota."))])
    _check_rows(given.places)
    _check_reason(given.disease, given.count, given.reason)
    refuse_locked(Programme.SPM_PROVINCE, region.pk, given.starts_on)
    version = _supersede(Outbreak, key, region, at)
    outbreak = Outbreak.objects.create(
        key=key or public_id(),
        version=version,
        region=region,
        year=given.starts_on.year,
        recorded_at=at,
        author=by,
        disease=given.disease,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        cases_served=given.cases_served,
        contacts_served=given.contacts_served,
        reason=given.reason.strip(),
        note=given.note.strip(),
    )
    for each in given.places:
        place = OutbreakPlace.objects.create(
            outbreak=outbreak,
            region=each.region,
            infected=each.infected,
            at_risk=each.at_risk,
            declared=each.declared,
        )
        OutbreakRow.objects.bulk_create(
            OutbreakRow(place=place, service_id=row.service, due=row.due, served=row.served, note=row.note)
            for row in each.rows
        )
    _told("spm.outbreak", outbreak, by, at)
    _count_outbreaks(region, outbreak.year, at)
    return outbreak


@transaction.atomic
def withdraw(model: type[CrisisEvent | Outbreak], key: str, *, region: Region, by: User, at: datetime) -> None:
    """Take an event entered by mistake out of the count; its versions stay. Raises NotYours, PeriodLocked."""
    row = model.objects.current().filter(key=key, region=region).first()
    if row is None:
        raise NotYours
    refuse_locked(Programme.SPM_PROVINCE, region.pk, row.starts_on)
    model.objects.filter(pk=row.pk).update(superseded_at=at)
    _told("spm.event_withdraw", row, by, at)
    recount = _count_crises if model is CrisisEvent else _count_outbreaks
    recount(region, row.year, at)


def _supersede(model: Any, key: str, region: Region, at: datetime) -> int:
    """End the version that holds and return the number of the next."""
    if not key:
        return 1
    row = model.objects.current().select_for_update().filter(key=key, region=region).first()
    if row is None:
        raise NotYours
    refuse_locked(Programme.SPM_PROVINCE, region.pk, row.starts_on)
    model.objects.filter(pk=row.pk).update(superseded_at=at)
    return int(row.version) + 1


def _check_dates(starts_on: date, ends_on: date | None, at: datetime) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise EventInvalid(findings=[Finding("ends_before_start", _("Tanggal selesai sebelum tanggal mulai."))])
    if starts_on > at.date():
        raise EventInvalid(findings=[Finding("starts_ahead", _("Tanggal mulai belum tiba."))])


def _check_reason(name: str, count: Count, reason: str) -> None:
    if count.exceeds and not reason.strip():
        raise ReasonRequired(params={"indicator": name, "numerator": count.served, "denominator": count.due})


def _check_rows(places: Sequence[PlaceInput]) -> None:
    if len({place.region.pk for place in places}) != len(places):
        raise EventInvalid(findings=[Finding("place_twice", _("Kabupaten/kota yang sama diisi dua kali."))])
    for place in places:
        for row in place.rows:
            if row.served > row.due and not row.note.strip():
                raise EventInvalid(
                    findings=[
                        Finding(
                            "row_exceeds",
                            _("Pelayanan %(service)s di %(place)s melebihi sasaran; isi keterangan.")
                            % {"service": row.service, "place": place.region.name},
                        )
                    ]
                )


def _told(action: str, row: Any, by: User, at: datetime) -> None:
    payload = {"key": row.key, "version": row.version, "year": row.year, "region": row.region_id}
    audit.record(action=action, by=by, obj=row, payload=payload, at=at)


def _count_crises(region: Region, year: int, at: datetime) -> None:
    """Bring the engine's cells of PROV-1 to the events: per month and stage."""
    cells: dict[date, dict[str, Count]] = defaultdict(lambda: defaultdict(lambda: Count(0, 0)))
    reasons: dict[tuple[date, str], str] = {}
    for event in crises(region.pk, year):
        month = event.starts_on.replace(day=1)
        cells[month][event.stage] += Count(event.served, event.due)
        if event.reason:
            reasons[month, event.stage] = event.reason
    figures = {
        month: tuple(
            CellInput(count.served, count.due, part=stage, reason=reasons.get((month, stage), ""))
            for stage, count in sorted(parts.items())
        )
        for month, parts in cells.items()
    }
    _write(CRISIS, region, year, figures, at)


def _count_outbreaks(region: Region, year: int, at: datetime) -> None:
    """Bring the engine's cells of PROV-2 to the outbreaks: per month of their start, all together."""
    counts: dict[date, Count] = defaultdict(lambda: Count(0, 0))
    reasons: dict[date, str] = {}
    for row in outbreaks(region.pk, year):
        month = row.starts_on.replace(day=1)
        counts[month] += Count(row.served, sum(place.due for place in row.places.all()))
        if row.reason:
            reasons[month] = row.reason
    figures = {
        month: (CellInput(count.served, count.due, reason=reasons.get(month, "")),) for month, count in counts.items()
    }
    _write(OUTBREAK, region, year, figures, at)


def _write(code: str, region: Region, year: int, cells: Mapping[date, tuple[CellInput, ...]], at: datetime) -> None:
    """Record the months; a month whose events are gone gets an empty set, which ends its cells."""
    first = date(year, 1, 1)
    indicator = indicator_on(code, min(cells, default=first))
    stood = indicator.values.current().filter(region=region, facility=None, month__year=year)
    months = {*cells, *stood.values_list("month", flat=True)}
    record(
        [FigureInput(indicator, Place(region.pk), month, cells.get(month, ())) for month in sorted(months)],
        by=Author(role="system"),
        source=Source.COMPUTED,
        at=at,
    )
