"""Context of TEGURAN: the written warning and what follows when it is not heeded."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class Pelanggaran(Filled):
    """One breach. `uraian_pelanggaran` are the officer's own words, ending in a full stop."""

    uraian_pelanggaran: str
    ketentuan: str


@dataclass(frozen=True, kw_only=True)
class WarningLetter(LetterBody):
    """What every warning names. `langkah_berikut` is the clause that follows "apabila tidak dibenahi"."""

    kind: ClassVar[str] = "TEGURAN"

    sebutan: str
    sebutan_tempat: str
    nomor_izin: str
    daftar_dasar: tuple[str, ...]
    daftar_pelanggaran: tuple[Pelanggaran, ...]
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    hari_pembenahan: str
    hari_pembenahan_terbilang: str
    satuan_hari: str = "hari"
    batas_pembenahan: str
    langkah_berikut: str


@dataclass(frozen=True, kw_only=True)
class Teguran(WarningLetter):
    """First warning, or the only one of a practitioner."""

    varian: ClassVar[str] = "pertama"


@dataclass(frozen=True, kw_only=True)
class TeguranLanjutan(WarningLetter):
    """Second and third warning: follows a letter whose term has passed."""

    varian: ClassVar[str] = "lanjutan"

    nomor_teguran_sebelumnya: str
    tanggal_teguran_sebelumnya: str
    sebutan_sebelumnya: str
    batas_pembenahan_sebelumnya: str
    terakhir: bool = False
