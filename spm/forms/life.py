"""What is typed when a report is sent back, reopened or locked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spm.domain.reports import MIN_NOTE


class NoteForm(forms.Form):
    """A word why."""

    note = forms.CharField(
        label=_("Alasan"),
        min_length=MIN_NOTE,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paling sedikit 10 huruf."),
    )


class SendBackForm(NoteForm):
    """A word why, and by when it is to be corrected."""

    correct_by = forms.DateField(
        label=_("Diperbaiki sebelum"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LockForm(forms.Form):
    """Password again where five minutes have passed, and the passphrase where a letter is signed."""

    password = forms.CharField(
        label=_("Kata sandi akun"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan elektronik"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks_password: bool, signs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]
        if not signs:
            del self.fields["passphrase"]
