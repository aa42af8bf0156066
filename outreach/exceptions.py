"""What the outreach service refuses."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotAllowed, RuleBroken


class MoveRefused(Conflict):
    """The verb does not fit the state; somebody else was faster."""

    code = "pickup_moved"
    message = _("Keadaan permintaan ini sudah berubah: %(state)s. Muat ulang halaman.")


class AlreadyManned(Conflict):
    """A driver or doctor is already on it."""

    code = "pickup_manned"
    message = _("Permintaan ini sudah diterima %(name)s.")


class NotYours(NotAllowed):
    """Only who accepted may go on."""

    code = "pickup_not_yours"
    message = _("Hanya pengemudi atau dokter yang menerima permintaan ini yang dapat mencatatnya.")


class SamePerson(NotAllowed):
    """Who drove or handed over does not confirm (SECURITY, across all rows)."""

    code = "compensation_same_person"
    message = _("Yang menjemput atau menyerahkan tidak dapat mengesahkan. Perlu dua orang.")


class NotReadyToConfirm(RuleBroken):
    """The rice was not handed over, or its photo is not there."""

    code = "compensation_not_ready"
    message = _("Santunan belum dapat disahkan: penyerahan dan foto bukti harus tercatat lebih dulu.")


class CompensationMoved(Conflict):
    """Handed over or confirmed before."""

    code = "compensation_moved"
    message = _("Santunan ini sudah dicatat orang lain. Muat ulang halaman.")


class NotADuplicate(RuleBroken):
    """The two are of different Puskesmas, or one is closed."""

    code = "not_a_duplicate"
    message = _("Kedua permintaan tidak dapat digabung.")


class AreaUnknown(RuleBroken):
    """No Puskesmas serves the village."""

    code = "area_unknown"
    message = _("Belum ada Puskesmas yang melayani kelurahan atau desa ini.")


class ReasonTooShort(RuleBroken):
    """A reason must say something."""

    code = "reason_too_short"
    message = _("Tulis alasannya, sedikitnya 10 huruf.")


class FollowUpClosed(Conflict):
    """The follow-up was closed before."""

    code = "follow_up_closed"
    message = _("Tindak lanjut ini sudah ditutup.")


class ShiftBackwards(RuleBroken):
    """A shift ends after it starts, and lasts at most a day."""

    code = "shift_backwards"
    message = _("Jaga harus berakhir sesudah mulai dan paling lama 24 jam.")


class VehicleBusy(Conflict):
    """The vehicle is out with another pickup."""

    code = "vehicle_busy"
    message = _("%(name)s sedang dipakai untuk permintaan lain.")


class ReusedId(Conflict):
    """The phone's id belongs to somebody else's report."""

    code = "pickup_id_reused"
    message = _("Nomor kiriman ini sudah dipakai.")


class CardKnown(Conflict):
    """The family card is in the register already."""

    code = "household_card_known"
    message = _("Kartu keluarga ini sudah terdaftar.")


class MonthNotOver(RuleBroken):
    """A month that still runs has no report."""

    code = "pickup_month_not_over"
    message = _("Laporan dibuat setelah bulannya berakhir.")


class FollowUpsOpen(RuleBroken):
    """A finding ends with a result."""

    code = "follow_ups_open"
    message = _("Temuan baru dapat ditutup bila ada tindak lanjut dan semua hasilnya sudah dicatat.")
