"""Findings after the berita acara: answered by the place with proof, judged and closed by an inspector, or overdue."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, files, outbox
from core.exceptions import Finding, NotAllowed, StaleVersion
from core.uploads import clean_display_name, receive
from core.uploads.states import FileState
from facilities.querysets import own_facilities
from inspections.domain.concluding import local_day
from inspections.domain.guards import refuse_interest, require_card
from inspections.domain.pictures import QUARANTINE, judge as judge_file
from inspections.enums import AnswerValue, FindingState
from inspections.exceptions import AnswerRefused, FindingMoved
from inspections.models import FindingAnswer, FindingProof, Visit, VisitFinding
from inspections.signals import finding_moved

CHECK_JOB = "finding.proof"
MIN_WORDS = 10
MOST_FILES = 6


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    chunks: Iterable[bytes]


def locked(finding: VisitFinding) -> VisitFinding:
    """The row as it is now, locked until the transaction ends."""
    VisitFinding.objects.select_for_update(of=("self",)).only("pk").get(pk=finding.pk)
    return VisitFinding.objects.for_list().get(pk=finding.pk)


def answer(finding: VisitFinding, text: str, uploads: Sequence[Upload], *, by: User, at: datetime) -> FindingAnswer:
    """The place says what it did, with proof. Raises NotAllowed, AnswerRefused, FindingMoved, UnsafeFile."""
    flaws = []
    if len(text.strip()) < MIN_WORDS:
        flaws.append(Finding("text", _("Tulis apa yang sudah diperbaiki, sedikitnya 10 huruf."), "/text"))
    if not uploads:
        flaws.append(Finding("proof", _("Lampirkan sedikitnya satu foto atau dokumen bukti."), "/proofs"))
    if len(uploads) > MOST_FILES:
        flaws.append(Finding("proof", _("Paling banyak %(n)s berkas.") % {"n": MOST_FILES}, "/proofs"))
    if flaws:
        raise AnswerRefused(findings=flaws)
    stored = []
    try:
        stored = [(row.name, receive(row.chunks, folder=QUARANTINE)) for row in uploads]
        return _answer(finding, text, stored, by=by, at=at)
    except BaseException:
        for _name, kept in stored:
            files.delete(kept.name)
        raise


@transaction.atomic
def _answer(
    finding: VisitFinding, text: str, stored: Sequence[tuple[str, files.StoredFile]], *, by: User, at: datetime
) -> FindingAnswer:
    fresh = locked(finding)
    today = local_day(fresh.visit, at)
    if not own_facilities(by.pk, today).filter(pk=fresh.facility_id or 0).exists():
        raise NotAllowed
    if fresh.state != FindingState.OPEN:
        raise FindingMoved(params={"state": fresh.get_state_display()})
    given = FindingAnswer.objects.create(finding=fresh, text=text.strip(), by=by, at=at)
    for name, kept in stored:
        proof = FindingProof.objects.create(
            answer=given, display_name=clean_display_name(name), stored_name=kept.name, size=kept.size,
            original_sha256=kept.sha256,
        )  # fmt: skip
        outbox.enqueue(CHECK_JOB, key=f"{CHECK_JOB}:{proof.public_id}", payload={"proof": proof.pk})
    fresh.state, fresh.answered_at = FindingState.ANSWERED, at
    _save(fresh, "answer", by=by, at=at)
    return given


def settle_proof(proof_id: int) -> FindingProof:
    """Rebuild and scan one proof; twice settles once. Raises core.uploads.InspectionUnavailable."""
    proof = FindingProof.objects.get(pk=proof_id)
    if proof.state != FileState.PENDING_SCAN:
        return proof
    quarantined = proof.stored_name
    judged = judge_file(quarantined, declared_name=proof.display_name)
    with transaction.atomic():
        FindingProof.objects.filter(pk=proof.pk, state=FileState.PENDING_SCAN).update(**asdict(judged))
        transaction.on_commit(partial(files.delete, quarantined))
    proof.refresh_from_db()
    return proof


@transaction.atomic
def accept(
    finding: VisitFinding, *, by: User, at: datetime, note: str = "", version: int | None = None
) -> VisitFinding:
    """An inspector finds the proof enough; the finding is closed.

    Raises FindingMoved, NoCard, OwnFacility, StaleVersion.
    """
    fresh = _for_judging(finding, by=by, at=at, version=version)
    _judge_last(fresh, accepted=True, by=by, at=at, note=note)
    _close(fresh, by=by, at=at, note=note)
    _save(fresh, "accept", by=by, at=at, note=note)
    return fresh


@transaction.atomic
def reject(finding: VisitFinding, note: str, *, by: User, at: datetime, version: int | None = None) -> VisitFinding:
    """The proof is not enough, with the reason; the day of the repair stays. Raises as `accept`, AnswerRefused."""
    fresh = _for_judging(finding, by=by, at=at, version=version)
    if len(note.strip()) < MIN_WORDS:
        raise AnswerRefused(findings=[Finding("note", _("Tulis apa yang masih kurang, sedikitnya 10 huruf."), "/note")])
    _judge_last(fresh, accepted=False, by=by, at=at, note=note)
    fresh.state = FindingState.OPEN
    _save(fresh, "reject", by=by, at=at, note=note)
    return fresh


@transaction.atomic
def close_on_site(
    finding: VisitFinding, note: str, *, by: User, at: datetime, version: int | None = None
) -> VisitFinding:
    """An inspector saw the repair without an answer of the place.

    Raises FindingMoved, NoCard, OwnFacility, AnswerRefused.
    """
    fresh = locked(finding)
    _check(fresh, by=by, at=at, version=version)
    if fresh.state == FindingState.CLOSED:
        raise FindingMoved(params={"state": fresh.get_state_display()})
    if len(note.strip()) < MIN_WORDS:
        raise AnswerRefused(findings=[Finding("note", _("Tulis apa yang Anda lihat, sedikitnya 10 huruf."), "/note")])
    _close(fresh, by=by, at=at, note=note)
    _save(fresh, "close", by=by, at=at, note=note)
    return fresh


def close_by_visit(visit: Visit, *, at: datetime) -> int:
    """After a re-inspection: findings of the visit before whose item is now "Sesuai" are closed. Returns how many."""
    if visit.previous_id is None:
        return 0
    good = set(visit.answers.filter(value=AnswerValue.YES).values_list("item__code", flat=True))
    closed = 0
    for row in VisitFinding.objects.open().filter(visit=visit.previous_id, item__isnull=False).select_related("item"):
        if row.item is not None and row.item.code in good:
            fresh = locked(row)
            fresh.closed_in = visit
            _close(fresh, by=visit.inspector, at=at, note=str(_("Terlihat sesuai pada pemeriksaan tindak lanjut.")))
            _save(fresh, "close", by=visit.inspector, at=at)
            closed += 1
    return closed


def close_with_application(visit: Visit, *, by: User | None, at: datetime) -> int:
    """The repair was accepted on the application the visit belongs to; returns how many findings that closes."""
    rows = list(VisitFinding.objects.open().filter(visit=visit))
    for row in rows:
        fresh = locked(row)
        _close(fresh, by=by, at=at, note=str(_("Perbaikan diterima pada penilaian permohonan.")))
        _save(fresh, "close", by=by, at=at)
    return len(rows)


def _for_judging(finding: VisitFinding, *, by: User, at: datetime, version: int | None) -> VisitFinding:
    fresh = locked(finding)
    _check(fresh, by=by, at=at, version=version)
    if fresh.state != FindingState.ANSWERED:
        raise FindingMoved(params={"state": fresh.get_state_display()})
    return fresh


def _check(finding: VisitFinding, *, by: User, at: datetime, version: int | None) -> None:
    if version is not None and version != finding.version:
        raise StaleVersion
    today = local_day(finding.visit, at)
    require_card(by, today)
    refuse_interest([by], finding.facility, today)


def _judge_last(finding: VisitFinding, *, accepted: bool, by: User, at: datetime, note: str) -> None:
    last = finding.answers.order_by("-id").first()
    if last is not None:
        last.accepted, last.judged_by, last.judged_at, last.judgement = accepted, by, at, note.strip()[:500]
        last.save(update_fields=["accepted", "judged_by", "judged_at", "judgement"])


def _close(finding: VisitFinding, *, by: User | None, at: datetime, note: str) -> None:
    finding.state, finding.closed_at, finding.closed_by = FindingState.CLOSED, at, by
    finding.closing_note = note.strip()[:500]


def _save(finding: VisitFinding, what: str, *, by: User | None, at: datetime, note: str = "") -> None:
    finding.version += 1
    finding.save()
    payload = {"finding": finding.public_id, "state": str(finding.state)}
    audit.record(
        action=f"finding.{what}", by=by, obj=finding, office=finding.visit.office, reason=note, payload=payload, at=at
    )
    finding_moved.send(sender=VisitFinding, finding=finding, what=what, at=at)


def open_of(visit: Visit) -> list[VisitFinding]:
    """Findings of a visit that are not closed, the earliest day first."""
    return list(visit.finding_rows.exclude(state=FindingState.CLOSED).order_by("due_on", "seq"))
