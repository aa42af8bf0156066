"""Profile: name, language, channels, contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, contact_of
from accounts.enums import Channel
from accounts.exceptions import PhoneUnreadable
from accounts.forms.fields import CodeField
from accounts.models import User

NIK_LENGTH = 16
LANGUAGES = (("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris")))


class ProfileForm(forms.Form):
    """Name, language and where messages go; the inbox cannot be switched off."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=120,
        error_messages={"required": _("Tulis nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Bahasa halaman dan pesan"), choices=LANGUAGES, widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=_("Kabar juga dikirim lewat"),
        required=False,
        help_text=_("Kotak pesan di portal selalu terisi. Kode masuk tetap dikirim."),
        choices=[(Channel.WHATSAPP.value, Channel.WHATSAPP.label), (Channel.EMAIL.value, Channel.EMAIL.label)],
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def initial_of(cls, user: User) -> dict[str, Any]:
        """What the form shows first; nobody who chose nothing yet has switched anything off."""
        chosen = user.channels or [Channel.WHATSAPP.value, Channel.EMAIL.value]
        return {"name": user.name, "language": user.language, "channels": chosen}


class ContactForm(forms.Form):
    """A new phone number or e-mail."""

    contact = forms.CharField(
        label=_("Nomor WhatsApp atau pos-el baru"),
        max_length=254,
        error_messages={"required": _("Tulis nomor atau pos-el yang baru.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )

    def clean_contact(self) -> Contact:
        """Read it as a contact."""
        text = self.cleaned_data["contact"]
        if "@" in text:
            forms.EmailField(error_messages={"invalid": _("Tulis pos-el lengkap, misalnya nama@contoh.id.")}).clean(
                text.strip()
            )
        try:
            return contact_of(text)
        except PhoneUnreadable as error:
            raise forms.ValidationError(error.detail, code=error.code) from error


class SigningNikForm(forms.Form):
    """The NIK of an officer who signs; empty forgets it."""

    nik = forms.CharField(
        label=_("NIK"),
        max_length=24,
        required=False,
        help_text=_("16 angka, seperti pada KTP. Kosongkan untuk menghapusnya."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_nik(self) -> str:
        """The digits without spaces and dots."""
        typed = self.cleaned_data["nik"]
        digits = "".join(mark for mark in typed if mark.isdigit())
        strange = any(not mark.isdigit() and mark not in " .-" for mark in typed)
        if typed and (strange or len(digits) != NIK_LENGTH):
            raise forms.ValidationError(
                _("NIK harus 16 angka; yang Anda ketik %(count)s.") % {"count": len(digits)}, code="nik_length"
            )
        return digits


class ContactCodeForm(forms.Form):
    """The code sent to the new contact."""

    code = CodeField(max_length=20)
