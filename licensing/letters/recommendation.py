"""Context of REKOMENDASI: the statement of eligibility that ends the promise clock."""

from dataclasses import dataclass
from typing import Any, ClassVar

from letters.content import Filled, LetterBody
from letters.wording import in_words
from licensing.domain.licences.issuing import Term
from licensing.domain.product_facts import ACTIVITY_TYPES
from licensing.enums import ApplicationKind, Subject
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import iso_words, lines, score_words, term_words, until_words


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


def recommendation_body(about: Particulars, term: Term) -> Rekomendasi:
    """Return the text that fits the type: activity, person, facility or business."""
    application = about.application
    if application.type.code in ACTIVITY_TYPES:
        return _activity(about)
    has_str = any(key in about.profession for key in ("str_number",)) and application.profession is not None
    if application.type.subject == Subject.PRACTITIONER and has_str:
        return _practitioner(about, term)
    if application.type.subject == Subject.FACILITY:
        return _facility(about, term)
    return _business(about, term)


def _shared(about: Particulars) -> dict[str, Any]:
    application = about.application
    row = application.assessments.order_by("-round").first()
    conditions = row.conditions if row else []
    previous = application.previous_licence
    return {
        "nama_daerah": about.area,
        "daftar_dasar": about.legal_basis,
        "daftar_syarat": tuple(
            Syarat(syarat=each["text"], batas_syarat=iso_words(each["until"]))
            for each in conditions
            if each.get("text")
        ),
        "nomor_izin_lama": previous.number if previous and application.kind == ApplicationKind.RENEWAL else None,
    }


def _practitioner(about: Particulars, term: Term) -> RekomendasiPraktisi:
    application = about.application
    number, day = about.letter("PERMINTAAN_REKOMENDASI")
    limit = application.profession.max_places_new if application.profession else None
    previous = application.previous_licence
    moved = application.kind == ApplicationKind.MOVE and previous is not None and previous.place is not None
    return RekomendasiPraktisi(
        **_shared(about),
        nomor_surat_permintaan=number or application.number,
        tanggal_surat_permintaan=day or about.day_filed,
        nama_lengkap=about.holder_name,
        profesi=about.profession_name,
        nomor_str=about.str_number,
        masa_str=about.str_term,
        nama_tempat=about.place_name,
        **about.place_words,
        urutan_tempat=f"{application.slot} ({in_words(application.slot)})",
        batas_tempat=f"{limit or 1} ({in_words(limit or 1)})",
        jam_praktik=about.hours_text,
        nama_produk=about.type_name,
        berlaku_sampai=until_words(term),
        nama_tempat_lama=previous.place.name if moved and previous and previous.place else None,
        lewat_dpmptsp=application.type.delegated,
    )


def _facility(about: Particulars, term: Term) -> RekomendasiFasilitas:
    number, day = about.letter("PERMINTAAN_REKOMENDASI")
    return RekomendasiFasilitas(
        **_shared(about),
        nomor_surat_permintaan=number,
        tanggal_surat_permintaan=day,
        nomor_permohonan=about.application.number,
        tanggal_permohonan=about.day_filed,
        **about.record_words,
        nama_fasilitas=about.place_name,
        jenis_fasilitas=about.place_kind,
        **about.place_words,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        nomor_sip_penanggung_jawab=about.responsible_sip,
        nib=about.nib,
        nama_produk=about.type_name,
        masa_berlaku=term_words(term),
    )


def _business(about: Particulars, term: Term) -> RekomendasiUsaha:
    return RekomendasiUsaha(
        **_shared(about),
        nomor_permohonan=about.application.number,
        **about.record_words,
        nama_usaha=about.place_name,
        jenis_usaha=about.place_kind,
        **about.place_words,
        nama_pemilik=about.owner_name,
        nama_penanggung_jawab=about.responsible_name,
        nib=about.nib,
        nilai_pemeriksaan=score_words(about.visit),
        hasil_uji=str(about.facts.get("test_result") or "") or None,
        nama_produk=about.type_name,
        masa_berlaku=term_words(term),
    )


def _activity(about: Particulars) -> RekomendasiKegiatan:
    facts = about.facts
    return RekomendasiKegiatan(
        **_shared(about),
        nomor_permohonan=about.application.number,
        tanggal_permohonan=about.day_filed,
        uraian_kegiatan=str(facts["activity"]),
        tanggal_mulai=iso_words(str(facts["starts_on"])),
        tanggal_selesai=iso_words(str(facts["ends_on"])),
        tempat_kegiatan=str(facts["activity_place"]),
        daftar_ketentuan=lines(facts.get("terms")),
    )
