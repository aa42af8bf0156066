"""Forms of rule changes: what becomes law of the office, from when, by which decree, and why."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from licensing.domain.rulebook.changes import TYPE_FIELDS, Draft
from licensing.enums import ApplicationKind, ClockName, LegalEra, RequirementKind, RuleChangeKind
from licensing.forms.queue import type_choices
from workforce.models import Profession

BOTH = "both"
APPLIES = [(BOTH, _("Baru dan perpanjangan")), *[(kind.value, kind.label) for kind in ApplicationKind][:3]]
ERAS = [(BOTH, _("Kedua masa")), *LegalEra.choices]
CLOCKS = [
    (name.value, name.label)
    for name in (ClockName.VERIFICATION, ClockName.RECOMMENDATION, ClockName.COORDINATION, ClockName.LICENCE)
]
EXTRA_ROWS = 3


class RuleForm(forms.Form):
    """What every change says: the day, the decree, the reason."""

    valid_from = forms.DateField(
        label=_("Berlaku mulai"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Hari yang akan datang. Berkas yang sudah berjalan memakai aturan lamanya."),
    )
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan atau peraturan.")
    )
    reason = forms.CharField(
        label=_("Mengapa"), min_length=10, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def draft(self, *, type_code: str, rows: list[dict[str, Any]]) -> Draft:
        """The draft of a valid form; `rows` are those of a requirement set."""
        raise NotImplementedError

    def _common(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("valid_from", "decree", "reason")}


class RequirementsForm(RuleForm):
    """The set itself is a formset beside this form."""

    def draft(self, *, type_code: str, rows: list[dict[str, Any]]) -> Draft:
        return Draft(kind=RuleChangeKind.REQUIREMENTS, content={"rows": rows}, type_code=type_code, **self._common())


class AllowanceForm(RuleForm):
    """Working days of a clock, for one type or for all."""

    clock = forms.ChoiceField(label=_("Jam"), choices=CLOCKS, initial=ClockName.RECOMMENDATION)
    type_code = forms.ChoiceField(label=_("Jenis layanan"), required=False)
    days = forms.DecimalField(
        label=_("Hari kerja"),
        min_value=0,
        max_value=60,
        max_digits=6,
        decimal_places=3,
        help_text=_("Boleh pecahan, misalnya 0,5."),
    )
    field_order = ("clock", "type_code", "days", "valid_from", "decree", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["type_code"]
        choice.choices = [("", _("Semua jenis")), *type_choices()]
        self.fields["days"].localize = True
        self.fields["days"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["days"].widget.is_localized = True

    def draft(self, *, type_code: str, rows: list[dict[str, Any]]) -> Draft:  # noqa: ARG002  # one shape for all
        return Draft(
            kind=RuleChangeKind.ALLOWANCE,
            content={"days": str(self.cleaned_data["days"])},
            type_code=self.cleaned_data["type_code"],
            clock=self.cleaned_data["clock"],
            **self._common(),
        )


class PlaceLimitForm(RuleForm):
    """How many places of practice one profession may have."""

    profession_code = forms.ChoiceField(label=_("Profesi"))
    limit = forms.IntegerField(label=_("Paling banyak"), min_value=1, max_value=20)
    field_order = ("profession_code", "limit", "valid_from", "decree", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["profession_code"]
        choice.choices = list(Profession.objects.order_by("name").values_list("code", "name"))

    def draft(self, *, type_code: str, rows: list[dict[str, Any]]) -> Draft:  # noqa: ARG002  # one shape for all
        return Draft(
            kind=RuleChangeKind.PLACE_LIMIT,
            content={"limit": self.cleaned_data["limit"]},
            profession_code=self.cleaned_data["profession_code"],
            **self._common(),
        )


class TypeForm(RuleForm):
    """What people may alter of a type of service."""

    name = forms.CharField(label=_("Nama"), max_length=160)
    name_en = forms.CharField(label=_("Nama Inggris"), max_length=160)
    validity_years = forms.IntegerField(
        label=_("Masa berlaku (tahun)"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_("Kosong: tanpa batas waktu."),
    )
    recommendation_days = forms.IntegerField(label=_("Janji rekomendasi (hari kerja)"), min_value=1, max_value=60)
    renewable = forms.BooleanField(label=_("Dapat diperpanjang"), required=False)
    inspection_required = forms.BooleanField(label=_("Perlu pemeriksaan tempat"), required=False)
    legal_basis = forms.CharField(label=_("Dasar hukum"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = (*TYPE_FIELDS, "valid_from", "decree", "reason")

    def draft(self, *, type_code: str, rows: list[dict[str, Any]]) -> Draft:  # noqa: ARG002  # one shape for all
        content = {name: self.cleaned_data[name] for name in TYPE_FIELDS}
        return Draft(kind=RuleChangeKind.TYPE, content=content, type_code=type_code, **self._common())


FORMS: dict[str, tuple[RuleChangeKind, type[RuleForm]]] = {
    "persyaratan": (RuleChangeKind.REQUIREMENTS, RequirementsForm),
    "batas-waktu": (RuleChangeKind.ALLOWANCE, AllowanceForm),
    "batas-tempat": (RuleChangeKind.PLACE_LIMIT, PlaceLimitForm),
    "jenis": (RuleChangeKind.TYPE, TypeForm),
}


class RequirementRowForm(forms.Form):
    """One requirement of a draft set; an emptied row is left out."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=40,
        validators=[RegexValidator(r"^[A-Z0-9-]{2,40}$", _("Huruf besar, angka, dan tanda hubung."))],
    )
    label_id = forms.CharField(label=_("Nama"), max_length=250)
    label_en = forms.CharField(label=_("Nama Inggris"), max_length=250)
    citation = forms.CharField(label=_("Dasar hukum"), max_length=400)
    kind = forms.ChoiceField(label=_("Macam"), choices=RequirementKind.choices)
    mandatory = forms.BooleanField(label=_("Wajib"), required=False)
    applies_to = forms.ChoiceField(label=_("Untuk"), choices=APPLIES)
    legal_era = forms.ChoiceField(label=_("Masa hukum"), choices=ERAS)
    note = forms.CharField(label=_("Catatan"), max_length=400, required=False)


class _RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Refuses the same requirement twice for the same case."""

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            row = form.cleaned_data if form.is_valid() else {}
            if not row or row.get("DELETE"):
                continue
            key = (row["code"], row["applies_to"], row["legal_era"])
            if key in seen:
                form.add_error("code", _("Persyaratan ini sudah ada untuk kasus yang sama."))
            seen.add(key)


RowFormSet = forms.formset_factory(
    RequirementRowForm, formset=_RowFormSet, extra=EXTRA_ROWS, can_delete=True, max_num=200, absolute_max=200
)


def rows_from(formset: Any, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a valid formset. A citation somebody wrote anew is no longer as sure as the shipped one."""
    sure = {(row["code"], row["citation"]): row["citation_confidence"] for row in before}
    rows = []
    for form in formset.forms:
        row = {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        if not row or form.cleaned_data.get("DELETE"):
            continue
        row["citation_confidence"] = sure.get((row["code"], row["citation"]), "medium")
        rows.append(row)
    return rows


class BacktestForm(forms.Form):
    """How far back."""

    months = forms.TypedChoiceField(
        label=_("Berkas"),
        coerce=int,
        choices=[(3, _("3 bulan terakhir")), (6, _("6 bulan terakhir")), (12, _("12 bulan terakhir"))],
        initial=6,
    )
