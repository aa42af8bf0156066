"""Context of PENGEMBALIAN: all gaps of a file in one letter."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class Kekurangan(Filled):
    """One gap. `uraian_kekurangan` are the officer's own words, quoted unchanged, ending in a full stop."""

    nama_persyaratan: str
    uraian_kekurangan: str
    petunjuk: str
    dasar_aturan: str


@dataclass(frozen=True, kw_only=True)
class Pengembalian(LetterBody):
    """Return for correction. `hal_baru` makes it a second return and says what could not be known before."""

    kind: ClassVar[str] = "PENGEMBALIAN"

    nomor_permohonan: str
    tanggal_permohonan: str
    jenis_permohonan: str
    jumlah_kekurangan: str
    jumlah_kekurangan_terbilang: str
    daftar_kekurangan: tuple[Kekurangan, ...]
    batas_perbaikan: str
    nama_petugas: str
    saluran_pengaduan: str
    hal_baru: str | None = None
