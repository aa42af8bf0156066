"""Imported rows go past `save`: the coverage summary, search and history must know them all the same."""

from datetime import UTC, date, datetime

import pytest

from accounts.domain.trail import events_about
from core import sheets
from core.imports import Scope, running, staging, undoing
from core.models import ImportMode
from licensing.models import CoverageChange
from tests.factories.accounts import OfficeFactory, RegionFactory
from tests.factories.facilities import FacilityFactory
from tests.factories.licensing import RecommendationTypeFactory
from tests.factories.workforce import PractitionerFactory, ProfessionFactory
from workforce.models import Practitioner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SCOPE = Scope(on=date(2026, 1, 26), office_code="DINKES-1674", region_code="16.74", at=AT)
NIK = "9900015705900000"
PLACEMENT = {"nik": NIK, "profession": "PERAWAT", "facility": "KLP-01", "starts_on": "2024-01-02"}
LICENCE = {
    "number": "446/0001/SIPP/DINKES/2019",
    "type_code": "SIPP-PERAWAT",
    "issuer": "dinkes",
    "nik": NIK,
    "profession": "PERAWAT",
    "place": "KLP-01",
    "starts_on": "2019-03-01",
    "ends_on": "2024-03-01",
}


@pytest.fixture
def bring(tmp_path):
    OfficeFactory()
    FacilityFactory(code="KLP-01", region=RegionFactory(), active_from=date(2015, 1, 1))
    ProfessionFactory(code="PERAWAT")
    RecommendationTypeFactory(code="SIPP-PERAWAT")

    def brought(kind, row):
        path = tmp_path / "lembar.xlsx"
        sheets.write(path, [sheets.SheetOut("Lembar", list(row), [list(row.values())])])
        batch = staging.receive(path, kind=kind, name="lembar.xlsx", scope=SCOPE, by=None, at=AT)
        running.choose(batch, batch.mapping, at=AT)
        running.check(batch, at=AT)
        running.decide(batch, ImportMode.ALL, by=None, at=AT)
        return running.apply(batch, at=AT)

    return brought


def changed_areas() -> set[str]:
    areas = set(CoverageChange.objects.values_list("area", flat=True))
    CoverageChange.objects.all().delete()
    return areas


@pytest.mark.parametrize(("kind", "row"), [("placements", PLACEMENT), ("licences", LICENCE)])
def test_coverage_of_the_city_is_made_anew_after_an_import_and_after_its_undo(bring, kind, row):
    PractitionerFactory(person__identity_number=NIK)
    changed_areas()

    batch = bring(kind, row)
    assert changed_areas() == {"16.74"}

    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)
    assert changed_areas() == {"16.74"}


def test_imported_person_is_found_by_name_and_the_history_shows_the_import_and_its_undo(bring):
    bring("practitioners", {"nik": NIK, "name": "Siti Nur'aini, S.Kep", "profession": "PERAWAT"})
    practitioner = Practitioner.objects.get(person__name_key="siti nuraini s kep")
    batch = bring("placements", PLACEMENT)
    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)

    history = [event.action for event in events_about(practitioner, practitioner.person)]
    assert history == ["import.undo", "import.apply", "import.apply"]


def test_history_of_the_holder_shows_an_imported_licence(bring):
    practitioner = PractitionerFactory(person__identity_number=NIK)

    bring("licences", LICENCE)

    assert [event.action for event in events_about(practitioner.person)] == ["import.apply"]
