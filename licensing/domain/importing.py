"""Old licences from spreadsheets: what was issued on paper or elsewhere, with what became of it. No letter is drawn.

Statuses are append-only, so a line may add a licence with its whole history, and later change its end, place number
or hours; a licence this portal issued is never touched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind
from accounts.models import Office
from core import imports
from core.imports import CellError, Choice, Column, Day, Draft, Flaw, Kind, Number, Outcome, Plan, Row, Scope, Text
from core.imports.columns import Reader, clean, day_of, plain_name, remembering
from core.imports.memory import Memory
from facilities.models import Facility
from licensing.enums import LicenceState, Subject
from licensing.models import Licence, LicenceStatus, RecommendationType
from workforce.domain.importing.columns import HOURS, NIK, PROFESSION
from workforce.domain.importing.people import people_of
from workforce.domain.importing.placements import Places, places_of
from workforce.models import Person, Practitioner, Profession

ISSUERS = (OfficeKind.HEALTH, OfficeKind.LICENSING)
FIELDS = ("ends_on", "slot", "practice_hours")
SAME = ("type_code", "holder_person_id", "holder_facility_id", "place_id", "profession_id", "starts_on")
_WORDS = {
    LicenceState.ACTIVE: ("aktif", "berlaku", "diaktifkan", "active"),
    LicenceState.SUSPENDED: ("dibekukan", "beku", "suspended"),
    LicenceState.REVOKED: ("dicabut", "cabut", "revoked"),
    LicenceState.SURRENDERED: ("dikembalikan", "kembali", "surrendered"),
    LicenceState.REPLACED: ("diganti", "digantikan", "replaced"),
}
_STATES = {word: state.value for state, words in _WORDS.items() for word in words}
_STEP = re.compile(r"(?P<word>[^\d]+?)[\s:@]+(?P<day>\d.*)")

Steps = tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class HistoryColumn(Column):
    """What became of a licence after its first day: `dibekukan 2018-01-01; aktif 2018-06-01`."""

    def reader(self) -> Reader:
        def read(cell: Any) -> Steps:
            steps = tuple(_step(part) for part in clean(cell).split(";") if part.strip())
            if any(later[1] <= earlier[1] for earlier, later in pairwise(steps)):
                raise CellError("history_order")
            return steps

        return remembering(read)


def _step(part: str) -> tuple[str, date]:
    found = _STEP.fullmatch(part.strip())
    state = _STATES.get(plain_name(found["word"])) if found else None
    day = day_of(found["day"].strip()) if found else None
    if state is None or day is None:
        raise CellError("history_form")
    return state, day


def history_text(steps: Steps) -> str:
    """Write steps as the column reads them."""
    return "; ".join(f"{_WORDS[LicenceState(state)][0]} {day.isoformat()}" for state, day in steps)


def types() -> Mapping[str, tuple[str, ...]]:
    """Code → names of every type there ever was."""
    return {row.code: (row.name, row.name_en) for row in RecommendationType.objects.order_by("version")}


REASONS = {
    "history_form": _("Riwayat tidak terbaca. Contoh yang benar: dibekukan 2018-01-01; aktif 2018-06-01."),
    "history_order": _("Tanggal di riwayat tidak berurutan."),
    "history_before_start": _("Riwayat dimulai sebelum izin berlaku."),
    "history_differs": _("Riwayat izin ini di register berbeda. Ubah statusnya di halaman izin."),
    "issuer_unknown": _("Penerbit tidak dikenal. Isi dinkes, dpmptsp, atau kode perangkat daerah."),
    "holder_missing": _("Isi NIK pemegang atau kode fasilitas pemegang."),
    "two_holders": _("Isi NIK pemegang atau kode fasilitas pemegang, jangan keduanya."),
    "holder_must_be_facility": _("Jenis izin ini dipegang fasilitas. Isi kode fasilitas pemegang."),
    "licence_profession": _("Izin tenaga kesehatan memerlukan profesi."),
    "end_missing": _("Jenis izin ini punya masa berlaku. Isi tanggal akhirnya."),
    "licence_ends_before_start": _("Izin berakhir sebelum berlaku."),
    "issued_here": _("Izin ini diterbitkan portal ini, jadi tidak diubah lewat impor."),
    "number_taken": _("Nomor ini dipakai izin lain di register."),
}

COLUMNS: tuple[Column, ...] = (
    Text(
        "number", _("Nomor izin"), aliases=("Nomor SIP", "No SIP", "No. SIP", "No izin", "Number"), required=True,
        example="446/0001/SIPP/DINKES/2019", longest=120, least=3,
    ),
    Choice(
        "type_code", _("Jenis izin"), aliases=("Jenis SIP", "Kode jenis", "Type"), required=True,
        example="SIPP-PERAWAT", options=types,
    ),
    Text(
        "issuer", _("Penerbit"), aliases=("Diterbitkan oleh", "Instansi penerbit", "Issuer"), required=True,
        hint=_("dinkes, dpmptsp, atau kode perangkat daerah"), example="dinkes", longest=60,
    ),
    type(NIK)(
        "nik", _("NIK pemegang"), aliases=("NIK", "No KTP"), sensitive=True, hint=_("untuk izin orang"),
        example="9900014505900000",
    ),
    PROFESSION,
    Text(
        "holder_facility", _("Fasilitas pemegang"), aliases=("Kode fasilitas pemegang",),
        hint=_("untuk izin fasilitas"), example="", longest=150,
    ),
    Text(
        "place", _("Tempat praktik"), aliases=("Tempat", "Kode fasilitas", "Fasilitas", "Place"), required=True,
        hint=_("kode atau nama di register fasilitas"), example="KLP-01", longest=150,
    ),
    Number("slot", _("Tempat ke-"), aliases=("SIP ke", "Slot"), example="1", least=Decimal(1), most=Decimal(9)),
    Day(
        "starts_on", _("Berlaku mulai"), aliases=("Tanggal terbit", "Tgl terbit", "Mulai", "Starts on"), required=True,
        example="2019-03-01",
    ),
    Day(
        "ends_on", _("Berlaku sampai"), aliases=("Tanggal berakhir", "Masa berlaku", "Sampai", "Ends on"),
        example="2024-03-01",
    ),
    HistoryColumn(
        "history", _("Riwayat status"), aliases=("Riwayat", "Status", "History"),
        hint=_("kosong berarti berlaku sejak tanggal mulai"), example="dibekukan 2021-01-04; aktif 2021-04-01",
    ),
    HOURS,
)  # fmt: skip


@dataclass
class Facts:
    """What the registers know of the persons, places, types and licences a thousand rows name."""

    scope: Scope
    places: Places
    people: dict[str, int]
    professions: set[tuple[int, str]]
    types: dict[str, RecommendationType]
    of_professions: set[str]
    issuers: dict[str, int]
    licences: dict[tuple[int, str], "Known"]

    def issuer(self, row: Row) -> int | None:
        """The office that signed."""
        return self.issuers.get(plain_name(row["issuer"])) if row["issuer"] else None

    def licence(self, row: Row) -> "Known | None":
        """The licence of that office with that number."""
        office = self.issuer(row)
        return self.licences.get((office, row["number"])) if office and row["number"] else None


@dataclass
class Known:
    """A licence in the register."""

    pk: int
    values: dict[str, Any]
    is_ours: bool
    statuses: list[tuple[str, date, date | None]]


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look everything up: six queries, and once a run the types and offices."""
    once = memory.looked_up
    if "types" not in once:
        once["types"] = {row.code: row for row in RecommendationType.objects.order_by("version")}
        once["of_professions"] = set(Profession.objects.exclude(type_code="").values_list("type_code", flat=True))
        once["issuers"] = _issuers(scope.region_code)
    people = {nik: pk for nik, (pk, _none) in people_of((row["nik"] for row in rows if row["nik"]), ()).items()}
    own = Practitioner.objects.filter(person__in=people.values()).values_list("person", "profession")
    texts = [row[name] for row in rows for name in ("place", "holder_facility") if row[name]]
    numbers = [row["number"] for row in rows if row["number"]]
    return Facts(
        scope=scope,
        places=places_of(texts, scope, memory),
        people=people,
        professions=set(own),
        types=once["types"],
        of_professions=once["of_professions"],
        issuers=once["issuers"],
        licences=_licences(numbers, set(once["issuers"].values())),
    )


