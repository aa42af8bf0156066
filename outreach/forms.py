"""Shapes of what is typed: the call for help in five fields, the register, the rice, visits, duty."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.phones import e164
from accounts.domain.regions import VILLAGES
from accounts.exceptions import PhoneUnreadable
from accounts.models import Region
from outreach.enums import FindingKind, Need, Partner, PickupChannel, PickupKind, Terrain


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


class HouseholdForm(forms.Form):
    """One household; members as one line per group, for most have one or two."""

    head_name = forms.CharField(label=_("Kepala keluarga"), max_length=120)
    region = forms.ChoiceField(label=_("Kelurahan atau desa"))
    address = forms.CharField(
        label=_("Alamat atau patokan"), max_length=200, help_text=_("RT, RW, dan apa yang dekat dengan rumah itu.")
    )
    terrain = forms.ChoiceField(label=_("Cara mencapai rumah"), choices=Terrain.choices)
    phone = PhoneField(label=_("Telepon"), required=False)
    card = forms.RegexField(
        label=_("Nomor kartu keluarga"),
        regex=r"^\d{16}$",
        required=False,
        strip=True,
        help_text=_("Boleh dikosongkan; disimpan tersandi dan tidak pernah ditampilkan utuh."),
        error_messages={"invalid": _("Nomor kartu keluarga terdiri atas 16 angka.")},
    )
    members = forms.MultipleChoiceField(
        label=_("Anggota yang perlu didahulukan"),
        choices=[choice for choice in Need.choices if choice[0] != Need.OTHER],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sticker = forms.BooleanField(label=_("Stiker nomor pengemudi sudah terpasang"), required=False)
    kenthongan = forms.BooleanField(label=_("Kenthongan sudah terpasang"), required=False)
    consent = forms.BooleanField(label=_("Keluarga setuju datanya dicatat untuk layanan jemput"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = places if len(places) == 1 else [("", _("Pilih")), *places]


class VisitForm(forms.Form):
    """What the doctor or midwife found; both parts may stay empty, not both at once."""

    note = forms.CharField(
        label=_("Catatan kesehatan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tersimpan tersandi; hanya dibaca tim Puskesmas."),
    )
    findings = forms.MultipleChoiceField(
        label=_("Temuan"), choices=FindingKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    detail = forms.CharField(
        label=_("Keterangan temuan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        data = super().clean() or {}
        if not data.get("note") and not data.get("findings"):
            raise forms.ValidationError(_("Isi catatan kesehatan atau pilih sedikitnya satu temuan."))
        return data


class FollowUpForm(forms.Form):
    """Who does what by when."""

    partner = forms.ChoiceField(label=_("Bersama siapa"), choices=Partner.choices)
    task = forms.CharField(label=_("Yang dilakukan"), max_length=200, min_length=5)
    due_on = forms.DateField(label=_("Paling lambat"), widget=forms.DateInput(attrs={"type": "date"}))


class HandForm(forms.Form):
    """Who received the rice, and the photo that shows it."""

    recipient = forms.CharField(
        label=_("Nama penerima"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    photo = forms.FileField(
        label=_("Foto bukti penyerahan"),
        help_text=_("JPG atau PNG, paling besar 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )


class ShiftForm(forms.Form):
    """Somebody on duty, in the office's own time."""

    person = forms.ChoiceField(label=_("Siapa"))
    starts_at = forms.DateTimeField(
        label=_("Mulai"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    hours = forms.IntegerField(label=_("Lama (jam)"), min_value=1, max_value=24, initial=12)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = people


class VehicleForm(forms.Form):
    """A vehicle of the Puskesmas."""

    name = forms.CharField(label=_("Nama kendaraan"), max_length=60)
    plate = forms.CharField(label=_("Nomor polisi"), max_length=12)
