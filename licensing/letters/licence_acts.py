"""Contexts of PEMBEKUAN, PENCABUTAN, PEMBERLAKUAN_KEMBALI and the advice they rest on (SARAN_SANKSI)."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import LetterBody


@dataclass(frozen=True, kw_only=True)
class LicenceAct(LetterBody):
    """What every act on a licence names; `nomor_saran` None when the health office acts on its own product."""

    nama_daerah: str
    nama_produk: str
    nomor_izin: str
    nama_pemegang: str
    nama_tempat: str
    daftar_dasar: tuple[str, ...]
    nomor_saran: str | None = None
    tanggal_saran: str | None = None
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pembekuan(LicenceAct):
    """Suspension. `nomor_teguran` None = at once; then `uraian_bahaya` says why."""

    kind: ClassVar[str] = "PEMBEKUAN"

    alasan: str
    nomor_teguran: str | None = None
    tanggal_teguran: str | None = None
    uraian_bahaya: str | None = None
    tanggal_mulai_beku: str
    hal_pembenahan: str
    batas_pembenahan: str
    pejabat_keberatan: str
    tanggal_keberatan: str


@dataclass(frozen=True, kw_only=True)
class Pencabutan(LicenceAct):
    """Revocation, after a suspension or for a grave reason."""

    kind: ClassVar[str] = "PENCABUTAN"

    alasan_pencabutan: str
    nomor_pembekuan: str | None = None
    tanggal_pembekuan: str | None = None
    tanggal_mulai_cabut: str
    batas_pengembalian: str
    pejabat_keberatan: str
    tanggal_keberatan: str


@dataclass(frozen=True, kw_only=True)
class PencabutanPermintaanSendiri(LicenceAct):
    """End of a licence its holder gave back; no sanction."""

    kind: ClassVar[str] = "PENCABUTAN"
    varian: ClassVar[str] = "permintaan_sendiri"

    tanggal_permohonan: str
    tanggal_mulai_cabut: str


@dataclass(frozen=True, kw_only=True)
class PemberlakuanKembali(LicenceAct):
    """A suspended licence is in force again; its last day stays."""

    kind: ClassVar[str] = "PEMBERLAKUAN_KEMBALI"

    nomor_pembekuan: str | None = None
    tanggal_pembekuan: str | None = None
    uraian_pembenahan: str
    tanggal_berlaku_kembali: str
    berlaku_sampai: str


@dataclass(frozen=True, kw_only=True)
class SaranSanksi(LicenceAct):
    """The health office's advice to DPMPTSP. `tindakan` finishes "kami sarankan agar izin tersebut ..."."""

    kind: ClassVar[str] = "SARAN_SANKSI"

    tindakan: str
    alasan: str
    uraian: str
    ketentuan: str
    tanggal_mulai: str
    surat_sebelumnya: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeteranganPencabutanSip(LetterBody):
    """Certificate that a SIP was given back: for a move, another city, or the end of practice."""

    kind: ClassVar[str] = "KET_PENCABUTAN_SIP"

    nama_daerah: str
    nama_lengkap: str
    profesi: str
    nomor_str: str
    nomor_izin: str
    nama_tempat: str
    alamat_tempat: str
    tanggal_mulai_cabut: str
    alasan_pindah: str
    keterangan_sanksi: str
    jumlah_sip_lain: str
