"""Invite an officer, accept an invitation, end a role."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import STAFF_ROLES, Role
from accounts.forms.fields import password_field
from accounts.forms.sign_in import PASSWORD_HELP, check_password
from accounts.models import Office, Region, User

ROLE_CHOICES = [("", _("Pilih peran")), *((role.value, role.label) for role in Role if role in STAFF_ROLES)]


class InvitationForm(forms.Form):
    """Who joins, in which role, office and region."""

    name = forms.CharField(
        label=_("Nama lengkap dengan gelar"),
        max_length=120,
        error_messages={"required": _("Tulis nama petugas.")},
    )
    email = forms.EmailField(
        label=_("Pos-el dinas"),
        max_length=254,
        help_text=_("Tautan undangan dikirim ke sini setelah ditetapkan orang kedua."),
        error_messages={
            "required": _("Tulis pos-el petugas."),
            "invalid": _("Tulis pos-el lengkap, misalnya nama@contoh.id."),
        },
    )
    role = forms.ChoiceField(
        label=_("Peran"), choices=ROLE_CHOICES, error_messages={"required": _("Pilih peran petugas.")}
    )
    office = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Office.objects.none(),
        empty_label=_("Pilih perangkat daerah"),
        error_messages={"required": _("Pilih perangkat daerah.")},
    )
    region = forms.ModelChoiceField(
        label=_("Wilayah kerja"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=_("Seluruh wilayah perangkat daerah"),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
        self.fields["region"].queryset = _regions_of(offices)  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the enum member."""
        return Role(self.cleaned_data["role"])


def _regions_of(offices: QuerySet[Office]) -> QuerySet[Region]:
    wanted = Q(pk__in=())
    for code in set(offices.values_list("region_id", flat=True)):
        wanted |= Q(code__startswith=f"{code}.")
    return Region.objects.filter(wanted, current=True).order_by("code")


class AcceptForm(forms.Form):
    """The guest's name and password."""

    name = forms.CharField(
        label=_("Nama lengkap dengan gelar"),
        max_length=120,
        error_messages={"required": _("Tulis nama Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(new=True, help_text=PASSWORD_HELP)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any] | None:
        """Check the password against the block list, name and e-mail."""
        data = super().clean() or self.cleaned_data
        check_password(self, data.get("password"), User(name=data.get("name", ""), email=self.email))
        return data


class ReasonForm(forms.Form):
    """Why something is refused or ended."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        min_length=5,
        help_text=_("Tercatat di jejak audit."),
        error_messages={"required": _("Tulis alasannya."), "min_length": _("Tulis alasan yang dapat dipahami.")},
    )
