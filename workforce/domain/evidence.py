"""The file beside a correction request: quarantine, rebuild, scan; served to who decides, each opening logged."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit, files
from core.uploads import (
    Clean,
    Infected,
    InspectionUnavailable,
    Refusal,
    UnsafeFile,
    Verdict,
    inspect_and_rebuild,
    local_copy,
    scanner_from,
)
from workforce.enums import EvidenceState
from workforce.exceptions import EvidenceNotReady
from workforce.models import CorrectionRequest

QUARANTINE = "quarantine"
FOLDER = "corrections"
CHECK_JOB = "correction.evidence"


def settle(correction_id: int, *, at: datetime) -> CorrectionRequest:
    """Rebuild and scan a quarantined file; it becomes clean or is refused with a reason. Running twice settles once.

    Raises core.uploads.InspectionUnavailable when this host could not look; the outbox tries again.
    """
    row = CorrectionRequest.objects.get(pk=correction_id)
    if row.evidence_state != EvidenceState.PENDING:
        return row
    quarantined = row.evidence_stored
    try:
        with local_copy(quarantined) as source:
            rebuilt = inspect_and_rebuild(source, declared_name=row.evidence_name)
            scanner = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO)
            verdict = scanner.scan(rebuilt.path)
            _require_clean(verdict)
            kept = files.save(rebuilt.path.read_bytes(), folder=FOLDER, suffix=rebuilt.suffix)
    except UnsafeFile as refusal:
        return _settled(row, quarantined, at=at, evidence_state=EvidenceState.REFUSED,
                        evidence_refusal=refusal.reason.value, evidence_stored="")  # fmt: skip
    return _settled(
        row, quarantined, at=at, evidence_state=EvidenceState.CLEAN, evidence_stored=kept.name,
        evidence_type=rebuilt.content_type, evidence_sha256=kept.sha256, evidence_name=rebuilt.display_name,
    )  # fmt: skip


def _require_clean(verdict: Verdict) -> None:
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise InspectionUnavailable


@transaction.atomic
def open_evidence(row: CorrectionRequest, *, by: User, at: datetime) -> bytes:
    """Return the clean bytes and leave an event. Raises EvidenceNotReady."""
    if row.evidence_state != EvidenceState.CLEAN:
        raise EvidenceNotReady
    audit.record(action="correction.open_evidence", by=by, obj=row.person, payload={"request": row.public_id}, at=at)
    return files.read(row.evidence_stored)


@transaction.atomic
def _settled(row: CorrectionRequest, quarantined: str, *, at: datetime, **values: str) -> CorrectionRequest:
    CorrectionRequest.objects.filter(pk=row.pk, evidence_state=EvidenceState.PENDING).update(**values)
    if values["evidence_state"] == EvidenceState.REFUSED:
        audit.record(
            action="correction.refuse_evidence", by=None, obj=row.person,
            payload={"request": row.public_id, "reason": values["evidence_refusal"]}, at=at,
        )  # fmt: skip
    transaction.on_commit(partial(files.delete, quarantined))
    row.refresh_from_db()
    return row
