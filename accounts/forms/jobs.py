"""Requeue a job."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RequeueForm(forms.Form):
    """Why the job should be tried again."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        help_text=_("Apa yang sudah dibenahi? Paling sedikit 15 huruf; tercatat di jejak audit."),
        error_messages={"required": _("Tulis alasannya.")},
        widget=forms.TextInput,
    )
