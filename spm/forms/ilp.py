"""The ILP entry sheet of one unit, month and section: whole figures, or divided by sex, age and disability."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from core import formats
from spm.domain import ilp_sheets as sheets
from spm.domain.evaluation import Count, rounded
from spm.domain.ilp_sheets import Key
from spm.domain.places import Place
from spm.domain.recording import CellInput, FigureInput
from spm.enums import AgeGroup, Disability, Sex
from spm.forms.entry import number_field
from spm.models import Indicator, Value

MORE_THAN_DUE = 300
_AGES = list(AgeGroup.values)


@dataclass(frozen=True)
class CellFields:
    """The fields of one cell; `label` is empty for the whole, `due` None where only a number is counted."""

    label: str
    served: BoundField
    due: BoundField | None


@dataclass(frozen=True)
class SheetRow:
    """One indicator with its fields and what stands there now."""

    indicator: Indicator
    cells: tuple[CellFields, ...]
    reason: BoundField | None
    standing: Sequence[Value]
    carried: bool
    # The figure stands, but divided otherwise than the sheet shows.
    is_replaced: bool

    @property
    def is_divided(self) -> bool:
        """True when there is more than the whole."""
        return len(self.cells) > 1

    @property
    def total(self) -> Count:
        """What stands, added up."""
        return sum((Count(cell.numerator, cell.denominator) for cell in self.standing), Count(0))

    @property
    def result(self) -> str:
        """The figure that stands: a share (a dash without denominator) or a number; empty where none stands."""
        if not self.standing:
            return ""
        if not self.indicator.is_share:
            return formats.number(self.total.served)
        share = self.total.percent
        return formats.percent(None if share is None else rounded(share))

    @property
    def last(self) -> Value | None:
        """The cell that tells author, source and time."""
        return self.standing[0] if self.standing else None

    @property
    def is_open(self) -> bool:
        """True when the reason has something to show."""
        return self.reason is not None and bool(self.reason.value() or self.reason.errors)


class IlpForm(forms.Form):
    """Fields by indicator and cell; an indicator left empty is not written, one wiped is taken back."""

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[Indicator],
        stood: Mapping[int, Sequence[Value]],
        targets: Mapping[tuple[int, Key], int],
        dimensions: frozenset[str] | None = None,
        closed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.stood, self.targets = list(indicators), stood, targets
        self.dimensions = {each.pk: self._dimensions(each, dimensions) for each in indicators}
        for each in indicators:
            self._add(each)
        if closed:
            for field in self.fields.values():
                field.disabled = True

    def _dimensions(self, each: Indicator, wanted: frozenset[str] | None) -> frozenset[str]:
        stood = sheets.divided_by(each, self.stood.get(each.pk, ()))
        return stood if wanted is None else wanted & sheets.divisions_of(each)

    def _is_as_stood(self, each: Indicator) -> bool:
        cells = self.stood.get(each.pk, ())
        return bool(cells) and sheets.divided_by(each, cells) == self.dimensions[each.pk]

    def _add(self, each: Indicator) -> None:
        dimensions = self.dimensions[each.pk]
        known = self.stood.get(each.pk, ()) if self._is_as_stood(each) else ()
        cells = {sheets.key_in(cell, dimensions): cell for cell in known}
        for key in sheets.keys(each, dimensions):
            told, cell = _told(key), cells.get(key)
            who = f"{each.label}, {told}" if told else each.label
            self._number(_name("n", each, key), _("Dilayani") if each.is_share else _("Jumlah"), who)
            self.initial[_name("n", each, key)] = cell.numerator if cell else None
            if each.is_share:
                self._number(_name("d", each, key), _("Sasaran"), who)
                before = None if each.pk in self.stood else self.targets.get((each.pk, key))
                self.initial[_name("d", each, key)] = cell.denominator if cell else before
        if each.is_share:
            self.fields[f"r-{each.pk}"] = forms.CharField(
                label=_("Alasan bila melebihi sasaran"), required=False, max_length=MORE_THAN_DUE
            )
            reasons = (cell.reason for cell in self.stood.get(each.pk, ()) if cell.reason)
            self.initial[f"r-{each.pk}"] = next(reasons, "")

    def _number(self, name: str, label: str, who: str) -> None:
        field = number_field(label)
        field.widget.attrs["aria-label"] = f"{label}: {who}"
        self.fields[name] = field

    @property
    def rows(self) -> list[SheetRow]:
        """The sheet in the order of the paper."""
        return [self._row(each) for each in self.indicators]

    def _row(self, each: Indicator) -> SheetRow:
        keys = list(sheets.keys(each, self.dimensions[each.pk]))
        return SheetRow(
            each,
            tuple(
                CellFields(
                    _told(key), self[_name("n", each, key)], self[_name("d", each, key)] if each.is_share else None
                )
                for key in keys
            ),
            self[f"r-{each.pk}"] if each.is_share else None,
            self.stood.get(each.pk, ()),
            each.pk not in self.stood and any((each.pk, key) in self.targets for key in keys),
            each.pk in self.stood and not self._is_as_stood(each),
        )

    def clean(self) -> dict[str, Any]:
        """A share needs both of its numbers in each cell, and a word why more were served than due."""
        data = super().clean() or {}
        for each in (each for each in self.indicators if each.is_share):
            over = False
            for key in sheets.keys(each, self.dimensions[each.pk]):
                served, due = data.get(_name("n", each, key)), data.get(_name("d", each, key))
                if served is not None and due is None and _name("d", each, key) not in self.errors:
                    self.add_error(_name("d", each, key), _("Isi sasaran."))
                over = over or (served is not None and due is not None and served > due)
            if over and not data.get(f"r-{each.pk}", "").strip():
                words = _("%(name)s: dilayani lebih banyak daripada sasaran; tuliskan alasannya.")
                self.add_error(f"r-{each.pk}", words % {"name": each.label})
        return data

    def figures(self, place: Place, month: date) -> Iterable[FigureInput]:
        """What was filled in, and an empty set for what was wiped."""
        for each in self.indicators:
            cells = tuple(self._cells(each))
            if cells or self._is_as_stood(each):
                yield FigureInput(each, place, month, cells)

    def _cells(self, each: Indicator) -> Iterable[CellInput]:
        data = self.cleaned_data
        reason = data.get(f"r-{each.pk}", "")
        for key in sheets.keys(each, self.dimensions[each.pk]):
            served = data.get(_name("n", each, key))
            if served is None:
                continue
            due = data.get(_name("d", each, key))
            over = due is not None and served > due
            sex, age, disability = key
            yield CellInput(served, due, sex=sex, age_group=age, disability=disability, reason=reason if over else "")


def _name(side: str, each: Indicator, key: Key) -> str:
    """A field name without signs: "n-12", "d-12-P53y" (women, 10–18, with disability)."""
    if key == sheets.WHOLE:
        return f"{side}-{each.pk}"
    sex, age, disability = key
    return f"{side}-{each.pk}-{sex or 'x'}{_AGES.index(age) if age else 'x'}{disability[:1] or 'x'}"


def _told(key: Key) -> str:
    sex, age, disability = key
    labels = [
        Sex(sex).label if sex else "",
        AgeGroup(age).label if age else "",
        Disability(disability).label if disability else "",
    ]
    return ", ".join(str(label) for label in labels if label)
