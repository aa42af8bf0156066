"""What an inspector types to ask an outside body about a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.domain.visit_coordinating import VisitQuestion
from licensing.forms.fields import LinesField, SheetForm
from licensing.models import CoordinationBody


class VisitQuestionForm(SheetForm):
    """Body, address, questions."""

    body = forms.ModelChoiceField(
        label=_("Instansi"), queryset=CoordinationBody.objects.none(), empty_label=_("Pilih instansi")
    )
    official = forms.CharField(
        label=_("Pejabat yang dituju"),
        max_length=150,
        required=False,
        help_text=_("Kosongkan untuk memakai sebutan pimpinan instansi itu."),
    )
    email = forms.EmailField(
        label=_("Pos-el instansi"),
        help_text=_("Tautan terbatas dikirim ke alamat ini; tautan itu hanya membuka pemeriksaan ini."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    questions = LinesField(label=_("Pertanyaan"), help_text=_("Satu baris satu pertanyaan."), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.queryset = CoordinationBody.objects.all()
        field.label_from_instance = _body_words

    def question(self) -> VisitQuestion:
        """For the domain."""
        given = self.cleaned_data
        return VisitQuestion(given["body"], given["email"], tuple(given["questions"]), given["official"])


def _body_words(body: CoordinationBody) -> str:
    words = _("%(name)s (dijawab dalam %(days)s hari kerja)")
    return str(words) % {"name": body.name, "days": body.working_days}
