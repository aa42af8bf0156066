"""The facilities register from spreadsheets, and the facilities an employer may import for."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing import register_places
from accounts.domain.phones import e164
from accounts.enums import RegionLevel
from accounts.exceptions import PhoneUnreadable
from accounts.models import Region
from core import imports
from core.imports import CellError, Choice, Column, Day, Draft, Flaw, Kind, Number, Outcome, Plan, Row, Scope, Text
from core.imports.columns import Reader, clean
from core.imports.memory import Memory
from core.names import name_key
from facilities.enums import Ownership
from facilities.models import Facility, Kind as FacilityKind
from facilities.querysets import own_facilities

CODE = r"[A-Za-z0-9][A-Za-z0-9./-]{1,29}"
FIELDS = (
    "name", "kind", "ownership", "region_id", "address", "parent_id", "owner_name", "responsible_name", "nib", "phone",
    "latitude", "longitude", "obligatory_types", "checklist_kind", "active_from", "active_until",
)  # fmt: skip
VILLAGES = (RegionLevel.VILLAGE, RegionLevel.RURAL_VILLAGE)


@dataclass(frozen=True)
class CodesColumn(Column):
    """Codes parted by semicolons; whether they exist, the catalogue above this app knows."""

    def reader(self) -> Reader:
        code = Text("", "", form=r"[A-Z0-9-]{2,40}", example=self.example).reader()
        return lambda cell: tuple(code(part) for part in clean(cell).upper().split(";") if part.strip())


@dataclass(frozen=True)
class LandlineColumn(Column):
    """A phone number as people write it on signs; checked, and kept as written."""

    def reader(self) -> Reader:
        def read(cell: Any) -> str:
            text = clean(f"0{cell}" if isinstance(cell, int) else cell)
            try:
                e164(text)
            except PhoneUnreadable:
                raise CellError("facility_phone") from None
            return text

        return read


def kinds() -> Mapping[str, tuple[str, ...]]:
    """Code → names of the kinds in use."""
    return {row.code: (row.name, row.name_en) for row in FacilityKind.objects.filter(is_active=True)}


def ownerships() -> Mapping[str, tuple[str, ...]]:
    """Value → name, and the words of older sheets."""
    others = {
        Ownership.CITY.value: ("Pemda", "Pemkot", "Pemerintah kota", "Pemkab"),
        Ownership.PROVINCE.value: ("Pemprov",),
        Ownership.CENTRE.value: ("Kemenkes", "Vertikal"),
        Ownership.PERSON.value: ("Pribadi",),
    }
    return {value: (str(label), *others.get(value, ())) for value, label in Ownership.choices}


REASONS = {
    "facility_phone": _("Bukan nomor telepon. Contoh yang benar: (0713) 000000."),
    "region_unknown": _("Kelurahan atau desa ini tidak dikenal di wilayah kerja Anda."),
    "region_twice": _("Ada beberapa kelurahan dengan nama ini. Isi kodenya."),
    "facility_elsewhere": _("Kode ini dipakai fasilitas di luar wilayah kerja Anda."),
    "parent_unknown": _("Kode induk tidak ada di register maupun di atas baris ini."),
    "parent_self": _("Fasilitas tidak dapat menjadi induk dirinya."),
    "closes_before_opening": _("Tutup sebelum beroperasi."),
    "half_place": _("Lintang dan bujur harus diisi keduanya."),
}

COLUMNS: tuple[Column, ...] = (
    Text(
        "code", _("Kode fasilitas"), aliases=("Kode", "Kode faskes", "Kode Faskes Kemenkes", "Code"), required=True,
        hint=_("huruf, angka, titik, garis"), example="KLP-01", longest=30, form=CODE,
    ),
    Text(
        "name", _("Nama fasilitas"), aliases=("Nama", "Nama faskes", "Nama fasyankes", "Name"), required=True,
        example="Klinik Contoh", longest=150, least=3,
    ),
    Choice(
        "kind", _("Jenis fasilitas"), aliases=("Jenis", "Jenis faskes", "Kind"), required=True,
        example="Klinik pratama", options=kinds,
    ),
    Choice(
        "ownership", _("Kepemilikan"), aliases=("Pemilik/kepemilikan", "Status kepemilikan", "Ownership"),
        required=True, example="Swasta", options=ownerships,
    ),
    Text(
        "region", _("Kelurahan"), aliases=("Kelurahan/desa", "Desa", "Kode kelurahan", "Region"), required=True,
        hint=_("nama atau kode wilayah Kemendagri"), example="Gunung Ibul", longest=100,
    ),
    Text("address", _("Alamat"), aliases=("Alamat fasilitas", "Address"), example="Jalan Contoh Nomor 5", longest=200),
    Text(
        "parent", _("Kode induk"), aliases=("Induk", "Puskesmas induk", "Parent"),
        hint=_("untuk jejaring; induknya di register atau di baris atasnya"), longest=30, form=CODE, example="PKM-01",
    ),
    Text("owner_name", _("Nama pemilik"), aliases=("Pemilik", "Owner"), example="Yayasan Contoh", longest=120),
    Text(
        "responsible_name", _("Penanggung jawab"), aliases=("Nama PJ", "PJ", "Pimpinan", "Responsible"),
        example="dr. Contoh", longest=120,
    ),
    Text("nib", _("NIB"), aliases=("Nomor Induk Berusaha",), example="0000000000000", longest=13, form=r"\d{13}"),
    LandlineColumn("phone", _("Telepon"), aliases=("No telepon", "Phone"), example="(0713) 000000"),
    Number(
        "latitude", _("Lintang"), aliases=("Latitude", "Lat"), example="-3.432000", least=Decimal(-90),
        most=Decimal(90), places=6,
    ),
    Number(
        "longitude", _("Bujur"), aliases=("Longitude", "Long", "Lng"), example="104.234000", least=Decimal(-180),
        most=Decimal(180), places=6,
    ),
    CodesColumn(
        "obligatory_types", _("Izin wajib"), aliases=("Jenis izin wajib", "Obligatory types"),
        hint=_("kode jenis izin, dipisah titik koma; kosong = menurut jenis fasilitas"), example="IZIN-KLINIK-PRATAMA",
    ),
    Text(
        "checklist_kind", _("Jenis daftar tilik"), aliases=("Daftar tilik", "Checklist"), example="klinik", longest=30,
        form=r"[a-z_]{2,30}",
    ),
    Day(
        "active_from", _("Beroperasi sejak"), aliases=("Sejak", "Tanggal operasional", "Active from"), required=True,
        example="2015-01-01",
    ),
    Day("active_until", _("Tutup pada"), aliases=("Tutup", "Active until"), example=""),
)  # fmt: skip


@dataclass
class Facts:
    """What the register knows of the facilities, regions and kinds a thousand rows name."""

    scope: Scope
    facilities: dict[str, tuple[int, dict[str, Any]]]
    villages: dict[str, str]
    doubtful: set[str]
    kinds: dict[str, FacilityKind]
    here: set[str]
    above: set[str]

    def region_of(self, text: str) -> str | None:
        """Code of the village with that name or code; None for unknown or doubtful ones."""
        return self.villages.get(text) or self.villages.get(name_key(text))

    def is_inside(self, region: str) -> bool:
        """Whether a region belongs to the office's."""
        wanted = self.scope.region_code
        return not wanted or region == wanted or region.startswith(f"{wanted}.")


