"""Context of SERT_LAIK_HIGIENE: hygiene of food, water, hotel and pool."""

from dataclasses import dataclass
from typing import ClassVar

from accounts.domain.officials import Signatory
from letters.content import LetterBody
from licensing.domain.licences.issuing import Term
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import iso_words, score_words, until_words


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


def hygiene_certificate(about: Particulars, term: Term, who: Signatory) -> SertifikatLaikHigiene:  # noqa: ARG001
    """Return the certificate of hygiene, or of health for hotel and pool."""
    code = about.application.type.code
    healthy = code in ("SLHS-HOTEL", "SLHS-KOLAM-RENANG")
    tested = about.facts.get("test_date")
    return SertifikatLaikHigiene(
        judul_sertifikat="SERTIFIKAT LAIK SEHAT" if healthy else "SERTIFIKAT LAIK HIGIENE SANITASI",
        jenis_usaha=about.place_kind,
        dasar_hukum=", ".join(about.legal_basis),
        **about.record_words,
        nama_usaha=about.place_name,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        **about.place_words,
        golongan_usaha=str(about.business.get("food_class") or "") or None,
        nilai_pemeriksaan=score_words(about.visit),
        hasil_uji=str(about.facts.get("test_result") or "") or None,
        tanggal_uji=iso_words(str(tested)) if tested else None,
        syarat_dipenuhi="persyaratan kesehatan lingkungan" if healthy else "persyaratan higiene sanitasi",
        berlaku_sampai=until_words(term),
    )
