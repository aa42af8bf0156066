"""What a professional organisation types when it recommends a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licensing.forms.fields import SheetForm


class MemberRecommendForm(SheetForm):
    """The words of the recommendation; they may stay empty."""

    note = forms.CharField(
        label=_("Nomor surat atau catatan"),
        help_text=_("Boleh dikosongkan. Dibaca penilai dan pemohon."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
