"""Context of LAPORAN_JANJI: the monthly account of the promise, signed by the head of the health office."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class BerkasLewat(Filled):
    """One file past the promise; no name and no number of a person."""

    jenis_permohonan: str
    lama_lewat: str
    pemegang: str
    sebab_lewat: str
    tindak_lanjut: str


@dataclass(frozen=True, kw_only=True)
class BarisJenis(Filled):
    """One bar of the chart and row of its table; `lebar` is the share on time in per cent for drawing ("97.6%")."""

    jenis: str
    selesai: str
    tepat: str
    persen: str
    median: str
    p90: str
    lebar: str


@dataclass(frozen=True, kw_only=True)
class LaporanJanji(LetterBody):
    """The text of letters.md section 20. `kosong` is set for a month in which nothing was finished."""

    kind: ClassVar[str] = "LAPORAN_JANJI"

    periode: str
    kosong: bool
    jumlah_selesai: str
    jumlah_tepat: str
    persen_tepat: str
    median_jam: str
    p90_jam: str
    jumlah_koordinasi: str
    jumlah_koordinasi_tepat: str
    daftar_lewat: tuple[BerkasLewat, ...]
    daftar_jenis: tuple[BarisJenis, ...]
    lewat_lain: str | None
    waktu_pemohon: str
    waktu_dpmptsp: str
    waktu_dinkes: str
    waktu_luar: str
    jumlah_laporan_integritas: str
    jumlah_pengaduan: str
    jumlah_pengaduan_dijawab: str
    nilai_ikm: str
    mutu_ikm: str
    jumlah_responden: str
    waktu_data: str
    versi_kalender: str
