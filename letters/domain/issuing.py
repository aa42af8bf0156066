"""The one door through which a letter comes into being, is signed, stored, or voided.

Letters without a personal signature: `queue`, then the worker calls `issue_queued`.
Letters a person signs (DECISIONS 16): `reserve` in transaction 1, `sign` outside any lock, `store` in transaction 2
together with the move it belongs to. A failed signature keeps number and date for the next try.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from accounts.models import Office, User
from core import audit, files, outbox
from letters import qr
from letters.content import LetterContent
from letters.domain.numbering import Number, take_number
from letters.domain.standing import mark_replaced
from letters.enums import LetterState, Method, Standing
from letters.exceptions import LetterFileChanged, LetterMoved, LetterUnknown, ReasonMissing
from letters.keyring import qr_private_key
from letters.models import Letter, LetterKind
from letters.models.letter import random_code
from letters.rendering import concept_pdf, content_fingerprint, letter_pdf
from letters.signals import letter_filed, letter_issued, letter_voided
from letters.signing import Passphrase, SignerIdentity, portal_seal, signer

FOLDER = "letters"
RENDER_JOB = "letter.render"
# The page prints the minute it was drawn. An older draft is drawn anew, so the printed moment stays true.
DRAFT_LIFETIME = timedelta(minutes=10)

# What the letter says of itself on paper; see `letters.qr.STATES`.
STATE_AT_ISSUE = {
    "TANDA_TERIMA": "received",
    "PENGEMBALIAN": "returned",
    "PERMINTAAN_REKOMENDASI": "requested",
    "KOORDINASI": "requested",
}


@dataclass(frozen=True, kw_only=True)
class SignedLetter:
    """A signed file that lies on the disk but belongs to no issued letter yet."""

    letter_id: int
    file: files.StoredFile
    draft_sha256: str
    signed_by: User


# --- writing ------------------------------------------------------------------------------------------------


@transaction.atomic
def queue(
    content: LetterContent,
    *,
    office: Office,
    key: str,
    at: datetime,
    by: User | None = None,
    number_parts: Mapping[str, str] | None = None,
    replaces: Letter | None = None,
) -> Letter:
    """Number a letter of the system and leave drawing and sealing to the worker.

    The same `key` again returns the same letter. Call it in the transaction of the change it tells of.
    """
    if existing := Letter.objects.filter(key=key).first():
        return existing
    letter = _insert(
        content, method=Method.SEAL, office=office, key=key, at=at, by=by, parts=number_parts, replaces=replaces
    )
    outbox.enqueue(RENDER_JOB, key=f"{RENDER_JOB}:{letter.public_id}", payload={"letter": letter.pk}, queue="letters")
    return letter


@transaction.atomic
def reserve(
    content: LetterContent,
    *,
    office: Office,
    key: str,
    at: datetime,
    by: User | None = None,
    number_parts: Mapping[str, str] | None = None,
    series: str | None = None,
    replaces: Letter | None = None,
) -> Letter:
    """Take number and date for a letter a person will sign; `series` overrides that of the kind (DINKES-SIP).

    The same `key` returns the row made before with its number. Content that changed since the failed try
    (another acting official) replaces the old one, as long as nothing is issued.
    """
    rows = Letter.objects.select_for_update().filter(key=key)
    if existing := rows.first():
        return _refresh(existing, content)
    try:
        with transaction.atomic():  # a lost race gives its number back with the savepoint
            return _insert(
                content,
                method=Method.PERSONAL,
                office=office,
                key=key,
                at=at,
                by=by,
                parts=number_parts,
                series=series,
                replaces=replaces,
            )
    except IntegrityError:
        if existing := rows.all().first():
            return _refresh(existing, content)
        raise


def _insert(
    content: LetterContent,
    *,
    method: Method,
    office: Office,
    key: str,
    at: datetime,
    by: User | None,
    parts: Mapping[str, str] | None,
    replaces: Letter | None,
    series: str | None = None,
) -> Letter:
    kind = LetterKind.objects.get(pk=content.kind)
    texts = {name: value for name, value in content.isi.to_json().items() if isinstance(value, str)}
    number = take_number(kind, office=office, at=at, parts={**texts, **(parts or {})}, series=series)
    is_personal = method == Method.PERSONAL
    letter = Letter(
        key=key,
        kind=kind,
        office=office,
        method=method,
        state=LetterState.NUMBERED if is_personal else LetterState.QUEUED,
        is_trial=signer().is_trial if is_personal else portal_seal().is_trial,
        created_by=by,
        created_at=at,
        replaces=replaces,
        verify_code=random_code(),
        **_number_fields(number),
    )
    _write_content(letter, content)
    letter.save(force_insert=True)
    audit.record(action="letter.number", by=by, obj=letter, office=office, payload=_audit_payload(letter), at=at)
    return letter


def _number_fields(number: Number) -> dict[str, Any]:
    return {
        "series": number.series,
        "year": number.year,
        "running": number.running,
        "number": number.text,
        "number_date": number.on,
    }


def _write_content(letter: Letter, content: LetterContent) -> None:
    letter.variant = content.varian
    letter.subject = content.jenis
    letter.holder = content.pemegang or ""
    letter.place = content.tempat or ""
    letter.valid_from = content.berlaku_mulai
    letter.valid_until = content.berlaku_sampai
    letter.context = content.to_json()
    letter.fingerprint = content_fingerprint(
        kind=letter.kind_id, number=letter.number, number_date=letter.number_date, context=letter.context
    )
    letter.qr_payload = qr.sign_payload(_qr_facts(letter), code=letter.verify_code, key=qr_private_key())


def _qr_facts(letter: Letter) -> qr.QrFacts:
    return qr.QrFacts(
        kind=letter.kind_id,
        number=letter.number,
        number_date=letter.number_date,
        fingerprint=letter.fingerprint,
        issuer=letter.office.code,
        state=STATE_AT_ISSUE.get(letter.kind_id, "valid"),
        holder=letter.holder,
        place=letter.place,
        valid_until=letter.valid_until,
        is_trial=letter.is_trial,
    )


def _refresh(letter: Letter, content: LetterContent) -> Letter:
    if letter.state != LetterState.NUMBERED or letter.context == content.to_json():
        return letter
    _write_content(letter, content)
    letter.draft_name, letter.draft_sha256, letter.drafted_at = "", "", None
    letter.sign_attempted_at = None
    letter.save()
    return letter


# --- drawing and signing ------------------------------------------------------------------------------------


def preview(content: LetterContent, *, office: Office, at: datetime) -> bytes:
    """Return the PDF of a letter that has no number yet, marked KONSEP. Stores nothing."""
    kind = LetterKind.objects.get(pk=content.kind)
    on = at.astimezone(office.zone).date()
    return concept_pdf(kind, content=content, on=on, letter_settings=office.letter_settings)


def prerender(letter: Letter, *, at: datetime) -> bytes:
    """Return the unsigned page of a numbered letter, drawing and keeping it when missing or too old."""
    if letter.state != LetterState.NUMBERED:
        raise LetterMoved
    if letter.draft_name and letter.drafted_at and at - letter.drafted_at <= DRAFT_LIFETIME:
        return files.read(letter.draft_name)
    pdf = letter_pdf(letter, at=at)
    kept = files.save(pdf, folder=FOLDER, suffix=".pdf")
    letter.draft_name, letter.draft_sha256, letter.drafted_at = kept.name, kept.sha256, at
    _update(letter, LetterState.NUMBERED, fields=("draft_name", "draft_sha256", "drafted_at"))
    return pdf


@sensitive_variables("passphrase")
def sign(letter: Letter, *, by: User, passphrase: Passphrase, at: datetime) -> SignedLetter:
    """Sign a numbered letter and put the file on the disk. Call it outside any transaction.

    Whether `by` may sign is the caller's question. After a lost answer the service is asked for the document by
    its hash before anything is sent. Raises what `letters.signing.Signer.sign` raises, and `LetterMoved`.
    """
    audit.require_fresh_anchor(at=at)
    pdf = _already_signed(letter)
    if pdf is None:
        draft = prerender(letter, at=at)
        letter.sign_attempted_at = at
        _update(letter, LetterState.NUMBERED, fields=("sign_attempted_at",))
        pdf = signer().sign(
            draft,
            signer=_identity(letter, by=by),
            passphrase=passphrase,
            reason=f"{letter.kind.name_id} nomor {letter.number}",
            location=letter.context["kop"]["tempat_surat"],
        )
    kept = files.save(pdf, folder=FOLDER, suffix=".pdf")
    return SignedLetter(letter_id=letter.pk, file=kept, draft_sha256=letter.draft_sha256, signed_by=by)


def _already_signed(letter: Letter) -> bytes | None:
    if letter.sign_attempted_at is None or not letter.draft_sha256:
        return None
    return signer().find(letter.draft_sha256)


def _identity(letter: Letter, *, by: User) -> SignerIdentity:
    block = letter.context.get("ttd") or {}
    return SignerIdentity(
        key=str(by.public_id),
        name=block.get("nama_penanda_tangan") or by.name,
        position=block.get("sebutan_jabatan", ""),
        nik=by.signing_nik or None,
    )


# --- issuing ------------------------------------------------------------------------------------------------


@transaction.atomic
def store(letter: Letter, *, signed: SignedLetter, at: datetime) -> Letter:
    """Make a signed file the letter. Call it in the transaction that moves the application.

    Raises `LetterMoved` when somebody else issued or voided it, or its content changed since it was signed.
    """
    letter = Letter.objects.select_for_update().select_related("office", "kind").get(pk=letter.pk)
    if letter.state != LetterState.NUMBERED or letter.draft_sha256 != signed.draft_sha256:
        raise LetterMoved
    letter.signed_by = signed.signed_by
    return _issue(letter, file=signed.file, by=signed.signed_by, at=at)


def issue_queued(letter_id: int, *, at: datetime) -> Letter:
    """Draw, seal and issue a letter of the system; one that is issued or void already is left as it is."""
    letter = Letter.objects.select_related("office", "kind").get(pk=letter_id)
    if letter.state != LetterState.QUEUED:
        return letter
    pdf = portal_seal().seal(
        letter_pdf(letter, at=at),
        reason=f"{letter.kind.name_id} nomor {letter.number}",
        location=letter.context["kop"]["tempat_surat"],
    )
    kept = files.save(pdf, folder=FOLDER, suffix=".pdf")
    with transaction.atomic():
        locked = Letter.objects.select_for_update().select_related("office", "kind").get(pk=letter_id)
        if locked.state != LetterState.QUEUED:
            return locked
        return _issue(locked, file=kept, by=None, at=at)


def _issue(letter: Letter, *, file: files.StoredFile, by: User | None, at: datetime) -> Letter:
    letter.state = LetterState.ISSUED
    letter.file_name, letter.sha256, letter.size = file.name, file.sha256, file.size
    letter.draft_name = ""
    letter.issued_at = at
    letter.save(update_fields=["state", "file_name", "sha256", "size", "draft_name", "issued_at", "signed_by"])
    if letter.replaces is not None:
        mark_replaced(letter.replaces, since=letter.number_date, by=by, at=at)
    audit.record(
        action="letter.issue",
        by=by,
        obj=letter,
        office=letter.office,
        payload={**_audit_payload(letter), "sha256": letter.sha256},
        at=at,
    )
    letter_filed.send(sender=Letter, letter=letter)
    transaction.on_commit(partial(letter_issued.send, sender=Letter, letter=letter))
    return letter


@transaction.atomic
def void(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Void a number that never became a letter; row, number and reason stay. Raises `LetterMoved` once issued."""
    if not reason.strip():
        raise ReasonMissing
    letter = Letter.objects.select_for_update().select_related("office").get(pk=letter.pk)
    if letter.state not in {LetterState.QUEUED, LetterState.NUMBERED}:
        raise LetterMoved
    letter.state = LetterState.VOID
    letter.standing = Standing.VOID
    letter.standing_since = at.astimezone(letter.office.zone).date()
    letter.effects = [{"since": letter.standing_since.isoformat(), "standing": str(Standing.VOID)}]
    letter.void_reason = reason.strip()
    letter.draft_name = ""
    letter.save(update_fields=["state", "standing", "standing_since", "effects", "void_reason", "draft_name"])
    audit.record(
        action="letter.void",
        by=by,
        obj=letter,
        office=letter.office,
        reason=reason,
        payload=_audit_payload(letter),
        at=at,
    )
    transaction.on_commit(partial(letter_voided.send, sender=Letter, letter=letter))
    return letter


# --- reading ------------------------------------------------------------------------------------------------


def read_file(letter: Letter) -> bytes:
    """Return the issued PDF. Raises `LetterUnknown` before it is issued, `LetterFileChanged` when the hash differs."""
    if not letter.file_name:
        raise LetterUnknown
    pdf = files.read(letter.file_name)
    if hashlib.sha256(pdf).hexdigest() != letter.sha256:
        raise LetterFileChanged
    return pdf


def _update(letter: Letter, state: LetterState, *, fields: tuple[str, ...]) -> None:
    """Save a few fields only while the letter is still in `state`; raises `LetterMoved` otherwise."""
    values = {name: getattr(letter, name) for name in fields}
    if not Letter.objects.filter(pk=letter.pk, state=state).update(**values):
        raise LetterMoved


def _audit_payload(letter: Letter) -> dict[str, Any]:
    return {"kind": letter.kind_id, "number": letter.number, "fingerprint": letter.fingerprint}
