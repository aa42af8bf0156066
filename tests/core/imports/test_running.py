"""A long file in slices: the dry run and the writing go on where they were left, as if there had been no pause."""

import itertools
from datetime import UTC, date, datetime

import pytest

from core import outbox, sheets
from core.imports import Scope, jobs, reporting, running, staging
from core.imports.exceptions import WrongState
from core.models import ImportBatch, ImportMode, ImportState, OutboxJob
from tests.factories.workforce import ProfessionFactory
from workforce.models import Person, Practitioner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SCOPE = Scope(on=date(2026, 1, 26), office_code="DINKES-1674", region_code="16.74", at=AT)
HEADER = ["NIK", "Nama", "Profesi", "Nomor STR"]
SARI = ["9900015705900000", "Sari Contoh", "PERAWAT", "5500000000000100"]
BUDI = ["9900021705900000", "Budi Contoh", "PERAWAT", "5500000000000100"]  # the STR of Sari
TWICE = ["9900015705900000", "Sari Contoh", "PERAWAT", ""]
DEWI = ["9900035705900000", "Dewi Contoh", "PERAWAT", "5500000000000300"]


@pytest.fixture
def staged(tmp_path, monkeypatch):
    """Four rows, each a chunk; the second and third are wrong because of what the first one says."""
    monkeypatch.setattr(staging, "CHUNK", 1)
    ProfessionFactory(code="PERAWAT")
    path = tmp_path / "tenaga.xlsx"
    sheets.write(path, [sheets.SheetOut("Tenaga", HEADER, [SARI, BUDI, TWICE, DEWI])])
    batch = staging.receive(path, kind="practitioners", name="tenaga.xlsx", scope=SCOPE, by=None, at=AT)
    return running.choose(batch, batch.mapping, at=AT)


def after(chunks: int):
    """Enough once that many chunks were done."""
    steps = itertools.count()
    return lambda: next(steps) >= chunks


def in_slices(batch: ImportBatch, verb, state: ImportState) -> int:
    """Do one chunk at a time, each by a worker that knows nothing of the last; returns how many it took."""
    for count in itertools.count(1):
        verb(ImportBatch.objects.get(pk=batch.pk), at=AT, enough=after(1))
        batch.refresh_from_db()
        if batch.state != state:
            return count
    return 0


def found(batch: ImportBatch) -> list[tuple[int, str]]:
    return [(line.number, line.reason) for line in reporting.flaws(batch, start=0, count=10)]


def test_dry_run_in_slices_finds_what_one_run_finds(staged):
    whole = running.check(staged, at=AT)
    expected = found(whole), (whole.new, whole.refused, whole.flaw_count)
    running.choose(staged, staged.mapping, at=AT)

    assert in_slices(staged, running.check, ImportState.CHECKING) == 5  # the header is a chunk of its own here
    assert (found(staged), (staged.new, staged.refused, staged.flaw_count)) == expected
    assert expected[1] == (2, 2, 2)


def test_good_rows_in_slices_are_written_once_each(staged):
    running.check(staged, at=AT)
    running.decide(staged, ImportMode.GOOD, by=None, at=AT)

    in_slices(staged, running.apply, ImportState.APPLYING)

    assert (staged.state, staged.new, staged.refused) == (ImportState.DONE, 2, 2)
    assert set(Practitioner.objects.values_list("person__name", flat=True)) == {"Sari Contoh", "Dewi Contoh"}


def test_a_slice_that_is_over_leaves_the_rest_to_a_new_job(staged, monkeypatch):
    monkeypatch.setattr(jobs, "SLICE_SECONDS", -1)

    outbox.drain(limit=1)

    staged.refresh_from_db()
    waiting = OutboxJob.objects.undone().filter(kind=running.JOB_CHECK)
    assert (staged.state, waiting.count(), waiting.get().attempts) == (ImportState.CHECKING, 1, 0)


def test_stopped_import_goes_on_where_it_stood(staged):
    running.check(staged, at=AT)
    running.decide(staged, ImportMode.GOOD, by=None, at=AT)
    running.apply(staged, at=AT, enough=after(2))
    jobs.stop(staged, "gangguan")

    # Rows stand in the register: the file is the only way back, so it is not thrown away.
    with pytest.raises(WrongState):
        running.drop(staged, by=None, at=AT)
    running.resume(staged, by=None, at=AT)
    outbox.drain()

    staged.refresh_from_db()
    assert (staged.state, staged.problem, Person.objects.count()) == (ImportState.DONE, "", 2)
