"""The verbs of an import and its work in the background. Each moves the state once; a second click is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from core import audit, outbox
from core.imports import bulk, mapping
from core.imports.exceptions import HasFlaws, NothingToWrite, WrongState
from core.imports.kinds import Draft, Kind, Outcome, Plan, Scope, kind_of
from core.imports.reading import Judge
from core.imports.staging import choose_sheet
from core.models import ImportBatch, ImportChunk, ImportMode, ImportState

QUEUE = "imports"
JOB_CHECK, JOB_APPLY, JOB_UNDO = "import.check", "import.apply", "import.undo"
PROGRESS_SECONDS = 3_600


def scope_of(batch: ImportBatch) -> Scope:
    """The scope the file was brought in with; the day is the one it was brought on."""
    return Scope(
        on=timezone.localdate(batch.created_at),
        office_code=batch.office_code,
        region_code=batch.region_code,
        place=batch.place,
        is_demo=batch.is_demo,
        at=batch.created_at,
    )


def move(batch: ImportBatch, *states: ImportState, to: ImportState, **values: Any) -> None:
    """Take the batch from one of `states` to another. Raises `WrongState` when it is elsewhere."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=states).update(state=to, **values):
        raise WrongState
    batch.refresh_from_db()


def queue(batch: ImportBatch, job: str, *, at: datetime) -> None:
    """Let a worker go on; once for this step of this batch."""
    outbox.enqueue(job, key=f"{job}:{batch.pk}:{at.timestamp():.6f}", payload={"batch": batch.pk}, queue=QUEUE)


# --- what people decide -------------------------------------------------------------------------------------


@transaction.atomic
def choose(
    batch: ImportBatch, chosen: Mapping[str, int | None], *, at: datetime, sheet: str | None = None
) -> ImportBatch:
    """Settle the columns, remember them for this owner, and start the dry run. Also again after one.

    Raises `ColumnsMissing`, `ColumnTwice`, `WrongState`.
    """
    if sheet is not None:
        choose_sheet(batch, sheet)
    batch.mapping = mapping.checked(kind_of(batch.kind), batch.header, chosen)
    values = {name: getattr(batch, name) for name in ("sheet", "row_count", "header_number", "header", "mapping")}
    move(batch, ImportState.STAGED, ImportState.CHECKED, to=ImportState.CHECKING, problem="", **values)
    mapping.remember(batch, scope_of(batch).owner, at=at)
    queue(batch, JOB_CHECK, at=at)
    return batch


@transaction.atomic
def decide(batch: ImportBatch, mode: ImportMode, *, by: AbstractBaseUser | None, at: datetime) -> ImportBatch:
    """Let the rows be written. Raises `HasFlaws`, `NothingToWrite`, `WrongState`."""
    if mode == ImportMode.ALL and batch.refused:
        raise HasFlaws(params={"count": batch.refused})
    if batch.changes_nothing:
        raise NothingToWrite
    move(batch, ImportState.CHECKED, to=ImportState.APPLYING, mode=mode)
    audit.record(
        action="import.apply",
        by=by,
        obj=batch,
        office=batch,
        payload={"kind": batch.kind, "mode": mode, "rows": batch.row_count, "refused": batch.refused},
        at=at,
    )
    queue(batch, JOB_APPLY, at=at)
    return batch


@transaction.atomic
def drop(batch: ImportBatch, *, by: AbstractBaseUser | None, at: datetime) -> ImportBatch:
    """Throw a file away that was not written; its rows are erased at once."""
    move(batch, ImportState.STAGED, ImportState.CHECKED, ImportState.STOPPED, to=ImportState.DROPPED, erased_at=at)
    batch.chunks.all().delete()
    audit.record(action="import.drop", by=by, obj=batch, office=batch, at=at)
    return batch


# --- what the worker does -----------------------------------------------------------------------------------


