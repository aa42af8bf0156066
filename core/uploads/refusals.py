"""Why a file is not kept, in words that tell its owner what to do instead."""

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.exceptions import RuleBroken, Unavailable


class Refusal(StrEnum):
    """Every reason a file can be refused for; the values are stable, they are stored and answered by the API."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    HEIC = "heic"
    OFFICE_FILE = "office_file"
    MACRO = "macro"
    ARCHIVE = "archive"
    PROGRAM = "program"
    POLYGLOT = "polyglot"
    ENCRYPTED_PDF = "encrypted_pdf"
    PROTECTED_PDF = "protected_pdf"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    BOMB = "bomb"
    INFECTED = "infected"


MESSAGES: Final[dict[Refusal, Promise]] = {
    Refusal.EMPTY: _("Berkas ini kosong. Periksa berkasnya, lalu unggah lagi."),
    Refusal.TOO_LARGE: _(
        "Berkas ini lebih besar dari 10 MB. Foto ulang dengan ukuran lebih kecil atau simpan sebagai PDF yang "
        "lebih ringan, lalu unggah lagi."
    ),
    Refusal.KIND_NOT_ALLOWED: _(
        "Berkas ini bukan JPG, PNG, atau PDF. Foto dokumennya dengan ponsel atau simpan sebagai PDF, lalu unggah lagi."
    ),
    Refusal.HEIC: _(
        "Foto ini berformat HEIC. Di iPhone, buka Pengaturan > Kamera > Format, pilih “Paling Kompatibel”, "
        "lalu foto ulang; atau kirim ulang fotonya sebagai JPG."
    ),
    Refusal.OFFICE_FILE: _(
        "Berkas Word, Excel, atau PowerPoint tidak dapat diterima. Simpan sebagai PDF, lalu unggah lagi."
    ),
    Refusal.MACRO: _("Berkas ini memuat program (makro). Simpan sebagai PDF, lalu unggah lagi."),
    Refusal.ARCHIVE: _(
        "Berkas ini arsip seperti ZIP atau RAR. Keluarkan isinya, lalu unggah dokumennya satu per satu "
        "sebagai JPG, PNG, atau PDF."
    ),
    Refusal.PROGRAM: _("Berkas ini sebuah program, bukan dokumen, walau namanya bisa lain. Unggah JPG, PNG, atau PDF."),
    Refusal.POLYGLOT: _(
        "Berkas ini memuat lebih dari satu jenis isi. Cetak ulang ke PDF baru atau foto dokumennya, lalu unggah lagi."
    ),
    Refusal.ENCRYPTED_PDF: _("Berkas PDF ini dikunci sandi. Simpan ulang tanpa sandi, lalu unggah lagi."),
    Refusal.PROTECTED_PDF: _(
        "Berkas PDF ini dilindungi dari perubahan. Cetak ulang ke PDF baru tanpa perlindungan, lalu unggah lagi."
    ),
    Refusal.TRUNCATED: _("Berkas ini terputus: bagian akhirnya hilang. Unggah lagi dari berkas aslinya."),
    Refusal.DAMAGED: _("Berkas ini rusak dan tidak dapat dibuka. Simpan ulang atau foto dokumennya, lalu unggah lagi."),
    Refusal.TOO_MANY_PAGES: _(
        "Berkas PDF ini lebih dari 300 halaman. Unggah hanya halaman yang diminta persyaratan ini."
    ),
    Refusal.BOMB: _(
        "Isi berkas ini terlalu besar atau terlalu rumit saat dibuka. Pindai dengan resolusi lebih rendah "
        "atau foto dokumennya, lalu unggah lagi."
    ),
    Refusal.INFECTED: _(
        "Pemindai menemukan virus di berkas ini. Jangan kirimkan ke orang lain; foto atau pindai dokumen aslinya, "
        "lalu unggah lagi."
    ),
}


class UnsafeFile(RuleBroken):
    """The file is refused for good; sending the same bytes again gives the same answer (HTTP 422 `file_unsafe`)."""

    code = "file_unsafe"

    def __init__(self, reason: Refusal) -> None:
        super().__init__(MESSAGES[reason], params={"reason": reason.value})
        self.reason = reason


class InspectionUnavailable(Unavailable):
    """The inspection could not run to its end for want of time or programs: stay `pending_scan`, try again."""

    code = "inspection_unavailable"
    message = _("Berkas Anda sudah kami terima dan sedang menunggu pemeriksaan. Anda boleh terus mengisi.")


class ScannerAway(InspectionUnavailable):
    """The virus scanner gave no verdict. The file waits as long as that lasts, and no attempt is counted."""
