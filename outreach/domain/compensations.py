"""The rice that is owed: opened by a miss, handed over by one person with a photo, confirmed by another."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit, files, outbox
from core.uploads import (
    Clean,
    Infected,
    Refusal,
    ScannerAway,
    UnsafeFile,
    inspect_and_rebuild,
    local_copy,
    receive,
    scanner_from,
)
from outreach.domain.promises import promise_at
from outreach.domain.telling import tell_handed, tell_promised, tell_warning
from outreach.enums import ProofState, WarningLevel
from outreach.exceptions import CompensationMoved, NotReadyToConfirm, SamePerson
from outreach.models import Compensation, Pickup, PickupWarning

QUARANTINE = "outreach-quarantine"
FOLDER = "outreach-proofs"
CHECK_JOB = "outreach.proof"


def open_miss(pickup: Pickup, *, at: datetime) -> Compensation:
    """Write the miss and what it costs, once; the clock of the handover starts at the end of the promise.

    Call it in the transaction that found the miss.
    """
    promise = promise_at(pickup.reported_at, pickup.office)
    _warning, is_new = PickupWarning.objects.get_or_create(
        pickup=pickup, level=WarningLevel.MISSED, defaults={"at": at}
    )
    owed, _new = Compensation.objects.get_or_create(
        pickup=pickup,
        defaults={
            "item": promise.item,
            "kilograms": promise.kilograms,
            "owed_at": pickup.due_at,
            "due_at": pickup.due_at + timedelta(hours=promise.handover_hours),
        },
    )
    if is_new:
        payload = {"number": pickup.number, "kilograms": owed.kilograms}
        audit.record(
            action="pickup.missed", by=None, obj=pickup, office=pickup.office, role="system", payload=payload, at=at
        )
        tell_warning(pickup, WarningLevel.MISSED, at=at)
        tell_promised(owed, at=at)
    return owed


def hand_over(owed: Compensation, *, recipient: str, chunks: Iterable[bytes], by: User, at: datetime) -> Compensation:
    """Record that the rice was handed over, with a photo; the worker checks the photo.

    A disputed handover, or one whose photo was refused, may be recorded anew. Raises CompensationMoved, UnsafeFile.
    """
    stored = receive(chunks, folder=QUARANTINE)
    try:
        with transaction.atomic():
            row = _locked(owed)
            _check_handover(row)
            row.handed_at, row.handed_by, row.recipient = at, by, recipient
            row.proof_state, row.proof_name, row.proof_sha256 = ProofState.PENDING, stored.name, ""
            row.disputed_at = None
            row.save()
            key = f"{CHECK_JOB}:{row.pk}:{stored.name}"
            outbox.enqueue(CHECK_JOB, key=key, payload={"compensation": row.pk}, queue="imports")
            _audit("compensation.hand_over", row, by, at)
            tell_handed(row, at=at)
            return row
    except BaseException:
        files.delete(stored.name)
        raise


def _check_handover(row: Compensation) -> None:
    again = row.disputed_at is not None or row.proof_state == ProofState.REFUSED
    if row.confirmed_at is not None or (row.handed_at is not None and not again):
        raise CompensationMoved


def _require_picture(content_type: str) -> None:
    if not content_type.startswith("image/"):
        raise UnsafeFile(Refusal.KIND_NOT_ALLOWED)


def settle_proof(compensation_id: int) -> None:
    """Rebuild and scan the photo; it becomes clean or refused. Raises ScannerAway, InspectionUnavailable."""
    row = Compensation.objects.get(pk=compensation_id)
    if row.proof_state != ProofState.PENDING:
        return
    quarantined = row.proof_name
    rows = Compensation.objects.filter(pk=row.pk, proof_state=ProofState.PENDING, proof_name=quarantined)
    try:
        with local_copy(quarantined) as source:
            rebuilt = inspect_and_rebuild(source, declared_name="bukti")
            _require_picture(rebuilt.content_type)
            scanner = scanner_from(settings.SCANNER, address=settings.CLAMD_SOCKET, demo=settings.DEMO)
            _require_clean(scanner.scan(rebuilt.path))
            kept = files.save(rebuilt.path.read_bytes(), folder=FOLDER, suffix=rebuilt.suffix)
    except UnsafeFile:
        with transaction.atomic():
            rows.update(proof_state=ProofState.REFUSED, proof_name="")
            transaction.on_commit(partial(files.delete, quarantined))
        return
    with transaction.atomic():
        rows.update(
            proof_state=ProofState.CLEAN,
            proof_name=kept.name,
            proof_sha256=kept.sha256,
            proof_type=rebuilt.content_type,
        )
        transaction.on_commit(partial(files.delete, quarantined))


def _require_clean(verdict: object) -> None:
    if isinstance(verdict, Infected):
        raise UnsafeFile(Refusal.INFECTED)
    if not isinstance(verdict, Clean):
        raise ScannerAway


@transaction.atomic
def confirm(owed: Compensation, *, by: User, at: datetime) -> Compensation:
    """The second person confirms. Raises SamePerson, NotReadyToConfirm, CompensationMoved."""
    row = _locked(owed)
    if row.confirmed_at is not None:
        raise CompensationMoved
    if by.pk in {row.handed_by_id, row.pickup.driver_id, row.pickup.doctor_id}:
        raise SamePerson
    if row.handed_at is None or row.proof_state != ProofState.CLEAN or row.disputed_at is not None:
        raise NotReadyToConfirm
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    _audit("compensation.confirm", row, by, at)
    return row


@transaction.atomic
def dispute(owed: Compensation, *, at: datetime) -> bool:
    """The family answered that nothing came: the handover is recorded anew. False when there is nothing to dispute."""
    row = _locked(owed)
    if row.handed_at is None or row.confirmed_at is not None or row.disputed_at is not None:
        return False
    row.disputed_at = at
    row.save(update_fields=["disputed_at"])
    _audit("compensation.dispute", row, None, at)
    return True


def open_proof(owed: Compensation, *, by: User, at: datetime) -> bytes:
    """Return the clean photo; each opening is logged. Raises NotReadyToConfirm while there is none."""
    if owed.proof_state != ProofState.CLEAN:
        raise NotReadyToConfirm
    content = files.read(owed.proof_name)
    with transaction.atomic():
        _audit("compensation.open_proof", owed, by, at)
    return content


def _locked(owed: Compensation) -> Compensation:
    rows = Compensation.objects.select_for_update(of=("self",)).select_related("pickup__office")
    return rows.get(pk=owed.pk)


def _audit(action: str, owed: Compensation, by: User | None, at: datetime) -> None:
    payload = {"number": owed.pickup.number}
    audit.record(
        action=action, by=by, obj=owed, office=owed.pickup.office, role="" if by else "system", payload=payload, at=at
    )
