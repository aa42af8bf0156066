"""Fields the forms of inspections share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANY = ("", _("Semua"))


class DayField(forms.DateField):
    """A date; the browser's own picker, sent as ISO."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Tulis tanggal seperti 2026-01-26.")}


class HourField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("Tulis jam seperti 09.30 atau 09:30.")}
    input_formats = ("%H:%M", "%H.%M")


class LinesField(forms.CharField):
    """Several short texts, one a line; cleans to a list without blanks."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        """Lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Length is judged over all lines."""
        super().run_validators("\n".join(value))


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Rows by their own words."""

    def label_from_instance(self, obj: Any) -> str:
        """The row's name, in the reader's language where it has one."""
        return str(getattr(obj, "label", "") or getattr(obj, "name", "") or obj)


def long_text(label: Any, help_text: Any = "", *, rows: int = 4, limit: int = 4000, required: bool = True) -> Any:
    """Return a field of several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SecretsForm(forms.Form):
    """Password again, when five minutes have passed, and the passphrase of the certificate. Never shown again."""

    password = forms.CharField(
        label=_("Kata sandi akun"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan elektronik"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks_password: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]
