"""Taking an import back: refused when rows were changed or used since, whole otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import crypto, sheets
from core.imports import Scope, keeping, running, staging, undoing
from core.imports.exceptions import Erased, NothingToWrite, WrongState
from core.models import ImportBatch, ImportMode, ImportState
from tests.factories.workforce import PlacementFactory, ProfessionFactory
from workforce.models import Person, Practitioner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SCOPE = Scope(on=date(2026, 1, 26), office_code="DINKES-1674", region_code="16.74", at=AT)
HEADER = ["NIK", "Nama", "Profesi", "Telepon"]
SARI = ["9900015705900000", "Sari Contoh", "Perawat vokasi/ners", "0800 0000 123"]
BUDI = ["9900021705900000", "Budi Contoh", "Perawat vokasi/ners", ""]


@pytest.fixture
def bring(tmp_path):
    def brought(*rows, mode=ImportMode.ALL):
        path = tmp_path / "tenaga.xlsx"
        sheets.write(path, [sheets.SheetOut("Tenaga", HEADER, rows)])
        batch = staging.receive(path, kind="practitioners", name="tenaga.xlsx", scope=SCOPE, by=None, at=AT)
        running.choose(batch, batch.mapping, at=AT)
        running.check(batch, at=AT)
        running.decide(batch, mode, by=None, at=AT)
        return running.apply(batch, at=AT)

    ProfessionFactory(code="PERAWAT")
    return brought


def taken_back(batch: ImportBatch) -> ImportBatch:
    undoing.ask(batch, by=None, reason="berkas yang salah", at=AT)
    return undoing.undo(batch, at=AT)


def test_changed_rows_get_their_former_content_back(bring):
    bring(SARI)
    second = bring([SARI[0], "Sari Contoh Dewi", SARI[2], "0800 0000 456"])
    assert Person.objects.get().phone == "+628000000456"

    taken_back(second)

    person = Person.objects.get()
    assert (person.name, person.name_key, person.phone) == ("Sari Contoh", "sari contoh", "+628000000123")


def test_undo_is_refused_when_a_new_row_was_changed_since(bring):
    batch = bring(SARI, BUDI)
    person = Person.objects.get(name="Sari Contoh")
    person.name = "Sari Dewi"
    person.save()

    taken_back(batch)

    assert (batch.state, Person.objects.count()) == (ImportState.DONE, 2)
    assert "1 orang diubah atau dihapus" in batch.problem


def test_undo_is_refused_when_a_changed_row_was_changed_again(bring):
    bring(SARI)
    second = bring([SARI[0], "Sari Contoh Dewi", *SARI[2:]])
    Person.objects.update(name="Sari C. Dewi")

    taken_back(second)

    assert second.state == ImportState.DONE
    assert "1 orang diubah lagi" in second.problem


def test_undo_is_refused_when_somebody_was_placed_since(bring):
    batch = bring(SARI)
    PlacementFactory(practitioner=Practitioner.objects.get())

    taken_back(batch)

    assert (batch.state, Practitioner.objects.count()) == (ImportState.DONE, 1)
    assert "tenaga kesehatan dipakai oleh 1 penempatan" in batch.problem


def test_undo_of_a_row_completed_by_a_later_line_of_the_same_file(bring):
    ProfessionFactory(code="BIDAN")
    batch = bring(SARI, ["9900015705900000", "Sari Contoh", "BIDAN", ""])

    taken_back(batch)

    assert (batch.state, Person.objects.count(), Practitioner.objects.count()) == (ImportState.UNDONE, 0, 0)


def test_erased_rows_leave_no_way_back(bring):
    batch = bring(SARI)

    assert keeping.erase(at=AT + timedelta(days=29)) == 0
    assert keeping.erase(at=AT + timedelta(days=30)) == 1

    batch.refresh_from_db()
    assert (batch.chunks.count(), batch.new) == (0, 1)
    with pytest.raises(Erased):
        undoing.ask(batch, by=None, reason="terlambat", at=AT)


def test_a_step_is_taken_once(bring):
    batch = bring(SARI)

    with pytest.raises(WrongState):
        running.choose(batch, batch.mapping, at=AT)
    assert running.apply(batch, at=AT).state == ImportState.DONE


def test_same_file_again_has_nothing_to_write(bring):
    bring(SARI, BUDI)

    with pytest.raises(NothingToWrite):
        bring(SARI, BUDI)


def test_undo_is_refused_when_a_new_row_got_another_phone_behind_our_back(bring):
    batch = bring(SARI, BUDI)
    # An update of the column alone leaves the hour of the last change as it was.
    Person.objects.filter(name="Sari Contoh").update(phone="+628000000999")

    taken_back(batch)

    assert (batch.state, Person.objects.count()) == (ImportState.DONE, 2)
    assert "1 orang diubah atau dihapus" in batch.problem


def test_same_content_under_new_keys_is_no_change(bring):
    batch = bring(SARI, BUDI)
    crypto.rotate()

    assert taken_back(batch).state == ImportState.UNDONE