def check(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    """The dry run: every flaw of every row, and what the good rows would do. May run again."""
    if batch.state != ImportState.CHECKING:
        return batch
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    counts = _Counts()
    for chunk in _chunks(batch):
        found = judge.judge(chunk)
        counts.add(found.plan, found.refused, len(found.flaws))
        ImportChunk.objects.filter(pk=chunk.pk).update(
            flaws=found.flaws, flaw_count=len(found.flaws), refused=found.refused
        )
        _advance(batch, chunk.row_count)
    move(batch, ImportState.CHECKING, to=ImportState.CHECKED, checked_at=at, **counts.values)
    _forget_progress(batch)
    return batch


def apply(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    """Write the rows: all in one transaction, or the good ones chunk by chunk. May run again after it was cut off.

    Registers may have changed since the dry run, so every row is judged again. Where all or nothing was chosen and a
    row is wrong now, nothing is written and the dry run shows why.
    """
    if batch.state != ImportState.APPLYING:
        return batch
    _forget_progress(batch)
    if batch.mode == ImportMode.ALL:
        return _apply_whole(batch, at=at)
    return _apply_good(batch, at=at)


def _apply_whole(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    counts = _Counts()
    try:
        with transaction.atomic():
            for chunk in _chunks(batch):
                counts.add(_write_whole(chunk, judge), 0, 0)
                _advance(batch, chunk.row_count)
            move(batch, ImportState.APPLYING, to=ImportState.DONE, applied_at=at, **counts.values)
    except HasFlaws as error:
        move(batch, ImportState.APPLYING, to=ImportState.CHECKING, problem=error.detail)
        _forget_progress(batch)
        return check(batch, at=at)
    _forget_progress(batch)
    return batch


def _write_whole(chunk: ImportChunk, judge: Judge) -> Plan:
    found = judge.judge(chunk)
    if found.refused:
        raise HasFlaws(params={"count": found.refused})
    _write(chunk, found.plan, judge.kind)
    return found.plan


def _apply_good(batch: ImportBatch, *, at: datetime) -> ImportBatch:
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    counts = _Counts()
    for chunk in _chunks(batch):
        if chunk.journal is not None:
            # Written before this worker took over; its counts stand in the journal, its keys are seen again.
            counts.take(chunk)
            for row in judge.judge(chunk).good:
                judge.seen.setdefault(judge.kind.key(row), row.number)
            continue
        with transaction.atomic():
            found = judge.judge(chunk)
            counts.add(found.plan, found.refused, len(found.flaws))
            _write(chunk, found.plan, judge.kind)
            ImportChunk.objects.filter(pk=chunk.pk).update(
                flaws=found.flaws, flaw_count=len(found.flaws), refused=found.refused
            )
        _advance(batch, chunk.row_count)
    move(batch, ImportState.APPLYING, to=ImportState.DONE, applied_at=at, **counts.values)
    _forget_progress(batch)
    return batch


def _write(chunk: ImportChunk, plan: Plan, kind: Kind) -> None:
    """Write a plan and keep what an undo needs: the new rows with their marks, the old values of changed ones."""
    bulk.insert(plan.drafts)
    bulk.update(plan.changes)
    if kind.after is not None:
        kind.after(plan)
    made = [
        {"model": label, "marks": bulk.fingerprints(group[0].model, [int(draft.pk or 0) for draft in group])}
        for label, group in _by_model(plan.drafts).items()
    ]
    changed = [
        {"model": change.model._meta.label, "pk": change.pk, "before": change.before, "after": change.after}
        for change in plan.changes
    ]
    outcomes = {outcome.value: plan.outcomes.count(outcome) for outcome in Outcome}
    ImportChunk.objects.filter(pk=chunk.pk).update(journal={"made": made, "changed": changed, "outcomes": outcomes})


def _by_model(drafts: list[Draft]) -> dict[str, list[Draft]]:
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.model._meta.label, []).append(draft)
    return groups


def _chunks(batch: ImportBatch) -> Any:
    """The chunks of the chosen sheet in order, one in memory at a time."""
    return batch.chunks.filter(sheet=batch.sheet).order_by("position").iterator(chunk_size=1)


class _Counts:
    """What the rows of a batch did or would do."""

    def __init__(self) -> None:
        self.values = dict.fromkeys(("new", "changed", "unchanged", "refused", "flaw_count"), 0)

    def add(self, plan: Plan, refused: int, flaws: int) -> None:
        for outcome in plan.outcomes:
            self.values[outcome.value] += 1
        self.values["refused"] += refused
        self.values["flaw_count"] += flaws

    def take(self, chunk: ImportChunk) -> None:
        for outcome in Outcome:
            self.values[outcome.value] += chunk.journal["outcomes"][outcome.value]
        self.values["refused"] += chunk.refused
        self.values["flaw_count"] += chunk.flaw_count


# --- progress -----------------------------------------------------------------------------------------------
# In the cache, because what is written inside one transaction is seen by nobody before its end.


def progress(batch: ImportBatch) -> int:
    """How many rows the step under way has done."""
    return min(int(cache.get(_progress_key(batch), 0)), batch.row_count)


def _advance(batch: ImportBatch, rows: int) -> None:
    cache.set(_progress_key(batch), int(cache.get(_progress_key(batch), 0)) + rows, PROGRESS_SECONDS)


def _forget_progress(batch: ImportBatch) -> None:
    cache.delete(_progress_key(batch))


def _progress_key(batch: ImportBatch) -> str:
    return f"import-progress:{batch.pk}"
