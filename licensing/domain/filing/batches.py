"""The verbs of a batch: receive it, decide about it after its check, throw it away; and who sees which."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import ApiClient, Office, User
from accounts.rules import viewer_of
from core import audit, outbox
from core.audit_chain import canonical_json
from core.crypto import keyed_hash
from core.exceptions import NotAllowed
from core.sheets import Limits
from licensing.domain.filing.adapters import MOST_ROWS, Adapter, Record
from licensing.enums import FilingMode, FilingOutcome, FilingState
from licensing.exceptions import BatchTooLong, FilingHasErrors, NothingToCreate, UnreadableBatch, WrongFilingState
from licensing.models import FilingBatch, FilingRow

POLICY = "filing_batch"
JOB, QUEUE = "filing.run", "imports"
LARGEST = 10 * 1024 * 1024
KEEP = timedelta(days=30)
LONGEST_REFERENCE = 80
LIMITS = Limits(rows=MOST_ROWS, size=LARGEST)


def batches_of(user: Any) -> QuerySet[FilingBatch]:
    """Batches `user` may see: a system its own, an officer those of the own office."""
    viewer, found = viewer_of(user), Q(pk__in=())
    for scope in viewer.scopes(POLICY):
        if scope.cell.scope == "S" and viewer.client_id:
            found |= Q(client_id=viewer.client_id)
        elif scope.cell.scope == "C" and scope.office_id is not None:
            found |= Q(office=scope.office_id, client_id="")
    return FilingBatch.objects.filter(found).select_related("office", "created_by")


@transaction.atomic
def receive(
    path: Path, *, adapter: Adapter, name: str, mode: FilingMode, submit: bool, by: Any, at: datetime
) -> FilingBatch:
    """Read a file into rows and begin its check; nothing of the file is kept. Raises UnreadableBatch, UnreadableSheet.

    With a `mode` other than CHECK the rows are filed when the check allows it.
    """
    return _stage(
        adapter.read(path),
        adapter=adapter,
        name=name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        mode=mode,
        submit=submit,
        by=by,
        at=at,
    )


@transaction.atomic
def receive_bodies(
    bodies: list[Any], *, adapter: Adapter, mode: FilingMode, submit: bool, by: Any, at: datetime
) -> FilingBatch:
    """The same for bodies that came in a request."""
    records = (Record(number, body) for number, body in enumerate(bodies, start=1))
    sha256 = hashlib.sha256(canonical_json(_texts(bodies)).encode()).hexdigest()
    return _stage(records, adapter=adapter, name="", sha256=sha256, mode=mode, submit=submit, by=by, at=at)


def _stage(
    records: Iterable[Record],
    *,
    adapter: Adapter,
    name: str,
    sha256: str,
    mode: FilingMode,
    submit: bool,
    by: Any,
    at: datetime,
) -> FilingBatch:
    office, client_id = _sender_of(by)
    batch = FilingBatch.objects.create(
        adapter=adapter.code,
        sender=f"client:{client_id}" if client_id else f"office:{office.code}",
        client_id=client_id,
        office=office,
        created_by=by if isinstance(by, User) else None,
        created_at=at,
        file_name=" ".join(name.split())[:150],
        sha256=sha256,
        mode=mode,
        submit=submit,
    )
    rows: list[FilingRow] = []
    for record in records:
        if len(rows) == MOST_ROWS:
            raise BatchTooLong(params={"most": MOST_ROWS})
        rows.append(_row(batch, record))
    if not rows:
        raise UnreadableBatch(params={"reason": "–"})
    FilingRow.objects.bulk_create(rows)
    batch.row_count = len(rows)
    batch.save(update_fields=["row_count"])
    _record("receive", batch, by=batch.created_by, at=at, rows=len(rows), adapter=adapter.code, sha256=sha256[:16])
    queue(batch, at=at)
    return batch


def _row(batch: FilingBatch, record: Record) -> FilingRow:
    body = record.body
    sent = body.get("external_reference") if isinstance(body, dict) else None
    reference = str(sent).strip() if isinstance(sent, (str, int)) else ""
    return FilingRow(
        batch=batch,
        number=record.number,
        reference=reference[:LONGEST_REFERENCE],
        body=body,
        body_hash=keyed_hash(canonical_json(_texts(body)), "filing"),
    )


def _texts(value: Any) -> Any:
    """The same without floats, which canonical JSON refuses."""
    if isinstance(value, dict):
        return {str(name): _texts(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_texts(member) for member in value]
    return repr(value) if isinstance(value, float) else value


def _sender_of(by: Any) -> tuple[Office, str]:
    """The office a batch is filed for, and the system. Raises NotAllowed."""
    viewer = viewer_of(by)
    for scope in viewer.scopes(POLICY):
        if scope.cell.scope == "S" and viewer.client_id:
            return ApiClient.objects.select_related("office").get(client_id=viewer.client_id).office, viewer.client_id
        if scope.cell.scope == "C" and scope.office_id is not None:
            return Office.objects.get(pk=scope.office_id), ""
    raise NotAllowed


@transaction.atomic
def decide(batch: FilingBatch, *, mode: FilingMode, submit: bool, by: User | None, at: datetime) -> FilingBatch:
    """Make the applications of a checked batch. Raises FilingHasErrors, NothingToCreate or WrongFilingState."""
    counts = counts_of(batch)
    if mode == FilingMode.ALL and counts[FilingOutcome.REFUSED]:
        raise FilingHasErrors(params={"count": counts[FilingOutcome.REFUSED]})
    if not counts[FilingOutcome.GOOD]:
        raise NothingToCreate
    move(batch, FilingState.CHECKED, to=FilingState.FILING, mode=mode, submit=submit)
    _record("file", batch, by=by, at=at, mode=mode.value, rows=counts[FilingOutcome.GOOD])
    queue(batch, at=at)
    return batch


@transaction.atomic
def drop(batch: FilingBatch, *, by: User | None, at: datetime) -> FilingBatch:
    """Throw a batch away that made nothing; what it held is erased at once. Raises WrongFilingState."""
    move(batch, FilingState.CHECKED, FilingState.STOPPED, to=FilingState.DROPPED, erased_at=at)
    batch.rows.update(body=None, errors=None)
    _record("drop", batch, by=by, at=at)
    return batch


def counts_of(batch: FilingBatch) -> dict[str, int]:
    """How many rows have each outcome; every outcome is there."""
    counts: dict[str, int] = dict.fromkeys(FilingOutcome.values, 0)
    for outcome in batch.rows.values_list("outcome", flat=True):
        counts[outcome] += 1
    return counts


def erase_old(*, at: datetime) -> int:
    """Forget what batches older than thirty days held; numbers, outcomes and applications stay. Returns how many."""
    old = FilingBatch.objects.filter(created_at__lt=at - KEEP, erased_at=None)
    keys = list(old.values_list("pk", flat=True)[:500])
    FilingRow.objects.filter(batch__in=keys).update(body=None, errors=None)
    return FilingBatch.objects.filter(pk__in=keys).update(erased_at=at)


def move(batch: FilingBatch, *states: FilingState, to: FilingState, **values: Any) -> None:
    """Take the batch from one of `states` to another. Raises WrongFilingState when it is elsewhere."""
    if not FilingBatch.objects.filter(pk=batch.pk, state__in=states).update(state=to, **values):
        raise WrongFilingState
    batch.refresh_from_db()


def queue(batch: FilingBatch, *, at: datetime) -> None:
    """Let a worker go on with this step."""
    key = f"{JOB}:{batch.pk}:{batch.state}:{at.timestamp():.6f}"
    outbox.enqueue(JOB, key=key, payload={"batch": batch.pk}, queue=QUEUE)


def _record(verb: str, batch: FilingBatch, *, by: User | None, at: datetime, **facts: Any) -> None:
    payload = {"batch": batch.public_id, "client": batch.client_id, **facts}
    audit.record(action=f"filing.{verb}", by=by, obj=batch, office=batch.office, payload=payload, at=at)
