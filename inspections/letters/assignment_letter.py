"""Context and signing of SURAT_TUGAS. Signed by the head in two transactions (DECISIONS 16)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.domain.officials import Signatory, signatories, signatory_of
from accounts.enums import Position
from accounts.models import User
from inspections.domain import assignments
from inspections.enums import VisitKind
from inspections.exceptions import TugasNoSignatory
from inspections.models import InspectorCard, SuratTugas
from letters.content import Filled, LetterBody, LetterContent, LetterHead, SignatureBlock
from letters.domain import issuing
from letters.models import Letter
from letters.signing import Passphrase
from letters.wording import in_words, long_date

TASKS = {
    VisitKind.ROUTINE: "pembinaan dan pengawasan berkala",
    VisitKind.APPLICATION: "pemeriksaan tempat dalam rangka penilaian permohonan",
    VisitKind.COMPLAINT: "pemeriksaan untuk menindaklanjuti pengaduan",
    VisitKind.FOLLOW_UP: "pemeriksaan tindak lanjut atas temuan",
}


@dataclass(frozen=True, kw_only=True)
class PetugasTugas(Filled):
    """One inspector as the letter names them."""

    nama_petugas: str
    nip_petugas: str
    pangkat_petugas: str
    jabatan_petugas: str
    nomor_kartu: str


@dataclass(frozen=True, kw_only=True)
class TempatTugas(Filled):
    """One place to go to."""

    nama_tempat: str
    alamat_tempat: str


@dataclass(frozen=True, kw_only=True)
class SuratTugasTPK(LetterBody):
    """Who is assigned, to what, where and when."""

    kind: ClassVar[str] = "SURAT_TUGAS"

    daftar_dasar: tuple[str, ...]
    daftar_petugas: tuple[PetugasTugas, ...]
    uraian_tugas: str
    daftar_tempat: tuple[TempatTugas, ...]
    tanggal_mulai: str
    tanggal_selesai: str
    hari_lapor: str
    hari_lapor_terbilang: str


def content_of(tugas: SuratTugas, block: SignatureBlock) -> LetterContent:
    """Return the letter as it would be signed by `block`."""
    body = SuratTugasTPK(
        daftar_dasar=tuple(tugas.basis),
        daftar_petugas=tuple(_officer(tugas, row.user) for row in tugas.members.select_related("user").order_by("seq")),
        # The letter itself says "melaksanakan".
        uraian_tugas=tugas.purpose.removeprefix("melaksanakan "),
        daftar_tempat=tuple(
            TempatTugas(
                nama_tempat=visit.place_name,
                alamat_tempat=(visit.facility.address if visit.facility else "") or tugas.office.region.name,
            )
            for visit in assignments.visits_of(tugas)
        ),
        tanggal_mulai=long_date(tugas.starts_on),
        tanggal_selesai=long_date(tugas.ends_on),
        hari_lapor=str(tugas.report_days),
        hari_lapor_terbilang=in_words(tugas.report_days),
    )
    return LetterContent(
        kop=LetterHead.of(tugas.office),
        isi=body,
        ttd=block,
        jenis="Surat Tugas Tenaga Pengawas Kesehatan",
        berlaku_mulai=tugas.starts_on,
        berlaku_sampai=tugas.ends_on,
    )


def _officer(tugas: SuratTugas, user: User) -> PetugasTugas:
    card = InspectorCard.objects.in_force(tugas.starts_on).filter(user=user).first()
    return PetugasTugas(
        nama_petugas=(card.name_with_degrees if card else "") or user.name,
        nip_petugas=(card.nip if card else "") or "-",
        pangkat_petugas=(card.rank if card else "") or "-",
        jabatan_petugas=(card.title if card else "") or "Tenaga Pengawas Kesehatan",
        nomor_kartu=assignments.card_of(user.pk, tugas.starts_on) or "-",
    )


def preview(tugas: SuratTugas, *, at: datetime) -> bytes:
    """Return the letter about to be signed, marked as a concept. Raises TugasNoSignatory."""
    on = at.astimezone(tugas.office.zone).date()
    usual = signatories(tugas.office, Position.HEALTH_HEAD, on)
    if not usual:
        raise TugasNoSignatory(params={"date": long_date(on)})
    return issuing.preview(content_of(tugas, SignatureBlock.of(usual[0])), office=tugas.office, at=at)


def require_signatory(tugas: SuratTugas, by: User, at: datetime) -> Signatory:
    """Return how the person may sign on the local day of `at`. Raises TugasNoSignatory."""
    on = at.astimezone(tugas.office.zone).date()
    who = signatory_of(by.pk, tugas.office, Position.HEALTH_HEAD, on)
    if who is None:
        raise TugasNoSignatory(params={"date": long_date(on)})
    return who


@sensitive_variables("passphrase")
def sign(
    tugas: SuratTugas, *, by: User, passphrase: Passphrase, at: datetime, version: int | None = None
) -> SuratTugas:
    """Head of the health office signs; number and date come with it.

    Raises TugasNoSignatory, TugasDrafter, TugasMoved, TugasRefused, StaleVersion and the signer's own errors.
    """
    assignments.check_signing(tugas, by=by, at=at, version=version)
    who = require_signatory(tugas, by, at)
    letter: Letter = issuing.reserve(
        content_of(tugas, SignatureBlock.of(who)),
        office=tugas.office,
        key=f"surat_tugas:{tugas.public_id}",
        at=at,
        by=by,
    )
    signed = issuing.sign(letter, by=by, passphrase=passphrase, at=at)
    with transaction.atomic():
        stored = issuing.store(letter, signed=signed, at=at)
        return assignments.mark_signed(tugas, stored, by=by, at=at, version=version)
