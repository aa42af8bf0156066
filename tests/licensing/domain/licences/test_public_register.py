"""Who is found in the register, whether a few or many share what was typed."""

from datetime import date

import pytest

from licensing.domain.licences import public_register
from licensing.domain.licences.public_register import Wanted, page_of, register_rows
from licensing.models import Licence
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import LicenceFactory
from tests.factories.workforce import PersonFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 1, 26)


@pytest.fixture
def nurse() -> Licence:
    LicenceFactory(holder_person=PersonFactory(name="Orang Lain"), place=FacilityFactory(name="Apotek Lain"))
    return LicenceFactory(
        number="503/0471/SIPP/DPMPTSP/2026",
        holder_person=PersonFactory(name="Siti Nur'aini Wulandari"),
        place=FacilityFactory(name="Klinik Contoh Medika"),
        starts_on=date(2026, 1, 5),
    )


@pytest.mark.parametrize("many", [1_000, 0], ids=["few", "many"])
@pytest.mark.parametrize("typed", ["wulandari", "SITI NURAINI", "contoh medika", "0471/sipp", "503/0471/SIPP"])
def test_found_by_part_of_name_place_or_number(
    nurse: Licence, monkeypatch: pytest.MonkeyPatch, typed: str, many: int
) -> None:
    monkeypatch.setattr(public_register, "MANY", many)

    assert list(register_rows(ON, Wanted(q=typed))) == [nurse]


@pytest.mark.parametrize("typed", ["tidak ada", "???", "503/9999"])
def test_what_nobody_is_called_finds_nobody(nurse: Licence, typed: str) -> None:
    assert list(register_rows(ON, Wanted(q=typed))) == []


def test_pages_follow_each_other_without_gap_or_double() -> None:
    made = [LicenceFactory(starts_on=day) for day in (date(2026, 1, 5), date(2026, 1, 5), date(2025, 3, 1))]
    rows = register_rows(ON, Wanted())

    first, after = page_of(rows, "", size=2)
    second, end = page_of(rows, after, size=2)

    assert [*first, *second] == [made[1], made[0], made[2]]
    assert end == ""
