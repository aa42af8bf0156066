"""Ask for an API client, approve one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PasswordForm
from accounts.models import Office


def scope_choices(scopes: Sequence[str]) -> list[tuple[str, str]]:
    """Each scope with what it lets a system do."""
    return [(scope, f"{settings.SCOPES[scope]} ({scope})") for scope in scopes if scope in settings.SCOPES]


class ClientRequestForm(forms.Form):
    """Which system, for what, with which scopes, and who answers for it."""

    office = forms.ModelChoiceField(
        label=_("Perangkat daerah yang bertanggung jawab"),
        queryset=Office.objects.none(),
        empty_label=None,
        help_text=_("Sistem hanya membaca data wilayah perangkat daerah ini."),
        error_messages={"required": _("Pilih perangkat daerah."), "invalid_choice": _("Pilih perangkat daerah Anda.")},
    )
    name = forms.CharField(
        label=_("Nama sistem"),
        max_length=120,
        help_text=_("Misalnya: SiCantik Kota Contoh."),
        error_messages={"required": _("Tulis nama sistem.")},
    )
    organisation = forms.CharField(
        label=_("Instansi pemilik sistem"),
        max_length=150,
        help_text=_("Boleh di luar perangkat daerah Anda, misalnya rumah sakit atau BPJS."),
        error_messages={"required": _("Tulis instansi pemilik sistem.")},
    )
    purpose = forms.CharField(
        label=_("Keperluan"),
        max_length=1000,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Data apa yang dipertukarkan, untuk apa, seberapa sering."),
        error_messages={
            "required": _("Tulis keperluannya."),
            "min_length": _("Tulis keperluannya dengan satu kalimat lengkap."),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("Cakupan izin akses"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pilih sesedikit mungkin; yang tidak dipakai akan ditanyakan."),
        error_messages={"required": _("Pilih paling sedikit satu cakupan.")},
    )
    contact_name = forms.CharField(
        label=_("Nama penghubung teknis"),
        max_length=120,
        error_messages={"required": _("Tulis nama penghubung.")},
    )
    contact_email = forms.EmailField(
        label=_("Pos-el penghubung teknis"),
        max_length=254,
        help_text=_("Keputusan dikirim ke sini juga. Rahasia tidak pernah dikirim."),
        error_messages={
            "required": _("Tulis pos-el penghubung."),
            "invalid": _("Tulis pos-el lengkap, misalnya nama@contoh.id."),
        },
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
        self.fields["scopes"].choices = scope_choices(list(settings.SCOPES))  # type: ignore[attr-defined]


class ApproveForm(PasswordForm):
    """The scopes that are given out of those asked for."""

    scopes = forms.MultipleChoiceField(
        label=_("Cakupan yang diberikan"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Buang yang tidak diperlukan untuk keperluan ini."),
        error_messages={"required": _("Pilih paling sedikit satu cakupan, atau tolak permohonan ini.")},
    )
    field_order = ("scopes", "password")

    def __init__(self, *args: Any, wanted: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scope_choices(wanted)  # type: ignore[attr-defined]
        self.fields["scopes"].initial = list(wanted)
