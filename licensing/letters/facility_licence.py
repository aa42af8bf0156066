"""Contexts of IZIN: licence of a facility, a business, a healer (STPT) or a denture maker."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody
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
