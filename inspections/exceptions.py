"""Refusals about plans."""

from django.utils.translation import gettext_lazy as _

from core.exceptions import Conflict, NotAllowed, RuleBroken


class PlanMoved(Conflict):
    """The plan is in another state than the verb needs (409)."""

    code = "plan_moved"
    message = _("Rencana ini sudah %(state)s.")


class PlanNeedsTarget(RuleBroken):
    """A plan without a target promises nothing (422)."""

    code = "plan_needs_target"
    message = _("Tambahkan sedikitnya satu target sebelum mengajukan.")


class PlanKnown(RuleBroken):
    """The same activity stands in the same period (422)."""

    code = "plan_known"
    message = _("Kegiatan dengan nama ini sudah ada pada periode yang sama.")


class OwnPlan(NotAllowed):
    """Who wrote or proposed a plan does not approve it (403)."""

    code = "own_plan"
    message = _("Yang menyusun atau mengajukan rencana tidak menyetujuinya.")


class TargetOutside(RuleBroken):
    """The dates of a target leave those of its plan (422)."""

    code = "target_outside"
    message = _("Masa target harus di dalam masa rencana: %(start)s sampai %(end)s.")


class NoSignatoryToday(RuleBroken):
    """The person may not sign for the post on that day (422)."""

    code = "no_signatory_today"
    message = _("Belum ada pejabat yang berwenang menandatangani pada %(date)s.")


class NoteTooShort(RuleBroken):
    """A sent-back plan tells what to mend (422)."""

    code = "note_too_short"
    message = _("Tulis yang perlu diperbaiki, sedikitnya %(length)s huruf.")
