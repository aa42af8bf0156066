"""Figures come in by one door."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.models import AuditEvent
from spm.domain.places import Place, area_of
from spm.domain.recording import Author, CellInput, FigureInput, indicator_on, record
from spm.enums import Origin, Source
from spm.exceptions import (
    CellsMixed,
    DenominatorMissing,
    GroupUnknown,
    IndicatorComputed,
    IndicatorDisabled,
    IndicatorUnknown,
    MonthAhead,
    NegativeFigure,
    ReasonRequired,
)
from spm.models import Value
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.spm import IndicatorFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 3, 2, tzinfo=UTC)
LATER = datetime(2026, 2, 4, 2, tzinfo=UTC)
JANUARY = date(2026, 1, 1)


def brought(*cells: CellInput, at: datetime = AT, month: date = JANUARY) -> list[Value]:
    """Cells of one indicator of the city, as a person enters them."""
    RegionFactory(code="16.74")
    figure = FigureInput(IndicatorFactory(code="KK-01"), Place("16.74"), month, cells)
    return record([figure], by=Author(user=UserFactory()), source=Source.ENTERED, at=at)


def test_a_figure_is_kept_with_its_author_source_and_version() -> None:
    (row,) = brought(CellInput(90, 100))

    assert (row.numerator, row.denominator, row.version, row.source, row.area) == (90, 100, 1, "entered", "16.74")
    assert AuditEvent.objects.filter(action="indicator.record").count() == 1


def test_a_correction_is_a_new_version_and_the_old_row_stays() -> None:
    brought(CellInput(90, 100))
    brought(CellInput(91, 100), at=LATER)

    rows = Value.objects.order_by("version").values_list("numerator", "version", "superseded_at")
    assert list(rows) == [(90, 1, LATER), (91, 2, None)]
    assert list(Value.objects.as_of(AT).values_list("numerator", flat=True)) == [90]


def test_a_breakdown_replaces_the_undivided_figure() -> None:
    brought(CellInput(90, 100))
    brought(CellInput(40, 45, sex="L"), CellInput(50, 55, sex="P"), at=LATER)

    assert sorted(Value.objects.current().values_list("sex", "numerator")) == [("L", 40), ("P", 50)]


def test_the_same_figure_again_writes_nothing() -> None:
    brought(CellInput(90, 100))

    assert brought(CellInput(90, 100), at=LATER) == []


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (CellInput(101, 100), ReasonRequired),
        (CellInput(-1, 100), NegativeFigure),
        (CellInput(5), DenominatorMissing),
    ],
)
def test_broken_figures_are_refused(cell: CellInput, error: type[Exception]) -> None:
    with pytest.raises(error):
        brought(cell)

    assert Value.objects.count() == 0


def test_more_served_than_due_is_kept_as_it_is_with_its_reason() -> None:
    (row,) = brought(CellInput(101, 100, reason="Penduduk pendatang ikut dilayani"))

    assert (row.numerator, row.denominator) == (101, 100)


def test_a_month_ahead_is_refused() -> None:
    with pytest.raises(MonthAhead):
        brought(CellInput(1, 1), month=date(2026, 3, 1))


def test_the_definition_in_force_in_that_month_is_used() -> None:
    old = IndicatorFactory(code="KK-02", valid_from=date(2019, 1, 1), valid_until=date(2023, 12, 31))
    new = IndicatorFactory(code="KK-02", valid_from=date(2024, 1, 1))

    assert indicator_on("KK-02", date(2023, 12, 1)) == old
    assert indicator_on("KK-02", JANUARY) == new
    with pytest.raises(IndicatorUnknown):
        indicator_on("KK-02", date(2018, 1, 1))


def test_a_misprint_takes_no_figures() -> None:
    IndicatorFactory(code="BALITA-X", origin=Origin.SEED_DUPLICATE, is_enabled=False)

    with pytest.raises(IndicatorDisabled):
        indicator_on("BALITA-X", JANUARY)


@pytest.mark.parametrize(("code", "area"), [("16.74.02.1007", "16.74"), ("16.74", "16.74"), ("52", "52")])
def test_area_is_the_city_of_a_place(code: str, area: Any) -> None:
    assert area_of(code) == area


def test_a_group_that_holds_for_all_is_stored_with_the_figure() -> None:
    pregnant = IndicatorFactory(code="BUMIL-X", sexes=["P"], age_groups=["10-18", "19-59"], by_disability=False)
    figure = FigureInput(pregnant, Place(RegionFactory(code="16.74").pk), JANUARY, (CellInput(9, 10),))

    (row,) = record([figure], by=Author(), source=Source.IMPORTED, at=AT)

    assert (row.sex, row.age_group, row.disability) == ("P", "", "")


@pytest.mark.parametrize(
    ("cells", "error"),
    [
        ((CellInput(4, 5, sex="L"),), GroupUnknown),
        ((CellInput(4, 5, age_group="60+"),), GroupUnknown),
        ((CellInput(4, 5), CellInput(2, 2, age_group="19-59")), CellsMixed),
        ((CellInput(4, 5, age_group="19-59"), CellInput(2, 2, age_group="19-59")), CellsMixed),
    ],
)
def test_groups_it_does_not_know_and_wholes_beside_parts_are_refused(cells: Any, error: type[Exception]) -> None:
    pregnant = IndicatorFactory(code="BUMIL-X", sexes=["P"], age_groups=["10-18", "19-59"])

    with pytest.raises(error):
        record(
            [FigureInput(pregnant, Place(RegionFactory(code="16.74").pk), JANUARY, cells)],
            by=Author(),
            source=Source.ENTERED,
            at=AT,
        )

    assert Value.objects.count() == 0


def test_what_the_portal_counts_itself_is_not_typed() -> None:
    counted = IndicatorFactory(code="U-X", computed_from="pickups_on_time", sexes=[], age_groups=[])
    figure = FigureInput(counted, Place(RegionFactory(code="16.74").pk), JANUARY, (CellInput(9, 10),))

    with pytest.raises(IndicatorComputed):
        record([figure], by=Author(), source=Source.ENTERED, at=AT)
    assert len(record([figure], by=Author(), source=Source.COMPUTED, at=AT)) == 1
