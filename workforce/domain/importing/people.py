"""Sheets of practitioners: a line is a person in one profession with its STR; without a profession just a person.

An empty cell says nothing, so it changes nothing. An employer adds what the register does not know yet and never
changes what it knows (corrections go by request of the person).
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.crypto import keyed_hashes
from core.imports import Choice, Column, Day, Draft, Flaw, Kind, Outcome, Plan, Row, Scope, Text
from core.imports.memory import Memory
from core.names import name_key
from workforce.domain.importing.columns import NIK, PROFESSION, PhoneColumn, sexes
from workforce.domain.nik import read_nik
from workforce.enums import IdentityKind, Sex
from workforce.models import Person, Practitioner

LIFETIME = "lifetime"
PERSON_FIELDS = ("name", "degrees", "birth_date", "birth_place", "sex", "address", "phone")
STR_FIELDS = ("str_number", "str_issued_on", "str_valid_until", "str_lifetime")
ENCRYPTED = ("address", "phone")
# Below this two spellings are two people.
SAME_NAME = 0.5

PERSON_COLUMNS: tuple[Column, ...] = (
    NIK,
    Text(
        "name", _("Nama"), aliases=("Nama lengkap", "Nama tenaga", "Nama pegawai", "Name"), required=True,
        hint=_("tanpa gelar"), example="Sari Contoh", longest=120, least=2,
    ),
    Text("degrees", _("Gelar"), aliases=("Gelar belakang", "Titel", "Degrees"), example="A.Md.Kep.", longest=60),
    Day(
        "birth_date", _("Tanggal lahir"), aliases=("Tgl lahir", "Tgl. lahir", "Birth date"),
        example="1990-05-05", most=date(2100, 1, 1),
    ),
    Text("birth_place", _("Tempat lahir"), aliases=("Kota lahir", "Birth place"), example="Prabumulih", longest=80),
    Choice("sex", _("Jenis kelamin"), aliases=("JK", "L/P", "Kelamin", "Sex"), example="P", options=sexes),
    Text(
        "address", _("Alamat rumah"), aliases=("Alamat", "Alamat tinggal", "Address"), sensitive=True,
        example="Jalan Contoh Nomor 5", longest=200,
    ),
    PhoneColumn(
        "phone", _("Telepon"), aliases=("No HP", "Nomor HP", "HP", "No Telepon", "WhatsApp", "Phone"), sensitive=True,
        example="0800 0000 123",
    ),
)  # fmt: skip
STR_COLUMNS: tuple[Column, ...] = (
    Text(
        "str_number", _("Nomor STR"), aliases=("No STR", "No. STR", "STR", "STR number"), example="9900000012345600",
        longest=40, least=5,
    ),
    Day("str_issued_on", _("STR terbit"), aliases=("Tanggal STR", "Tgl STR", "Terbit STR"), example="2024-02-01"),
    Day(
        "str_until", _("STR berlaku sampai"), aliases=("Masa berlaku STR", "STR sampai", "Tgl akhir STR", "ED STR"),
        hint=_("tanggal, atau: seumur hidup"), example="Seumur hidup",
        words=dict.fromkeys(("seumur hidup", "lifetime", "selamanya"), LIFETIME),
    ),
)  # fmt: skip


@dataclass
class Facts:
    """What the register knows of the persons a thousand rows name."""

    scope: Scope
    people: dict[str, tuple[int, dict[str, Any]]]
    practitioners: dict[tuple[int, str], tuple[int, dict[str, Any]]]
    str_holders: dict[str, int]
    memory: Memory
    hashes: dict[str, str]
    made: dict[str, Draft] = field(default_factory=dict)

    def practitioner(self, row: Row) -> tuple[int, dict[str, Any]] | None:
        """The practitioner a row is about, when the register has it."""
        known = self.people.get(row["nik"])
        return self.practitioners.get((known[0], row["profession"])) if known else None


def hashes_of(niks: Iterable[str]) -> dict[str, list[str]]:
    """NIK → its look-up hashes, the newest first."""
    return {nik: keyed_hashes(f"{IdentityKind.NIK}:{nik}", "identity") for nik in set(niks)}


def people_of(
    niks: Iterable[str], fields: Sequence[str], *, known: Mapping[str, list[str]] | None = None
) -> dict[str, tuple[int, dict[str, Any]]]:
    """NIK → key and values of the persons the register has; a merged row gives the one it went into."""
    hashes = {each: nik for nik, keys in (known or hashes_of(niks)).items() for each in keys}
    rows = Person.objects.filter(identity_hash__in=hashes)
    found = {
        row["identity_hash"]: (row["merged_into"] or row["pk"], {name: row[name] for name in fields})
        for row in rows.values("pk", "identity_hash", "merged_into", *fields)
    }
    return {hashes[each]: known for each, known in found.items()}


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look up persons, practitioners and STR numbers: three queries."""
    given = {name for row in rows for name in row.values}
    fields = [name for name in PERSON_FIELDS if name not in ENCRYPTED or name in given]
    hashes = hashes_of(row["nik"] for row in rows if row["nik"])
    people = people_of((), fields, known=hashes)
    own = Practitioner.objects.filter(person__in=[pk for pk, _values in people.values()])
    practitioners = {
        (row["person"], row["profession"]): (row["pk"], {name: row[name] for name in STR_FIELDS})
        for row in own.values("pk", "person", "profession", *STR_FIELDS)
    }
    numbers = [row["str_number"] for row in rows if row["str_number"]]
    holders = Practitioner.objects.filter(str_number__in=numbers).values_list("str_number", "pk")
    return Facts(
        scope=scope,
        people=people,
        practitioners=practitioners,
        str_holders=dict(holders),
        memory=memory,
        hashes={nik: keys[0] for nik, keys in hashes.items()},
    )


