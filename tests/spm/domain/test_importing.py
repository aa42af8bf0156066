"""ILP figures from a sheet: every flaw at once, cells that add up, the same file again, and the way back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.importing import standings_of
from accounts.enums import Role
from core import sheets
from core.imports import Scope, running, staging, undoing
from core.models import ImportMode, ImportState
from spm.domain import reports
from spm.domain.places import place_of
from spm.domain.recording import Author, CellInput, FigureInput, record
from spm.enums import Programme, Source
from spm.models import Indicator, Value
from tests.factories.accounts import OfficeFactory
from tests.factories.facilities import FacilityFactory
from tests.spm.people import puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

AT = datetime(2026, 2, 3, 2, tzinfo=UTC)
GOOD = {"Nama faskes": "Puskesmas PKM-01", "Periode": "Januari 2026", "Kode indikator": "BUMIL-C-K1",
        "Dilayani": 40, "Sasaran": 50, "JK": "", "Usia": "", "Disabilitas": "", "Alasan": ""}  # fmt: skip


@pytest.fixture
def place() -> Any:
    """PKM-01 with its office."""
    puskesmas_office()
    return puskesmas()


@pytest.fixture
def bring(place: Any, tmp_path: Any) -> Any:
    """Bring lines as the Puskesmas's office does."""

    def brought(*rows: dict[str, Any]) -> Any:
        path, names = tmp_path / "rekap.xlsx", list(GOOD)
        cells = [[row.get(name, "") for name in names] for row in rows]
        sheets.write(path, [sheets.SheetOut("Rekap", names, cells)])
        scope = Scope(on=date(2026, 2, 3), office_code="PKM-16.74.02.1007", region_code="16.74.02.1007", at=AT)
        batch = staging.receive(path, kind="ilp_values", name="rekap.xlsx", scope=scope, by=None, at=AT)
        running.choose(batch, batch.mapping, at=AT)
        running.check(batch, at=AT)
        if not (batch.new or batch.changed):
            return batch
        running.decide(batch, ImportMode.GOOD, by=None, at=AT)
        return running.apply(batch, at=AT)

    return brought


def counts(batch: Any) -> tuple[int, ...]:
    """New, changed, unchanged, refused."""
    return (batch.new, batch.changed, batch.unchanged, batch.refused)


def standing() -> list[tuple[Any, ...]]:
    """Cells that hold."""
    rows = Value.objects.current().values_list("age_group", "numerator", "denominator", "version", "source")
    return sorted(rows)


def test_a_line_becomes_a_figure_and_the_same_file_changes_nothing(bring: Any) -> None:
    assert counts(bring(GOOD)) == (1, 0, 0, 0)
    assert standing() == [("", 40, 50, 1, "imported")]
    assert Value.objects.get().sex == "P"
    assert counts(bring(GOOD)) == (0, 0, 1, 0)


def test_parts_replace_the_whole_that_was_entered(bring: Any, place: Any) -> None:
    figure = FigureInput(
        Indicator.objects.get(code="BUMIL-C-K1"), place_of(place), date(2026, 1, 1), (CellInput(40, 50),)
    )
    record([figure], by=Author(), source=Source.ENTERED, at=AT)

    batch = bring(GOOD | {"Usia": "10-18", "Dilayani": 3, "Sasaran": 5}, GOOD | {"Usia": "19–59 tahun", "Dilayani": 37})

    assert counts(batch) == (0, 2, 0, 0)
    assert standing() == [("10-18", 3, 5, 2, "imported"), ("19-59", 37, 50, 2, "imported")]
    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)
    assert standing() == [("", 40, 50, 1, "entered")]


def test_an_import_that_a_checked_month_rests_on_stays(bring: Any, place: Any) -> None:
    batch = bring(GOOD)
    clerk = worker(Role.CITY_HEALTH, OfficeFactory())
    report = reports.draft_of(Programme.ILP, "16.74", 2026, 1, at=AT, facility_id=place.pk)
    reports.check(report, by=clerk, at=timezone.now())

    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    undoing.undo(batch, at=AT)
    batch.refresh_from_db()

    assert (batch.state, Value.objects.count()) == (ImportState.DONE, 1)
    assert "sudah diperiksa" in batch.problem


BAD = [
    ({"Nama faskes": "Puskesmas PKM-1"}, "unit", "unit_unknown"),
    ({"Periode": "besok"}, "month", "not_a_month"),
    ({"Periode": "2026-03"}, "month", "month_ahead"),
    ({"Kode indikator": "BUMIL-C-K9"}, "indicator", "indicator_unknown"),
    ({"Kode indikator": "BALITA-SEED-M-KARIES"}, "indicator", "indicator_disabled"),
    ({"Kode indikator": "U-CHIPS-TEPAT"}, "indicator", "indicator_computed"),
    ({"Sasaran": ""}, "due", "due_missing"),
    ({"Dilayani": 51}, "reason", "over_unexplained"),
    ({"JK": "L"}, "sex", "group_unknown"),
]


def test_all_flaws_are_told_at_once_at_their_columns(bring: Any) -> None:
    batch = bring(*(GOOD | cells for cells, _column, _code in BAD))

    flaws = {(number, column, why) for chunk in batch.chunks.all() for number, column, why, *_rest in chunk.flaws}
    wanted = {(number, column, why) for number, (_cells, column, why) in enumerate(BAD, start=2)}
    assert (wanted - flaws, counts(batch)) == (set(), (0, 0, 0, len(BAD)))


def test_a_whole_beside_its_parts_is_refused(bring: Any) -> None:
    batch = bring(GOOD, GOOD | {"Usia": "19-59"})

    assert counts(batch) == (1, 0, 0, 1)
    assert standing() == [("", 40, 50, 1, "imported")]


def test_a_unit_of_another_network_is_unknown(bring: Any, place: Any) -> None:
    other = puskesmas("PKM-02", "16.74.02.1008")
    FacilityFactory(code="POS-9", name="Posyandu tamu", kind="posyandu", parent=other, region=place.region)

    assert counts(bring(GOOD | {"Nama faskes": "POS-9"})) == (0, 0, 0, 1)


def test_recorders_bring_figures_for_their_puskesmas_and_planners_for_the_city() -> None:
    recorder = worker(Role.PUSKESMAS_RECORDER, puskesmas_office())
    planner = worker(Role.PLANNER, OfficeFactory())

    found = [
        [(each.scope.region_code, [kind.code for kind in each.kinds]) for each in standings_of(user, on=AT.date())]
        for user in (recorder, planner)
    ]

    assert found == [
        [("16.74.02.1007", ["ilp_values", "households"])],
        [("16.74", ["ilp_values"])],
    ]
