"""Context of KOORDINASI: the health office asks a provincial or central body."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class Koordinasi(LetterBody):
    """Request for consideration. `nomor_surat_lama` makes it a reminder of an unanswered one.

    It is about an application (its four facts) or about a visit (`dasar_kunjungan`, a phrase).
    `daftar_lampiran` is a phrase ("salinan NIB dan berita acara"); personal data stays in the attachment.
    """

    kind: ClassVar[str] = "KOORDINASI"

    daftar_pertanyaan: tuple[str, ...]
    daftar_lampiran: str
    batas_jawaban: str
    tautan_terbatas: str
    jenis_permohonan: str | None = None
    nama_pemohon: str | None = None
    nomor_permohonan: str | None = None
    nomor_register: str | None = None
    dasar_kunjungan: str | None = None
    nomor_surat_lama: str | None = None
    tanggal_surat_lama: str | None = None
