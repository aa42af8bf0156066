"""Shapes of what the public check is asked with."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from letters.domain.verification import normal_code

MAX_PDF_BYTES = 10 * 1024 * 1024
PDF_MAGIC = b"%PDF-"


class CodeForm(forms.Form):
    """A code as somebody reads it from paper."""

    kode = forms.CharField(
        label=_("Kode periksa"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_kode(self) -> str:
        code = normal_code(self.cleaned_data["kode"])
        if not code:
            raise forms.ValidationError(_("Ketik kode di kaki surat, misalnya 7Q3K-9XPD-…"))
        return code


class FileForm(forms.Form):
    """A PDF to compare; it is read, hashed and never kept."""

    berkas = forms.FileField(
        label=_("Berkas PDF"), widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"})
    )
    kode = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def clean_berkas(self) -> bytes:
        upload: UploadedFile[bytes] = self.cleaned_data["berkas"]
        if (upload.size or 0) > MAX_PDF_BYTES:
            raise forms.ValidationError(_("Berkas lebih besar dari 10 MB. Pilih PDF surat yang Anda terima."))
        content: bytes = upload.read()
        if not content.startswith(PDF_MAGIC):
            raise forms.ValidationError(_("Berkas ini bukan PDF. Pilih PDF surat yang Anda terima, bukan fotonya."))
        return content
