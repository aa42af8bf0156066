"""Surat tugas: drafted for planned visits, signed by the head, valid from its first to its last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from core import audit
from core.exceptions import Finding, StaleVersion
from inspections.domain.guards import card_number_on, refuse_interest
from inspections.domain.planning import bump, locked as locked_visit, record
from inspections.enums import TugasState, VisitKind, VisitState
from inspections.exceptions import TugasDrafter, TugasMoved, TugasRefused
from inspections.models import SuratTugas, SuratTugasMember, Visit
from letters.models import Letter

card_of = card_number_on


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the letter will say. `members`: the leader first; `visits`: where they go."""

    office: Office
    purpose: str
    basis: Sequence[str]
    starts_on: date
    ends_on: date
    members: Sequence[User]
    visits: Sequence[Visit]
    kind: VisitKind = VisitKind.ROUTINE


def visits_of(tugas: SuratTugas) -> list[Visit]:
    """Visits of the letter in the order they are held."""
    return list(
        tugas.visits.exclude(state=VisitState.CANCELLED)
        .select_related("facility", "inspector")
        .order_by("scheduled_at")
    )


@transaction.atomic
def draft(given: Draft, *, by: User, at: datetime) -> SuratTugas:
    """Write a draft and put its visits under it. Raises TugasRefused with every reason, OwnFacility."""
    flaws = _flaws(given)
    if flaws:
        raise TugasRefused(findings=flaws)
    for visit in given.visits:
        refuse_interest(given.members, visit.facility, given.starts_on)
    tugas = SuratTugas.objects.create(
        office=given.office,
        kind=given.kind,
        purpose=given.purpose.strip()[:300],
        basis=[line.strip() for line in given.basis if line.strip()],
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        drafted_by=by,
        drafted_at=at,
    )
    SuratTugasMember.objects.bulk_create(
        SuratTugasMember(tugas=tugas, user=user, seq=seq) for seq, user in enumerate(given.members, start=1)
    )
    for row in given.visits:
        visit = locked_visit(row)
        if visit.state != VisitState.PLANNED:
            raise TugasRefused(findings=[Finding("visit", _("Ada kunjungan yang tidak lagi direncanakan."), "/visits")])
        visit.surat_tugas = tugas
        bump(visit, "surat_tugas")
    _record(tugas, "draft", by=by, at=at)
    return tugas


def _flaws(given: Draft) -> list[Finding]:
    flaws = []
    if not given.members:
        flaws.append(Finding("members", _("Pilih sedikitnya satu petugas."), "/members"))
    if not given.visits:
        flaws.append(Finding("visits", _("Pilih sedikitnya satu kunjungan."), "/visits"))
    if given.ends_on < given.starts_on:
        flaws.append(Finding("ends_on", _("Tanggal selesai sebelum tanggal mulai."), "/ends_on"))
    if not given.purpose.strip():
        flaws.append(Finding("purpose", _("Isi uraian tugas."), "/purpose"))
    if not any(line.strip() for line in given.basis):
        flaws.append(Finding("basis", _("Isi sedikitnya satu dasar."), "/basis"))
    return [*flaws, *_team_flaws(given)]


def _team_flaws(given: Draft) -> list[Finding]:
    """Cards that end before the task does, visits outside its dates or led by somebody who is not named."""
    flaws = []
    for user in given.members:
        if not card_number_on(user.pk, given.ends_on) or not card_number_on(user.pk, given.starts_on):
            text = _("Kartu pengawas %(name)s tidak berlaku selama tugas ini.") % {"name": user.name}
            flaws.append(Finding("card", text, "/members"))
    zone = given.office.zone
    for visit in given.visits:
        if not given.starts_on <= visit.scheduled_at.astimezone(zone).date() <= given.ends_on:
            text = _("Kunjungan ke %(place)s di luar tanggal tugas.") % {"place": visit.place_name}
            flaws.append(Finding("dates", text, "/starts_on"))
        if visit.inspector_id not in {user.pk for user in given.members}:
            text = _("Pengawas kunjungan ke %(place)s tidak ada dalam surat tugas.") % {"place": visit.place_name}
            flaws.append(Finding("inspector", text, "/members"))
    return flaws


def check_signing(tugas: SuratTugas, *, by: User, at: datetime, version: int | None = None) -> None:
    """Raise unless this letter may be signed now: a draft, by nobody who is named in it, with visits still ahead."""
    if version is not None and version != tugas.version:
        raise StaleVersion
    if tugas.state != TugasState.DRAFT:
        raise TugasMoved(params={"state": tugas.get_state_display()})
    if tugas.members.filter(user=by).exists():
        raise TugasDrafter
    if tugas.ends_on < at.astimezone(tugas.office.zone).date():
        raise TugasRefused(findings=[Finding("ends_on", _("Tanggal tugas sudah lewat."), "/ends_on")])
    if not visits_of(tugas):
        raise TugasRefused(findings=[Finding("visits", _("Tidak ada kunjungan dalam surat tugas ini."), "/visits")])


@transaction.atomic
def mark_signed(tugas: SuratTugas, letter: Letter, *, by: User, at: datetime, version: int | None = None) -> SuratTugas:
    """Note the signed letter; its visits carry number and date from now on."""
    fresh = SuratTugas.objects.select_for_update(of=("self",)).select_related("office").get(pk=tugas.pk)
    check_signing(fresh, by=by, at=at, version=version)
    fresh.state, fresh.letter, fresh.number, fresh.date = TugasState.SIGNED, letter, letter.number, letter.number_date
    fresh.signed_by, fresh.signed_at = by, at
    fresh.version += 1
    fresh.save()
    for row in visits_of(fresh):
        visit = locked_visit(row)
        visit.surat_tugas_number, visit.surat_tugas_date = fresh.number, fresh.date
        bump(visit, "surat_tugas_number", "surat_tugas_date")
        record(visit, "assign", by=by, at=at, payload={"surat_tugas": fresh.number})
    _record(fresh, "sign", by=by, at=at)
    return fresh


@transaction.atomic
def cancel(tugas: SuratTugas, reason: str, *, by: User, at: datetime) -> SuratTugas:
    """Take a letter back; visits not yet held stand without one again. Raises TugasMoved, TugasRefused."""
    fresh = SuratTugas.objects.select_for_update(of=("self",)).select_related("office").get(pk=tugas.pk)
    if fresh.state == TugasState.CANCELLED:
        raise TugasMoved(params={"state": fresh.get_state_display()})
    if not reason.strip():
        raise TugasRefused(findings=[Finding("reason", _("Tulis sebab pembatalan."), "/reason")])
    fresh.state, fresh.cancelled_at, fresh.note = TugasState.CANCELLED, at, reason.strip()[:300]
    fresh.version += 1
    fresh.save()
    for row in fresh.visits.filter(state=VisitState.PLANNED):
        visit = locked_visit(row)
        visit.surat_tugas, visit.surat_tugas_number, visit.surat_tugas_date = None, "", None
        bump(visit, "surat_tugas", "surat_tugas_number", "surat_tugas_date")
    _record(fresh, "cancel", by=by, at=at, reason=reason)
    return fresh


def _record(tugas: SuratTugas, what: str, *, by: User, at: datetime, reason: str = "") -> None:
    payload = {"number": tugas.number, "state": str(tugas.state), "members": tugas.members.count()}
    audit.record(
        action=f"surat_tugas.{what}", by=by, obj=tugas, office=tugas.office, reason=reason, payload=payload, at=at
    )
