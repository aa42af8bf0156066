"""Registers of cluster 1 for the demo city's Puskesmas in the last month, and the schooling of their staff."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from accounts.models import User
from core import audit
from facilities.models import Facility
from spm.domain.places import PUSKESMAS
from spm.enums import RegisterGroup as Group, RegisterKind
from spm.models import RegisterRow
from workforce.enums import EducationLevel
from workforce.models import Education, Placement

CITY = "16.74."
# Kind, group, item, unit, and the amounts of the first Puskesmas; each further one has a little more.
STOCKS = (
    (RegisterKind.LOGISTICS, Group.EQUIPMENT, "Tensimeter digital", "unit", {"need": 12, "available": 10}),
    (RegisterKind.LOGISTICS, Group.EQUIPMENT, "Timbangan bayi", "unit", {"need": 8, "available": 8}),
    (RegisterKind.LOGISTICS, Group.INFRASTRUCTURE, "Lemari pendingin vaksin", "unit", {"need": 2, "available": 2}),
    (RegisterKind.LOGISTICS, Group.SUPPLIES, "Sarung tangan medis", "kotak", {"need": 60, "available": 48}),
    (RegisterKind.MEDICINE, "", "Parasetamol 500 mg", "tablet",
     {"need": 2000, "opening": 2400, "incoming": 3000, "outgoing": 2600}),
    (RegisterKind.MEDICINE, "", "Amlodipin 5 mg", "tablet",
     {"need": 1500, "opening": 1200, "incoming": 2000, "outgoing": 1900}),
    (RegisterKind.MEDICINE, "", "Tablet tambah darah", "tablet",
     {"need": 3000, "opening": 4000, "incoming": 0, "outgoing": 1500}),
    (RegisterKind.QUALITY, "", "Kebersihan tangan diperiksa", "kali", {"need": 200, "available": 171}),
    (RegisterKind.QUALITY, "", "Identitas pengguna layanan dicocokkan", "kali", {"need": 200, "available": 196}),
    (RegisterKind.PLANNING, Group.BOK, "Kunjungan rumah ibu hamil berisiko", "kali",
     {"need": 24, "available": 18, "planned": 14_400_000}),
    (RegisterKind.PLANNING, Group.BOK, "Kelas balita", "kali", {"need": 12, "available": 9, "planned": 6_000_000}),
    (RegisterKind.FINANCE, Group.CAPITATION, "Jasa pelayanan", "", {"planned": 410_000_000, "spent": 305_200_000}),
    (RegisterKind.FINANCE, Group.BOK, "Belanja kegiatan", "", {"planned": 260_000_000, "spent": 188_750_000}),
    (RegisterKind.OTHER, "", "Kader Posyandu aktif", "orang", {"need": 60, "available": 54}),
)  # fmt: skip
# Schooling by a word in the profession's name; the last is everybody else's.
SCHOOLING = (
    ("dokter", EducationLevel.PROFESSION, "Pendidikan profesi dokter"),
    ("apoteker", EducationLevel.PROFESSION, "Pendidikan profesi apoteker"),
    ("bidan", EducationLevel.D4, "Kebidanan"),
    ("perawat", EducationLevel.D3, "Keperawatan"),
    ("", EducationLevel.D3, "Ilmu kesehatan terapan"),
)
DEGREE_AFTER = 2  # years from school to the place


def load(by: User, *, at: datetime) -> int:
    """Write them; returns how many register lines came in. A second run writes nothing."""
    if RegisterRow.objects.exists():
        return 0
    places = list(Facility.objects.filter(kind=PUSKESMAS, region__code__startswith=CITY).order_by("code"))
    month = date(at.year - (at.month == 1), (at.month - 2) % 12 + 1, 1)
    rows = RegisterRow.objects.bulk_create(
        row for number, place in enumerate(places) for row in _rows(place, number, month, by, at)
    )
    Education.objects.bulk_create(_schooling(places))
    audit.record(action="register.save", by=by, payload={"lines": len(rows), "month": f"{month:%Y-%m}"}, at=at)
    return len(rows)


def _rows(place: Facility, number: int, month: date, by: User, at: datetime) -> Iterator[RegisterRow]:
    for kind, group, item, measure, amounts in STOCKS:
        own = {name: amount + amount * number // 20 for name, amount in amounts.items()}
        if kind == RegisterKind.MEDICINE:
            own["available"] = own["opening"] + own["incoming"] - own["outgoing"]
        yield RegisterRow(
            facility=place, region_id=place.region_id, kind=kind, group=group, item=item, measure=measure, month=month,
            year=month.year, recorded_at=at, author=by, **own,
        )  # fmt: skip


def _schooling(places: list[Facility]) -> Iterator[Education]:
    rows = Placement.objects.filter(facility__in=places, practitioner__education=None)
    people = rows.order_by("practitioner", "starts_on").select_related("practitioner__profession")
    for before, row in pairwise([None, *people]):
        if before is not None and before.practitioner_id == row.practitioner_id:
            continue
        name = row.practitioner.profession.name.lower()
        level, programme = next(rest for word, *rest in SCHOOLING if word in name)
        yield Education(
            practitioner=row.practitioner, level=level, programme=programme, institution="Perguruan Tinggi Contoh",
            graduated_year=row.starts_on.year - DEGREE_AFTER,
        )  # fmt: skip
