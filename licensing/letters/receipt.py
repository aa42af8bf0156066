"""Context of TANDA_TERIMA: the receipt given at once for each submission."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class DokumenDiterima(Filled):
    """One document as received; `jumlah_halaman_dokumen` is a figure in text."""

    nama_dokumen: str
    jumlah_halaman_dokumen: str


@dataclass(frozen=True, kw_only=True)
class TandaTerima(LetterBody):
    """Receipt. `nomor_permohonan` is also its number.

    `nama_pj` with its neighbours when a coordinator filed it; `instansi` and `hari_kerja` for a type that needs
    another body, whose term then stands in place of the promise. `nama_petugas` is "sistem" for an own filing.
    """

    kind: ClassVar[str] = "TANDA_TERIMA"

    nomor_permohonan: str
    hari_tanggal: str
    waktu: str
    nama_pemohon: str
    jenis_permohonan: str
    sifat_permohonan: str
    nama_tempat: str
    saluran: str
    nama_petugas: str
    daftar_dokumen: tuple[DokumenDiterima, ...] = ()
    batas_verifikasi: str
    hari_janji: str
    hari_janji_terbilang: str
    tautan_lacak: str
    saluran_pengaduan: str
    nama_pj: str | None = None
    nama_fasilitas: str | None = None
    tanggal_persetujuan: str | None = None
    instansi: str | None = None
    hari_kerja: str | None = None
    hari_kerja_terbilang: str | None = None
