"""Refusals about facilities."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, RuleBroken


class FacilityKnown(RuleBroken):
    """The same name stands in the same kelurahan (422)."""

    code = "facility_known"
    message = _("Fasilitas dengan nama ini sudah tercatat di kelurahan/desa itu: %(code)s.")


class ParentRefused(RuleBroken):
    """The parent does not fit the kind, or the network would turn in a circle (422)."""

    code = "parent_refused"
    message = _("Induk tidak sesuai: %(kind)s hanya dapat berinduk pada %(parents)s.")


class ClosedAlready(Conflict):
    """There is an open closure or suspension (409)."""

    code = "closed_already"
    message = _("Fasilitas ini sudah ditutup atau dihentikan mulai %(date)s. Buka kembali dahulu.")


class NotClosed(Conflict):
    """There is nothing to reopen (409)."""

    code = "not_closed"
    message = _("Fasilitas ini tidak sedang ditutup atau dihentikan.")


class DayRefused(RuleBroken):
    """The day does not fit opening or closing (422)."""

    code = "day_refused"
    message = _("Tanggal harus sesudah %(date)s.")


class InChargeAlready(RuleBroken):
    """The person answers for the facility already (422)."""

    code = "in_charge_already"
    message = _("%(name)s sudah menjadi penanggung jawab fasilitas ini.")


class AccountUnknown(RuleBroken):
    """Nobody signed up with that e-mail or phone (422)."""

    code = "account_unknown"
    message = _("Belum ada akun dengan pos-el atau nomor ini. Minta orangnya mendaftar dahulu, lalu undang kembali.")
