"""The verbs of an import and its work in the background. Each moves the state once; a second click is refused."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone

from core import audit, outbox
from core.imports import bulk, mapping
from core.imports.exceptions import HasFlaws, NothingToWrite, WrongState
from core.imports.kinds import Change, Draft, Outcome, Plan, Scope, kind_of
from core.imports.reading import REFUSED, Judge, Judged
from core.imports.signals import rows_written
from core.imports.staging import choose_sheet
from core.models import ImportBatch, ImportChunk, ImportMode, ImportState, ImportTrace

QUEUE = "imports"
JOB_CHECK, JOB_APPLY, JOB_UNDO = "import.check", "import.apply", "import.undo"
JOB_OF = {ImportState.CHECKING: JOB_CHECK, ImportState.APPLYING: JOB_APPLY, ImportState.UNDOING: JOB_UNDO}
PROGRESS_SECONDS = 3_600

# Says, between two chunks, that the rest is for the next task.
Enough = Callable[[], bool]


def never() -> bool:
    """Go on to the end."""
    return False


def scope_of(batch: ImportBatch) -> Scope:
    """The scope the file was brought in with; the day is the one it was brought on."""
    return Scope(
        on=timezone.localdate(batch.created_at),
        office_code=batch.office_code,
        region_code=batch.region_code,
        place=batch.place,
        is_demo=batch.is_demo,
        at=batch.created_at,
        by_id=batch.created_by_id,
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
    move(batch, ImportState.STAGED, ImportState.CHECKED, to=ImportState.CHECKING, problem="", mode="", **values)
    _forget_verdicts(batch)
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
def resume(batch: ImportBatch, *, by: AbstractBaseUser | None, at: datetime) -> ImportBatch:
    """Go on with a step that a fault of ours stopped. Raises `WrongState`."""
    step = ImportState.APPLYING if batch.mode else ImportState.CHECKING
    move(batch, ImportState.STOPPED, to=step, problem="")
    audit.record(action="import.resume", by=by, obj=batch, office=batch, payload={"step": step.value}, at=at)
    queue(batch, JOB_OF[step], at=at)
    return batch


def has_written(batch: ImportBatch) -> bool:
    """Whether rows of a stopped import stand in the register already, so that it must be finished, not dropped."""
    return batch.chunks.filter(journal__isnull=False).exists()


@transaction.atomic
def drop(batch: ImportBatch, *, by: AbstractBaseUser | None, at: datetime) -> ImportBatch:
    """Throw a file away that was not written; its rows are erased at once. Raises `WrongState`."""
    if has_written(batch):
        raise WrongState
    move(batch, ImportState.STAGED, ImportState.CHECKED, ImportState.STOPPED, to=ImportState.DROPPED, erased_at=at)
    batch.chunks.all().delete()
    audit.record(action="import.drop", by=by, obj=batch, office=batch, at=at)
    return batch


# --- what the worker does -----------------------------------------------------------------------------------
# A file of a hundred thousand rows takes longer than one task may. The dry run and the writing of good rows give way
# between two chunks when they have had enough and go on in the next task; a worker that dies loses one chunk.


def check(batch: ImportBatch, *, at: datetime, enough: Enough = never) -> ImportBatch:
    """The dry run: every flaw of every row, and what the good rows would do. Goes on where it was left."""
    if batch.state != ImportState.CHECKING:
        return batch
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    _forget_progress(batch)
    for chunk in _chunks(batch):
        if chunk.outcomes is None:
            if enough():
                return batch
            found = judge.judge(chunk)
            ImportChunk.objects.filter(pk=chunk.pk).update(**_verdict(found), memory=judge.memory.news())
        else:
            judge.memory.recall(chunk.memory or [])
        _advance(batch, chunk.row_count)
    move(batch, ImportState.CHECKING, to=ImportState.CHECKED, checked_at=at, mode="", **_counted(batch))
    _forget_progress(batch)
    return batch


def apply(batch: ImportBatch, *, at: datetime, enough: Enough = never) -> ImportBatch:
    """Write the rows: all in one transaction, or the good ones chunk by chunk, going on where it was left.

    Registers may have changed since the dry run, so every row is judged again. Where all or nothing was chosen and a
    row is wrong now, nothing is written and the dry run shows why.
    """
    if batch.state != ImportState.APPLYING:
        return batch
    _forget_progress(batch)
    if batch.mode == ImportMode.ALL:
        return _apply_whole(batch, at=at, enough=enough)
    return _apply_good(batch, at=at, enough=enough)


def _apply_whole(batch: ImportBatch, *, at: datetime, enough: Enough) -> ImportBatch:
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    try:
        with transaction.atomic():
            for chunk in _chunks(batch):
                _write(batch, chunk, _flawless(judge.judge(chunk)), at=at)
                _advance(batch, chunk.row_count)
            move(batch, ImportState.APPLYING, to=ImportState.DONE, applied_at=at, **_counted(batch))
    except HasFlaws as error:
        with transaction.atomic():
            move(batch, ImportState.APPLYING, to=ImportState.CHECKING, problem=error.detail, mode="")
            _forget_verdicts(batch)
        return check(batch, at=at, enough=enough)
    _forget_progress(batch)
    return batch


def _flawless(found: Judged) -> Judged:
    if found.refused:
        raise HasFlaws(params={"count": found.refused})
    return found


def _apply_good(batch: ImportBatch, *, at: datetime, enough: Enough) -> ImportBatch:
    judge = Judge(batch, kind_of(batch.kind), scope_of(batch))
    for chunk in _chunks(batch):
        if not chunk.is_written:
            if enough():
                return batch
            with transaction.atomic():
                _write(batch, chunk, judge.judge(chunk), at=at)
        else:
            judge.memory.recall(chunk.memory or [])
        _advance(batch, chunk.row_count)
    move(batch, ImportState.APPLYING, to=ImportState.DONE, applied_at=at, **_counted(batch))
    _forget_progress(batch)
    return batch


def _write(batch: ImportBatch, chunk: ImportChunk, found: Judged, *, at: datetime) -> None:
    """Write a plan and keep what an undo needs: the new rows with their marks, the old values of changed ones."""
    plan = found.plan
    bulk.update(plan.room, counted=False)
    bulk.insert(plan.drafts)
    bulk.update(plan.changes)
    bulk.insert(list(_traces(batch, plan)))
    made = [
        {
            "model": group[0].model._meta.label,
            "marks": bulk.fingerprints(group[0].model, [int(draft.pk or 0) for draft in group]),
            "secrets": bulk.secrets(group),
        }
        for group in _by_model(plan.drafts).values()
    ]
    journal = {"made": made, "changed": _told(plan.changes), "room": _told(plan.room)}
    ImportChunk.objects.filter(pk=chunk.pk).update(**_verdict(found), journal=journal)
    rows_written.send(sender=ImportBatch, batch=batch, pks=_pks(plan), at=at)


def _told(changes: list[Change]) -> list[dict[str, Any]]:
    return [
        {"model": change.model._meta.label, "pk": change.pk, "before": change.before, "after": change.after}
        for change in changes
    ]


def _traces(batch: ImportBatch, plan: Plan) -> Iterator[Draft]:
    for outcome, (model, key) in zip(plan.outcomes, plan.subjects, strict=True):
        if outcome != Outcome.UNCHANGED:
            yield Draft(ImportTrace, {"batch_id": batch.pk, "object_type": model._meta.label, "object_id": key})


def _pks(plan: Plan) -> dict[type[models.Model], list[int]]:
    found: dict[type[models.Model], list[int]] = {}
    for draft in plan.drafts:
        found.setdefault(draft.model, []).append(int(draft.pk or 0))
    for change in (*plan.changes, *plan.room):
        found.setdefault(change.model, []).append(change.pk)
    return found


def _by_model(drafts: list[Draft]) -> dict[str, list[Draft]]:
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.model._meta.label, []).append(draft)
    return groups


def _chunks(batch: ImportBatch) -> Any:
    """The chunks of the chosen sheet in order, one in memory at a time."""
    chunks = batch.chunks.filter(sheet=batch.sheet).order_by("position").defer("flaws", "memory", "journal")
    return chunks.annotate(is_written=models.Q(journal__isnull=False)).iterator(chunk_size=1)


def _verdict(found: Judged) -> dict[str, Any]:
    """What is kept of the judgement of a chunk."""
    return {
        "flaws": found.flaws,
        "flaw_count": len(found.flaws),
        "refused": found.refused,
        "outcomes": found.outcomes,
    }


def _forget_verdicts(batch: ImportBatch) -> None:
    batch.chunks.update(flaws=None, flaw_count=0, refused=0, outcomes=None, memory=None)


def _counted(batch: ImportBatch) -> dict[str, int]:
    """What the rows of a batch did or would do."""
    counts = dict.fromkeys((*(outcome.value for outcome in Outcome), "refused", "flaw_count"), 0)
    rows = batch.chunks.filter(sheet=batch.sheet).values_list("outcomes", "flaw_count")
    for letters, flaws in rows:
        outcomes = letters or ""
        for outcome in Outcome:
            counts[outcome.value] += outcomes.count(outcome[0])
        counts["refused"] += outcomes.count(REFUSED)
        counts["flaw_count"] += flaws
    return counts


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
