"""One form per kind of change to the working calendar; each gives the plain dict the domain keeps."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CalendarVersion, Office
from core.formats import full_date
from licensing.forms.fields import DayField, SheetForm

HOLIDAY_TYPES = (
    ("libur_nasional", _("Libur nasional")),
    ("cuti_bersama", _("Cuti bersama")),
    ("pemilu", _("Pemilihan umum")),
    ("lokal", _("Libur lokal")),
)
WEEKDAYS = (
    (1, _("Senin")),
    (2, _("Selasa")),
    (3, _("Rabu")),
    (4, _("Kamis")),
    (5, _("Jumat")),
    (6, _("Sabtu")),
    (7, _("Minggu")),
)
SPAN = re.compile(r"^(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})$")


class OfficesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Offices by their short name."""

    def label_from_instance(self, obj: Any) -> str:
        """The short name."""
        return str(obj.short_name or obj.name)


class ChangeForm(SheetForm):
    """What every change has: offices and a reason with its decree."""

    kind = ""
    title: Any = ""
    offices = OfficesField(
        label=_("Berlaku untuk"), queryset=Office.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Dasar dan alasan"),
        help_text=_("Sebut keputusan atau edaran dan tanggalnya."),
        min_length=10,
        max_length=300,
        error_messages={"min_length": _("Tulis dasarnya, sedikitnya %(limit_value)d huruf.")},
    )

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = offices  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name not in ("offices", "reason")), "offices", "reason"])

    def change(self) -> dict[str, Any]:
        """The change as the domain keeps it."""
        raise NotImplementedError


class AddHolidayForm(ChangeForm):
    """A day on which the office is closed."""

    kind = "add_holiday"
    title = _("Tambah hari libur")
    date = DayField(label=_("Tanggal"))
    type = forms.ChoiceField(label=_("Jenis"), choices=HOLIDAY_TYPES)
    name = forms.CharField(label=_("Nama hari libur"), max_length=120)

    def change(self) -> dict[str, Any]:
        """As `accounts.domain.calendar_changes` reads it."""
        given = self.cleaned_data
        return {"kind": self.kind, "date": given["date"].isoformat(), "type": given["type"], "name": given["name"]}


class RemoveHolidayForm(ChangeForm):
    """A day that is worked after all."""

    kind = "remove_holiday"
    title = _("Hapus hari libur")
    date = forms.ChoiceField(label=_("Hari libur yang dihapus"))

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        self.fields["date"].choices = _future_holidays(offices, kwargs.get("initial") or {})  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        """As `accounts.domain.calendar_changes` reads it."""
        return {"kind": self.kind, "date": self.cleaned_data["date"]}


def _future_holidays(offices: Any, initial: dict[str, Any]) -> list[tuple[str, str]]:
    today = str(initial.get("today", ""))
    found: dict[str, str] = {}
    for office in offices:
        newest = CalendarVersion.objects.newest(office.pk)
        for row in newest.snapshot["holidays"] if newest else []:
            if row["date"] >= today:
                found[row["date"]] = f"{full_date(date.fromisoformat(row['date']))}, {row['name']}"
    return sorted(found.items())


class ChangeHoursForm(ChangeForm):
    """Office hours from a day on; one line per weekday."""

    kind = "change_hours"
    title = _("Ubah jam kerja")
    label = forms.CharField(label=_("Nama pola"), max_length=80)
    valid_from = DayField(label=_("Berlaku mulai"))
    valid_until = DayField(label=_("Sampai"), help_text=_("Kosongkan bila seterusnya."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS:
            self.fields[f"day_{number}"] = forms.CharField(
                label=name,
                required=False,
                max_length=80,
                help_text=_("Misalnya 07.30–12.00, 13.00–16.00. Kosong berarti tutup.") if number == 1 else "",
            )
        last = ("offices", "reason")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day."""
        given: dict[str, Any] = super().clean() or {}
        self.hours: list[dict[str, Any]] = []
        for number, _name in WEEKDAYS:
            for part in filter(None, (piece.strip() for piece in given.get(f"day_{number}", "").split(","))):
                found = SPAN.match(part)
                if found is None:
                    self.add_error(f"day_{number}", _("Tulis jam seperti 07.30–12.00, 13.00–16.00."))
                    break
                opens, closes = f"{int(found[1]):02d}:{found[2]}", f"{int(found[3]):02d}:{found[4]}"
                self.hours.append({"weekday": number, "open": opens, "close": closes})
        if not self.hours and not self.errors:
            self.add_error("day_1", _("Isi jam kerja sedikitnya satu hari."))
        return given

    def change(self) -> dict[str, Any]:
        """As `accounts.domain.calendar_changes` reads it."""
        given = self.cleaned_data
        until = given["valid_until"]
        return {
            "kind": self.kind,
            "pattern": "normal" if until is None else f"khusus-{given['valid_from']:%Y%m%d}",
            "label": given["label"],
            "valid_from": given["valid_from"].isoformat(),
            "valid_until": until.isoformat() if until else None,
            "hours": self.hours,
        }


class AnnounceRamadanForm(ChangeForm):
    """First and last day of the Ramadan hours."""

    kind = "announce_ramadan"
    title = _("Umumkan jam kerja Ramadan")
    starts_on = DayField(label=_("Hari pertama"))
    ends_on = DayField(label=_("Hari terakhir"))

    def change(self) -> dict[str, Any]:
        """As `accounts.domain.calendar_changes` reads it."""
        given = self.cleaned_data
        return {
            "kind": self.kind,
            "starts_on": given["starts_on"].isoformat(),
            "ends_on": given["ends_on"].isoformat(),
        }


class ConfirmYearForm(ChangeForm):
    """The joint decree of a year is out."""

    kind = "confirm_year"
    title = _("Tetapkan kalender tahun")
    year = forms.IntegerField(label=_("Tahun"), min_value=2019, max_value=2099)

    def change(self) -> dict[str, Any]:
        """As `accounts.domain.calendar_changes` reads it."""
        return {"kind": self.kind, "year": self.cleaned_data["year"]}


CHANGE_FORMS: dict[str, type[ChangeForm]] = {
    "hari-libur": AddHolidayForm,
    "hapus-libur": RemoveHolidayForm,
    "jam-kerja": ChangeHoursForm,
    "ramadan": AnnounceRamadanForm,
    "tetapkan-tahun": ConfirmYearForm,
}
