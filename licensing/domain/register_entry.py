"""Whole sheets of places, people, placements and licences entered into the registers at once.

For a city that begins with an empty portal and a full register; the codes and numbers must be new to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Office
from facilities.models import Facility
from letters.models import NumberCounter
from licensing.models import Licence, LicenceStatus
from workforce.enums import IdentityKind
from workforce.models import Person, Placement, Practitioner

BATCH = 500


@dataclass(frozen=True)
class PlaceLine:
    """A place; `parent_code` empty = none."""

    code: str
    name: str
    kind: str
    ownership: str
    region_code: str
    address: str
    active_from: date
    parent_code: str = ""
    owner_name: str = ""
    responsible_name: str = ""
    obligatory_types: tuple[str, ...] = ()
    checklist_kind: str = ""


@dataclass(frozen=True)
class PersonLine:
    """A person in one profession; `key` ties the sheets together. `profession` empty = none."""

    key: str
    nik: str
    name: str
    degrees: str
    birth_date: date
    birth_place: str
    sex: str
    profession: str = ""
    str_number: str = ""
    str_issued_on: date | None = None
    str_valid_until: date | None = None
    str_lifetime: bool = False

    def with_str(self, *, lifetime: bool, until: date | None) -> "PersonLine":
        """Return the line with the term of its STR."""
        return replace(self, str_lifetime=lifetime, str_valid_until=until)


@dataclass(frozen=True)
class PlacementLine:
    """Where a person works from a day on."""

    person: str
    place: str
    starts_on: date
    employment: str
    practice_hours: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class StatusLine:
    """A status over [valid_from, valid_to)."""

    status: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class LicenceLine:
    """A licence with its status history.

    `issuer` is the kind of the office that signed it, `series` its series of numbers, `mark` what the number calls
    the type, `running` its number in that series and year.
    """

    type_code: str
    starts_on: date
    ends_on: date | None
    statuses: tuple[StatusLine, ...]
    person: str = ""
    profession: str = ""
    place: str = ""
    holder_place: str = ""
    slot: int = 1
    issuer: str = ""
    series: str = ""
    mark: str = ""
    running: int = 0
    practice_hours: tuple[Mapping[str, str], ...] = ()

    def at(self, **holder: Any) -> "LicenceLine":
        """Return the line with holder and place."""
        return replace(self, **holder)

    def number(self, office: Office) -> str:
        """Return the number as letters print it."""
        classes = office.letter_settings.get("classification", {})
        parts = (
            classes.get("default", "000"),
            f"{self.running:04d}",
            self.mark,
            self.issuer.upper(),
            self.starts_on.year,
        )
        return "/".join(map(str, parts))


@dataclass
class Sheets:
    """What is entered, in this order."""

    places: list[PlaceLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    placements: list[PlacementLine] = field(default_factory=list)
    licences: list[LicenceLine] = field(default_factory=list)


@dataclass(frozen=True)
class Entered:
    """Primary keys of what was entered, by code or key; licences in the order of their sheet."""

    places: dict[str, int]
    people: dict[str, int]
    licences: list[int]


@transaction.atomic
def enter(sheets: Sheets, *, at: datetime, is_demo: bool = False) -> Entered:
    """Write the sheets in a few statements and set the number counters behind the last licence of each series.

    Raises IntegrityError when a code, an identity number, an STR or a licence number is known already.
    """
    offices = {office.kind: office for office in Office.objects.filter(kind__in=("dinkes", "dpmptsp"))}
    places = _enter_places(sheets.places, is_demo=is_demo)
    people, practitioners = _enter_people(sheets.people, is_demo=is_demo)
    _enter_placements(sheets.placements, practitioners, places)
    licences = _enter_licences(sheets.licences, offices, people, places, is_demo=is_demo)
    _enter_statuses(sheets.licences, licences, at)
    _set_counters(sheets.licences, offices)
    return Entered(places, people, [licence.pk for licence in licences])


def _enter_places(lines: list[PlaceLine], *, is_demo: bool) -> dict[str, int]:
    known: dict[str, int] = {}
    # Parents first: a row of the register may belong to one that is entered with it.
    for wave in ([line for line in lines if not line.parent_code], [line for line in lines if line.parent_code]):
        rows = Facility.objects.bulk_create((_place(line, known, is_demo=is_demo) for line in wave), batch_size=BATCH)
        known.update({row.code: row.pk for row in rows})
    return known


def _place(line: PlaceLine, known: Mapping[str, int], *, is_demo: bool) -> Facility:
    return Facility(
        code=line.code,
        name=line.name,
        kind=line.kind,
        ownership=line.ownership,
        region_id=line.region_code,
        address=line.address,
        parent_id=known[line.parent_code] if line.parent_code else None,
        owner_name=line.owner_name,
        responsible_name=line.responsible_name,
        obligatory_types=list(line.obligatory_types),
        checklist_kind=line.checklist_kind,
        active_from=line.active_from,
        is_demo=is_demo,
    )


def _enter_people(lines: list[PersonLine], *, is_demo: bool) -> tuple[dict[str, int], dict[str, int]]:
    rows = Person.objects.bulk_create((_person(line, is_demo=is_demo) for line in lines), batch_size=BATCH)
    people = {line.key: row.pk for line, row in zip(lines, rows, strict=True)}
    skilled = [line for line in lines if line.profession]
    made = Practitioner.objects.bulk_create(
        (
            Practitioner(
                person_id=people[line.key],
                profession_id=line.profession,
                str_number=line.str_number,
                str_issued_on=line.str_issued_on,
                str_valid_until=line.str_valid_until,
                str_lifetime=line.str_lifetime and bool(line.str_number),
            )
            for line in skilled
        ),
        batch_size=BATCH,
    )
    return people, {line.key: row.pk for line, row in zip(skilled, made, strict=True)}


def _person(line: PersonLine, *, is_demo: bool) -> Person:
    person = Person(
        name=line.name,
        degrees=line.degrees,
        birth_date=line.birth_date,
        birth_place=line.birth_place,
        sex=line.sex,
        is_demo=is_demo,
    )
    person.set_identity(IdentityKind.NIK, line.nik)
    return person


def _enter_placements(lines: list[PlacementLine], practitioners: Mapping[str, int], places: Mapping[str, int]) -> None:
    Placement.objects.bulk_create(
        (
            Placement(
                practitioner_id=practitioners[line.person],
                facility_id=places[line.place],
                starts_on=line.starts_on,
                employment=line.employment,
                practice_hours=list(line.practice_hours),
            )
            for line in lines
        ),
        batch_size=BATCH,
    )


def _enter_licences(
    lines: list[LicenceLine],
    offices: Mapping[str, Office],
    people: Mapping[str, int],
    places: Mapping[str, int],
    *,
    is_demo: bool,
) -> list[Licence]:
    return Licence.objects.bulk_create(
        (
            Licence(
                type_code=line.type_code,
                number=line.number(offices[line.issuer]),
                office=offices[line.issuer],
                holder_person_id=people.get(line.person),
                holder_facility_id=places.get(line.holder_place),
                profession_id=line.profession or None,
                place_id=places.get(line.place),
                slot=line.slot,
                starts_on=line.starts_on,
                ends_on=line.ends_on,
                practice_hours=list(line.practice_hours),
                is_demo=is_demo,
            )
            for line in lines
        ),
        batch_size=BATCH,
    )


def _enter_statuses(lines: list[LicenceLine], licences: list[Licence], at: datetime) -> None:
    LicenceStatus.objects.bulk_create(
        (
            LicenceStatus(
                licence=licence,
                status=status.status,
                valid_from=status.valid_from,
                valid_to=status.valid_to,
                recorded_at=at,
            )
            for line, licence in zip(lines, licences, strict=True)
            for status in line.statuses
        ),
        batch_size=BATCH,
    )


def _set_counters(lines: list[LicenceLine], offices: Mapping[str, Office]) -> None:
    last: dict[tuple[str, str, int], int] = {}
    for line in lines:
        key = (line.issuer, line.series, line.starts_on.year)
        last[key] = max(last.get(key, 0), line.running)
    NumberCounter.objects.bulk_create(
        NumberCounter(office=offices[issuer], series=series, year=year, last=running)
        for (issuer, series, year), running in last.items()
    )
