"""Context of SIP: the practice licence."""

from dataclasses import dataclass
from typing import ClassVar

from accounts.domain.officials import Signatory
from letters.content import LetterBody
from letters.wording import in_words
from licensing.domain.licences.issuing import Term
from licensing.enums import ApplicationKind
from licensing.letters.particulars import Particulars
from licensing.letters.phrases import until_words
from licensing.models import Application


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


def sip(about: Particulars, term: Term, who: Signatory) -> Sip:
    """Return the practice licence of a person at one place."""
    application = about.application
    number, day = about.letter("REKOMENDASI")
    previous = application.previous_licence
    replaced = application.kind in (ApplicationKind.CHANGE, ApplicationKind.REPLACEMENT) and previous is not None
    prefix = application.type.code.split("-")[0]
    abroad = str(about.identity.get("nationality") or "")
    return Sip(
        judul_sip=f"{application.type.name.upper()} ({prefix})",
        dasar_hukum=", ".join(about.legal_basis),
        nama_daerah=about.area,
        penerbit=who.title,
        nomor_rekomendasi=number,
        tanggal_rekomendasi=day,
        nama_lengkap=about.holder_name,
        tempat_lahir=str(about.identity.get("birth_place") or "-"),
        tanggal_lahir=about.birth_date_words,
        alamat_rumah=str(about.identity.get("address") or "-"),
        profesi=about.profession_name,
        nomor_str=about.str_number,
        masa_str=about.str_term,
        nama_tempat=about.place_name,
        **about.place_words,
        urutan_tempat=f"{application.slot} ({in_words(application.slot)})",
        jam_praktik=about.hours_text,
        berlaku_sampai=until_words(term),
        kebangsaan=abroad if abroad and abroad != "WNI" else None,
        nama_tempat_lama=_old_place(application),
        nama_wahana=about.place_name if application.type.code == "SIP-INTERNSIP" else None,
        nomor_izin_lama=previous.number if replaced and previous else None,
        alasan_penggantian=about.kind_word if replaced else None,
    )


def _old_place(application: Application) -> str | None:
    previous = application.previous_licence
    if application.kind != ApplicationKind.MOVE or previous is None or previous.place is None:
        return None
    return str(previous.place.name)