# --- checking -----------------------------------------------------------------------------------------------


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a row, the file and the register."""
    yield from check_person(row, known)
    yield from check_str(row, known)


def check_person(row: Row, known: Facts) -> Iterator[Flaw]:
    """NIK against birth date, sex and the name it is known by."""
    nik, name = row["nik"], row["name"]
    if nik is None:
        return
    yield from _nik_flaws(row, nik, known.scope.on)
    if name is None:
        return
    first, number = known.memory.first("names", nik, (name, row.number))
    if first != name and name_key(first) != name_key(name):
        yield Flaw("name", "nik_two_names", {"row": number})
    elif (person := known.people.get(nik)) and _is_other(str(person[1]["name"]), name):
        yield Flaw("name", "nik_other_person")


def _nik_flaws(row: Row, nik: str, on: date) -> Iterator[Flaw]:
    reading = read_nik(nik, on=on)
    born, sex = row["birth_date"], row["sex"]
    if born is not None and born not in reading.birth_dates:
        yield Flaw("birth_date", "nik_birth_differs")
    if sex is not None and (sex == Sex.FEMALE) != reading.is_woman:
        yield Flaw("sex", "nik_sex_differs")


def _is_other(known: str, given: str) -> bool:
    if known == given:
        return False
    one, other = name_key(known), name_key(given)
    return one != other and difflib.SequenceMatcher(None, one, other).ratio() < SAME_NAME


def check_str(row: Row, known: Facts) -> Iterator[Flaw]:
    """STR needs a profession and a number, and belongs to one person."""
    number, issued, until = row["str_number"], row["str_issued_on"], row["str_until"]
    if number and row["profession"] is None and "profession" not in row.unread:
        yield Flaw("profession", "str_without_profession")
    if not number and until is not None and "str_number" not in row.unread and not _has_str(row, known):
        yield Flaw("str_number", "str_number_missing")
    if isinstance(until, date) and issued is not None and until < issued:
        yield Flaw("str_until", "str_ends_before_start")
    if number and row["nik"]:
        yield from _holder_flaws(row, number, known)


def _has_str(row: Row, known: Facts) -> bool:
    found = known.practitioner(row)
    return bool(found and found[1]["str_number"])


def _holder_flaws(row: Row, number: str, known: Facts) -> Iterator[Flaw]:
    mine = f"{row['nik']}|{row['profession']}"
    first, line = known.memory.first("strs", number, (mine, row.number))
    if first != mine:
        yield Flaw("str_number", "str_two_people", {"row": line})
    holder, own = known.str_holders.get(number), known.practitioner(row)
    if holder is not None and (own is None or own[0] != holder):
        yield Flaw("str_number", "str_taken")


# --- planning -----------------------------------------------------------------------------------------------


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Plan persons and practitioners."""
    found = Plan()
    for row in rows:
        person, outcome = plan_person(row, known, found)
        if row["profession"] is None:
            found.add(outcome, Person, person)
            continue
        practitioner, other = plan_practitioner(row, person, known, found)
        found.add(sum_of(outcome, other), Practitioner, practitioner)
    return found


