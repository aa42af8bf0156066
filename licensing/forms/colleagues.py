"""Bring in a colleague by the contact of an account."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from facilities.models import Facility


class ColleagueForm(forms.Form):
    """Which facility, which account, on what ground."""

    facility = forms.ModelChoiceField(
        label=_("Fasilitas"), queryset=Facility.objects.none(), to_field_name="public_id", empty_label=None
    )
    contact = forms.CharField(
        label=_("Pos-el atau nomor WhatsApp akun"),
        max_length=120,
        help_text=_("Orangnya harus sudah mendaftar di portal dengan pos-el atau nomor ini."),
    )
    note = forms.CharField(label=_("Dasar penunjukan"), max_length=200, help_text=_("Misalnya nomor surat pimpinan."))

    def __init__(self, *args: Any, facilities: QuerySet[Facility] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if facilities is None:
            del self.fields["facility"], self.fields["note"]
        else:
            self.fields["facility"].queryset = facilities  # type: ignore[attr-defined]
