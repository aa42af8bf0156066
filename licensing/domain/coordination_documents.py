"""Files around a coordination: what the partner may read of one file, and the scan of its answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core import files, outbox
from core.uploads import clean_display_name, receive
from licensing.domain.coordinating import log_opening
from licensing.domain.documents import CHECK_JOB, QUARANTINE
from licensing.domain.requirements import needing_upload
from licensing.domain.rulebook.catalogue import requirements_of
from licensing.enums import DocumentState
from licensing.models import Coordination, Document

# Identity papers stay inside the office: the partner judges competence and place (SECURITY, limited link).
WITHHELD = frozenset({"NIK", "KTP", "FOTO"})


def readable_documents(coordination: Coordination) -> list[tuple[Document, str]]:
    """Return the clean current documents a partner may open, each with its label; identity papers are left out."""
    application = coordination.application
    labels = {row.code: row.label for row in needing_upload(requirements_of(application))}
    rows = application.documents.filter(superseded_at__isnull=True, state=DocumentState.CLEAN).order_by("id")
    return [
        (row, labels[row.requirement_code])
        for row in rows
        if row.requirement_code in labels and row.requirement_code not in WITHHELD
    ]


def open_for_partner(coordination: Coordination, public_id: str, *, at: datetime) -> tuple[Document, bytes] | None:
    """Return a document and its bytes and log the opening; None for what this link does not open."""
    found = next((row for row, _label in readable_documents(coordination) if row.public_id == public_id), None)
    if found is None:
        return None
    log_opening(coordination, what=found.requirement_code, at=at)
    return found, files.read(found.stored_name)


def put_answer_document(coordination: Coordination, *, chunks: Iterable[bytes], name: str, at: datetime) -> Document:
    """Take the scan of an answer through the same pipeline as every upload. Raises UnsafeFile."""
    stored = receive(chunks, folder=QUARANTINE)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                application=coordination.application,
                requirement_code=f"KOORDINASI-{coordination.public_id}",
                version=1,
                display_name=clean_display_name(name),
                size=stored.size,
                stored_name=stored.name,
                original_sha256=stored.sha256,
                uploaded_at=at,
            )
            outbox.enqueue(
                CHECK_JOB,
                key=f"{CHECK_JOB}:{document.public_id}",
                payload={"document": document.pk},
                queue="imports",
            )
    except BaseException:
        files.delete(stored.name)
        raise
    return document
