"""Django's admin, for rare configuration only: how a city numbers and prints its letters. No letter is touched here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from letters.domain.numbering import unknown_parts
from letters.models import LetterKind


class LetterKindForm(forms.ModelForm[LetterKind]):
    """A number pattern may hold only what the portal can fill in, or the next letter could not be numbered."""

    class Meta:
        model = LetterKind
        fields = ("name_id", "name_en", "number_pattern", "paper", "retention_years")

    def clean_number_pattern(self) -> str:
        pattern: str = self.cleaned_data["number_pattern"]
        if unknown := unknown_parts(pattern, known=self.instance.number_pattern):
            message = _("Pola memuat bagian yang tidak dikenal: %(parts)s.")
            raise ValidationError(message, params={"parts": ", ".join(unknown)})
        return pattern


@admin.register(LetterKind)
class LetterKindAdmin(admin.ModelAdmin[LetterKind]):
    """Kinds come from the shipped file; a city words, numbers and prints them its own way."""

    form = LetterKindForm
    list_display = ("code", "name_id", "series", "number_pattern", "paper")
    list_filter = ("series", "paper")
    search_fields = ("code", "name_id")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False
