"""Shapes of correction requests and their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workforce.enums import CorrectionField
from workforce.models import Practitioner


class CorrectionForm(forms.Form):
    """What is wrong, what is right, why, and a file that proves it."""

    field = forms.ChoiceField(label=_("Yang dikoreksi"), choices=[("", "—"), *CorrectionField.choices])
    practitioner = forms.ChoiceField(label=_("Profesi"), required=False)
    wanted = forms.CharField(
        label=_("Seharusnya"),
        max_length=1000,
        help_text=_(
            "Tanggal ditulis seperti 2026-01-31. Jenis kelamin: L atau P. STR tanpa batas waktu: seumur hidup."
        ),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(
        label=_("Bukti"), required=False, help_text=_("Satu berkas PDF, JPEG atau PNG, paling besar 10 MB.")
    )

    def __init__(self, *args: Any, practitioners: list[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["practitioner"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared above
        choice.choices = [(row.public_id, row.profession.name) for row in practitioners]
        if len(practitioners) < 2:  # noqa: PLR2004  # nothing to choose
            choice.widget = forms.HiddenInput()
            self.initial.setdefault("practitioner", practitioners[0].public_id if practitioners else "")


class AnswerForm(forms.Form):
    """Accept or refuse, with words the person reads."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("accept", _("Terima dan perbaiki register")), ("refuse", _("Tolak"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Jawaban untuk pemohon"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
