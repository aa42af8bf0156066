"""The nine questions of the survey, worded as in the annex of PermenPANRB 14/2017."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.models import RecommendationType, SurveyElement

WORDS = "words"
Answers = tuple[Promise, Promise, Promise, Promise]
_FIT: Answers = (_("Tidak sesuai"), _("Kurang sesuai"), _("Sesuai"), _("Sangat sesuai"))

# Question and answers (score 1 to 4) by element code.
QUESTIONS: dict[str, tuple[Promise, Answers]] = {
    "U1": (_("Apakah persyaratan sesuai dengan layanannya?"), _FIT),
    "U2": (
        _("Apakah prosedurnya mudah?"),
        (_("Tidak mudah"), _("Kurang mudah"), _("Mudah"), _("Sangat mudah")),
    ),
    "U3": (
        _("Apakah layanannya cepat?"),
        (_("Tidak cepat"), _("Kurang cepat"), _("Cepat"), _("Sangat cepat")),
    ),
    "U4": (
        _("Bagaimana biayanya?"),
        (_("Sangat mahal"), _("Cukup mahal"), _("Murah"), _("Gratis")),
    ),
    "U5": (_("Apakah hasilnya sesuai dengan standar pelayanan?"), _FIT),
    "U6": (
        _("Apakah petugasnya mampu?"),
        (_("Tidak mampu"), _("Kurang mampu"), _("Mampu"), _("Sangat mampu")),
    ),
    "U7": (
        _("Apakah petugasnya sopan dan ramah?"),
        (_("Tidak sopan"), _("Kurang sopan"), _("Sopan dan ramah"), _("Sangat sopan dan ramah")),
    ),
    "U8": (
        _("Bagaimana pengaduan, saran, dan masukan ditangani?"),
        (_("Tidak ada"), _("Ada, tidak berfungsi"), _("Berfungsi, kurang maksimal"), _("Dikelola dengan baik")),
    ),
    "U9": (
        _("Bagaimana sarana dan prasarananya, termasuk portal ini?"),
        (_("Buruk"), _("Cukup"), _("Baik"), _("Sangat baik")),
    ),
}


class SurveyForm(forms.Form):
    """One sheet: a score for each element, and words if one likes."""

    def __init__(self, *args: Any, elements: Sequence[SurveyElement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [element.code for element in elements]
        for element in elements:
            question, answers = QUESTIONS[element.code]
            self.fields[element.code] = forms.TypedChoiceField(
                label=question,  # type: ignore[arg-type]  # lazy text
                choices=[(str(score), answer) for score, answer in enumerate(answers, start=1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih satu jawaban.")},
            )
        self.fields[WORDS] = forms.CharField(
            label=_("Saran Anda"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Jangan tulis nama, NIK, atau nomor telepon."),
        )

    @property
    def scores(self) -> dict[str, int]:
        """Scores by element code; valid forms only."""
        return {code: self.cleaned_data[code] for code in self.codes}


class PeriodForm(forms.Form):
    """A period and a type, in the address; what makes no sense is left out."""

    dari = forms.DateField(
        label=_("Dari"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    sampai = forms.DateField(
        label=_("Sampai"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    jenis = forms.ChoiceField(label=_("Jenis layanan"), required=False)

    def __init__(self, *args: Any, types: Sequence[RecommendationType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["jenis"]
        choice.choices = [("", _("Semua jenis")), *((row.code, row.label) for row in types)]
