"""The upload pipeline: receive into quarantine → detect by content → rebuild in a child process → scan.

    received = receive(upload.chunks(), folder="quarantine")               # UnsafeFile, StorageFull
    # later, in a task:
    with local_copy(received.name) as source:
        rebuilt = inspect_and_rebuild(source, declared_name=upload.name)   # UnsafeFile, InspectionUnavailable
        scanner = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO)
        match scanner.scan(rebuilt.path):
            case Clean(scanned): ...    # FileState.CLEAN; keep rebuilt.path; not scanned: say "tanpa pindai virus"
            case Infected(): ...        # FileState.REFUSED, Refusal.INFECTED
            case Unavailable(): ...     # FileState.PENDING_SCAN, ask again later; alarm after 30 minutes

Only the rebuilt copy is ever served, and only once it is clean.
"""

from core.uploads.detection import MAX_BYTES, Kind, detect
from core.uploads.naming import clean_display_name
from core.uploads.rebuilding import Rebuilt, inspect_and_rebuild
from core.uploads.receiving import local_copy, receive
from core.uploads.refusals import MESSAGES, InspectionUnavailable, Refusal, ScannerAway, UnsafeFile
from core.uploads.scanning import ClamdScanner, Clean, Infected, NoScanner, Scanner, Unavailable, Verdict, scanner_from
from core.uploads.states import FileState

__all__ = [
    "MAX_BYTES",
    "MESSAGES",
    "ClamdScanner",
    "Clean",
    "FileState",
    "Infected",
    "InspectionUnavailable",
    "Kind",
    "NoScanner",
    "Rebuilt",
    "Refusal",
    "Scanner",
    "ScannerAway",
    "Unavailable",
    "UnsafeFile",
    "Verdict",
    "clean_display_name",
    "detect",
    "inspect_and_rebuild",
    "local_copy",
    "receive",
    "scanner_from",
]
