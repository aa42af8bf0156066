"""Context of BERITA_ACARA: built from the rows of a concluded visit, sealed by the portal, signed by hand inside."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from core.uploads.states import FileState
from inspections.domain.guards import card_number_on
from inspections.enums import AnswerValue, Side, SignatureWay, VisitConclusion
from inspections.models import Visit, VisitAnswer, VisitSignature
from letters.content import Filled, LetterBody, LetterContent, LetterHead, SignatureBlock
from letters.domain import issuing
from letters.models import Letter
from letters.wording import clock_time, in_words, initials, long_date, weekday_date

RESULTS = {AnswerValue.YES: "sesuai", AnswerValue.NO: "tidak sesuai", AnswerValue.NOT_APPLICABLE: "tidak berlaku"}
CONCLUSIONS = {
    VisitConclusion.FIT: "memenuhi persyaratan",
    VisitConclusion.FIT_WITH_REPAIR: "memenuhi persyaratan dengan syarat perbaikan sebagaimana huruf B",
    VisitConclusion.UNFIT: "belum memenuhi persyaratan",
}


@dataclass(frozen=True, kw_only=True)
class Pemeriksa(Filled):
    nama_petugas: str
    jabatan_petugas: str
    nomor_kartu: str


@dataclass(frozen=True, kw_only=True)
class Butir(Filled):
    """One line of the table; the part is set on the first item of it."""

    bagian: str | None
    butir: str
    hasil: str
    catatan_butir: str | None


@dataclass(frozen=True, kw_only=True)
class Temuan(Filled):
    uraian_temuan: str
    dasar_aturan: str
    batas_perbaikan: str


@dataclass(frozen=True, kw_only=True)
class Foto(Filled):
    """`foto` is the stored name of the rebuilt picture; the renderer reads it when it draws."""

    foto: str
    keterangan: str


@dataclass(frozen=True, kw_only=True)
class Tangan(Filled):
    """How one side signed: `gambar` is a PNG in base64."""

    nama: str
    kedudukan: str | None = None
    gambar: str | None = None
    keterangan: str | None = None


@dataclass(frozen=True, kw_only=True)
class BeritaAcara(LetterBody):
    kind: ClassVar[str] = "BERITA_ACARA"

    hari: str
    tanggal_terbilang: str
    bulan: str
    tahun_terbilang: str
    pukul: str
    nomor_surat_tugas: str
    tanggal_surat_tugas: str
    daftar_petugas: tuple[Pemeriksa, ...]
    nama_tempat: str
    alamat_tempat: str
    kelurahan: str | None
    kecamatan: str | None
    nama_penanggung_jawab: str
    nama_ditemui: str
    kedudukan_ditemui: str
    rangka_pemeriksaan: str
    nomor_ba_lama: str | None
    nama_daftar_tilik: str | None
    versi_daftar_tilik: str | None
    daftar_butir: tuple[Butir, ...]
    jumlah_butir: str
    jumlah_sesuai: str
    jumlah_tidak: str
    jumlah_tidak_berlaku: str
    nilai: str | None
    daftar_temuan: tuple[Temuan, ...]
    keterangan_pihak: str | None
    kesimpulan: str
    daftar_foto: tuple[Foto, ...]
    tangan_pihak: Tangan
    tangan_petugas: Tangan
    alasan_menolak: str | None = None
    nama_saksi: str | None = None
    pukul_serah: str | None = None


def content_of(visit: Visit) -> LetterContent:
    """Return the letter of a concluded visit with an office."""
    office = visit.office
    if office is None:
        raise ValueError("a berita acara needs the office it is numbered by")
    answers = list(visit.answers.select_related("item").order_by("item__seq"))
    asked = [row for row in answers if not row.item.applies_when or row.item.applies_when in visit.conditions]
    held = (visit.held_at or visit.scheduled_at).astimezone(ZoneInfo(office.time_zone))
    refusal = visit.signatures.filter(side=Side.INSPECTED, way=SignatureWay.REFUSED).first()
    region = visit.facility.region if visit.facility else None
    address = visit.facility.address if visit.facility else ""
    body = BeritaAcara(
        hari=weekday_date(held.date()).partition(",")[0],
        tanggal_terbilang=in_words(held.day),
        bulan=long_date(held.date()).split()[1],
        tahun_terbilang=in_words(held.year),
        pukul=clock_time(held, zone=office.time_zone),
        nomor_surat_tugas=visit.surat_tugas_number or "-",
        tanggal_surat_tugas=long_date(visit.surat_tugas_date or held.date()),
        daftar_petugas=tuple(_inspectors(visit, held)),
        nama_tempat=visit.place_name,
        alamat_tempat=address or "-",
        kelurahan=_unless_in(address, region.name) if region else None,
        kecamatan=_unless_in(address, region.parent.name) if region and region.parent else None,
        nama_penanggung_jawab=(visit.facility.responsible_name or visit.facility.owner_name if visit.facility else "")
        or "-",
        nama_ditemui=visit.met_name or "-",
        kedudukan_ditemui=visit.met_position or "-",
        rangka_pemeriksaan=visit.purpose,
        nomor_ba_lama=(visit.previous.berita_acara_number or None) if visit.previous else None,
        nama_daftar_tilik=visit.checklist.kind.name_id if visit.checklist else None,
        versi_daftar_tilik=visit.checklist.version if visit.checklist else None,
        daftar_butir=tuple(_lines(asked)),
        jumlah_butir=str(len(asked)),
        jumlah_sesuai=_count(asked, AnswerValue.YES),
        jumlah_tidak=_count(asked, AnswerValue.NO),
        jumlah_tidak_berlaku=_count(asked, AnswerValue.NOT_APPLICABLE),
        nilai=score_words(visit),
        daftar_temuan=tuple(
            Temuan(
                uraian_temuan=row.text.rstrip(".") + ".",
                dasar_aturan=row.rule.rstrip(".") or "ketentuan yang berlaku",
                batas_perbaikan=long_date(row.due_on),
            )
            for row in visit.finding_rows.order_by("seq")
        ),
        keterangan_pihak=visit.statement.strip() or None,
        kesimpulan=conclusion_words(visit),
        daftar_foto=tuple(_photos(visit, office.time_zone)),
        tangan_pihak=_hand(visit, Side.INSPECTED, visit.met_name or "-"),
        tangan_petugas=_hand(visit, Side.INSPECTOR, visit.inspector.name),
        alasan_menolak=refusal.refusal_reason if refusal else None,
        nama_saksi=(refusal.witness or None) if refusal else None,
        pukul_serah=clock_time(refusal.signed_at, zone=office.time_zone) if refusal else None,
    )
    return LetterContent(
        kop=LetterHead.of(office),
        isi=body,
        ttd=SignatureBlock(sebutan_jabatan=office.name),
        jenis="Berita Acara Pemeriksaan",
        pemegang=visit.facility.name if visit.facility else initials(visit.met_name) or None,
    )


def _unless_in(address: str, name: str) -> str | None:
    """Many registers write kelurahan and kecamatan into the address; they are printed once."""
    return None if name in address else name


def _inspectors(visit: Visit, held: datetime) -> list[Pemeriksa]:
    team = [visit.inspector, *(row.user for row in visit.members.select_related("user"))]
    return [
        Pemeriksa(
            nama_petugas=user.name,
            jabatan_petugas="Tenaga Pengawas Kesehatan",
            nomor_kartu=card_number_on(user.pk, held.date()) or "-",
        )
        for user in team
    ]


def _lines(answers: list[VisitAnswer]) -> list[Butir]:
    lines, part = [], ""
    for row in answers:
        lines.append(
            Butir(
                bagian=row.item.part if row.item.part != part else None,
                butir=row.item.question,
                hasil=RESULTS[AnswerValue(row.value)],
                catatan_butir=row.note or None,
            )
        )
        part = row.item.part
    return lines


def _count(answers: list[VisitAnswer], value: AnswerValue) -> str:
    return str(sum(row.value == value for row in answers))


def score_words(visit: Visit) -> str | None:
    """Return "87,6 %" or "Level II"; None where the checklist only passes or fails."""
    if visit.level:
        return f"Level {('I', 'II', 'III', 'IV')[visit.level - 1]}"
    return None if visit.score is None else f"{visit.score:.1f} %".replace(".", ",")


def conclusion_words(visit: Visit) -> str:
    """Return the conclusion as the letter says it."""
    if visit.conclusion == VisitConclusion.NOT_INSPECTED:
        reason = visit.not_inspected_reason.strip().rstrip(".") or "keadaan di tempat"
        return f"tidak dapat diperiksa karena {reason[:1].lower()}{reason[1:]}"
    return CONCLUSIONS[VisitConclusion(visit.conclusion)]


def _photos(visit: Visit, zone: str) -> list[Foto]:
    rows = visit.photos.filter(state=FileState.CLEAN).select_related("item").order_by("item__seq", "id")
    return [
        Foto(
            foto=row.stored_name,
            keterangan=", ".join(
                part
                for part in (
                    f"butir {row.item.code}" if row.item else "tempat pemeriksaan",
                    row.caption,
                    f"{long_date(row.taken_at.astimezone(ZoneInfo(zone)).date())} {clock_time(row.taken_at, zone=zone)}"
                    if row.taken_at
                    else "",
                )
                if part
            ),
        )
        for row in rows
        if row.content_type.startswith("image/")
    ]


def _hand(visit: Visit, side: Side, fallback: str) -> Tangan:
    row: VisitSignature | None = visit.signatures.filter(side=side).first()
    if row is None:
        return Tangan(nama=fallback)
    words = {
        SignatureWay.PAPER: "Ditandatangani di atas kertas; fotonya terlampir.",
        SignatureWay.REFUSED: "Menolak menandatangani.",
    }
    return Tangan(
        nama=row.name,
        kedudukan=row.position or None,
        gambar=row.image if row.image and base64.b64decode(row.image) else None,
        keterangan=words.get(SignatureWay(row.way)),
    )


def queue_record(visit: Visit, *, at: datetime) -> Letter:
    """Number the berita acara and leave drawing and sealing to the worker; the same visit is one letter."""
    office = visit.office
    if office is None:
        raise ValueError("a berita acara needs the office it is numbered by")
    return issuing.queue(content_of(visit), office=office, key=f"berita_acara:{visit.public_id}", at=at)
