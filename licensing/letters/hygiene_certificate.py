"""Context of SERT_LAIK_HIGIENE: hygiene of food, water, hotel and pool."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class SertifikatLaikHigiene(LetterBody):
    """Certificate of hygiene.

    `judul_sertifikat` is "SERTIFIKAT LAIK HIGIENE SANITASI", or "SERTIFIKAT LAIK SEHAT" for hotel and pool, where
    `syarat_dipenuhi` is "persyaratan kesehatan lingkungan" instead of "… higiene sanitasi".

    `objek_uji` and `periode_uji` say what is tested again and how often, where a rule asks for it.
    """

    kind: ClassVar[str] = "SERT_LAIK_HIGIENE"

    judul_sertifikat: str
    jenis_usaha: str
    dasar_hukum: str
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    nama_usaha: str
    nama_pemilik: str
    nama_penanggung_jawab: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    golongan_usaha: str | None = None
    nilai_pemeriksaan: str | None = None
    hasil_uji: str | None = None
    tanggal_uji: str | None = None
    syarat_dipenuhi: str = "persyaratan higiene sanitasi"
    berlaku_sampai: str
    objek_uji: str | None = None
    periode_uji: str | None = None
