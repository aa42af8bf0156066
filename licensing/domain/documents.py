"""Uploaded documents of an application: received into quarantine, settled by the worker, versions kept."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, files, outbox
from core.exceptions import Finding
from core.uploads import (
    Clean,
    Infected,
    Refusal,
    ScannerAway,
    UnsafeFile,
    Verdict,
    clean_display_name,
    inspect_and_rebuild,
    local_copy,
    receive,
    scanner_from,
)
from licensing.domain.drafts import check_editable
from licensing.domain.rulebook.catalogue import requirements_of
from licensing.domain.transitions import locked
from licensing.enums import DocumentState, RequirementKind, State
from licensing.exceptions import NotReady
from licensing.models import Application, Document
from licensing.rules import Actor

QUARANTINE = "quarantine"
FOLDER = "documents"
CHECK_JOB = "document.check"

log = logging.getLogger(__name__)


def put_document(
    application: Application,
    requirement_code: str,
    *,
    chunks: Iterable[bytes],
    name: str,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
) -> Document:
    """Take one file for one requirement; the worker decides whether it becomes clean.

    Older versions stay in the history; other rows are untouched. Raises UnsafeFile, NotReady for a requirement
    that takes no file or was not asked to be corrected, and what `check_editable` raises.
    """
    _check_slot(application, requirement_code, by)
    stored = receive(chunks, folder=QUARANTINE)
    try:
        with transaction.atomic():
            fresh = locked(application.number)
            _check_slot(fresh, requirement_code, by)
            return _insert(fresh, requirement_code, stored, name=name, by=by, at=at, valid_until=valid_until)
    except BaseException:
        files.delete(stored.name)
        raise


def _check_slot(application: Application, code: str, by: Actor) -> None:
    check_editable(application, by)
    rows = {row.code: row for row in requirements_of(application) if row.kind == RequirementKind.DOCUMENT}
    if code not in rows:
        raise NotReady(findings=[Finding("requirement_unknown", _("Persyaratan ini tidak meminta berkas."))])
    if application.state == State.NEEDS_CORRECTION:
        asked = set(
            application.corrections.filter(answered_at__isnull=True).values_list("requirement__code", flat=True)
        )
        answered = set(application.corrections.values_list("requirement__code", flat=True))
        if code not in asked | answered:
            raise NotReady(findings=[Finding("not_asked", _("Bagian ini tidak diminta untuk diperbaiki."))])


def _insert(
    application: Application,
    code: str,
    stored: files.StoredFile,
    *,
    name: str,
    by: Actor,
    at: datetime,
    valid_until: date | None,
) -> Document:
    latest = application.documents.filter(requirement_code=code).order_by("-version").first()
    application.documents.filter(requirement_code=code, superseded_at__isnull=True).update(superseded_at=at)
    document = Document.objects.create(
        application=application,
        requirement_code=code,
        version=(latest.version if latest else 0) + 1,
        display_name=clean_display_name(name),
        size=stored.size,
        stored_name=stored.name,
        original_sha256=stored.sha256,
        valid_until=valid_until,
        uploaded_by=by.user if by.user_id else None,
        uploaded_at=at,
    )
    outbox.enqueue(
        CHECK_JOB, key=f"{CHECK_JOB}:{document.public_id}", payload={"document": document.pk}, queue="imports"
    )
    if application.state == State.NEEDS_CORRECTION:
        application.corrections.filter(requirement__code=code, answered_at__isnull=True).update(answered_at=at)
    _audit("document.put", document, by, at)
    return document


def remove_document(document: Document, *, by: Actor, at: datetime) -> None:
    """Take the current file of a row away (a draft only); the row and its history stay."""
    with transaction.atomic():
        fresh = locked(document.application.number)
        check_editable(fresh, by)
        if fresh.state != State.DRAFT:
            raise NotReady(findings=[Finding("not_draft", _("Berkas yang sudah dikirim hanya dapat diganti."))])
        Document.objects.filter(pk=document.pk, superseded_at__isnull=True).update(superseded_at=at)
        _audit("document.remove", document, by, at)


def settle(document_id: int, *, at: datetime) -> Document:
    """Rebuild and scan a quarantined file; it becomes clean, refused with a reason, or stays pending.

    Raises core.exceptions.Unavailable when this host could not look: ScannerAway, or InspectionUnavailable when the
    rebuild broke off for our own reasons; the outbox tries again.
    """
    document = Document.objects.select_related("application").get(pk=document_id)
    if document.state != DocumentState.PENDING:
        return document
    quarantined = document.stored_name
    try:
        with local_copy(quarantined) as source:
            rebuilt = inspect_and_rebuild(source, declared_name=document.display_name)
            verdict = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO).scan(
                rebuilt.path
            )
            clean = _require_clean(verdict)
            kept = files.save(rebuilt.path.read_bytes(), folder=FOLDER, suffix=rebuilt.suffix)
    except UnsafeFile as refusal:
        return _refused(document, refusal, at)
    with transaction.atomic():
        Document.objects.filter(pk=document.pk, state=DocumentState.PENDING).update(
            state=DocumentState.CLEAN,
            stored_name=kept.name,
            sha256=kept.sha256,
            size=kept.size,
            content_type=rebuilt.content_type,
            pages=rebuilt.pages,
            display_name=rebuilt.display_name,
            original_sha256=rebuilt.original_sha256,
            unscanned=not clean.scanned,
        )
        transaction.on_commit(partial(files.delete, quarantined))
    document.refresh_from_db()
    return document


def _require_clean(verdict: Verdict) -> Clean:
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise ScannerAway
    return verdict


def _refused(document: Document, refusal: UnsafeFile, at: datetime) -> Document:
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            state=DocumentState.REFUSED, refusal_code=refusal.reason.value, stored_name=""
        )
        _reopen_correction(document)
        _audit("document.refuse", document, None, at)
        transaction.on_commit(partial(files.delete, document.stored_name))
    document.refresh_from_db()
    return document


def _reopen_correction(document: Document) -> None:
    if document.application.state == State.NEEDS_CORRECTION and document.superseded_at is None:
        last = (
            document.application.corrections.filter(requirement__code=document.requirement_code)
            .order_by("-round")
            .first()
        )
        if last is not None:
            last.answered_at = None
            last.save(update_fields=["answered_at"])


def open_document(document: Document, *, by: Actor, at: datetime, reason: str = "") -> bytes:
    """Return the clean bytes and leave an event: each opening is logged and the applicant sees who looked.

    Raises NotReady while the file is not clean.
    """
    if document.state != DocumentState.CLEAN:
        raise NotReady(findings=[Finding("not_clean", _("Berkas ini belum selesai diperiksa."))])
    content = files.read(document.stored_name)
    with transaction.atomic():
        _audit("document.open", document, by, at, reason=reason)
    return content


def _audit(action: str, document: Document, by: Actor | None, at: datetime, *, reason: str = "") -> None:
    application = document.application
    audit.record(
        action=action,
        by=by.user if by else None,
        obj=application,
        office=application.licensing_office,
        role=next(iter(sorted(by.roles)), "") if by else "system",
        reason=reason,
        payload={
            "number": application.number,
            "requirement": document.requirement_code,
            "version": document.version,
            "document": document.public_id,
        },
        at=at,
    )
