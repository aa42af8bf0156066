"""Which place a complaint is about, and what to look at there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import scope_codes
from core.names import name_key
from facilities.domain.listing import inside
from facilities.models import Facility


class ComplaintVisitForm(forms.Form):
    """The facility by its code or whole name, within the officer's region."""

    facility = forms.CharField(label=_("Fasilitas"), max_length=150, help_text=_("Kode atau nama lengkap."))
    note = forms.CharField(
        label=_("Yang perlu diperiksa"),
        max_length=300,
        help_text=_("Dibaca pengawas. Jangan menulis nama pelapor."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_facility(self) -> Facility:
        """The one facility of the region that is meant."""
        text = self.cleaned_data["facility"].strip()
        here = Facility.objects.filter(inside("region", scope_codes(self.user, "complaint_answer")))
        found = list(here.filter(code__iexact=text)[:2]) or list(here.filter(name_key=name_key(text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("Fasilitas tidak ditemukan; tulis kodenya."))
        return found[0]
