"""Sentences the phone's scripts say by themselves; all others stand in the templates they fill."""

from django.utils.translation import gettext as _

from inspections.enums import AnswerValue, SignatureWay


def words() -> dict[str, str]:
    """Return the sentences by key, in the reader's language; `{n}` is filled in by the script."""
    return {
        "offline": _("Tanpa sinyal."),
        "onPhone": _("Tersimpan di ponsel"),
        "waiting": _("{n} menunggu dikirim"),
        "onServer": _("Semua tersimpan di server"),
        "review": _("Ada yang perlu ditinjau."),
        "row_waiting": _("Menunggu dikirim"),
        "row_review": _("Perlu ditinjau"),
        "row_refused": _("Tidak diterima server"),
        "keeping": _("Menyimpan foto {n} dari {count} …"),
        "full": _("Isian terakhir belum tersimpan: ruang ponsel penuh. Hapus berkas lain di ponsel, lalu isi ulang."),
        "unreadable": _("Foto ini tidak dapat dibaca. Ambil ulang sebagai JPG."),
        "located": _("Lokasi tercatat, ketelitian {n} meter."),
        "notLocated": _("Lokasi tidak didapat. Kunjungan tetap dapat dikirim tanpa lokasi."),
        "empty": _("(kosong)"),
        "part": _("Bagian {number} dari {count}: {title}"),
        "lack_answer": _("belum dijawab"),
        "lack_answers": _("Bagian {part}: {n} butir belum dijawab"),
        "lack_note": _("catatan belum diisi"),
        "lack_photo": _("foto belum ada"),
        "lack_date": _("tanggal perbaikan belum dipilih"),
        "lack_met_name": _("Nama orang yang ditemui belum diisi"),
        "lack_conclusion": _("Kesimpulan belum dipilih"),
        "lack_inspector": _("Tanda tangan pemeriksa belum lengkap"),
        "lack_inspected": _("Tanda tangan pihak yang diperiksa belum lengkap; bila menolak, catat alasannya"),
        "field_met_name": _("Orang yang ditemui"),
        "field_met_position": _("Kedudukan"),
        "field_statement": _("Keterangan pihak yang diperiksa"),
        "field_not_inspected_reason": _("Sebab tidak diperiksa"),
        "field_conclusion": _("Kesimpulan"),
        "field_conditions": _("Keadaan tempat"),
        "field_inspector": _("Tanda tangan pemeriksa"),
        "field_inspected": _("Tanda tangan pihak yang diperiksa"),
        **{f"value_{value}": str(label) for value, label in AnswerValue.choices},
        **{f"way_{value}": str(label) for value, label in SignatureWay.choices},
    }
