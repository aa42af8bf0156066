"""The register of poor households from spreadsheets: a line is a household, its members stand in a column per group.

A household is known by its family card, or without one by village, head and address. An empty cell says nothing and
never erases; members of the sheet whom the register does not have are added.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import imports
from core.crypto import keyed_hashes
from core.imports import CellError, Choice, Column, Day, Draft, Flaw, Kind, Outcome, Plan, Row, Scope, Text, YesNo
from core.imports.columns import Reader, clean
from core.imports.memory import Memory
from core.names import name_key
from outreach.domain.register import CARD, card_hash
from outreach.domain.reporting import phone_hash
from outreach.enums import Need, Terrain
from outreach.models import Household, Member, ServiceArea
from workforce.domain.importing.columns import PhoneColumn

GROUPS = (Need.PREGNANT, Need.UNDER_FIVE, Need.OLDER_ALONE, Need.DISABLED)
FIELDS = (
    "region_id", "head_name", "address", "terrain", "phone", "phone_hash", "card", "card_hash", "sticker",
    "kenthongan", "consent_on",
)  # fmt: skip
CARD_LENGTH = 16
EXACT = 10**15  # Excel keeps fifteen digits of a number
MOST_OF_A_GROUP = 12
LIKENESS = 0.72
UNNAMED = ""

REASONS = {
    "card_form": _("Nomor kartu keluarga terdiri atas 16 angka."),
    "card_elsewhere": _("Kartu keluarga ini terdaftar di Puskesmas lain."),
    "card_other_family": _("Kartu keluarga ini tercatat atas nama lain di register. Periksa nomor dan nama."),
    "village_unserved": _("Kelurahan atau desa ini tidak dilayani Puskesmas Anda."),
    "household_left": _("Keluarga ini sudah dikeluarkan dari daftar. Daftarkan lewat halaman bila kembali."),
    "household_twice": _("Keluarga yang sama juga ada di baris %(row)s."),
    "consent_later": _("Tanggal persetujuan belum tiba."),
    "members_many": _("Paling banyak 12 orang dalam satu kelompok."),
}


@dataclass(frozen=True)
class CardColumn(Column):
    """A family card: sixteen digits, however they are spaced. A number has lost its last digit."""

    def reader(self) -> Reader:
        def read(cell: Any) -> str:
            if isinstance(cell, int | float) and cell >= EXACT:
                raise CellError("digits_lost")
            digits = re.sub(r"[ .-]", "", clean(cell))
            if not (len(digits) == CARD_LENGTH and digits.isascii() and digits.isdigit()):
                raise CellError("card_form")
            return digits

        return read


@dataclass(frozen=True)
class MembersColumn(Column):
    """Who belongs to a group: names parted by `;`, or a number of people, or yes and no. Unnamed people are empty."""

    def reader(self) -> Reader:
        says_yes = YesNo("", "").reader()

        def read(cell: Any) -> tuple[str, ...]:
            text = clean(cell)
            if text.isdecimal() and text.isascii():
                return _few((UNNAMED,) * min(int(text), MOST_OF_A_GROUP + 1))
            try:
                return (UNNAMED,) if says_yes(text) else ()
            except CellError:
                return _few(tuple(part.strip()[:120] for part in text.split(";") if part.strip()))

        return read


def _few(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > MOST_OF_A_GROUP:
        raise CellError("members_many")
    return names


def terrains() -> Mapping[str, tuple[str, ...]]:
    """Value → name, and the short words of sheets."""
    others = {
        Terrain.ROAD.value: ("Jalan", "Mobil"),
        Terrain.FOREST.value: ("Hutan", "Kebun"),
        Terrain.FIELD.value: ("Sawah", "Persawahan"),
        Terrain.RIVER.value: ("Sungai", "Tepi sungai", "Bantaran"),
        Terrain.RAILWAY.value: ("Rel", "Tepi rel"),
    }
    return {value: (str(label), *others[value]) for value, label in Terrain.choices}


COLUMNS: tuple[Column, ...] = (
    CardColumn(
        "card", _("Nomor kartu keluarga"), aliases=("No KK", "Nomor KK", "KK", "Family card"), sensitive=True,
        hint=_("16 angka, format teks; boleh kosong"), example="9900000101900000",
    ),
    Text(
        "head_name", _("Kepala keluarga"), aliases=("Nama KK", "Nama kepala keluarga", "Nama", "Head"), required=True,
        example="Mbah Contoh", longest=120, least=2,
    ),
    Text(
        "village", _("Kelurahan"), aliases=("Kelurahan/desa", "Kelurahan atau desa", "Desa", "Village"), required=True,
        hint=_("nama atau kode wilayah Kemendagri"), example="Gunung Ibul", longest=100,
    ),
    Text(
        "address", _("Alamat atau patokan"), aliases=("Alamat", "RT/RW", "Address"), required=True, sensitive=True,
        example="RT 02 RW 01, belakang langgar", longest=200, least=3,
    ),
    Choice(
        "terrain", _("Cara mencapai rumah"), aliases=("Cara mencapai", "Medan", "Terrain"), example="Bantaran sungai",
        options=terrains,
    ),
    PhoneColumn(
        "phone", _("Telepon"), aliases=("No HP", "Nomor HP", "HP", "WhatsApp", "Phone"), sensitive=True,
        example="0800 0000 123",
    ),
    YesNo("sticker", _("Stiker terpasang"), aliases=("Stiker", "Sticker"), example="ya"),
    YesNo("kenthongan", _("Kenthongan terpasang"), aliases=("Kenthongan", "Kentongan"), example="tidak"),
    Day(
        "consent_on", _("Setuju pada"), aliases=("Tanggal persetujuan", "Persetujuan", "Consent"), required=True,
        hint=_("hari keluarga setuju datanya dicatat"), example="2026-01-05",
    ),
    *(
        MembersColumn(
            need.value, need.label, aliases=aliases, sensitive=True,
            hint=_("nama dipisah titik koma, atau jumlah, atau ya/tidak"), example=example,
        )
        for need, aliases, example in (
            (Need.PREGNANT, ("Bumil", "Pregnant"), "Sari Contoh"),
            (Need.UNDER_FIVE, ("Anak balita", "Under five"), "2"),
            (Need.OLDER_ALONE, ("Lansia sendiri", "Lansia sebatang kara", "Older alone"), "ya"),
            (Need.DISABLED, ("Disabilitas", "Difabel", "Disabled"), ""),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A member of the register; `name` may be empty."""

    pk: int
    need: str
    name: str


