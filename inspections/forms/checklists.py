"""Forms of checklist versions: what the version says as a whole, its items, a file of items, a trial."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from inspections.domain.checklist_lines import HUNDRED, MOST_ITEMS, Line
from inspections.domain.checklist_versions import Content
from inspections.enums import ItemSeverity, Scoring
from inspections.forms.fields import DayField

EXTRA_ITEMS = 3
SHORTEST_REASON = 10


class VersionForm(forms.Form):
    """When the version begins, on what ground, and how it scores."""

    valid_from = DayField(
        label=_("Berlaku mulai"),
        help_text=_("Hari yang akan datang. Kunjungan yang sudah dimulai memakai versinya sendiri."),
    )
    decree = forms.CharField(
        label=_("Dasar penetapan"), max_length=200, help_text=_("Nomor dan tanggal keputusan atau peraturan.")
    )
    reason = forms.CharField(
        label=_("Mengapa"), min_length=SHORTEST_REASON, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    scoring = forms.ChoiceField(label=_("Cara menilai"), choices=Scoring.choices)
    pass_threshold = forms.IntegerField(
        label=_("Batas lulus"),
        min_value=1,
        max_value=HUNDRED,
        help_text=_("Persentase: nilai terendah yang lulus. Tingkat: tingkat terburuk yang lulus, 1 sampai 4."),
    )
    grading_rule = forms.CharField(
        label=_("Cara menilai dengan kata"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def content(self, lines: Sequence[Line]) -> Content:
        """The content of a valid form with these lines."""
        given = self.cleaned_data
        return Content(**{**given, "scoring": Scoring(given["scoring"])}, lines=lines)


class ItemForm(forms.Form):
    """One item; an emptied row is left out."""

    seq = forms.IntegerField(label=_("Urutan"), min_value=1, max_value=999)
    code = forms.CharField(
        label=_("Kode"),
        max_length=10,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{0,9}$", _("Huruf besar lalu angka, misalnya A01."))],
    )
    part = forms.CharField(label=_("Bagian"), max_length=80)
    weight = forms.IntegerField(label=_("Bobot"), min_value=1, max_value=9)
    question = forms.CharField(label=_("Pertanyaan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label=_("Petunjuk bukti"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    rule = forms.CharField(label=_("Aturan"), max_length=200, required=False)
    applies_when = forms.CharField(
        label=_("Berlaku bila"), max_length=80, required=False, help_text=_("Kosong: selalu ditanyakan.")
    )
    severity = forms.ChoiceField(
        label=_("Kelas"), required=False, choices=[("", _("Tanpa kelas")), *ItemSeverity.choices]
    )
    critical = forms.BooleanField(label=_("Kritis"), required=False)
    photo_when_no = forms.BooleanField(label=_("Foto bila tidak sesuai"), required=False)

    def line(self) -> Line:
        """The line of a valid form that was filled in."""
        return Line(**{name: value for name, value in self.cleaned_data.items() if name != "DELETE"})


ItemFormSet = forms.formset_factory(
    ItemForm, extra=EXTRA_ITEMS, can_delete=True, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS, validate_max=True
)


def initial_items(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as a formset is filled with them; tens leave room to put one between two."""
    return [asdict(line) | {"seq": place * 10} for place, line in enumerate(lines, start=1)]


def filled(formset: Any) -> list[ItemForm]:
    """Forms of a valid formset that say something and are not to go."""
    return [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


class ItemFileForm(forms.Form):
    """A file that replaces all items of the draft."""

    file = forms.FileField(
        label=_("Berkas butir"),
        help_text=_("CSV, XLSX, atau ODS dengan judul kolom yang sama seperti berkas unduhan."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
    )

    @property
    def upload(self) -> UploadedFile[bytes]:
        """The file, once the form is valid."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file


class TrialForm(forms.Form):
    """The conditions of an imagined place; the answers stand beside it under the names the phone uses."""

    conditions = forms.MultipleChoiceField(
        label=_("Keadaan tempat"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Centang yang ada. Butir yang tidak berlaku tidak ditanyakan."),
    )

    def __init__(self, *args: Any, conditions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = [(each, each) for each in conditions]  # type: ignore[attr-defined]


class SendBackForm(forms.Form):
    """Why a proposal is not put into force."""

    reason = forms.CharField(
        label=_("Alasan"), min_length=SHORTEST_REASON, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
