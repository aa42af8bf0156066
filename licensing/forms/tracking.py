"""The two small public forms: tracking and reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.domain.tracking import normal_number
from licensing.enums import ReportKind


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


class ReportForm(forms.Form):
    """A complaint, or an anonymous report that somebody asked for money."""

    kind = forms.ChoiceField(
        label=_("Tentang apa?"), choices=ReportKind.choices, widget=forms.RadioSelect, initial=ReportKind.COMPLAINT
    )
    text = forms.CharField(
        label=_("Ceritakan apa yang terjadi"),
        min_length=15,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Kapan, di mana, dan apa yang diminta atau dikatakan. Jangan tulis NIK."),
    )
    application_number = forms.CharField(label=_("Nomor permohonan"), max_length=16, required=False)
    contact = forms.CharField(
        label=_("Nomor atau pos-el Anda"),
        max_length=120,
        required=False,
        help_text=_("Boleh dikosongkan; laporan tanpa nama tetap kami baca."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def is_robot(self) -> bool:
        """True when the honeypot, which people never see, was filled."""
        return bool(self.data.get("website"))
