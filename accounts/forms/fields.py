"""Fields that several people forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleans to E.164."""

    default_error_messages = {"required": _("Tulis nomor WhatsApp Anda.")}
    widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})

    def clean(self, value: Any) -> str:
        """Return E.164, or nothing for an optional field left empty."""
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            return e164(text)
        except PhoneUnreadable as error:
            raise forms.ValidationError(error.detail, code=error.code) from error


class CodeField(forms.CharField):
    """Six digits; spaces and dashes somebody copied along are dropped."""

    default_error_messages = {"required": _("Ketik enam angka dari pesan yang Anda terima.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Kode enam angka"))
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-code"}

    def clean(self, value: Any) -> str:
        """Return the six digits."""
        text = "".join(filter(str.isdigit, str(super().clean(value))))
        if len(text) != 6:  # noqa: PLR2004  six digits, as the messages say
            raise forms.ValidationError(_("Kode terdiri atas enam angka."), code="code_length")
        return text


def password_field(*, new: bool, **kwargs: Any) -> forms.CharField:
    """A password as typed: spaces at the ends belong to it."""
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    kwargs.setdefault("label", _("Kata sandi"))
    kwargs.setdefault("error_messages", {"required": _("Ketik kata sandi.")})
    return forms.CharField(strip=False, widget=forms.PasswordInput(attrs=attributes), **kwargs)


class PasswordForm(forms.Form):
    """Nothing but the password, and that only when it was not typed within five minutes."""

    password = password_field(new=False)

    def __init__(self, *args: Any, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]
