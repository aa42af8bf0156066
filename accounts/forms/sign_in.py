"""Sign in, sign up, codes and passwords."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, contact_of
from accounts.exceptions import PhoneUnreadable
from accounts.forms.fields import CodeField, PhoneField, password_field
from accounts.models import User

PASSWORD_HELP = _("Paling sedikit 12 huruf atau angka. Kalimat pendek mudah diingat dan sulit ditebak.")


class SignInForm(forms.Form):
    """Phone or e-mail, and password."""

    contact = forms.CharField(
        label=_("Nomor WhatsApp atau pos-el"),
        max_length=254,
        error_messages={"required": _("Tulis nomor WhatsApp atau pos-el akun Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(new=False)


class SignUpForm(forms.Form):
    """Account in five fields (UX-01). `website` is bait for robots; people never see it."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=120,
        help_text=_("Seperti di KTP, tanpa gelar."),
        error_messages={"required": _("Tulis nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        label=_("Nomor WhatsApp"),
        max_length=30,
        help_text=_("Misalnya 0800-0000-123. Kode masuk kami kirim ke nomor ini."),
    )
    email = forms.EmailField(
        label=_("Pos-el"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Tulis pos-el lengkap, misalnya nama@contoh.id.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = password_field(new=True, help_text=PASSWORD_HELP)
    consent = forms.BooleanField(
        label=_("Saya setuju data saya dipakai untuk mengurus permohonan saya dan mengirim kabar tentangnya."),
        error_messages={"required": _("Tanpa persetujuan ini permohonan tidak dapat diurus.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        """Keep one spelling."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any] | None:
        """Check the password against the block list and against name and contacts."""
        data = super().clean() or self.cleaned_data
        person = User(name=data.get("name", ""), email=data.get("email") or None)
        check_password(self, data.get("password"), person)
        return data

    @property
    def is_robot(self) -> bool:
        """True when the bait was taken."""
        return bool(self.cleaned_data.get("website"))


class CodeForm(forms.Form):
    """The code from the message."""

    code = CodeField(max_length=20)


class ResetRequestForm(forms.Form):
    """Whose password is to be set anew."""

    contact = forms.CharField(
        label=_("Nomor WhatsApp atau pos-el"),
        max_length=254,
        help_text=_("Yang Anda pakai untuk masuk."),
        error_messages={"required": _("Tulis nomor WhatsApp atau pos-el akun Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def clean_contact(self) -> Contact:
        """Read it as a contact."""
        return _contact(self.cleaned_data["contact"])


class ResetForm(forms.Form):
    """Code and new password in one step."""

    code = CodeField(max_length=20)
    password = password_field(new=True, label=_("Kata sandi baru"), help_text=PASSWORD_HELP)

    def clean(self) -> dict[str, Any] | None:
        """Check the password against the block list."""
        data = super().clean() or self.cleaned_data
        check_password(self, data.get("password"), None)
        return data


class PasswordAgainForm(forms.Form):
    """The own password once more, before a decision."""

    password = password_field(new=False)


class PasswordChangeForm(forms.Form):
    """Old and new password."""

    old = password_field(new=False, label=_("Kata sandi sekarang"))
    password = password_field(new=True, label=_("Kata sandi baru"), help_text=PASSWORD_HELP)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any] | None:
        """Check the new password."""
        data = super().clean() or self.cleaned_data
        check_password(self, data.get("password"), self.user)
        return data


def _contact(text: str) -> Contact:
    try:
        return contact_of(text)
    except PhoneUnreadable as error:
        raise forms.ValidationError(
            _("Tulis nomor WhatsApp lengkap, misalnya 0800-0000-123, atau pos-el."), code=error.code
        ) from error


def check_password(form: forms.Form, password: str | None, person: User | None) -> None:
    """Put what is wrong with a new password at its field."""
    if not password:
        return
    try:
        validate_password(password, person)
    except forms.ValidationError as error:
        form.add_error("password", error)
