"""Documents behind figures and stages: quarantine, rebuild, scan; each opening is logged."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit, files, outbox
from core.uploads import (
    Clean,
    FileState,
    Infected,
    InspectionUnavailable,
    Refusal,
    UnsafeFile,
    Verdict,
    clean_display_name,
    inspect_and_rebuild,
    local_copy,
    receive,
    scanner_from,
)
from spm.domain.places import Place
from spm.exceptions import EvidenceNotReady
from spm.models import Evidence, Indicator

QUARANTINE = "quarantine"
FOLDER = "spm"
CHECK_JOB = "spm.evidence"


def put(
    place: Place,
    year: int,
    indicator: Indicator | None,
    *,
    title: str,
    name: str,
    chunks: Iterable[bytes],
    by: User,
    at: datetime,
    step: str = "",
    month: date | None = None,
) -> Evidence:
    """Take one file; the worker decides whether it becomes clean. Raises UnsafeFile, StorageFull."""
    stored = receive(chunks, folder=QUARANTINE)
    try:
        with transaction.atomic():
            row = Evidence.objects.create(
                region_id=place.region_id,
                facility_id=place.facility_id,
                year=year,
                indicator=indicator,
                month=month,
                step=step,
                title=title.strip(),
                display_name=clean_display_name(name),
                size=stored.size,
                stored_name=stored.name,
                recorded_at=at,
                author=by,
            )
            outbox.enqueue(CHECK_JOB, key=f"{CHECK_JOB}:{row.public_id}", payload={"evidence": row.pk}, queue="imports")
            _told("spm.evidence_put", row, by, at)
    except BaseException:
        files.delete(stored.name)
        raise
    return row


def settle(evidence_id: int, *, at: datetime) -> Evidence:
    """Rebuild and scan a quarantined file; it becomes clean or is refused. Running twice settles once.

    Raises InspectionUnavailable when this host could not look; the outbox tries again.
    """
    row = Evidence.objects.get(pk=evidence_id)
    if row.state != FileState.PENDING_SCAN:
        return row
    quarantined = row.stored_name
    try:
        with local_copy(quarantined) as source:
            rebuilt = inspect_and_rebuild(source, declared_name=row.display_name)
            scanner = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO)
            _require_clean(scanner.scan(rebuilt.path))
            kept = files.save(rebuilt.path.read_bytes(), folder=FOLDER, suffix=rebuilt.suffix)
    except UnsafeFile as refusal:
        return _settled(
            row, quarantined, at, state=FileState.REFUSED, refusal_code=refusal.reason.value, stored_name=""
        )
    return _settled(
        row,
        quarantined,
        at,
        state=FileState.CLEAN,
        stored_name=kept.name,
        sha256=kept.sha256,
        content_type=rebuilt.content_type,
        display_name=rebuilt.display_name,
    )


def _require_clean(verdict: Verdict) -> None:
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise InspectionUnavailable


@transaction.atomic
def _settled(row: Evidence, quarantined: str, at: datetime, **values: str) -> Evidence:
    Evidence.objects.filter(pk=row.pk, state=FileState.PENDING_SCAN).update(**values)
    if values["state"] == FileState.REFUSED:
        _told("spm.evidence_refuse", row, None, at)
    transaction.on_commit(partial(files.delete, quarantined))
    row.refresh_from_db()
    return row


@transaction.atomic
def open_file(row: Evidence, *, by: User, at: datetime) -> bytes:
    """The clean bytes; the opening leaves an event. Raises EvidenceNotReady."""
    if row.state != FileState.CLEAN:
        raise EvidenceNotReady
    _told("spm.evidence_open", row, by, at)
    return files.read(row.stored_name)


def _told(action: str, row: Evidence, by: User | None, at: datetime) -> None:
    payload = {
        "evidence": row.public_id,
        "indicator": row.indicator.code if row.indicator else "",
        "year": row.year,
        "step": row.step,
    }
    audit.record(action=action, by=by, obj=row, payload=payload, at=at)
