"""How every form of the portal is drawn: label, help, error, control, in that order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

_STYLES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.widgets.Input, "form-control"),
    (forms.Textarea, "form-control"),
)


class SejarasBoundField(BoundField):
    """Adds the control's class, and speaks to the template about what it needs to know."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes and the style of the widget's kind; a class given by the form stays first."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        style = next((name for kind, name in _STYLES if isinstance(widget, kind)), "")
        given = f"{widget.attrs.get('class', '')} {built.get('class', '')}".split()
        if classes := " ".join(dict.fromkeys([*given, *style.split()])):
            built["class"] = classes
        return built

    @property
    def is_lone_checkbox(self) -> bool:
        """A box whose label stands beside it, not above."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """True when "(opsional)" belongs to the label; a lone box or a fixed value needs no such word."""
        return not (self.field.required or self.field.disabled or self.is_lone_checkbox)

    @property
    def error_link(self) -> str:
        """The id the error summary links to: the control, or the first choice of a group."""
        if self.field.widget.use_fieldset and not isinstance(self.field.widget, forms.MultiWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or str(self.auto_id)


class SejarasRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs ``django.forms`` among the installed apps for the widgets."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    formset_template_name = "django/forms/formset.html"
    bound_field_class = SejarasBoundField
