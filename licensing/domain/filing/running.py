"""What the worker does with a batch: the check, which makes each application and takes it back, and the filing.

Both go through the API's own door, one transaction a row, and give way to other work after some seconds.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from core import audit
from core.exceptions import Finding
from licensing.domain.filing.batches import move, queue
from licensing.domain.filing.door import RowRefused, door
from licensing.domain.findings import eligibility_of
from licensing.enums import FilingMode, FilingOutcome, FilingState, FindingLevel
from licensing.models import Application, FilingBatch, FilingReference, FilingRow

# Far below the limit of a task, for one row may be slow on a busy machine.
SLICE_SECONDS = 45
LANGUAGES = ("id", "en")
Errors = list[dict[str, str]]


def run(batch_id: int, *, clock: Callable[[], datetime] = timezone.now) -> None:
    """Go on with a batch for some seconds, then queue the rest. Bears running twice. The demo brings its own clock."""
    batch = FilingBatch.objects.select_related("office").filter(pk=batch_id).first()
    if batch is None or not batch.in_progress:
        return
    caller = door().caller(batch)
    if caller is None:
        stop(batch, _("Pengirimnya tidak lagi berwenang mengirim permohonan."))
        return
    end = time.monotonic() + SLICE_SECONDS
    waits_for = FilingOutcome.WAITING if batch.state == FilingState.CHECKING else FilingOutcome.GOOD
    for row in batch.rows.filter(outcome=waits_for).iterator(chunk_size=50):
        if time.monotonic() > end:
            queue(batch, at=clock())
            return
        _do(batch, row, caller, at=clock())
    _end(batch, at=clock())


def stop(batch: FilingBatch, problem: str) -> None:
    """Go no further and say why; what was made stays."""
    move(batch, FilingState.CHECKING, FilingState.FILING, to=FilingState.STOPPED, problem=problem)


def give_up(batch_id: int) -> None:
    """Stop a batch that a fault of ours holds up."""
    batch = FilingBatch.objects.get(pk=batch_id)
    if batch.in_progress:
        stop(batch, _("Terhenti karena gangguan sistem. Administrator melihatnya di daftar pekerjaan."))


def _do(batch: FilingBatch, row: FilingRow, caller: Any, *, at: datetime) -> None:
    known, errors = _against(batch, row)
    if errors:
        _settle(row, FilingOutcome.REFUSED, errors)
    elif known is not None:
        _settle(row, FilingOutcome.KNOWN, [], application=known)
    elif batch.state == FilingState.CHECKING:
        _settle(row, *_tried(batch, row, caller, at=at))
    else:
        _file(batch, row, caller, at=at)


# --- references ---------------------------------------------------------------------------------------------


def _against(batch: FilingBatch, row: FilingRow) -> tuple[Application | None, Errors]:
    """The application a reference stands for already, or why the reference cannot be used."""
    if not row.reference:
        return None, _said("required", lambda: _("Isi referensi Anda sendiri; dengannya kiriman ulang dikenali."))
    earlier = batch.rows.filter(reference=row.reference, pk__lt=row.pk).order_by("pk").first()
    if earlier is not None:
        return None, _said(
            "reference_twice", lambda: _("Referensi ini sudah dipakai baris %(row)s.") % {"row": earlier.number}
        )
    used = FilingReference.objects.filter(sender=batch.sender, reference=row.reference).first()
    if used is not None and used.body_hash != row.body_hash:
        return None, _said("reference_conflict", lambda: _taken(used.application))
    if used is not None:
        return used.application, []
    # Sent one by one through the API before: what it held then is not kept, so nothing is made anew.
    sent = Application.objects.filter(external_reference=row.reference, client_id=batch.client_id)
    if not batch.client_id:
        sent = sent.filter(licensing_office=batch.office, channel="desk")
    return sent.order_by("pk").first(), []


def _taken(application: Application) -> str:
    return _("Referensi ini sudah menjadi %(number)s dengan isi lain. Ubah permohonan itu, atau pakai yang baru.") % {
        "number": application.number
    }


# --- one row ------------------------------------------------------------------------------------------------


def _tried(batch: FilingBatch, row: FilingRow, caller: Any, *, at: datetime) -> tuple[FilingOutcome, Errors]:
    """Make the application and take it back: what would be refused, and what would still be missing."""
    found: dict[str, Errors] = {}
    refused = False
    for language in LANGUAGES:
        with override(language):
            try:
                with transaction.atomic():
                    application = _made(batch, row, caller, at=at)
                    found[language] = _findings(application, at=at)
                    transaction.set_rollback(True)
            except RowRefused as no:
                refused = True
                found[language] = [_plain(each) for each in no.errors]
    return (FilingOutcome.REFUSED if refused else FilingOutcome.GOOD), _paired(found)


def _file(batch: FilingBatch, row: FilingRow, caller: Any, *, at: datetime) -> None:
    """Make the application and keep its reference with it; of two batches at once one makes it."""
    try:
        with transaction.atomic():
            application = _made(batch, row, caller, at=at)
            FilingReference.objects.create(
                sender=batch.sender, reference=row.reference, body_hash=row.body_hash, application=application
            )
            outcome = FilingOutcome.SUBMITTED if batch.submit else FilingOutcome.DRAFT
            _settle(row, outcome, row.errors or [], application=application)
    except IntegrityError:
        used = FilingReference.objects.filter(sender=batch.sender, reference=row.reference).first()
        if used is None:
            raise
        known, errors = _against(batch, row)
        _settle(row, FilingOutcome.REFUSED if errors else FilingOutcome.KNOWN, errors, application=known)
    except RowRefused:
        # Right at the check, wrong now: a register or a rule changed meanwhile.
        _settle(row, *_tried(batch, row, caller, at=at))


def _made(batch: FilingBatch, row: FilingRow, caller: Any, *, at: datetime) -> Application:
    application = door().create(row.body, caller, at)
    if batch.submit:
        door().submit(application, caller, at)
    return application


def _settle(row: FilingRow, outcome: FilingOutcome, errors: Errors, *, application: Application | None = None) -> None:
    row.outcome, row.errors, row.application = outcome, errors, application
    row.save(update_fields=["outcome", "errors", "application"])


# --- words --------------------------------------------------------------------------------------------------


def _plain(error: Finding) -> dict[str, str]:
    return {"pointer": error.pointer, "code": error.code, "level": FindingLevel.BLOCK.value, "text": str(error.detail)}


def _findings(application: Application, *, at: datetime) -> Errors:
    """What `eligibility` would say of the draft."""
    return [
        {
            "pointer": f"/{each.section}" if each.section else "",
            "code": each.code,
            "level": str(each.level),
            "text": f"{each.label}. {each.remedy}",
        }
        for each in eligibility_of(application, at=at)
    ]


def _said(code: str, words: Any) -> Errors:
    found: dict[str, Errors] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = [_plain(Finding(code, words(), "/external_reference"))]
    return _paired(found)


def _paired(found: dict[str, Errors]) -> Errors:
    """One entry an error with its words in every language; the order is the same in each."""
    first, *others = (found[language] for language in LANGUAGES)
    return [
        {
            **{name: value for name, value in each.items() if name != "text"},
            LANGUAGES[0]: each["text"],
            **{language: rows[place]["text"] for language, rows in zip(LANGUAGES[1:], others, strict=True)},
        }
        for place, each in enumerate(first)
    ]


# --- the end of a step --------------------------------------------------------------------------------------


@transaction.atomic
def _end(batch: FilingBatch, *, at: datetime) -> None:
    """After the check go on by itself where that was wanted and is possible; after the filing say it is done."""
    if batch.state == FilingState.FILING:
        move(batch, FilingState.FILING, to=FilingState.DONE, filed_at=at)
        made = batch.rows.filter(outcome__in=(FilingOutcome.DRAFT, FilingOutcome.SUBMITTED)).count()
        payload = {"batch": batch.public_id, "client": batch.client_id, "made": made}
        audit.record(action="filing.done", by=None, obj=batch, office=batch.office, payload=payload, at=at)
        return
    good = batch.rows.filter(outcome=FilingOutcome.GOOD).exists()
    refused = batch.rows.filter(outcome=FilingOutcome.REFUSED).exists()
    goes_on = batch.mode == FilingMode.GOOD or (batch.mode == FilingMode.ALL and not refused)
    move(batch, FilingState.CHECKING, to=FilingState.CHECKED, checked_at=at)
    if good and goes_on:
        move(batch, FilingState.CHECKED, to=FilingState.FILING)
        queue(batch, at=at)
    elif not good and not refused:
        move(batch, FilingState.CHECKED, to=FilingState.DONE, filed_at=at)