def sum_of(*outcomes: Outcome) -> Outcome:
    """What a row does that does several things."""
    for outcome in (Outcome.NEW, Outcome.CHANGED):
        if outcome in outcomes:
            return outcome
    return Outcome.UNCHANGED


def plan_person(row: Row, known: Facts, found: Plan) -> tuple[int | Draft, Outcome]:
    """Find or draft the person of a row."""
    nik = row["nik"]
    wanted = row.given(*PERSON_FIELDS)
    if nik in known.people:
        pk, now = known.people[nik]
        outcome = found.settle(Person, pk, now, _allowed(wanted, now, known.scope))
        now.update(_allowed(wanted, now, known.scope))
        return pk, outcome
    draft = known.made.get(nik)
    if draft is None:
        values = {
            "identity_kind": IdentityKind.NIK.value,
            "identity_number": nik,
            "identity_hash": known.hashes[nik],
            "is_demo": known.scope.is_demo,
        }
        known.made[nik] = draft = Draft(Person, values)
        found.drafts.append(draft)
    for name, value in wanted.items():
        draft.values.setdefault(name, value)
    return draft, Outcome.NEW


def plan_practitioner(row: Row, person: int | Draft, known: Facts, found: Plan) -> tuple[int | Draft, Outcome]:
    """Find or draft the practitioner of a row."""
    wanted = _str_values(row)
    if isinstance(person, int) and (own := known.practitioners.get((person, row["profession"]))):
        pk, now = own
        return pk, found.settle(Practitioner, pk, now, _allowed(wanted, now, known.scope))
    draft = Draft(Practitioner, {"person_id": person, "profession_id": row["profession"], **wanted})
    found.drafts.append(draft)
    return draft, Outcome.NEW


def _str_values(row: Row) -> dict[str, Any]:
    values = row.given("str_number", "str_issued_on")
    until = row["str_until"]
    if until is not None:
        values["str_lifetime"] = until == LIFETIME
        values["str_valid_until"] = None if until == LIFETIME else until
    return values


def _allowed(wanted: Mapping[str, Any], now: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """What may be written over `now`: everything by the office, only what is unknown by an employer."""
    if not scope.is_employer:
        return dict(wanted)
    if now.get("str_number"):
        return {}
    return {name: value for name, value in wanted.items() if now[name] in ("", None, False)}


def _key(row: Row) -> tuple[str, str] | None:
    return None if row["nik"] is None or "profession" in row.unread else (row["nik"], row["profession"] or "")


KIND = Kind(
    code="practitioners",
    label=_("Tenaga kesehatan"),
    about=_("Orang, profesi, dan STR. Satu baris untuk tiap orang dan profesi."),
    columns=(*PERSON_COLUMNS, PROFESSION, *STR_COLUMNS),
    key=_key,
    facts=facts,
    check=check,
    plan=plan,
    page="practitioner_list",
)
