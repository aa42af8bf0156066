"""Context of LAPORAN_SPM: cover, approval page and the report in the regulation's shape."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class BarisLayanan(Filled):
    """One service; `lebar` is its share for drawing, cut at the edge of the bar ("94.8%"), the figure never is."""

    kode: str
    layanan: str
    definisi: str
    dilayani: str
    sasaran: str
    capaian: str
    target: str
    belum: str
    metode: str
    sumber: str
    lebar: str
    alasan: str | None
    sebab: str | None
    rencana: str | None


@dataclass(frozen=True, kw_only=True)
class BarisTahap(Filled):
    """A stage or outbreak of the working."""

    kode: str
    tahap: str
    dilayani: str
    sasaran: str
    capaian: str


@dataclass(frozen=True, kw_only=True)
class BarisKejadian(Filled):
    """An event, a place of an outbreak below it, or the year; "–" where a row has no such figure."""

    kode: str
    kejadian: str
    tempat: bool
    terinfeksi: str
    berisiko: str
    kasus_dilayani: str
    kontak_dilayani: str
    dilayani: str
    sasaran: str
    capaian: str


@dataclass(frozen=True, kw_only=True)
class Perhitungan(Filled):
    """Both methods of a service, the one used named."""

    kode: str
    metode: str
    hitungan: str
    pembanding: str | None


@dataclass(frozen=True, kw_only=True)
class LaporanSpm(LetterBody):
    """The text of letters.md section 21. `versi_lama` and its neighbours stand in a corrected report only."""

    kind: ClassVar[str] = "LAPORAN_SPM"

    nama_daerah: str
    periode: str
    versi: str
    status_laporan: str
    nama_perangkat_daerah: str
    tempat_surat: str
    tahun: str
    waktu_data: str
    nama_pemeriksa: str
    waktu_kunci: str
    indeks_spm: str | None
    kategori_spm: str | None
    metode_penggabungan: str
    sidik: str
    baris: tuple[BarisLayanan, ...]
    tahap: tuple[BarisTahap, ...]
    kejadian: tuple[BarisKejadian, ...]
    perhitungan: tuple[Perhitungan, ...]
    versi_lama: str | None
    tanggal_versi_lama: str | None
    alasan_perubahan: str | None
