"""The twelve services of a city: its year is the sum of its Puskesmas and of what nobody's network brought."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from facilities.models import Facility
from spm.domain.report_basis import basis_of
from spm.domain.report_figures import content_of
from spm.domain.reports import draft_of
from spm.enums import Programme, Source
from spm.models import Indicator, Value
from tests.factories.accounts import RegionFactory
from tests.spm.people import puskesmas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 12, 20, 3, tzinfo=UTC)
SERVICES = 12


class Cell(NamedTuple):
    """One figure."""

    place: int
    service: int
    month: int
    sex: str
    served: int
    due: int | None


CELLS = st.lists(
    st.builds(
        Cell,
        place=st.integers(0, 4),
        service=st.integers(0, SERVICES - 1),
        month=st.integers(1, 12),
        sex=st.sampled_from(("", "L", "P")),
        served=st.integers(0, 500),
        due=st.none() | st.integers(0, 500),
    ),
    max_size=60,
    unique_by=lambda cell: cell[:4],
)


def places() -> list[Facility | None]:
    """Two Puskesmas, the Pustu of one, a hospital, and the city itself."""
    first, second, hospital = puskesmas(), puskesmas("PKM-02", "16.74.02.1009"), puskesmas("RS-01", "16.74.02.1004")
    pustu = puskesmas("PST-01", "16.74.02.1004", parent=first)
    Facility.objects.filter(pk=pustu.pk).update(kind="pustu")
    Facility.objects.filter(pk=hospital.pk).update(kind="rs_umum")
    return [first, second, hospital, pustu, None]


def fill(cells: Sequence[Cell], units: Sequence[Facility | None]) -> None:
    """Write the figures."""
    services = list(Indicator.objects.of(Programme.SPM_CITY).in_force(AT.date()))
    city = RegionFactory(code="16.74")
    Value.objects.bulk_create(
        Value(
            indicator=services[cell.service], facility=unit, region=unit.region if unit else city, area="16.74",
            month=date(2026, cell.month, 1), sex=cell.sex, numerator=cell.served, denominator=cell.due, version=1,
            recorded_at=AT, source=Source.IMPORTED,
        )
        for cell in cells
        for unit in (units[cell.place],)
    )  # fmt: skip


def services(until: int, facility: Facility | None = None) -> dict[str, Any]:
    """The services of a year's report, of the city or of one Puskesmas."""
    pk = facility.pk if facility else None
    report = draft_of(Programme.SPM_CITY, "16.74", 2026, until, at=AT, facility_id=pk)
    return {each["code"]: each for each in content_of(report, basis_of(report), AT)["services"]}


@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(cells=CELLS, until=st.sampled_from((6, 12)))
def test_the_year_of_a_city_is_the_sum_of_its_puskesmas(cells: list[Cell], until: int) -> None:
    with transaction.atomic():
        units = places()
        fill(cells, units)

        city, below = services(until), [services(until, units[number]) for number in (0, 1)]

        assert len(city) == SERVICES
        for code, whole in city.items():
            outside = [each for each in whole["places"] if each["place"] in (None, units[2].pk if units[2] else None)]
            parts = [*(each[code] for each in below), *outside]
            for side in ("served", "due"):
                assert sum(part[side] or 0 for part in parts) == (whole[side] or 0), (code, side)
            own = {each["place"]: (each["served"], each["due"]) for each in whole["places"]}
            for unit, each in zip(units, below, strict=False):
                assert own.get(unit.pk if unit else None, (0, 0)) == (each[code]["served"], each[code]["due"])
        transaction.set_rollback(True)
