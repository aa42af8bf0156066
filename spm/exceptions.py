"""What the rules of figures and reports refuse."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotFound, RuleBroken


class ReasonRequired(RuleBroken):
    """More people served than due, without a word why."""

    code = "served_exceeds_due"
    message = _(
        "%(indicator)s: dilayani %(numerator)s, sasaran %(denominator)s. Dilayani lebih banyak daripada sasaran; "
        "tuliskan alasannya."
    )


class NegativeFigure(RuleBroken):
    """A count below nought."""

    code = "negative_figure"
    message = _("%(indicator)s: angka tidak boleh negatif.")


class DenominatorMissing(RuleBroken):
    """A share without its denominator."""

    code = "denominator_missing"
    message = _("%(indicator)s: isi sasaran (penyebut).")


class GroupUnknown(RuleBroken):
    """A sex or age that the indicator does not speak of."""

    code = "group_unknown"
    message = _("%(indicator)s: kelompok jenis kelamin, umur, atau disabilitas ini tidak berlaku.")


class CellsMixed(RuleBroken):
    """A whole beside its parts, or a part twice: they would be counted double."""

    code = "cells_mixed"
    message = _("%(indicator)s: isi jumlah seluruhnya atau rinciannya, jangan keduanya.")


class IndicatorComputed(RuleBroken):
    """A figure the portal counts itself."""

    code = "indicator_computed"
    message = _("%(indicator)s: angka ini dihitung dari catatan portal dan tidak diisi.")


class StockNegative(RuleBroken):
    """More went out of a stock than there was."""

    code = "stock_negative"
    message = _("%(item)s: Keluar lebih banyak daripada stok awal ditambah masuk.")


class ItemTwice(RuleBroken):
    """A register has each item once a month."""

    code = "item_twice"
    message = _("%(item)s sudah ada dalam daftar bulan ini.")


class PeriodLocked(Conflict):
    """The month belongs to a locked report of the place."""

    code = "period_locked"
    message = _("Periode %(period)s sudah dikunci. Buka kembali laporan untuk membuat versi baru.")


class MonthAhead(RuleBroken):
    """A month that has not begun."""

    code = "month_ahead"
    message = _("Bulan ini belum mulai.")


class IndicatorUnknown(NotFound):
    """No such indicator in force."""

    code = "indicator_unknown"
    message = _("Indikator %(code)s tidak ada atau tidak berlaku pada bulan itu.")


class PlaceUnknown(NotFound):
    """No such place within reach."""

    code = "place_unknown"
    message = _("Tempat ini tidak ada atau di luar wilayah kerja Anda.")


class IndicatorDisabled(RuleBroken):
    """A misprint of the paper, or an indicator switched off."""

    code = "indicator_disabled"
    message = _("Indikator %(code)s tidak dipakai.")


class NotYours(NotFound):
    """The report or place is outside what the person may touch; answered like one that does not exist."""

    code = "report_unknown"
    message = _("Laporan ini tidak ada atau di luar wilayah kerja Anda.")


class PanelUnknown(NotFound):
    """No dashboard has such a panel in use."""

    code = "panel_unknown"
    message = _("Panel ini tidak ada.")


class NotChecked(Conflict):
    """A report is locked only after somebody checked it."""

    code = "report_not_checked"
    message = _("Laporan belum diperiksa.")


class AlreadyLocked(Conflict):
    """A locked report never changes."""

    code = "report_locked"
    message = _("Laporan ini sudah dikunci. Perubahan dibuat sebagai versi baru.")


class NotLocked(Conflict):
    """Only a locked report is reopened."""

    code = "report_not_locked"
    message = _("Laporan ini belum dikunci.")


class FiguresChanged(Conflict):
    """Figures came in after the check; the report must be checked again."""

    code = "figures_changed"
    message = _("Angka berubah sesudah diperiksa. Periksa laporan sekali lagi sebelum menguncinya.")


class ReportIncomplete(RuleBroken):
    """Something is missing; `findings` lists all of it."""

    code = "report_incomplete"
    message = _("Laporan belum bisa dikunci.")


class SamePerson(RuleBroken):
    """Who checked does not lock; who asked to reopen does not confirm."""

    code = "same_person"
    message = _("Langkah ini harus dilakukan oleh orang lain.")


class NoteRequired(RuleBroken):
    """A word why."""

    code = "note_required"
    message = _("Tuliskan alasannya, paling sedikit 10 huruf.")


class NoSignatory(RuleBroken):
    """Nobody may sign for the post today, or not this person."""

    code = "no_signatory"
    message = _("Anda tidak berwenang menandatangani laporan ini pada %(date)s.")


class EventInvalid(RuleBroken):
    """An event whose dates or counts do not fit."""

    code = "event_invalid"
    message = _("Data kejadian belum benar.")


class EvidenceNotReady(Conflict):
    """A file that is not clean is never served."""

    code = "evidence_not_ready"
    message = _("Berkas ini belum selesai diperiksa.")
