"""Context of REKOMENDASI: the statement of eligibility that ends the promise clock."""

from dataclasses import dataclass
from typing import ClassVar

from letters.content import Filled, LetterBody


@dataclass(frozen=True, kw_only=True)
class Syarat(Filled):
    """One condition; `batas_syarat` is a date in words."""

    syarat: str
    batas_syarat: str


@dataclass(frozen=True, kw_only=True)
class Rekomendasi(LetterBody):
    """What all variants share. `nama_daerah` is for instance "Kota Prabumulih"; dates are in words.

    `nomor_surat_lama` and its neighbours make it a replacement, `daftar_syarat` a conditional one,
    `nomor_izin_lama` a renewal.
    """

    kind: ClassVar[str] = "REKOMENDASI"

    nama_daerah: str
    daftar_dasar: tuple[str, ...] = ()
    daftar_syarat: tuple[Syarat, ...] = ()
    nomor_surat_lama: str | None = None
    tanggal_surat_lama: str | None = None
    alasan_penggantian: str | None = None
    nomor_izin_lama: str | None = None


@dataclass(frozen=True, kw_only=True)
class RekomendasiPraktisi(Rekomendasi):
    """For a person who practises. `lewat_dpmptsp` is False for types the health office signs itself."""

    varian: ClassVar[str] = "praktisi"

    nomor_surat_permintaan: str
    tanggal_surat_permintaan: str
    nama_lengkap: str
    profesi: str
    nomor_str: str
    masa_str: str
    nama_tempat: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    urutan_tempat: str
    batas_tempat: str
    jam_praktik: str | None = None
    nama_produk: str
    berlaku_sampai: str
    nama_tempat_lama: str | None = None
    lewat_dpmptsp: bool = True


@dataclass(frozen=True, kw_only=True)
class RekomendasiFasilitas(Rekomendasi):
    """For a health facility. Without `nomor_surat_permintaan` the application itself is answered."""

    varian: ClassVar[str] = "fasilitas"

    nomor_surat_permintaan: str | None = None
    tanggal_surat_permintaan: str | None = None
    nomor_permohonan: str
    tanggal_permohonan: str
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    nama_fasilitas: str
    jenis_fasilitas: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    nama_pemilik: str
    nama_penanggung_jawab: str
    nomor_sip_penanggung_jawab: str | None = None
    nib: str | None = None
    nama_produk: str
    masa_berlaku: str


@dataclass(frozen=True, kw_only=True)
class RekomendasiUsaha(Rekomendasi):
    """For a business: food, water, hotel, pool."""

    varian: ClassVar[str] = "usaha"

    nomor_permohonan: str
    nomor_berita_acara: str | None = None
    tanggal_berita_acara: str | None = None
    nama_usaha: str
    jenis_usaha: str
    alamat_tempat: str
    kelurahan: str
    kecamatan: str
    nama_pemilik: str
    nama_penanggung_jawab: str
    nib: str | None = None
    nilai_pemeriksaan: str | None = None
    hasil_uji: str | None = None
    nama_produk: str
    masa_berlaku: str


@dataclass(frozen=True, kw_only=True)
class RekomendasiKegiatan(Rekomendasi):
    """For an activity (REK-BAKSOS, REK-PENELITIAN, REK-PEMUSNAHAN-FARMASI)."""

    varian: ClassVar[str] = "kegiatan"

    nomor_permohonan: str
    tanggal_permohonan: str
    uraian_kegiatan: str
    tanggal_mulai: str
    tanggal_selesai: str
    tempat_kegiatan: str
    daftar_ketentuan: tuple[str, ...] = ()