@dataclass
class Facts:
    """What the register knows around a sheet. `by_spot` is (village, head, address) → key of the household."""

    scope: Scope
    office_id: int | None
    names: list[str]
    villages: dict[str, str]
    known: dict[int, dict[str, Any]]
    by_card: dict[str, int]
    by_spot: dict[tuple[str, str, str], int]
    elsewhere: set[str]
    members: dict[int, list[Known]]
    memory: Memory
    hashes: dict[str, list[str]] = field(default_factory=dict)

    def village(self, row: Row) -> str | None:
        """Code of the village of a row, when the Puskesmas serves it."""
        return self.villages.get(name_key(row["village"] or "")) or self.villages.get((row["village"] or "").strip())

    def household(self, row: Row) -> int | None:
        """The household a row is about: by its card, else by its place unless that one has another card."""
        card = row["card"]
        if card and (found := next((self.by_card[key] for key in self.hashes[card] if key in self.by_card), None)):
            return found
        found = self.by_spot.get(self.spot(row))
        return None if found and card and self.known[found]["card"] else found

    def spot(self, row: Row) -> tuple[str, str, str]:
        """Village, head and address, as they are compared."""
        return (self.village(row) or "", name_key(row["head_name"] or ""), name_key(row["address"] or ""))


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look up villages and households of the Puskesmas and cards held elsewhere: four queries, the first two once."""
    areas = memory.looked_up.get("areas")
    if areas is None:
        found = ServiceArea.objects.filter(office__code=scope.office_code)
        areas = list(found.values_list("region_id", "region__name", "office_id"))
        memory.looked_up["areas"] = areas
    own = Household.objects.filter(office__code=scope.office_code, consent_withdrawn_at__isnull=True)
    known = {row["pk"]: row for row in own.values("pk", "left_on", *FIELDS)}
    members: dict[int, list[Known]] = {}
    columns = ("household", "pk", "need", "name")
    for household, pk, need, name in Member.objects.filter(household__in=own).values_list(*columns):
        members.setdefault(household, []).append(Known(pk, need, name or UNNAMED))
    hashes = {row["card"]: keyed_hashes(row["card"], CARD) for row in rows if row["card"]}
    others = Household.objects.filter(card_hash__in=[key for keys in hashes.values() for key in keys])
    return Facts(
        scope=scope,
        office_id=areas[0][2] if areas else None,
        names=[name for _code, name, _office in areas],
        villages={name_key(name): code for code, name, _office in areas} | {code: code for code, _name, _o in areas},
        known=known,
        by_card={row["card_hash"]: pk for pk, row in known.items() if row["card_hash"]},
        by_spot={
            (row["region_id"], name_key(row["head_name"]), name_key(row["address"])): pk for pk, row in known.items()
        },
        elsewhere={key for key in others.exclude(pk__in=known).values_list("card_hash", flat=True) if key},
        members=members,
        memory=memory,
        hashes=hashes,
    )


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a row, the file and the register."""
    if row["village"] and known.village(row) is None:
        near = difflib.get_close_matches(row["village"].title(), known.names, n=1, cutoff=LIKENESS)
        yield Flaw("village", "village_unserved", suggestion=near[0] if near else "")
    if row["consent_on"] is not None and row["consent_on"] > known.scope.on:
        yield Flaw("consent_on", "consent_later")
    card = row["card"]
    if card and not known.elsewhere.isdisjoint(known.hashes[card]):
        yield Flaw("card", "card_elsewhere")
    yield from _flaws_of_spot(row, known)
    found = known.household(row)
    if found is None:
        return
    if known.known[found]["left_on"] is not None:
        yield Flaw("", "household_left")
    elif row["head_name"] and _is_other(str(known.known[found]["head_name"]), row["head_name"]):
        yield Flaw("head_name", "card_other_family")


