"""How every form of the portal is drawn: label, help, error, control, in that order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazy
from django.utils.translation import gettext


def filled(text: Any, **values: Any) -> Any:
    """Return a lazy text with its values, put in when it is shown; ``text % values`` would do so once, on import."""

    def written() -> str:
        return str(text) % values

    return lazy(written, str)()


def give_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Set the choices of one field of a form that is being made, where they depend on who asks or on rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared by the form
    field.choices = list(choices)


class Segments(forms.RadioSelect):
    """Two or three answers side by side, as large as a thumb. ``looks`` maps a value to y, n or t; y otherwise."""

    template_name = "django/forms/widgets/segments.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, looks: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.looks = dict(looks or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option and its look."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        look = self.looks.get(str(value), "y")
        return {**option, "look": look, "icon": {"y": "check", "n": "pencil"}.get(look, "")}


_STYLES: tuple[tuple[type[forms.Widget], str], ...] = (
    (Segments, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.widgets.Input, "form-control"),
    (forms.Textarea, "form-control"),
)


class SejarasBoundField(BoundField):
    """Adds the control's class, and speaks to the template about what it needs to know."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
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
    def error_texts(self) -> list[str]:
        """What is wrong, said so that one knows what to do; an empty field is named instead of "wajib diisi"."""
        return [self._mend if self._is_plain_required(text) else str(text) for text in self.errors]

    @property
    def _mend(self) -> str:
        if self.is_lone_checkbox:
            return gettext("Beri tanda centang pada pernyataan ini untuk melanjutkan.")
        if isinstance(self.field.widget, (forms.Select, forms.RadioSelect)):
            return gettext("Pilih %(label)s.") % {"label": _inner(self.label)}
        if isinstance(self.field.widget, forms.FileInput):
            return gettext("Pilih berkas untuk %(label)s.") % {"label": _inner(self.label)}
        return gettext("Isi %(label)s.") % {"label": _inner(self.label)}

    def _is_plain_required(self, text: object) -> bool:
        return str(text) == str(forms.Field.default_error_messages["required"])

    @property
    def error_link(self) -> str:
        """The id the error summary links to: the control, or the first choice of a group."""
        if self.field.widget.use_fieldset and not isinstance(self.field.widget, forms.MultiWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or str(self.auto_id)


def _inner(label: object) -> str:
    """A label inside a sentence: small letters, unless it begins with an abbreviation."""
    text = str(label)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


class SejarasRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs ``django.forms`` among the installed apps for the widgets."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    formset_template_name = "django/forms/formset.html"
    bound_field_class = SejarasBoundField
