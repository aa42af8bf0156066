"""Forms of a spreadsheet on its way in: which file for whom, which column is which, and the reason to undo."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now, gettext_lazy as _

from accounts.domain.importing import Standing
from core.imports import Kind, kind_of
from core.models import ImportBatch

ACCEPTED = ".xlsx,.ods,.csv"


class ImportForm(forms.Form):
    """A file of a kind, for an office or facility one answers for; with one standing nothing is asked."""

    standing = forms.ChoiceField(label=_("Untuk"))
    kind = forms.ChoiceField(label=_("Isi berkas"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, ODS, atau CSV. Baris judul boleh bukan baris pertama."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, standings: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standings = {standing.key: standing for standing in standings}
        self.choice("standing").choices = [(each.key, each.label) for each in standings]
        kinds = {kind.code: kind for standing in standings for kind in standing.kinds}
        self.choice("kind").choices = [(code, f"{kind.label}. {kind.about}") for code, kind in kinds.items()]
        if len(kinds) == 1:
            self.initial.setdefault("kind", next(iter(kinds)))
        if len(standings) == 1:
            self.fields["standing"].widget = forms.HiddenInput()
            self.initial.setdefault("standing", standings[0].key)

    def choice(self, name: str) -> forms.ChoiceField:
        """A field of ours as what it is."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared so above
        return field

    def clean(self) -> dict[str, Any]:
        """A kind fits its standing: offices bring people and places, employers their own roster."""
        cleaned = super().clean() or {}
        standing = self.standings.get(cleaned.get("standing", ""))
        if standing and cleaned.get("kind") and cleaned["kind"] not in {kind.code for kind in standing.kinds}:
            self.add_error("kind", _("Isi berkas ini tidak dapat diimpor untuk pilihan itu."))
        return cleaned

    @property
    def upload(self) -> UploadedFile[bytes]:
        """The file, once the form is valid."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file


class ColumnsForm(forms.Form):
    """One select for each column of the kind; its values are places in the header."""

    sheet = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, batch: ImportBatch, header: Sequence[str], samples: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind: Kind = kind_of(batch.kind)
        choices = [("", _now("(tidak ada di berkas)")), *_headings(header, samples)]
        for column in self.kind.columns:
            self.fields[column.name] = forms.TypedChoiceField(
                label=str(column.label),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=column.required,
                help_text=str(column.hint),
                error_messages={"required": _("Pilih kolom berkas untuk isian ini.")},
            )

    @property
    def chosen(self) -> dict[str, int | None]:
        """Column name → place in the header."""
        return {column.name: self.cleaned_data.get(column.name) for column in self.kind.columns}


def _headings(header: Sequence[str], samples: Sequence[str]) -> list[tuple[int, str]]:
    found = []
    for place, text in enumerate(header):
        sample = samples[place] if place < len(samples) else ""
        name = text or _now("Kolom %(number)s") % {"number": place + 1}
        if text or sample:
            example = _now("%(name)s (contoh: %(sample)s)") % {"name": name, "sample": sample}
            found.append((place, example if sample else name))
    return found


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=_("Alasan"), min_length=10, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Paling sedikit 10 huruf. Alasan tercatat di jejak audit."),
    )  # fmt: skip
