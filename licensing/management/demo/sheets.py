"""The register of the demo city as spreadsheets, brought in by the ordinary importer (DECISIONS 22).

What an office would send: one XLSX of facilities, people, placements and old licences each. They are checked like any
other; a flaw in them stops the load, for then either the generator or the importer is wrong.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.models import Office, User
from core import sheets
from core.imports import Scope, kind_of, reporting, running, staging
from core.models import ImportBatch, ImportMode
from facilities.models import Facility
from letters.models import NumberCounter
from licensing.domain.importing import history_text
from licensing.management.demo.lines import Entered, LicenceLine, PersonLine, PlaceLine, PlacementLine, Sheets
from licensing.models import Licence
from workforce.domain.importing.columns import hours_text
from workforce.models import Person

Cells = Mapping[str, Any]
NAMES = {
    "facilities": "fasilitas-kota.xlsx",
    "practitioners": "tenaga-kesehatan.xlsx",
    "placements": "penempatan.xlsx",
    "licences": "izin-sejak-2013.xlsx",
}


class FlawedSheet(Exception):
    """A sheet of the generator that the importer refuses; the argument names the first flaws."""


def bring(found: Sheets, *, offices: Mapping[str, Office], by: User, at: datetime) -> Iterator[str]:
    """Import the four sheets in order, yielding the kind that is done, and set the counters of numbers behind them."""
    health = offices["dinkes"]
    scope = Scope(
        on=at.astimezone(health.zone).date(), office_code=health.code, region_code=health.region_id, is_demo=True, at=at
    )
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        for kind, rows in rows_of(found, offices).items():
            path = Path(folder) / NAMES[kind]
            write(kind, rows, path)
            bring_one(path, kind, scope=scope, by=by, at=at)
            yield kind
    _set_counters(found.licences, offices)


def bring_one(path: Path, kind: str, *, scope: Scope, by: User, at: datetime) -> ImportBatch:
    """Take one sheet through every step of an import. Raises `FlawedSheet`."""
    batch = staging.receive(path, kind=kind, name=path.name, scope=scope, by=by, at=at)
    running.choose(batch, batch.mapping, at=at)
    running.check(batch, at=at)
    if batch.flaw_count:
        raise FlawedSheet(path.name, reporting.flaws(batch, start=0, count=10))
    running.decide(batch, ImportMode.ALL, by=by, at=at)
    return running.apply(batch, at=at)


def write(kind: str, rows: Iterable[Cells], path: Path) -> None:
    """Write the sheet of a kind under the headings of its template."""
    columns = kind_of(kind).columns
    lines = ([row.get(column.name, "") for column in columns] for row in rows)
    sheets.write(path, [sheets.SheetOut(kind, [str(column.label) for column in columns], lines)])


def rows_of(found: Sheets, offices: Mapping[str, Office]) -> dict[str, Iterable[Cells]]:
    """The rows of each sheet by kind; parents stand above their network."""
    nik_of = {line.key: line.nik for line in found.people}
    places = sorted(found.places, key=lambda line: bool(line.parent_code))
    return {
        "facilities": map(_place, places),
        "practitioners": map(_person, found.people),
        "placements": (_placement(line, nik_of) for line in found.placements),
        "licences": (_licence(line, nik_of, offices) for line in found.licences),
    }


def _place(line: PlaceLine) -> Cells:
    return {
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "ownership": line.ownership,
        "region": line.region_code,
        "address": line.address,
        "parent": line.parent_code,
        "owner_name": line.owner_name,
        "responsible_name": line.responsible_name,
        "obligatory_types": ";".join(line.obligatory_types),
        "checklist_kind": line.checklist_kind,
        "active_from": line.active_from,
    }


def _person(line: PersonLine) -> Cells:
    until: Any = "Seumur hidup" if line.str_lifetime else line.str_valid_until
    return {
        "nik": line.nik,
        "name": line.name,
        "degrees": line.degrees,
        "birth_date": line.birth_date,
        "birth_place": line.birth_place,
        "sex": line.sex,
        "profession": line.profession,
        "str_number": line.str_number,
        "str_issued_on": line.str_issued_on,
        "str_until": until if line.str_number else "",
    }


def _placement(line: PlacementLine, nik_of: Mapping[str, str]) -> Cells:
    return {
        "nik": nik_of[line.person],
        "facility": line.place,
        "starts_on": line.starts_on,
        "employment": line.employment,
        "practice_hours": hours_text(line.practice_hours),
    }


def _licence(line: LicenceLine, nik_of: Mapping[str, str], offices: Mapping[str, Office]) -> Cells:
    steps = tuple((status.status, status.valid_from) for status in line.statuses[1:])
    return {
        "number": line.number(offices[line.issuer]),
        "type_code": line.type_code,
        "issuer": line.issuer,
        "nik": nik_of.get(line.person, ""),
        "profession": line.profession,
        "holder_facility": line.holder_place,
        "place": line.place,
        "slot": line.slot,
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "history": history_text(steps),
        "practice_hours": hours_text(line.practice_hours),
    }


def entered(found: Sheets, offices: Mapping[str, Office]) -> Entered:
    """Where everything the sheets name now stands in the registers."""
    hashes = {Person.hash_of("nik", line.nik): line.key for line in found.people}
    people = {hashes[text]: pk for text, pk in _demo(Person).values_list("identity_hash", "pk") if text in hashes}
    numbers = {(office, number): pk for office, number, pk in _demo(Licence).values_list("office_id", "number", "pk")}
    licences = [numbers[offices[line.issuer].pk, line.number(offices[line.issuer])] for line in found.licences]
    return Entered(dict(_demo(Facility).values_list("code", "pk")), people, licences)


def _demo(model: Any) -> Any:
    return model.objects.filter(is_demo=True)


def _set_counters(lines: Iterable[LicenceLine], offices: Mapping[str, Office]) -> None:
    """New numbers go on behind those of the sheets."""
    last: dict[tuple[str, str, int], int] = {}
    for line in lines:
        key = (line.issuer, line.series, line.starts_on.year)
        last[key] = max(last.get(key, 0), line.running)
    NumberCounter.objects.bulk_create(
        NumberCounter(office=offices[issuer], series=series, year=year, last=running)
        for (issuer, series, year), running in last.items()
    )
