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
