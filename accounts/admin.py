"""Django's admin, for rare configuration only: nothing here moves a file, a role or a letter."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.messages import fields_of
from accounts.models import MessageTemplate, Office, Official, Region


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin[Office]):
    """Letterhead, zone, colour."""

    list_display = ("name", "kind", "region", "time_zone", "registration")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    autocomplete_fields = ("region",)

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


@admin.register(Official)
class OfficialAdmin(admin.ModelAdmin[Official]):
    """Holders of signing posts; who acts for them is recorded on the portal's own page by two people."""

    list_display = ("title", "name_with_degrees", "office", "starts_on", "ends_on")
    list_filter = ("position", "office")
    search_fields = ("title", "name_with_degrees")
    raw_id_fields = ("user",)

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


class _ReadOnlyAdmin(admin.ModelAdmin[Any]):
    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(_ReadOnlyAdmin):
    """Regions come from the shipped file; only the tile map is set here."""

    list_display = ("code", "name", "level", "current")
    list_filter = ("level", "current")
    search_fields = ("code", "name")
    fields = ("code", "name", "level", "tile_column", "tile_row", "note")
    readonly_fields = ("code", "name", "level")


class MessageTemplateForm(forms.ModelForm[MessageTemplate]):
    """A text may be worded anew; its fields stay, or the workflow could not fill it."""

    def clean(self) -> dict[str, Any] | None:
        """Compare the fields in braces with those of the stored text."""
        data = super().clean() or self.cleaned_data
        for name in ("text_id", "text_en"):
            before, after = fields_of(self.initial.get(name, "")), fields_of(data.get(name, ""))
            if before != after:
                missing = ", ".join(sorted(before ^ after))
                self.add_error(name, _("Isian dalam kurung kurawal harus tetap: %(names)s.") % {"names": missing})
        return data


@admin.register(MessageTemplate)
class MessageTemplateAdmin(_ReadOnlyAdmin):
    """Texts may be mended; fields in braces must stay."""

    form = MessageTemplateForm
    list_display = ("code", "audience", "urgent", "reminder")
    list_filter = ("urgent", "reminder")
    search_fields = ("code", "text_id")
    fields = (
        "code", "audience", "channels", "urgent", "reminder", "text_id", "text_en", "wa_text_id", "wa_params", "source",
    )  # fmt: skip
    readonly_fields = ("code", "audience", "channels", "urgent", "reminder", "wa_text_id", "wa_params", "source")