def facts(rows: Sequence[Row], scope: Scope, memory: Memory) -> Facts:
    """Look up facilities by code, parents too, and once a run the villages and kinds."""
    once = memory.looked_up
    if "villages" not in once:
        once["villages"], once["doubtful"] = _villages(scope.region_code)
        once["kinds"] = {row.code: row for row in FacilityKind.objects.all()}
    here = {row["code"] for row in rows if row["code"]}
    wanted = here | {row["parent"] for row in rows if row["parent"]}
    known = {
        row["code"]: (row["pk"], {name: row[name] for name in FIELDS})
        for row in Facility.objects.filter(code__in=wanted).values("pk", "code", *FIELDS)
    }
    above = set(memory.known("above"))
    for row in rows:
        if row["code"]:
            memory.first("above", row["code"], row.number)
    return Facts(scope, known, once["villages"], once["doubtful"], once["kinds"], here, above)


def _villages(region_code: str) -> tuple[dict[str, str], set[str]]:
    names: dict[str, str] = {}
    doubtful: set[str] = set()
    rows = Region.objects.filter(level__in=VILLAGES, code__startswith=region_code).values_list("code", "name")
    for code, name in rows:
        key = name_key(name)
        if names.setdefault(key, code) != code:
            doubtful.add(key)
        names[code] = code
    for key in doubtful:
        del names[key]
    return names, doubtful


