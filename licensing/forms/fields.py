"""Fields officers' forms share: a day, a day with a time in the office's zone, lines of text."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A date; the browser's own picker, sent as ISO."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Tulis tanggal seperti 2026-01-26.")}


class HourField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("Tulis jam seperti 09.30 atau 09:30.")}
    input_formats = ("%H:%M", "%H.%M")


class LinesField(forms.CharField):
    """Several short texts, one a line; cleans to a list without blanks."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Length is judged over all lines."""
        super().run_validators("\n".join(value))


def moment(on: date, at: time, zone: ZoneInfo) -> datetime:
    """Return day and time as an instant in an office's zone."""
    return datetime.combine(on, at, tzinfo=zone)


class SheetForm(forms.Form):
    """A form whose refusals by the domain land at the field their pointer names."""

    # Field of a pointer's first part, where the two differ.
    pointers: dict[str, str] = {}

    def add_findings(self, findings: Any) -> None:
        """Show each finding at its field, or above the form."""
        for finding in findings:
            parts = finding.pointer.strip("/").split("/")
            name = self.pointers.get(parts[0], "_".join(parts))
            self.add_error(name if name in self.fields else None, str(finding.detail))
