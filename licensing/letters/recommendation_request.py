"""Context of PERMINTAAN_REKOMENDASI: DPMPTSP hands the complete file to the health office."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class PermintaanRekomendasi(LetterBody):
    """Request for a recommendation. Counts are figures in text; `masa_hukum` names the legal era of the file."""

    kind: ClassVar[str] = "PERMINTAAN_REKOMENDASI"

    nomor_permohonan: str
    nama_pemohon: str
    jenis_permohonan: str
    sifat_permohonan: str
    nama_tempat: str
    alamat_tempat: str
    masa_hukum: str
    jumlah_sesuai: str
    jumlah_tidak_berlaku: str
    nama_tim_teknis: str
    waktu_verifikasi: str
