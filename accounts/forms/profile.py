"""Profile: name, language, channels, contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, contact_of
from accounts.enums import Channel
from accounts.exceptions import PhoneUnreadable
from accounts.forms.fields import CodeField
from accounts.models import User

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


class ContactCodeForm(forms.Form):
    """The code sent to the new contact."""

    code = CodeField(max_length=20)
