"""Somebody stands at the counter: whom and what for. The rest is filled in on the ordinary task list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable
from licensing.domain.drafts import types_for_public
from licensing.enums import ApplicationKind
from licensing.forms.fields import SheetForm


class WalkInForm(SheetForm):
    """Type, kind, name and phone of a person without an account."""

    type = forms.ChoiceField(label=_("Jenis izin"))
    kind = forms.ChoiceField(label=_("Sifat"), choices=ApplicationKind.choices)
    name = forms.CharField(
        label=_("Nama pemohon"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Nomor WhatsApp pemohon"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = types_for_public(timezone.localdate())
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih jenis")),
            *((row.code, str(row.label)) for row in types),
        ]

    def clean_phone(self) -> str:
        """Any usual spelling; kept as E.164."""
        text = str(self.cleaned_data["phone"])
        try:
            return e164(text) if text else ""
        except PhoneUnreadable as error:
            raise forms.ValidationError(error.detail) from error
