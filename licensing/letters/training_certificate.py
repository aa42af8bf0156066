"""Context of SERT_PELATIHAN: the food safety session (PKP) or the food handlers' training."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class Materi(Filled):
    """One subject of the training with its lesson hours."""

    nama_materi: str
    jam_pelajaran: str


@dataclass(frozen=True, kw_only=True)
class SertifikatPelatihan(LetterBody):
    """Certificate of attendance and result. PKP has no end date, so `berlaku_sampai` stays None there."""

    kind: ClassVar[str] = "SERT_PELATIHAN"

    judul_pelatihan: str
    nama_lengkap: str
    nama_usaha: str | None = None
    tanggal_kegiatan: str
    tempat_kegiatan: str
    jumlah_jam: str
    nilai_akhir: str
    berlaku_sampai: str | None = None
    daftar_materi: tuple[Materi, ...]
