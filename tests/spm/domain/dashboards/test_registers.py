"""Registers of cluster 1 as panels read them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from spm.domain.dashboards.cut import Area, Cut
from spm.domain.dashboards.registers import RegisterRow, read_registers
from spm.enums import Level, RegisterGroup, RegisterKind
from spm.models import RegisterRow as Kept
from tests.factories.workforce import PlacementFactory
from tests.spm.people import puskesmas

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

    found = read_registers(["medicine", "finance", "quality"], HALF_YEAR)

    assert found == {
        "medicine": [RegisterRow("masuk 50, keluar 30", "Parasetamol 500 mg", 120, None)],
        "finance": [RegisterRow("BOK Puskesmas", "Belanja", 4_500_000, 9_000_000)],
        "quality": [],
    }


def test_staff_are_counted_from_placements_of_puskesmas_alone() -> None:
    PlacementFactory(facility=puskesmas(), starts_on=date(2020, 1, 2))
    PlacementFactory(starts_on=date(2020, 1, 2))

    rows = read_registers(["staff"], HALF_YEAR)["staff"]

    assert rows[0].count == 1
    assert {row.head for row in rows} == {"Jumlah", "Jenis", "Status", "Masa tugas", "Pendidikan"}
