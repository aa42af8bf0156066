"""Filters of the coverage pages. Names are those of the API; what is not valid is left out, so an old link opens."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from facilities.enums import Ownership
from facilities.models import Facility
from licensing.domain.coverage.counting import Cut
from licensing.domain.coverage.names import below, kind_labels, professions
from licensing.domain.coverage.reach import Reach
from licensing.enums import CoverageMeasure

EARLIEST = date(2013, 1, 1)  # the first delegated types
LATEST_YEARS = 5
LARGEST_PDF = 1000  # rows


class CoverageForm(forms.Form):
    """Date, and what the figures are cut by."""

    on = forms.DateField(
        label=_("Tanggal"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Tanggal tidak dikenali. Tulis misalnya 2026-01-26.")},
    )
    profession = forms.ChoiceField(label=_("Profesi"), required=False)
    kind = forms.ChoiceField(label=_("Jenis fasilitas"), required=False)
    ownership = forms.ChoiceField(label=_("Kepemilikan"), required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kelurahan = forms.ChoiceField(label=_("Kelurahan/desa"), required=False)
    facility = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, reach: Reach, today: date, measure: str, home: str) -> None:
        super().__init__({**data.dict(), "on": data.get("on") or today.isoformat()})
        self.reach, self.today = reach, today
        every = ("", _("Semua"))
        # Who keeps facilities of their own has no region; theirs lie in the installation's.
        districts, villages = ({}, {}) if reach.is_wide else below(reach.region or home)
        self.names: dict[str, dict[str, Any]] = {
            "profession": professions(),
            "kind": kind_labels(),
            "ownership": dict(Ownership.choices),
            "kecamatan": districts,
            "kelurahan": {code: name for group in villages.values() for code, name in group.items()},
        }
        for name in ("profession", "kind", "ownership", "kecamatan"):
            self.fields[name].choices = [every, *self.names[name].items()]  # type: ignore[attr-defined]
        self.fields["kelurahan"].choices = [  # type: ignore[attr-defined]
            every,
            *((districts.get(code, code), list(group.items())) for code, group in villages.items()),
        ]
        if measure == CoverageMeasure.FACILITIES:
            del self.fields["profession"]
        if reach.is_wide:
            # The summary answers there, and it is cut by nothing but the day.
            self.fields = {"on": self.fields["on"]}

    def clean_on(self) -> date:
        """A day the register can answer for; forecasts reach a few years ahead."""
        on: date | None = self.cleaned_data.get("on")
        if on is None:
            return self.today
        latest = self.today.replace(year=self.today.year + LATEST_YEARS, day=min(self.today.day, 28))
        if not EARLIEST <= on <= latest:
            raise ValidationError(_("Pilih tanggal antara 1 Januari 2013 dan lima tahun ke depan."))
        return on

    @property
    def chosen(self) -> dict[str, str]:
        """The valid filters that are set, by name, without the date."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "on"}

    @property
    def day(self) -> date:
        """The day that is shown; today when the one asked for is none."""
        return self.cleaned_data.get("on") or self.today

    def cut(self) -> Cut:
        """Return what is asked for, within reach."""
        chosen = dict(self.chosen)
        areas = [chosen.pop(name) for name in ("kecamatan", "kelurahan") if name in chosen]
        found = self.reach.cut(self.day).within(**chosen)
        for area in areas:
            found = found.inside(area)
        return found

    def label_of(self, name: str, value: str) -> str:
        """Return what a chosen value is called."""
        if name == "facility":
            row = Facility.objects.filter(public_id=value).first()
            return row.name if row else value
        return str(self.names[name].get(value, value))


class CoverageExportForm(forms.Form):
    """How a list leaves the portal, and why where the matrix asks for a typed reason."""

    file_format = forms.ChoiceField(
        label=_("Bentuk berkas"),
        choices=[("xlsx", _("XLSX, untuk Excel dan LibreOffice")), ("csv", _("CSV")), ("pdf", _("PDF, untuk dicetak"))],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih bentuk berkas."), "invalid_choice": _("Pilih bentuk berkas.")},
    )
    reason = forms.CharField(
        label=_("Untuk apa daftar ini diunduh"),
        help_text=_("Sedikitnya 15 huruf. Dicatat dalam jejak audit."),
        min_length=15,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Tulis untuk apa daftar ini diunduh."),
            "min_length": _("Tulis alasannya dengan sedikitnya 15 huruf."),
        },
    )

    def __init__(self, *args: Any, needs_reason: bool, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        if not needs_reason:
            del self.fields["reason"]

    def clean_file_format(self) -> str:
        """A printed list of thousands helps nobody, and would hold up the server."""
        chosen: str = self.cleaned_data["file_format"]
        if chosen == "pdf" and self.count > LARGEST_PDF:
            raise ValidationError(
                _("Daftar ini terlalu panjang untuk PDF (batasnya %(count)s baris). Persempit, atau pilih XLSX.")
                % {"count": LARGEST_PDF}
            )
        return chosen
