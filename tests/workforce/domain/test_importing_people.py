"""Practitioners from a sheet: dry run, commit, twice, undo."""

from datetime import UTC, date, datetime

import pytest

from core import sheets
from core.imports import Scope, running, staging, undoing
from core.models import ImportMode, ImportState
from tests.factories.accounts import UserFactory
from tests.factories.workforce import ProfessionFactory
from workforce.models import Person, Practitioner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SCOPE = Scope(on=date(2026, 1, 26), office_code="DINKES-1674", region_code="16.74")
HEADER = ["NIK", "Nama", "Tanggal lahir", "JK", "Profesi", "No STR", "STR sampai"]
SARI = ["9900015705900000", "Sari Contoh", "1990-05-17", "P", "Perawat", "9900000000000100", "Seumur hidup"]
BUDI = ["9900021705900000", "Budi Contoh", "17/05/1990", "L", "Perawat", "9900000000000200", "31-12-2027"]


@pytest.fixture
def brought(tmp_path):
    def bring(*rows, header=HEADER, kind="practitioners", scope=SCOPE):
        path = tmp_path / "tenaga.xlsx"
        sheets.write(path, [sheets.SheetOut("Tenaga", header, rows)])
        batch = staging.receive(path, kind=kind, name="tenaga.xlsx", scope=scope, by=UserFactory(), at=AT)
        running.choose(batch, batch.mapping, at=AT)
        return running.check(batch, at=AT)

    ProfessionFactory(code="PERAWAT")
    return bring


def commit(batch, mode=ImportMode.ALL):
    running.decide(batch, mode, by=None, at=AT)
    return running.apply(batch, at=AT)


def test_dry_run_writes_nothing(brought):
    batch = brought(SARI, BUDI)

    assert (batch.state, batch.new, batch.refused) == (ImportState.CHECKED, 2, 0)
    assert Person.objects.count() == 0


def test_commit_writes_person_profession_and_str(brought):
    commit(brought(SARI, BUDI))

    rows = Practitioner.objects.order_by("person__name").values_list(
        "person__name", "person__birth_date", "profession", "str_lifetime", "str_valid_until"
    )
    assert list(rows) == [
        ("Budi Contoh", date(1990, 5, 17), "PERAWAT", False, date(2027, 12, 31)),
        ("Sari Contoh", date(1990, 5, 17), "PERAWAT", True, None),
    ]
    assert Person.objects.get(name="Sari Contoh").identity_number == SARI[0]


def test_same_file_twice_changes_nothing(brought):
    commit(brought(SARI, BUDI))

    batch = brought(SARI, BUDI)

    assert (batch.new, batch.changed, batch.unchanged, batch.changes_nothing) == (0, 0, 2, True)
    assert staging.same_before(batch) is not None


def test_undo_takes_everything_back(brought):
    batch = commit(brought(SARI, BUDI))

    undoing.ask(batch, by=None, reason="salah berkas", at=AT)
    undoing.undo(batch, at=AT)

    assert (batch.state, Person.objects.count(), Practitioner.objects.count()) == (ImportState.UNDONE, 0, 0)
