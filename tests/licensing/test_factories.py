"""The factories stand by themselves and agree with the shipped files."""

from typing import Any

import pytest

from tests.factories import accounts, facilities, inspections, licensing, workforce

pytestmark = pytest.mark.django_db

FACTORIES = [
    factory
    for module in (accounts, facilities, workforce, inspections, licensing)
    for name, factory in sorted(vars(module).items())
    if name.endswith("Factory") and factory.__module__ == module.__name__
]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_a_factory_makes_a_row_twice_without_help(factory: Any) -> None:
    rows = [factory(), factory()]

    assert all(row.pk for row in rows)


def test_a_catalogue_type_has_its_shipped_requirements_and_promises() -> None:
    kind = licensing.catalogue("IZIN-OPERASIONAL-RS")
    licensing.catalogue("IZIN-OPERASIONAL-RS")

    clocks = set(licensing.Allowance.objects.values_list("clock", "working_days"))
    assert kind.name.startswith("Izin Operasional Rumah Sakit")
    assert clocks == {
        ("verification", 1),
        ("intake", licensing.Decimal("0.25")),
        ("recommendation", 1),
        ("licence", 1),
        ("coordination", 14),
    }
