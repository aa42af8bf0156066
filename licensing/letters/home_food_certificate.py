"""Context of SERT_SPP_IRT: one product of a home food business."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class SertifikatSppIrt(LetterBody):
    """Fulfilled commitment. `nomor_pirt` comes from OSS as 15 digits; it is stored, never invented."""

    kind: ClassVar[str] = "SERT_SPP_IRT"

    nomor_pirt: str
    dasar_hukum: str
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    nama_usaha: str
    nama_pemilik: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    nib: str | None = None
    jenis_pangan: str
    nama_dagang: str
    jenis_kemasan: str
    nomor_sertifikat_pkp: str | None = None
    berlaku_sampai: str
