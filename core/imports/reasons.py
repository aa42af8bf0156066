"""Why a cell or row is refused: a code with its sentence, stored so and said in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now, gettext_lazy as _

_REASONS: dict[str, Promise] = {
    "required": _("Sel ini kosong, padahal wajib diisi."),
    "column_missing": _("Kolom ini tidak ada di berkas, padahal wajib."),
    "too_long": _("Lebih dari %(most)s huruf."),
    "too_short": _("Kurang dari %(least)s huruf."),
    "unprintable": _("Memuat karakter yang tidak dapat dicetak."),
    "form": _("Bentuknya tidak sesuai. Contoh yang benar: %(example)s."),
    "not_a_choice": _("Tidak dikenal di daftar pilihan."),
    "not_a_date": _("Bukan tanggal. Contoh yang benar: 2026-01-31 atau 31/01/2026."),
    "date_too_early": _("Lebih awal dari %(least)s."),
    "date_too_late": _("Lebih lambat dari %(most)s."),
    "not_a_number": _("Bukan angka."),
    "number_too_small": _("Kurang dari %(least)s."),
    "number_too_large": _("Lebih dari %(most)s."),
    "not_yes_no": _("Isi dengan ya atau tidak."),
    "digits_lost": _(
        "Disimpan sebagai angka sehingga digit terakhirnya hilang. Ubah format kolom menjadi teks, lalu isi ulang."
    ),
    "twice": _("Sama dengan baris %(row)s di berkas ini."),
}


def register_reasons(reasons: Mapping[str, Promise]) -> None:
    """Add sentences by code; parameters stand in them as `%(name)s`."""
    _REASONS.update(reasons)


def reason_of(code: str, params: Mapping[str, Any], suggestion: str = "") -> str:
    """The sentence for a code, with "Maksud Anda …?" where there is a suggestion."""
    text = str(_REASONS[code])
    sentence = text % params if params else text
    if not suggestion:
        return sentence
    meant = _now("Maksud Anda “%(suggestion)s”?") % {"suggestion": suggestion}
    return f"{sentence} {meant}"