def check(row: Row, known: Facts) -> Iterator[Flaw]:
    """Yield what is wrong between the cells of a row, the file and the register."""
    if row["region"] is not None:
        yield from _region_flaws(row["region"], known)
    yield from _parent_flaws(row, known)
    held = known.facilities.get(row["code"])
    if held is not None and not known.is_inside(held[1]["region_id"]):
        yield Flaw("code", "facility_elsewhere")
    opened, closed = row["active_from"], row["active_until"]
    if opened is not None and closed is not None and closed < opened:
        yield Flaw("active_until", "closes_before_opening")
    if (row["latitude"] is None) != (row["longitude"] is None) and not row.unread & {"latitude", "longitude"}:
        yield Flaw("latitude" if row["latitude"] is None else "longitude", "half_place")


def _region_flaws(text: str, known: Facts) -> Iterator[Flaw]:
    if known.region_of(text) is None:
        key = name_key(text)
        if key in known.doubtful:
            yield Flaw("region", "region_twice")
            return
        near = difflib.get_close_matches(
            key, [name for name in known.villages if not name[:1].isdigit()], n=1, cutoff=0.7
        )
        yield Flaw("region", "region_unknown", suggestion=near[0].title() if near else "")


def _parent_flaws(row: Row, known: Facts) -> Iterator[Flaw]:
    parent = row["parent"]
    if parent is None:
        return
    if parent == row["code"]:
        yield Flaw("parent", "parent_self")
    elif parent not in known.facilities and parent not in known.here and parent not in known.above:
        near = difflib.get_close_matches(parent, known.here | known.above, n=1, cutoff=0.7)
        yield Flaw("parent", "parent_unknown", suggestion=near[0] if near else "")


def plan(rows: Sequence[Row], known: Facts) -> Plan:
    """Draft facilities or change known ones."""
    found = Plan()
    drafts = {
        row["code"]: Draft(Facility, {"code": row["code"], "is_demo": known.scope.is_demo})
        for row in rows
        if row["code"] not in known.facilities
    }
    for row in rows:
        wanted = _wanted(row, known, drafts)
        if row["code"] in known.facilities:
            pk, now = known.facilities[row["code"]]
            found.add(found.settle(Facility, pk, now, wanted), Facility, pk)
            continue
        draft = drafts[row["code"]]
        draft.values |= {**_of_kind(known.kinds.get(row["kind"])), **wanted}
        found.drafts.append(draft)
        found.add(Outcome.NEW, Facility, draft)
    return found


def _wanted(row: Row, known: Facts, drafts: Mapping[str, Draft]) -> dict[str, Any]:
    values = row.given(*(name for name in FIELDS if name not in ("region_id", "parent_id", "obligatory_types")))
    values["region_id"] = known.region_of(row["region"])
    if row["obligatory_types"] is not None:
        values["obligatory_types"] = list(row["obligatory_types"])
    if row["parent"] is not None:
        held = known.facilities.get(row["parent"])
        parent = held[0] if held else drafts.get(row["parent"])
        # Its line further up may have been refused; then this one stands without it, and the next import ties them.
        if parent is not None:
            values["parent_id"] = parent
    return values


def _of_kind(kind: FacilityKind | None) -> dict[str, Any]:
    if kind is None:
        return {}
    return {"obligatory_types": list(kind.obligatory_types), "checklist_kind": kind.checklist_kind}


KIND = Kind(
    code="facilities",
    label=_("Fasilitas"),
    about=_("Fasilitas dan tempat usaha: jenis, pemilik, kelurahan, induk, izin wajib."),
    columns=COLUMNS,
    key=lambda row: row["code"],
    facts=facts,
    check=check,
    plan=plan,
    page="facility_list",
)


def register() -> None:
    """Tell the importer about this app's kind, and whose facilities are whose."""
    imports.register_reasons(REASONS)
    imports.register(KIND)
    register_places(places)


def places(user_id: int, on: date) -> Iterable[tuple[str, str, str]]:
    """The facilities a person answers for on that day: public id, name, region."""
    rows = Facility.objects.filter(pk__in=own_facilities(user_id, on)).order_by("name")
    return rows.values_list("public_id", "name", "region_id")
