"""Sheets of placements: who works where, from when to when, at what hours."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.imports import Column, Day, Draft, Flaw, Kind, Outcome, Plan, Row, Scope, Text, YesNo
from core.imports.memory import Memory
from core.names import name_key
from facilities.enums import ClosureKind
from facilities.models import Facility, FacilityClosure
from workforce.domain.importing.columns import EMPLOYMENT, HOURS, NIK, PROFESSION
from workforce.domain.importing.people import people_of
from workforce.models import Placement, Practitioner

FIELDS = ("ends_on", "employment", "practice_hours", "needs_sip")
ALWAYS = date.max

FACILITY = Text(
    "facility", _("Fasilitas"), aliases=("Kode fasilitas", "Kode faskes", "Fasyankes", "Tempat kerja", "Unit kerja"),
    required=True, hint=_("kode atau nama di register fasilitas"), example="KLP-01", longest=150,
)  # fmt: skip
TERM: tuple[Column, ...] = (
    Day(
        "starts_on", _("Mulai bekerja"), aliases=("Mulai", "TMT", "Tanggal mulai", "Sejak", "Starts on"),
        required=True, example="2024-01-02",
    ),
    Day("ends_on", _("Sampai"), aliases=("Berakhir", "Selesai", "Tanggal selesai", "Ends on"), example=""),
    EMPLOYMENT,
    HOURS,
    YesNo(
        "needs_sip", _("Wajib SIP"), aliases=("Perlu SIP", "Needs SIP"), hint=_("ya atau tidak; kosong berarti ya"),
        example="ya",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A facility as far as a placement needs it."""

    pk: int
    region: str
    opened: date
    closed: date | None
    # Days on which it was closed, both included; a closing for good has no second one.
    shut: tuple[tuple[date, date | None], ...] = ()


@dataclass
class Places:
    """Facilities by what sheets call them."""

    by_code: dict[str, Place]
    by_name: dict[str, Place]
    region: str
    codes: list[str] = field(default_factory=list)

    def of(self, text: str | None) -> Place | None:
        """The facility with that code, or the only one with that name."""
        if text is None:
            return None
        return self.by_code.get(text.casefold()) or self.by_name.get(name_key(text))

    def flaw(self, column: str, text: str) -> Flaw | None:
        """Why a facility cannot be used; None when it can."""
        place = self.of(text)
        if place is None:
            near = difflib.get_close_matches(text, self._near(), n=1, cutoff=0.7)
            return Flaw(column, "facility_unknown", suggestion=near[0] if near else "")
        if self.region and place.region != self.region and not place.region.startswith(f"{self.region}."):
            return Flaw(column, "facility_outside")
        return None

    def _near(self) -> list[str]:
        if not self.codes:
            rows = Facility.objects.filter(region__code__startswith=self.region).values_list("code", "name")
            self.codes += [text for pair in rows for text in pair]
        return self.codes


def places_of(texts: Sequence[str], scope: Scope, memory: Memory) -> Places:
    """Look up the facilities that rows name by code or name; names count only inside the office's region."""
    wanted = set(texts)
    rows = Facility.objects.filter(
        Q(code__in=wanted | {text.upper() for text in wanted})
        | Q(name_key__in=[name_key(text) for text in wanted], region__code__startswith=scope.region_code)
    )
    by_code: dict[str, Place] = {}
    by_name: dict[str, Place] = {}
    twice: set[str] = set()
    found = list(rows.only("pk", "code", "name_key", "region", "active_from", "active_until"))
    shut = shut_days([row.pk for row in found])
    for row in found:
        place = Place(row.pk, row.region_id, row.active_from, row.active_until, shut.get(row.pk, ()))
        by_code[row.code.casefold()] = place
        name = row.name_key
        if by_name.setdefault(name, place) is not place:
            twice.add(name)
    for name in twice:
        del by_name[name]
    return Places(by_code, by_name, scope.region_code, memory.looked_up.setdefault("codes", []))


def shut_days(facilities: Sequence[int]) -> dict[int, tuple[tuple[date, date | None], ...]]:
    """When facilities were closed; one suspended for a time keeps its people."""
    found: dict[int, tuple[tuple[date, date | None], ...]] = {}
    rows = FacilityClosure.objects.filter(facility__in=facilities, kind=ClosureKind.CLOSED, withdrawn_at=None)
    for facility, first, last in rows.order_by("starts_on").values_list("facility", "starts_on", "ends_on"):
        found[facility] = (*found.get(facility, ()), (first, last))
    return found


