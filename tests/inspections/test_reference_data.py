"""Forty checklists from the shipped files."""

from datetime import UTC, date, datetime

import pytest

from core import refdata
from core.models import LoadedRow
from core.refdata import BrokenFile
from core.refdata.declaring import sheet_of
from inspections.domain.checklists import conditions_of, version_for
from inspections.models import ChecklistItem, ChecklistVersion, RiskFactor
from tests.factories.facilities import FacilityFactory
from tests.factories.inspections import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

NOW = datetime(2026, 1, 12, 3, 0, tzinfo=UTC)
TODAY = date(2026, 1, 12)
FILES = ("checklist-kinds.csv", "checklists.csv", "risk-factors.csv")


def test_all_checklists_items_and_factors_are_there() -> None:
    assert (ChecklistVersion.objects.count(), ChecklistItem.objects.count()) == (40, 1010)
    assert RiskFactor.objects.count() == 29


def test_loading_again_writes_nothing() -> None:
    counts = refdata.load([sheet_of(name) for name in FILES], at=NOW)

    assert [counts[name].written for name in FILES] == [0, 0, 0]


def test_a_version_in_use_is_not_changed_by_a_file() -> None:
    version = ChecklistVersion.objects.get(kind="DAM")
    VisitFactory(checklist=version)
    LoadedRow.objects.filter(source="checklists.csv", key="DAM|1.0").update(content_hash="older")

    with pytest.raises(BrokenFile):
        refdata.load([sheet_of(name) for name in FILES], at=NOW)


@pytest.mark.parametrize(
    ("kind", "types", "type_code", "code"),
    [
        ("dam", ["SLHS-DAM"], "", "DAM"),
        ("klinik", ["IZIN-KLINIK-UTAMA"], "", "KLINIK-UTAMA"),
        ("praktik_mandiri", [], "SIPB-BIDAN", "PM-BIDAN"),
        ("rumah_sakit", [], "IZIN-OPERASIONAL-RS", "RS-KELAS-C"),
    ],
)
def test_a_place_finds_its_checklist(kind: str, types: list[str], type_code: str, code: str) -> None:
    place = FacilityFactory.build(checklist_kind=kind, obligatory_types=types)

    version = version_for(place, type_code=type_code, on=TODAY)

    assert version is not None
    assert version.kind_id == code


def test_before_its_day_a_checklist_is_not_used() -> None:
    place = FacilityFactory.build(checklist_kind="dam")

    assert version_for(place, on=date(2025, 12, 31)) is None


def test_conditions_are_what_the_inspector_ticks() -> None:
    assert conditions_of(ChecklistVersion.objects.get(kind="HOTEL"))[:1] != []
