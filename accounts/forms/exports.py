"""What to export, as what, why, and which part of it."""

from collections.abc import Sequence
from datetime import datetime, time, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _now, gettext_lazy as _

from accounts.domain.exports.kinds import FORMAT_LABELS, LEAST_REASON, ExportKind


class ExportForm(forms.Form):
    """Rows of one register as a file. The narrowing fields are those every list has."""

    kind = forms.ChoiceField(label=_("Isi"), widget=forms.RadioSelect)
    file_format = forms.ChoiceField(
        label=_("Format"), choices=lambda: list(FORMAT_LABELS.items()), initial="xlsx", widget=forms.RadioSelect
    )
    kecamatan = forms.CharField(
        label=_("Kode kecamatan"),
        required=False,
        max_length=8,
        help_text=_("Kosongkan untuk seluruh wilayah Anda. Contoh: 16.74.02."),
    )
    updated_after = forms.DateField(
        label=_("Diubah sejak"),
        required=False,
        help_text=_("Hanya data yang diubah pada atau sesudah tanggal ini."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Untuk apa data ini? Paling sedikit 15 huruf; tercatat di jejak audit."),
    )

    def __init__(self, *args: Any, kinds: Sequence[ExportKind], needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared so above
        field.choices = [(kind.code, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.initial.setdefault("kind", kinds[0].code)
        if not needs_reason:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        """Long enough to say something."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < LEAST_REASON:
            raise forms.ValidationError(
                _now("Tulis alasannya, paling sedikit %(least)s huruf.") % {"least": LEAST_REASON}
            )
        return reason

    def query(self, zone: tzinfo) -> dict[str, list[str]]:
        """The filters of the list these fields stand for."""
        since, kecamatan = self.cleaned_data["updated_after"], self.cleaned_data["kecamatan"].strip()
        found = {"kecamatan": [kecamatan]} if kecamatan else {}
        if since is not None:
            found["updated_after"] = [datetime.combine(since, time.min, tzinfo=zone).isoformat()]
        return found
