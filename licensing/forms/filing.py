"""A batch of applications on its way in, and what becomes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.domain.filing.adapters import MOST_ROWS, adapters
from licensing.enums import CREATING


class BatchForm(forms.Form):
    """The file. It is only checked; nothing is created before somebody decides."""

    file = forms.FileField(
        label=_("Berkas dari sistem lain"),
        error_messages={"required": _("Pilih berkasnya."), "empty": _("Berkas ini kosong. Pilih berkas yang benar.")},
        widget=forms.ClearableFileInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.widget.attrs["accept"] = ",".join(suffix for adapter in adapters() for suffix in adapter.suffixes)
        names = "; ".join(str(adapter.label) for adapter in adapters())
        text = _("%(names)s. Paling banyak %(most)s permohonan; setiap baris membawa nomor referensi Anda sendiri.")
        field.help_text = text % {"names": names, "most": MOST_ROWS}


class DecideForm(forms.Form):
    """All or the right ones, as drafts or sent."""

    mode = forms.ChoiceField(choices=CREATING)
    submit = forms.BooleanField(required=False)