def _issuers(region_code: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for office in Office.objects.filter(kind__in=ISSUERS, region__code__startswith=region_code).order_by("pk"):
        for word in (office.kind, office.code, office.short_name, office.name):
            found.setdefault(plain_name(word), office.pk)
    return found


def _licences(numbers: Sequence[str], offices: set[int]) -> dict[tuple[int, str], Known]:
    rows = Licence.objects.filter(number__in=numbers, office__in=offices)
    found = {
        (row["office_id"], row["number"]): Known(
            pk=row["pk"],
            values={name: row[name] for name in (*SAME, *FIELDS)},
            is_ours=row["application_id"] is not None or row["letter_id"] is not None,
            statuses=[],
        )
        for row in rows.values("pk", "office_id", "number", "application_id", "letter_id", *SAME, *FIELDS)
    }
    by_pk = {known.pk: known for known in found.values()}
    statuses = LicenceStatus.objects.filter(licence__in=by_pk).order_by("valid_from", "id")
    for status in statuses:
        by_pk[status.licence_id].statuses.append((status.status, status.valid_from, status.valid_to))
    return found


# --- checking -----------------------------------------------------------------------------------------------


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a row and the registers."""
    if row["issuer"] is not None and known.issuer(row) is None:
        yield Flaw("issuer", "issuer_unknown")
    yield from _holder_flaws(row, known)
    for name in ("place", "holder_facility"):
        if row[name] is not None and (flaw := known.places.flaw(name, row[name])):
            yield flaw
    yield from _term_flaws(row, known)
    if (held := known.licence(row)) is not None:
        yield from _known_flaws(row, held, known)


def _holder_flaws(row: Row, known: Facts) -> Iterator[Flaw]:
    nik, facility = row["nik"], row["holder_facility"]
    if row.unread & {"nik", "holder_facility"}:
        return
    if nik is None and facility is None:
        yield Flaw("nik", "holder_missing")
        return
    if nik is not None and facility is not None:
        yield Flaw("holder_facility", "two_holders")
        return
    kind = known.types.get(row["type_code"] or "")
    if kind is not None and kind.code in known.of_professions:
        yield from _practitioner_flaws(row, known)
    elif kind is not None and kind.subject == Subject.FACILITY and facility is None:
        yield Flaw("holder_facility", "holder_must_be_facility")
    if nik is not None and nik not in known.people:
        yield Flaw("nik", "person_unknown")


def _practitioner_flaws(row: Row, known: Facts) -> Iterator[Flaw]:
    # A healer's or denture maker's place holds the letter of its one person.
    if row["nik"] is None:
        return
    if row["profession"] is None:
        if "profession" not in row.unread:
            yield Flaw("profession", "licence_profession")
    elif (person := known.people.get(row["nik"])) and (person, row["profession"]) not in known.professions:
        yield Flaw("profession", "profession_of_nobody")


def _term_flaws(row: Row, known: Facts) -> Iterator[Flaw]:
    start, end, steps = row["starts_on"], row["ends_on"], row["history"]
    if start is not None and end is not None and end < start:
        yield Flaw("ends_on", "licence_ends_before_start")
    kind = known.types.get(row["type_code"] or "")
    if end is None and "ends_on" not in row.unread and kind is not None and kind.validity_years:
        yield Flaw("ends_on", "end_missing")
    if start is not None and steps and steps[0][1] < start:
        yield Flaw("history", "history_before_start")


def _known_flaws(row: Row, held: Known, known: Facts) -> Iterator[Flaw]:
    if held.is_ours:
        yield Flaw("number", "issued_here")
        return
    given = {name: value for name, value in _identity(row, known).items() if value is not None}
    if any(held.values[name] != value for name, value in given.items()):
        yield Flaw("number", "number_taken")
    elif row["history"] and row["starts_on"] and intervals(row["starts_on"], row["history"]) != held.statuses:
        yield Flaw("history", "history_differs")


def _identity(row: Row, known: Facts) -> dict[str, Any]:
    place, holder = known.places.of(row["place"]), known.places.of(row["holder_facility"])
    return {
        "type_code": row["type_code"],
        "holder_person_id": known.people.get(row["nik"] or ""),
        "holder_facility_id": holder.pk if holder else None,
        "place_id": place.pk if place else None,
        "profession_id": row["profession"],
        "starts_on": row["starts_on"],
    }


# --- planning -----------------------------------------------------------------------------------------------


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Draft licences with their history, or change the term, place number and hours of known ones."""
    found = Plan()
    for row in rows:
        wanted = row.given("ends_on")
        if row["slot"] is not None:
            wanted["slot"] = int(row["slot"])
        if row["practice_hours"] is not None:
            wanted["practice_hours"] = [dict(span) for span in row["practice_hours"]]
        held = known.licence(row)
        if held is not None:
            found.add(found.settle(Licence, held.pk, held.values, wanted), *_holder(held.values))
        else:
            _draft(row, wanted, known, found)
    return found


def _draft(row: Row, wanted: Mapping[str, Any], known: Facts, found: Plan) -> None:
    values = {"number": row["number"], "office_id": known.issuer(row), "is_demo": known.scope.is_demo}
    licence = Draft(Licence, {**values, **_identity(row, known), **wanted})
    found.drafts.append(licence)
    at = known.scope.at or timezone.now()
    for status, first, last in intervals(row["starts_on"], row["history"] or ()):
        interval = {"licence_id": licence, "status": status, "valid_from": first, "valid_to": last, "recorded_at": at}
        found.drafts.append(Draft(LicenceStatus, interval))
    found.add(Outcome.NEW, *_holder(licence.values))


def _holder(values: Mapping[str, Any]) -> tuple[type[models.Model], int]:
    """Whose history tells of a licence."""
    if values["holder_person_id"] is not None:
        return Person, int(values["holder_person_id"])
    return Facility, int(values["holder_facility_id"])


def intervals(start: date, steps: Steps) -> list[tuple[str, date, date | None]]:
    """Statuses over [from, to): active from the first day unless the history says otherwise on that day."""
    full = steps if steps and steps[0][1] == start else ((LicenceState.ACTIVE.value, start), *steps)
    ends = [*(day for _state, day in full[1:]), None]
    return [(state, day, end) for (state, day), end in zip(full, ends, strict=True)]


def _key(row: Row) -> tuple[str, str] | None:
    return None if row["number"] is None or row["issuer"] is None else (plain_name(row["issuer"]), row["number"])


KIND = Kind(
    code="licences",
    label=_("Izin lama"),
    about=_("SIP, izin, dan sertifikat yang sudah terbit, dengan riwayatnya. Tidak ada surat yang dibuat."),
    columns=COLUMNS,
    key=_key,
    facts=facts,
    check=check,
    plan=plan,
    page="licence_list",
)


def register() -> None:
    """Tell the importer about this app's kind."""
    imports.register_reasons(REASONS)
    imports.register(KIND)
