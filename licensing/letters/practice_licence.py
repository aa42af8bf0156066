"""Context of SIP: the practice licence."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class Sip(LetterBody):
    """Practice licence. `judul_sip` in capitals: "SURAT IZIN PRAKTIK PERAWAT (SIPP)".

    `penerbit` is the post that grants, in full. `urutan_tempat` is empty where only one place is possible.
    `nama_wahana` makes it an internship licence, `kebangsaan` is printed for a foreign national (never the
    passport number), `urutan_perpanjangan` for a renewal, `nomor_izin_lama` for a replacement. `foto` is the
    stored name of a clean JPEG or PNG; None draws the empty frame.
    """

    kind: ClassVar[str] = "SIP"

    judul_sip: str
    dasar_hukum: str
    nama_daerah: str
    penerbit: str
    nomor_rekomendasi: str | None = None
    tanggal_rekomendasi: str | None = None
    nama_lengkap: str
    tempat_lahir: str
    tanggal_lahir: str
    alamat_rumah: str
    profesi: str
    nomor_str: str
    masa_str: str
    nama_tempat: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    urutan_tempat: str | None = None
    jam_praktik: str | None = None
    berlaku_sampai: str
    kebangsaan: str | None = None
    urutan_perpanjangan: str | None = None
    nama_tempat_lama: str | None = None
    nama_wahana: str | None = None
    nomor_izin_lama: str | None = None
    alasan_penggantian: str | None = None
    foto: str | None = None