@dataclass
class Facts:
    """What the register knows of the persons, places and placements a thousand rows name."""

    places: Places
    practitioners: dict[str, dict[str, int]]
    placements: dict[tuple[int, int], dict[date, tuple[int, dict[str, Any]]]]
    memory: Memory

    def practitioner(self, row: Row) -> int | None:
        """The practitioner a row is about: of that profession, or the only one of the person."""
        own = self.practitioners.get(row["nik"], {})
        if row["profession"] is not None:
            return own.get(row["profession"])
        return next(iter(own.values())) if len(own) == 1 else None


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look everything up: five queries."""
    people = people_of((row["nik"] for row in rows if row["nik"]), ())
    nik_of = {pk: nik for nik, (pk, _values) in people.items()}
    practitioners: dict[str, dict[str, int]] = {nik: {} for nik in people}
    own = Practitioner.objects.filter(person__in=nik_of, merged_into=None)
    for pk, person, profession in own.values_list("pk", "person", "profession"):
        practitioners[nik_of[person]][profession] = pk
    keys = [pk for held in practitioners.values() for pk in held.values()]
    places = places_of([row["facility"] for row in rows if row["facility"]], scope, memory)
    return Facts(places, practitioners, placements_of(keys), memory)


def placements_of(practitioners: Sequence[int]) -> dict[tuple[int, int], dict[date, tuple[int, dict[str, Any]]]]:
    """The placements of practitioners by practitioner and facility, then by first day."""
    found: dict[tuple[int, int], dict[date, tuple[int, dict[str, Any]]]] = {}
    rows = Placement.objects.filter(practitioner__in=practitioners)
    for row in rows.values("pk", "practitioner", "facility", "starts_on", *FIELDS):
        held = found.setdefault((row["practitioner"], row["facility"]), {})
        held[row["starts_on"]] = row["pk"], {name: row[name] for name in FIELDS}
    return found


# --- checking -----------------------------------------------------------------------------------------------


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a row, the file and the register."""
    yield from _person_flaws(row, known)
    place = known.places.of(row["facility"])
    if row["facility"] is not None and (flaw := known.places.flaw("facility", row["facility"])):
        yield flaw
    yield from check_term(row, place)
    practitioner = known.practitioner(row)
    if practitioner is not None and place is not None and row["starts_on"] is not None:
        yield from overlap_flaws(row, (practitioner, place.pk), known)


def _person_flaws(row: Row, known: Facts) -> Iterator[Flaw]:
    nik, profession = row["nik"], row["profession"]
    if nik is None or "profession" in row.unread:
        return
    own = known.practitioners.get(nik)
    if own is None:
        yield Flaw("nik", "person_unknown")
    elif not own:
        yield Flaw("nik", "no_profession")
    elif profession is not None and profession not in own:
        yield Flaw("profession", "profession_of_nobody")
    elif profession is None and len(own) > 1:
        yield Flaw("profession", "profession_needed")


def check_term(row: Row, place: Place | None) -> Iterator[Flaw]:
    """First and last day against each other and the life of the facility."""
    start, end = row["starts_on"], row["ends_on"]
    if start is not None and end is not None and end < start:
        yield Flaw("ends_on", "ends_before_start")
    if place is None or start is None:
        return
    if start < place.opened:
        yield Flaw("starts_on", "before_opening", {"opened": place.opened.isoformat()})
    if place.closed is not None and start > place.closed:
        yield Flaw("starts_on", "after_closing", {"closed": place.closed.isoformat()})
        return
    # As the page of a placement refuses it: the first day must be one on which the facility works.
    for first, last in place.shut:
        if first <= start and (last is None or start <= last):
            yield Flaw("starts_on", "while_closed", {"since": first.isoformat()})


def overlap_flaws(row: Row, key: tuple[int, int], known: Facts) -> Iterator[Flaw]:
    """Two placements of one practitioner at one facility must not share a day."""
    start, end = row["starts_on"], row["ends_on"] or ALWAYS
    held = [(first, values["ends_on"] or ALWAYS) for first, (_pk, values) in known.placements.get(key, {}).items()]
    name = f"{key[0]}@{key[1]}"
    planned = [
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last, number in known.memory.each("planned", name)
        if number != row.number
    ]
    known.memory.add("planned", name, (start.isoformat(), end.isoformat(), row.number))
    for first, last in (*held, *planned):
        if first != start and first <= end and start <= last:
            yield Flaw("starts_on", "placement_overlaps", {"since": first.isoformat()})
            return


# --- planning -----------------------------------------------------------------------------------------------


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Plan placements."""
    found = Plan()
    for row in rows:
        place, practitioner = known.places.of(row["facility"]), known.practitioner(row)
        if place is None or practitioner is None:
            raise ValueError("a row that was not checked")
        found.add(plan_placement(row, practitioner, place.pk, known, found), Practitioner, practitioner)
    return found


def plan_placement(row: Row, practitioner: int | Draft, place: int, known: Facts, found: Plan) -> Outcome:
    """Draft a placement or change the one that began on that day."""
    wanted = row.given(*FIELDS)
    if "practice_hours" in wanted:
        wanted["practice_hours"] = [dict(span) for span in wanted["practice_hours"]]
    held = known.placements.get((practitioner, place), {}) if isinstance(practitioner, int) else {}
    if row["starts_on"] in held:
        pk, now = held[row["starts_on"]]
        return found.settle(Placement, pk, now, wanted)
    values = {"practitioner_id": practitioner, "facility_id": place, "starts_on": row["starts_on"], **wanted}
    found.drafts.append(Draft(Placement, values))
    return Outcome.NEW


def _key(row: Row) -> tuple[Any, ...] | None:
    if row["nik"] is None or row["facility"] is None or row["starts_on"] is None or "profession" in row.unread:
        return None
    return row["nik"], row["profession"], name_key(row["facility"]), row["starts_on"]


KIND = Kind(
    code="placements",
    label=_("Penempatan"),
    about=_(
        "Siapa bekerja di fasilitas mana, sejak kapan, dan jam praktiknya. Tenaga dan fasilitasnya harus sudah ada."
    ),
    columns=(NIK, PROFESSION, FACILITY, *TERM),
    key=_key,
    facts=facts,
    check=check,
    plan=plan,
    page="practitioner_list",
)
