"""The small public form of tracking."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.domain.tracking import normal_number


class TrackForm(forms.Form):
    """Number and the last four digits of the phone; sent by POST, so neither stands in an address."""

    number = forms.CharField(
        label=_("Nomor permohonan"),
        max_length=20,
        help_text=_("Misalnya 2026-01-K7QD4M."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone_last4 = forms.CharField(
        label=_("4 angka terakhir nomor WhatsApp"),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"min_length": _("Tulis 4 angka terakhir nomor WhatsApp.")},
    )

    def clean_number(self) -> str:
        """Capital letters, no spaces; letters people confuse are read as digits."""
        return normal_number(str(self.cleaned_data["number"]))
