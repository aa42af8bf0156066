"""How far a region is with a commitment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from spm.domain.commitments import StatusInput
from spm.domain.networks.founding import Upload
from spm.enums import CommitmentState
from spm.forms.network import day_field


class StatusForm(forms.Form):
    """State, since when, proof."""

    state = forms.ChoiceField(label=_("Keadaan"), choices=CommitmentState.choices)
    since = day_field(_("Sejak"))
    proof = forms.CharField(label=_("Bukti"), max_length=300, required=False)
    file = forms.FileField(
        label=_("Berkas"), required=False, help_text=_("PDF, JPG, atau PNG, paling besar 10 MB. Boleh kosong.")
    )

    def __init__(self, *args: Any, proof_help: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].help_text = proof_help

    def given(self) -> StatusInput:
        """What was typed."""
        data = self.cleaned_data
        upload = Upload(data["file"].name, data["file"].chunks()) if data["file"] else None
        return StatusInput(data["state"], data["since"], data["proof"], upload)
