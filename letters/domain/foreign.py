"""Papers signed in another system and reported to the portal: kept byte for byte, because a signature lives in them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from core import audit, files
from core.exceptions import Conflict
from core.uploads import (
    Clean,
    Infected,
    InspectionUnavailable,
    Kind,
    Refusal,
    UnsafeFile,
    detect,
    inspect_and_rebuild,
    local_copy,
    receive,
    scanner_from,
)
from letters.domain.issuing import FOLDER
from letters.enums import LetterState, Method
from letters.models import Letter, LetterKind
from letters.models.letter import random_code

QUARANTINE = "quarantine"
SERIES = "ELSEWHERE"


class NumberTaken(Conflict):
    """Another letter of the office carries this number."""

    code = "number_taken"
    message = _("Nomor ini sudah dipakai surat lain.")


@dataclass(frozen=True, kw_only=True)
class ForeignPaper:
    """What the other system says of its paper."""

    kind: str
    number: str
    on: date
    subject: str
    holder: str
    place: str
    valid_from: date | None
    valid_until: date | None


def inspected(pdf: bytes) -> bytes:
    """Return `pdf` once the pipeline has found nothing against it; raises UnsafeFile or InspectionUnavailable."""
    quarantined = receive([pdf], folder=QUARANTINE)
    try:
        with local_copy(quarantined.name) as source:
            if detect(source) != Kind.PDF:
                raise UnsafeFile(Refusal.KIND_NOT_ALLOWED)
            rebuilt = inspect_and_rebuild(source, declared_name="izin.pdf")
            verdict = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO).scan(source)
            rebuilt.path.unlink(missing_ok=True)
    finally:
        files.delete(quarantined.name)
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise InspectionUnavailable
    return pdf


@transaction.atomic
def keep(paper: ForeignPaper, pdf: bytes, *, office: Office, key: str, at: datetime) -> Letter:
    """Keep an inspected PDF as an issued letter of `office`; the same `key` again is the same letter.

    Raises NumberTaken.
    """
    if existing := Letter.objects.filter(key=key).first():
        return existing
    if Letter.objects.filter(office=office, number=paper.number).exists():
        raise NumberTaken
    kept = files.save(pdf, folder=FOLDER, suffix=".pdf")
    letter = Letter.objects.create(
        key=key,
        kind=LetterKind.objects.get(pk=paper.kind),
        variant="",
        office=office,
        method=Method.ELSEWHERE,
        state=LetterState.ISSUED,
        series=SERIES,
        year=paper.on.year,
        number=paper.number,
        number_date=paper.on,
        subject=paper.subject[:200],
        holder=paper.holder[:160],
        place=paper.place[:160],
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        fingerprint=kept.sha256,
        is_trial=False,
        verify_code=random_code(),
        file_name=kept.name,
        sha256=kept.sha256,
        size=kept.size,
        issued_at=at,
        created_at=at,
    )
    audit.record(
        action="letter.report",
        by=None,
        obj=letter,
        office=office,
        payload={"kind": paper.kind, "number": paper.number, "sha256": kept.sha256},
        at=at,
    )
    return letter
