"""Subscribe a system, and the password again."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.webhooks.event_types import event_types
from accounts.forms.fields import PasswordForm
from accounts.models import ApiClient


class SubscriptionForm(PasswordForm):
    """Which system is told of what, and where."""

    client = forms.ModelChoiceField(
        label=_("Sistem"),
        queryset=ApiClient.objects.none(),
        empty_label=_("Pilih sistem"),
        error_messages={"required": _("Pilih sistem yang akan diberi tahu.")},
    )
    url = forms.CharField(
        label=_("Alamat penerima"),
        max_length=500,
        help_text=_("Lengkap, diawali https://. Hostnya harus ada dalam daftar yang diizinkan."),
        error_messages={"required": _("Tulis alamat penerima.")},
        widget=forms.URLInput,
    )
    event_types = forms.MultipleChoiceField(
        label=_("Jenis peristiwa"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Sistem hanya dapat menerima jenis yang datanya boleh dibacanya."),
        error_messages={"required": _("Pilih paling sedikit satu jenis.")},
    )
    field_order = ("client", "url", "event_types", "password")

    def __init__(self, *args: Any, clients: QuerySet[ApiClient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = clients.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        kinds = [(kind.code, f"{kind.label} ({kind.code})") for kind in event_types()]
        self.fields["event_types"].choices = kinds  # type: ignore[attr-defined]
