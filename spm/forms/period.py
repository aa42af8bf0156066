"""Which period and place a report is of."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rules import viewer_of
from spm.domain.figures_text import period
from spm.domain.places import puskesmas_for
from spm.enums import Programme

FIRST_YEAR = 2017


class PeriodForm(forms.Form):
    """A GET form: year, end of the period, and one Puskesmas or all."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int, required=False)
    sampai = forms.TypedChoiceField(label=_("Periode"), coerce=int, required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, *, asked: Any, user: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"tahun": asked.year, "sampai": asked.until, "unit": asked.unit}
        super().__init__(None, **kwargs)
        today = timezone.localdate()
        self.fields["tahun"].choices = [(n, n) for n in range(today.year, FIRST_YEAR - 1, -1)]  # type: ignore[attr-defined]
        self.fields["sampai"].choices = [  # type: ignore[attr-defined]
            (12, _("Setahun")),
            *((n, period(asked.year, n)) for n in range(1, 12)),
        ]
        letters = {scope.cell.scope for scope in viewer_of(user).scopes("dashboard_read")}
        if asked.programme != Programme.SPM_CITY or not letters & {"D", "W"}:
            del self.fields["unit"]
            return
        whole = [("", _("Seluruh kota"))] if "D" in letters else []
        units = puskesmas_for(user, "dashboard_read").values_list("public_id", "name")
        self.fields["unit"].choices = [*whole, *units]  # type: ignore[attr-defined]
