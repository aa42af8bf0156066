"""Files from outside on their way in: photos of a visit, proofs of a repair. Quarantine, rebuild, scan, keep."""

from dataclasses import dataclass

from django.conf import settings

from core import files
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
from core.uploads.states import FileState

QUARANTINE = "quarantine"
FOLDER = "inspections"


@dataclass(frozen=True)
class Judged:
    """What became of a quarantined file: the column values of its row."""

    state: str
    refusal_code: str = ""
    stored_name: str = ""
    sha256: str = ""
    content_type: str = ""
    size: int = 0
    unscanned: bool = False


def judge(stored_name: str, *, declared_name: str) -> Judged:
    """Rebuild and scan a quarantined file; the clean copy is stored, the caller deletes the original after commit.

    Raises core.uploads.InspectionUnavailable when this host could not look; the outbox tries again.
    """
    try:
        with local_copy(stored_name) as source:
            rebuilt = inspect_and_rebuild(source, declared_name=declared_name)
            scanner = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO)
            scanned = _require_clean(scanner.scan(rebuilt.path))
            kept = files.save(rebuilt.path.read_bytes(), folder=FOLDER, suffix=rebuilt.suffix)
    except UnsafeFile as refusal:
        return Judged(state=FileState.REFUSED, refusal_code=refusal.reason.value)
    return Judged(
        state=FileState.CLEAN,
        stored_name=kept.name,
        sha256=kept.sha256,
        content_type=rebuilt.content_type,
        size=kept.size,
        unscanned=not scanned,
    )


def _require_clean(verdict: Verdict) -> bool:
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise InspectionUnavailable
    return verdict.scanned
