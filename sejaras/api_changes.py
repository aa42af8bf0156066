"""The change log of the API, as the developers' page prints it: newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ChangeKind(TextChoices):
    """What a client has to do about it: nothing for `added`."""

    ADDED = "added", _("Ditambah")
    CHANGED = "changed", _("Berubah")
    RETIRING = "retiring", _("Akan berhenti")
    GONE = "gone", _("Berhenti")


@dataclass(frozen=True)
class Change:
    """One line."""

    on: date
    kind: ChangeKind
    text: Promise


CHANGES: tuple[Change, ...] = (
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _(
            "Pesan webhook: sequence dihitung per langganan mulai dari 1. Hapus nomor terakhir yang Anda simpan. "
            "Di catatan kiriman nilainya kosong (null) sebelum percobaan pertama."
        ),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _("Baris panel ILP yang belum ada pembilangnya memuat penyebutnya bila sudah diketahui."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.ADDED,
        _("Jejaring IQ-Care dan komitmen ILP: /ilp/networks/, /ilp/network-counts/, /ilp/commitments/."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _("Dasbor ILP di luar kabupaten/kota dibagi menurut satu hal; from dan until ditolak di sana."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _(
            "Parameter kosong, page_size di luar 1 sampai 200, dan nilai ya/tidak yang tak terbaca dijawab 400; "
            "Accept yang tak terlayani dijawab 406; fasilitas di luar wilayah klien dijawab facility_unknown."
        ),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _("Penunjuk halaman (cursor) disegel; simpan alamat next dan previous apa adanya, jangan menyusunnya sendiri."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _("Token tanpa scope memuat semua cakupan klien; scope di luar cakupan klien dijawab invalid_scope."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.CHANGED,
        _("Sistem yang dimatikan tidak mendapat token lagi (invalid_client)."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.ADDED,
        _("Kiriman banyak permohonan sekaligus di /batches/: lembar kerja, berkas JSON, atau isi JSON."),
    ),
    Change(
        date(2026, 11, 29),
        ChangeKind.ADDED,
        _("Versi 1: permohonan, surat, izin, tenaga, fasilitas, cakupan, pemeriksaan, SPM dan ILP, webhook, FHIR R4."),
    ),
)
