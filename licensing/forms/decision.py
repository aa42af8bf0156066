"""What heads type: reasons for sending back or refusing, and the secrets of a signature."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import filled
from licensing.domain.transitions import MIN_NOTE
from licensing.enums import ClockName
from licensing.forms.fields import SheetForm
from licensing.models import Reason


def _note(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=MIN_NOTE,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Isi sedikitnya %(limit_value)d huruf; yang tertulis %(show_value)d.")},
    )


class _ReasonForm(SheetForm):
    reason_kind = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = Reason.objects.filter(kind=self.reason_kind)  # type: ignore[attr-defined]


class ReasonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Reasons by their words."""

    def label_from_instance(self, obj: Any) -> str:
        """The reason in the reader's language."""
        return str(obj.label)


class SendBackForm(_ReasonForm):
    """Back to the TPK."""

    reason_kind = "send_back"
    reason = ReasonChoiceField(label=_("Alasan"), queryset=Reason.objects.none(), empty_label=_("Pilih alasan"))
    note = _note(_("Yang harus dinilai ulang"), filled(_("Dibaca penilai. Paling sedikit %(n)s huruf."), n=MIN_NOTE))


class SecretsMixin(forms.Form):
    """Password again, when five minutes have passed, and the passphrase of the certificate. Never shown again."""

    password = forms.CharField(
        label=_("Kata sandi akun"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    passphrase = forms.CharField(
        label=_("Frasa sandi tanda tangan elektronik"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks_password: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_password:
            self.fields["password"].required = True
        else:
            del self.fields["password"]


class SignForm(SecretsMixin, SheetForm):
    """A signature."""


class RefuseForm(SecretsMixin, _ReasonForm):
    """A refusal is signed too."""

    reason_kind = "refuse"
    reason = ReasonChoiceField(label=_("Alasan"), queryset=Reason.objects.none(), empty_label=_("Pilih alasan"))
    rule = forms.CharField(
        label=_("Dasar aturan"),
        help_text=_("Kosongkan untuk memakai dasar dari alasan yang dipilih."),
        max_length=300,
        required=False,
    )
    note = _note(
        _("Uraian untuk pemohon"), filled(_("Tercetak dalam surat penolakan. Paling sedikit %(n)s huruf."), n=MIN_NOTE)
    )

    field_order = ("reason", "rule", "note", "password", "passphrase")


class ApproveForm(SheetForm):
    """A word with the approval."""

    note = forms.CharField(
        label=_("Catatan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExtendForm(SheetForm):
    """More time for one clock."""

    clock = forms.ChoiceField(label=_("Jam yang diperpanjang"))
    days = forms.DecimalField(
        label=_("Tambahan (hari kerja)"),
        min_value=Decimal("0.25"),
        max_value=60,
        max_digits=5,
        decimal_places=2,
    )
    note = _note(_("Keputusan atau alasan"), _("Tercatat pada riwayat berkas dan dibaca pemohon."))

    def __init__(self, *args: Any, clocks: list[ClockName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].choices = [(name.value, name.label) for name in clocks]  # type: ignore[attr-defined]


class ReopenForm(SheetForm):
    """An objection was granted."""

    note = _note(_("Putusan keberatan"), _("Sebut nomor dan tanggal putusan. Tercatat pada riwayat berkas."))
