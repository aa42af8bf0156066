"""Shapes of what is typed: the call for help in five fields, the register, the rice, visits, duty."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.phones import e164
from accounts.domain.regions import VILLAGES
from accounts.exceptions import PhoneUnreadable
from accounts.models import Region
from outreach.enums import Need, PickupChannel, PickupKind


def villages(condition: Q) -> list[tuple[str, str]]:
    """Villages with a Puskesmas, as (code, name)."""
    rows = Region.objects.filter(condition, level__in=VILLAGES, current=True).order_by("name")
    return [(row.code, row.name) for row in rows]


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleans to E.164, or nothing."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})

    def clean(self, value: Any) -> str:
        """Return E.164."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return e164(text)
        except PhoneUnreadable as error:
            raise forms.ValidationError(error.detail, code=error.code) from error


class CallForm(forms.Form):
    """The five fields of a call for help; the channel is chosen by a link above, never typed."""

    kind = forms.ChoiceField(
        label=_("Apa yang diperlukan"), choices=PickupKind.choices, widget=forms.RadioSelect, initial=PickupKind.PICK_UP
    )
    need = forms.ChoiceField(label=_("Siapa yang sakit"), choices=Need.choices, widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("Kelurahan atau desa"))
    place = forms.CharField(
        label=_("Rumah siapa dan patokannya"),
        max_length=150,
        min_length=5,
        help_text=_("Misalnya: rumah Mbah Contoh, RT 02, belakang langgar. NIK tidak perlu."),
    )
    phone = PhoneField(label=_("Nomor yang dapat dihubungi"), required=False, help_text=_("Boleh dikosongkan."))
    channel = forms.ChoiceField(choices=PickupChannel.choices, required=False, widget=forms.HiddenInput)
    household = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = places if len(places) == 1 else [("", _("Pilih")), *places]

    def is_robot(self) -> bool:
        """True when the honeypot, which people never see, was filled."""
        return bool(self.data.get("website"))


class CancelForm(forms.Form):
    """Why the call is called off."""

    reason = forms.CharField(label=_("Alasan"), min_length=10, max_length=300)