def _flaws_of_spot(row: Row, known: Facts) -> Iterator[Flaw]:
    """Two lines for one house: told at the second, unless each has a card of its own."""
    spot = known.spot(row)
    if all(spot):
        card, line = known.memory.first("spots", "|".join(spot), [row["card"] or "", row.number])
        if line != row.number and not (card and row["card"] and card != row["card"]):
            yield Flaw("", "household_twice", {"row": line})


def _is_other(known: str, given: str) -> bool:
    one, other = name_key(known), name_key(given)
    return one != other and difflib.SequenceMatcher(None, one, other).ratio() < 0.5  # noqa: PLR2004  # two people


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Plan households and members."""
    found = Plan()
    for row in rows:
        pk = known.household(row)
        if pk is None:
            draft = Draft(
                Household, {"office_id": known.office_id, "is_demo": known.scope.is_demo, **_values(row, known)}
            )
            found.drafts.append(draft)
            _plan_members(row, draft, [], found)
            found.add(Outcome.NEW, Household, draft)
            continue
        now = known.known[pk]
        outcomes = {
            found.settle(Household, pk, now, _values(row, known, now)),
            *_plan_members(row, pk, known.members.get(pk, []), found),
        }
        found.add(Outcome.CHANGED if outcomes != {Outcome.UNCHANGED} else Outcome.UNCHANGED, Household, pk)
    return found


def _values(row: Row, known: Facts, now: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the row says; card and phone with their hashes, left out where the register has them already."""
    values = row.given("head_name", "address", "terrain", "sticker", "kenthongan", "consent_on")
    values["region_id"] = known.village(row)
    if row["phone"] and (now is None or now["phone"] != row["phone"]):
        values |= {"phone": row["phone"], "phone_hash": phone_hash(row["phone"])}
    if row["card"] and (now is None or now["card"] != row["card"]):
        values |= {"card": row["card"], "card_hash": card_hash(row["card"])}
    return values


def _plan_members(row: Row, household: int | Draft, there: Sequence[Known], found: Plan) -> Iterator[Outcome]:
    """Draft the members the register lacks. A name goes to an unnamed member of the group, if there is one."""
    outcomes = []
    for need in GROUPS:
        given = row[need.value] or ()
        own = [member for member in there if member.need == need]
        named = {name_key(member.name) for member in own if member.name}
        unnamed = [member for member in own if not member.name]
        lacking = [name for name in given if name and name_key(name) not in named]
        renamed, lacking = lacking[: len(unnamed)], lacking[len(unnamed) :]
        outcomes += [
            found.settle(Member, member.pk, {"name": None}, {"name": name})
            for member, name in zip(unnamed, renamed, strict=False)
        ]
        lacking += [UNNAMED] * max(0, len(given) - len(own) - len(lacking))
        for name in lacking:
            values = {"household_id": household, "need": need.value, "name": name or None}
            found.drafts.append(Draft(Member, values))
            outcomes.append(Outcome.NEW)
    return iter(outcomes)


def _key(row: Row) -> str | None:
    return row["card"] or None


KIND = Kind(
    code="households",
    label=_("Keluarga miskin"),
    about=_("Keluarga, cara mencapainya, alat panggil, persetujuan, dan anggota yang didahulukan."),
    columns=COLUMNS,
    key=_key,
    facts=facts,
    check=check,
    plan=plan,
    page="household_list",
    policy="household_register",
)


def register() -> None:
    """Tell the importer about this app's kind; called once the models are there."""
    imports.register_reasons(REASONS)
    imports.register(KIND)
