"""Context of KAK: the terms of reference of an activity, approved by the head of the health office."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class TargetKegiatan(Filled):
    """One row of the table of targets, in words."""

    ukuran: str
    unit: str
    profesi: str
    masa: str
    dasar_angka: str
    target: str


@dataclass(frozen=True, kw_only=True)
class KerangkaAcuan(LetterBody):
    """The text of letters.md section 5. Cost is the office's own; the coverage sentence falls away without figures."""

    kind: ClassVar[str] = "KAK"

    nama_kegiatan: str
    jenis_kegiatan: str
    tahun_anggaran: str
    periode: str
    latar_belakang: str
    tanggal_data: str | None
    pembilang: str | None
    penyebut: str | None
    persentase: str | None
    daftar_dasar: tuple[str, ...]
    maksud: str
    tujuan: str
    sasaran: str
    keluaran: str
    indikator: str
    target: str
    metode: str
    tempat_kegiatan: str
    pelaksana: str
    penanggung_jawab_kegiatan: str
    jumlah_biaya: str | None
    jumlah_biaya_terbilang: str | None
    sumber_dana: str
    kode_rekening: str | None
    periode_lapor: str
    daftar_jadwal: tuple[str, ...]
    daftar_target: tuple[TargetKegiatan, ...]
    nama_penyusun: str
