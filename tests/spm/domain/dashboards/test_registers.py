"""Registers of cluster 1 as panels read them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from spm.domain.dashboards.cut import Area, Cut
from spm.domain.dashboards.registers import RegisterRow, read_registers
from spm.enums import Level, RegisterGroup, RegisterKind
from spm.models import RegisterRow as Kept
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PlacementFactory
from tests.spm.people import puskesmas
from workforce.models import Education

pytestmark = pytest.mark.django_db

HALF_YEAR = Cut(Area(Level.CITY, "16.74", "Kota"), date(2026, 1, 1), date(2026, 6, 1))


def kept(place: Any, kind: RegisterKind, item: str, *, month: int = 1, **amounts: Any) -> None:
    """A row that stands."""
    Kept.objects.create(
        region=place.region,
        facility=place,
        year=2026,
        month=date(2026, month, 1),
        kind=kind,
        item=item,
        recorded_at=datetime(2026, month, 28, 2, tzinfo=UTC),
        **amounts,
    )


def test_each_unit_counts_with_its_newest_month() -> None:
    first, second = puskesmas(), puskesmas("PKM-02", "16.74.02.1009")
    kept(first, RegisterKind.LOGISTICS, "Tensimeter", month=1, group=RegisterGroup.EQUIPMENT, need=10, available=4)
    kept(first, RegisterKind.LOGISTICS, "Tensimeter", month=3, group=RegisterGroup.EQUIPMENT, need=10, available=7)
    kept(second, RegisterKind.LOGISTICS, "Tensimeter", month=2, group=RegisterGroup.EQUIPMENT, need=5, available=5)

    assert read_registers(["logistics"], HALF_YEAR)["logistics"] == [
        RegisterRow("Alat kesehatan", "Tensimeter", 12, 15)
    ]


def test_stock_says_what_came_and_went_and_money_is_spent_of_a_budget() -> None:
    place = puskesmas()
    kept(place, RegisterKind.MEDICINE, "Parasetamol 500 mg", opening=100, incoming=50, outgoing=30, available=120)
    kept(place, RegisterKind.FINANCE, "Belanja", group=RegisterGroup.BOK, planned=9_000_000, spent=4_500_000)

    kept(place, RegisterKind.PLANNING, "Kelas balita", group=RegisterGroup.BOK, need=12, available=9, planned=6_000_000)

    found = read_registers(["medicine", "finance", "planning", "quality"], HALF_YEAR)

    assert found == {
        "medicine": [RegisterRow("masuk 50, keluar 30", "Parasetamol 500 mg", 120, None)],
        "finance": [RegisterRow("BOK Puskesmas", "Belanja", 4_500_000, 9_000_000)],
        "planning": [RegisterRow("BOK Puskesmas, anggaran Rp6.000.000", "Kelas balita", 9, 12)],
        "quality": [],
    }


def test_staff_are_counted_from_placements_of_puskesmas_alone() -> None:
    placement = PlacementFactory(facility=puskesmas(), starts_on=date(2020, 1, 2))
    PlacementFactory(starts_on=date(2020, 1, 2))
    held = {"profession": placement.practitioner.profession, "place": placement.facility}
    LicenceFactory(holder_person=placement.practitioner.person, **held)
    Education.objects.create(
        practitioner=placement.practitioner, level="d4", programme="Kebidanan", institution="X", graduated_year=2018
    )

    rows = read_registers(["staff"], HALF_YEAR)["staff"]

    found = {row.head: (row.label, row.count, row.whole) for row in rows}
    assert list(found) == ["Jumlah", "SIP", "Jenis", "Status", "Masa tugas", "Pendidikan", "Keahlian"]
    assert found["SIP"] == ("Wajib SIP dan memiliki SIP berlaku", 1, 1)
    assert (found["Pendidikan"][0], found["Keahlian"][0]) == ("D-4/Sarjana terapan", "Kebidanan")
