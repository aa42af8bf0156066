"""Forms of the staff list: filters in the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facilities.models import Facility
from licensing.enums import ComplianceVariant
from workforce.enums import EmploymentStatus


class ComplianceForm(forms.Form):
    """Which facility, what to show, and whether its network stands on the list too."""

    facility = forms.ModelChoiceField(
        label=_("Fasilitas"),
        queryset=Facility.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={"required": _("Pilih fasilitas.")},
    )
    variant = forms.ChoiceField(
        label=_("Isi daftar"), choices=ComplianceVariant.choices, initial=ComplianceVariant.STAFF
    )
    with_network = forms.BooleanField(
        label=_("Sertakan tenaga di jaringannya"),
        required=False,
        help_text=_("Puskesmas pembantu, Poskesdes, dan unit lain di bawahnya."),
    )

    def __init__(self, *args: Any, facilities: Sequence[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [row.pk for row in facilities]
        self.fields["facility"].queryset = Facility.objects.filter(pk__in=keys).order_by("name")  # type: ignore[attr-defined]
        if not {row.parent_id for row in facilities} & set(keys):
            del self.fields["with_network"]

    def clean(self) -> dict[str, Any]:
        """A facility without a network has none to add."""
        return {"with_network": False, **(super().clean() or self.cleaned_data)}


class StaffJoinForm(forms.Form):
    """Who works here, by a number only the person and the employer know."""

    facility = forms.ModelChoiceField(
        label=_("Fasilitas"), queryset=Facility.objects.none(), to_field_name="public_id", empty_label=None
    )
    by_number = forms.ChoiceField(label=_("Cari dengan"), choices=[("str", _("Nomor STR")), ("nik", _("NIK"))])
    number = forms.CharField(
        label=_("Nomor"),
        max_length=40,
        help_text=_("Kami tidak memberi tahu apakah nomor ini tercatat; orangnya sendiri yang menjawab."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    starts_on = forms.DateField(
        label=_("Mulai bekerja"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    employment = forms.ChoiceField(
        label=_("Status kepegawaian"), choices=[("", "—"), *EmploymentStatus.choices], required=False
    )

    def __init__(self, *args: Any, facilities: Sequence[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Facility.objects.filter(pk__in=[row.pk for row in facilities]).order_by("name")
        self.fields["facility"].queryset = rows  # type: ignore[attr-defined]


class RosterFilter(forms.Form):
    """Facility, profession and name; a field with one choice is left out."""

    facility = forms.ChoiceField(label=_("Fasilitas"), required=False)
    profession = forms.ChoiceField(label=_("Profesi"), required=False)
    q = forms.CharField(
        label=_("Cari"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("Nama"), "type": "search"}),
    )

    def __init__(
        self, *args: Any, facilities: Sequence[Facility], professions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("facility", _("Semua fasilitas"), [(row.public_id, row.name) for row in facilities])
        self._offer("profession", _("Semua profesi"), professions)

    def _offer(self, name: str, everything: Any, choices: Sequence[tuple[str, str]]) -> None:
        if len(choices) > 1:
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields[name]

    @property
    def chosen(self) -> dict[str, str]:
        """The valid values that are set; unknown ones are left out, so an old link still opens."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
