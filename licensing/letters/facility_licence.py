"""Contexts of IZIN: licence of a facility, a business, a healer (STPT) or a denture maker."""

from dataclasses import dataclass
from typing import Any, ClassVar

from accounts.domain.officials import Signatory
from letters.content import LetterBody
from licensing.domain.licences.issuing import Term
from licensing.enums import Subject
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import term_words, until_words
from licensing.letters.recommendation import Syarat


@dataclass(frozen=True, kw_only=True)
class Izin(LetterBody):
    """What all variants share. Types the office signs itself have no separate recommendation.

    `masa_berlaku` is a phrase: "sampai dengan 26 Januari 2031", or "selama kegiatan berlangsung dan tidak dicabut".
    """

    kind: ClassVar[str] = "IZIN"

    dasar_hukum: str
    nama_daerah: str
    nomor_rekomendasi: str | None = None
    tanggal_rekomendasi: str | None = None
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    daftar_syarat: tuple[Syarat, ...] = ()
    nomor_izin_lama: str | None = None
    alasan_penggantian: str | None = None


@dataclass(frozen=True, kw_only=True)
class IzinFasilitas(Izin):
    varian: ClassVar[str] = "fasilitas"

    judul_izin: str
    nib: str | None = None
    nama_pemilik: str
    nama_fasilitas: str
    jenis_fasilitas: str
    nama_penanggung_jawab: str
    nomor_sip_penanggung_jawab: str | None = None
    jenis_layanan: str | None = None
    masa_berlaku: str


@dataclass(frozen=True, kw_only=True)
class IzinUsaha(Izin):
    varian: ClassVar[str] = "usaha"

    judul_izin: str
    nib: str | None = None
    nama_pemilik: str
    nama_usaha: str
    jenis_usaha: str
    nama_penanggung_jawab: str
    masa_berlaku: str


@dataclass(frozen=True, kw_only=True)
class IzinStpt(Izin):
    """Registration of a traditional healer: a person, at one place."""

    varian: ClassVar[str] = "stpt"

    nama_lengkap: str
    tempat_lahir: str
    tanggal_lahir: str
    metode_layanan: str
    berlaku_sampai: str
    foto: str | None = None


def izin(about: Particulars, term: Term, who: Signatory) -> LetterBody:  # noqa: ARG001  # one shape for all bodies
    """Return the licence of a facility or a business, or the registration of a healer."""
    application = about.application
    number, day = about.letter("REKOMENDASI")
    shared: dict[str, Any] = {
        "dasar_hukum": ", ".join(about.legal_basis),
        "nama_daerah": about.area,
        "nomor_rekomendasi": number,
        "tanggal_rekomendasi": day,
        **about.place_words,
    }
    if application.type.code == "STPT-HATTRA":
        return IzinStpt(
            **shared,
            nama_lengkap=about.holder_name,
            tempat_lahir=str(about.identity.get("birth_place") or "-"),
            tanggal_lahir=about.birth_date_words,
            metode_layanan=str(about.business.get("service_kind") or about.detail("METODE") or "keterampilan"),
            berlaku_sampai=until_words(term),
        )
    if application.type.subject == Subject.FACILITY:
        return IzinFasilitas(
            **shared,
            judul_izin=application.type.name.upper(),
            nib=about.nib,
            nama_pemilik=about.owner_name,
            nama_fasilitas=about.place_name,
            jenis_fasilitas=about.place_kind,
            nama_penanggung_jawab=about.responsible_name,
            nomor_sip_penanggung_jawab=about.responsible_sip,
            jenis_layanan=str(about.business.get("service_kind") or "") or None,
            masa_berlaku=term_words(term),
        )
    return IzinUsaha(
        **shared,
        judul_izin=application.type.name.upper(),
        nib=about.nib,
        nama_pemilik=about.owner_name,
        nama_usaha=about.place_name,
        jenis_usaha=about.place_kind,
        nama_penanggung_jawab=about.responsible_name,
        masa_berlaku=term_words(term),
    )
