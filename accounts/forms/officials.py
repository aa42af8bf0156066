"""Acting appointments and absences."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Decree, Deputy
from accounts.enums import STAFF_ROLES, ActingKind
from accounts.models import Membership, Office, Official, User


class DayField(forms.DateField):
    """A date; the browser's own picker, in ISO."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Isi tanggalnya."),
        "invalid": _("Tulis tanggal seperti 2026-01-26."),
    }


class OfficialChoiceField(forms.ModelChoiceField[Official]):
    """Officials by post and name."""

    def label_from_instance(self, obj: Model) -> str:
        """Title and holder."""
        return str(obj)


class DeputyChoiceField(forms.ModelChoiceField[User]):
    """Officers by name."""

    def label_from_instance(self, obj: Model) -> str:
        """The person's name."""
        return str(obj)


class _OfficialForm(forms.Form):
    official = OfficialChoiceField(
        label=_("Pejabat"),
        queryset=Official.objects.none(),
        empty_label=_("Pilih pejabat"),
        error_messages={"required": _("Pilih pejabat yang digantikan.")},
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices, self.today = offices, timezone.localdate()
        holders = Official.objects.in_force(self.today).filter(office__in=offices)
        self.fields["official"].queryset = holders.select_related("office")  # type: ignore[attr-defined]


class ActingForm(_OfficialForm):
    """A decree that lets somebody act."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=ActingKind.choices, widget=forms.RadioSelect)
    user = DeputyChoiceField(
        label=_("Pelaksana"),
        queryset=User.objects.none(),
        empty_label=_("Pilih petugas"),
        error_messages={"required": _("Pilih pelaksana.")},
    )
    name_with_degrees = forms.CharField(
        label=_("Nama dengan gelar"),
        max_length=160,
        help_text=_("Seperti tercetak di surat."),
        error_messages={"required": _("Tulis nama pelaksana.")},
    )
    title = forms.CharField(label=_("Jabatan sendiri"), max_length=160, required=False)
    rank = forms.CharField(label=_("Pangkat/golongan"), max_length=60, required=False)
    nip = forms.CharField(label=_("NIP"), max_length=24, required=False)
    decree_number = forms.CharField(
        label=_("Nomor keputusan"), max_length=80, error_messages={"required": _("Tulis nomor keputusan.")}
    )
    decree_date = DayField(label=_("Tanggal keputusan"))
    starts_on = DayField(label=_("Berlaku mulai"))
    ends_on = DayField(label=_("Berlaku sampai"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Membership.objects.in_force(self.today).filter(office__in=self.offices)
        officers = held.of_role(*(role.value for role in STAFF_ROLES)).values("user")
        people = User.objects.filter(pk__in=officers, is_active=True).order_by("name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

    @property
    def decree(self) -> Decree:
        """The written appointment."""
        data = self.cleaned_data
        kind = ActingKind(data["kind"])
        return Decree(kind, data["decree_number"], data["decree_date"], data["starts_on"], data["ends_on"])

    @property
    def deputy(self) -> Deputy:
        """Who acts, as the letter prints them."""
        data = self.cleaned_data
        return Deputy(data["user"], data["title"], data["name_with_degrees"], data["rank"], data["nip"])


class AbsenceForm(_OfficialForm):
    """Days on which an official is away."""

    starts_on = DayField(label=_("Mulai"))
    ends_on = DayField(label=_("Sampai"))
    note = forms.CharField(
        label=_("Keterangan"),
        max_length=120,
        required=False,
        help_text=_("Misalnya dinas luar. Jangan menulis keterangan kesehatan."),
    )
