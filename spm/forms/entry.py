"""The entry sheet of one Puskesmas and month: what was served, of how many, and why when more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from spm.domain.places import Place
from spm.domain.recording import CellInput, FigureInput
from spm.enums import Sex
from spm.models import Indicator, Value

LARGEST = 999_999_999


def number_field(label: Any, *, most: int = LARGEST) -> forms.IntegerField:
    """A whole number from nought; empty is nothing said."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis bilangan bulat tanpa titik.")},
    )


@dataclass(frozen=True)
class EntryRow:
    """One indicator with its fields, and what stands there now."""

    indicator: Indicator
    served: BoundField
    due: BoundField
    reason: BoundField
    by_sex: tuple[tuple[Any, BoundField, BoundField], ...]
    is_divided: bool
    carried: bool


class EntryForm(forms.Form):
    """Fields by indicator: served and due of all, or of men and women apart; a row left empty is not written."""

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[Indicator],
        stood: Mapping[int, Sequence[Value]],
        targets: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.stood, self.targets = indicators, stood, targets
        for each in indicators:
            self._add(each)

    def _add(self, each: Indicator) -> None:
        cells = {cell.sex: cell for cell in self.stood.get(each.pk, ())}
        whole = cells.get("")
        self.fields[f"n-{each.pk}"] = number_field(_("Dilayani"))
        self.fields[f"d-{each.pk}"] = number_field(_("Sasaran"))
        self.fields[f"r-{each.pk}"] = forms.CharField(
            label=_("Alasan bila melebihi sasaran"), required=False, max_length=300
        )
        self.initial[f"n-{each.pk}"] = whole.numerator if whole else None
        self.initial[f"d-{each.pk}"] = whole.denominator if whole else (None if cells else self.targets.get(each.pk))
        self.initial[f"r-{each.pk}"] = next((cell.reason for cell in cells.values() if cell.reason), "")
        for sex in Sex:
            for name, label in (("n", _("Dilayani")), ("d", _("Sasaran"))):
                key = f"{name}-{each.pk}-{sex}"
                self.fields[key] = number_field(f"{label}, {sex.label}")
                part = cells.get(str(sex))
                self.initial[key] = None if part is None else (part.numerator if name == "n" else part.denominator)

    @property
    def rows(self) -> list[EntryRow]:
        """The sheet in the order of the paper."""
        return [
            EntryRow(
                each,
                self[f"n-{each.pk}"],
                self[f"d-{each.pk}"],
                self[f"r-{each.pk}"],
                tuple((sex.label, self[f"n-{each.pk}-{sex}"], self[f"d-{each.pk}-{sex}"]) for sex in Sex),
                any(cell.sex for cell in self.stood.get(each.pk, ())),
                each.pk not in self.stood and each.pk in self.targets,
            )
            for each in self.indicators
        ]

    def clean(self) -> dict[str, Any]:
        """Whole or divided, not both; a share needs both of its numbers."""
        data = super().clean() or {}
        for each in self.indicators:
            whole = data.get(f"n-{each.pk}")
            parts = [data.get(f"n-{each.pk}-{sex}") for sex in Sex]
            if whole is not None and any(part is not None for part in parts):
                self.add_error(
                    f"n-{each.pk}", _("Isi jumlah seluruhnya, atau laki-laki dan perempuan; jangan keduanya.")
                )
            if whole is not None and data.get(f"d-{each.pk}") is None:
                self.add_error(f"d-{each.pk}", _("Isi sasaran."))
            for sex in Sex:
                if (data.get(f"n-{each.pk}-{sex}") is None) != (data.get(f"d-{each.pk}-{sex}") is None):
                    self.add_error(f"n-{each.pk}-{sex}", _("Isi dilayani dan sasaran."))
        return data

    def figures(self, place: Place, month: date) -> Iterable[FigureInput]:
        """What was filled in, and an empty set for what was wiped."""
        for each in self.indicators:
            cells = tuple(self._cells(each))
            if cells or each.pk in self.stood:
                yield FigureInput(each, place, month, cells)

    def _cells(self, each: Indicator) -> Iterable[CellInput]:
        data = self.cleaned_data
        reason = data.get(f"r-{each.pk}", "")
        if data.get(f"n-{each.pk}") is not None:
            yield CellInput(data[f"n-{each.pk}"], data[f"d-{each.pk}"], reason=reason)
        for sex in Sex:
            if data.get(f"n-{each.pk}-{sex}") is not None:
                yield CellInput(data[f"n-{each.pk}-{sex}"], data[f"d-{each.pk}-{sex}"], sex=str(sex), reason=reason)
