"""Needs and stocks, costs, causes and plans, documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from spm.enums import Funding, Step
from spm.models import CostComponent, CostLine, Standard, Supply

LARGEST = 999_999_999
DEAREST = 999_999_999_999


def _whole(label: Any, *, most: int = LARGEST) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class SupplyRow:
    """One standard with its two fields."""

    standard: Standard
    need: BoundField
    available: BoundField


class SupplyForm(forms.Form):
    """Need and available by standard; a row left empty is not written."""

    def __init__(self, *args: Any, standards: Sequence[Standard], stood: Mapping[int, Supply], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standards = standards
        for each in standards:
            row = stood.get(each.pk)
            self.fields[f"need-{each.pk}"] = _whole(_("Kebutuhan"))
            self.fields[f"have-{each.pk}"] = _whole(_("Tersedia"))
            self.initial[f"need-{each.pk}"] = row.need if row else None
            self.initial[f"have-{each.pk}"] = row.available if row else None

    @property
    def rows(self) -> list[SupplyRow]:
        """In the order of the paper."""
        return [SupplyRow(each, self[f"need-{each.pk}"], self[f"have-{each.pk}"]) for each in self.standards]

    def clean(self) -> dict[str, Any]:
        """Both numbers of a row, or none."""
        data = super().clean() or {}
        for each in self.standards:
            if (data.get(f"need-{each.pk}") is None) != (data.get(f"have-{each.pk}") is None):
                self.add_error(f"have-{each.pk}", _("Isi kebutuhan dan yang tersedia."))
        return data

    def amounts(self) -> dict[int, tuple[int, int]]:
        """(need, available) by standard."""
        data = self.cleaned_data
        return {
            each.pk: (data[f"need-{each.pk}"], data[f"have-{each.pk}"])
            for each in self.standards
            if data.get(f"need-{each.pk}") is not None
        }


@dataclass(frozen=True)
class CostRow:
    """One component with its fields and its amount so far."""

    component: CostComponent
    volume: BoundField
    times: BoundField
    price: BoundField
    funding: BoundField
    amount: int | None


class CostForm(forms.Form):
    """Volume, times, unit price and payer by component; a row left empty ends."""

    def __init__(
        self, *args: Any, components: Sequence[CostComponent], stood: Mapping[int, CostLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.components, self.stood = components, stood
        for each in components:
            row = stood.get(each.pk)
            self.fields[f"v-{each.pk}"] = _whole(_("Volume"))
            self.fields[f"t-{each.pk}"] = _whole(_("Kali"))
            self.fields[f"p-{each.pk}"] = _whole(_("Harga satuan (rupiah)"), most=DEAREST)
            self.fields[f"f-{each.pk}"] = forms.ChoiceField(
                label=_("Sumber dana"), choices=Funding.choices, required=False
            )
            self.initial[f"v-{each.pk}"] = row.volume if row else None
            self.initial[f"t-{each.pk}"] = row.times if row else 1
            self.initial[f"p-{each.pk}"] = row.unit_price if row else None
            self.initial[f"f-{each.pk}"] = row.funding if row else Funding.PROVINCE

    @property
    def rows(self) -> list[CostRow]:
        """In the order of the paper."""
        return [
            CostRow(
                each,
                self[f"v-{each.pk}"],
                self[f"t-{each.pk}"],
                self[f"p-{each.pk}"],
                self[f"f-{each.pk}"],
                self.stood[each.pk].amount if each.pk in self.stood else None,
            )
            for each in self.components
        ]

    def clean(self) -> dict[str, Any]:
        """A volume needs its price."""
        data = super().clean() or {}
        for each in self.components:
            if (data.get(f"v-{each.pk}") is None) != (data.get(f"p-{each.pk}") is None):
                self.add_error(f"p-{each.pk}", _("Isi volume dan harga satuan."))
        return data

    def lines(self) -> dict[int, tuple[int, int, int, str]]:
        """(volume, times, unit price, payer) by component."""
        data = self.cleaned_data
        return {
            each.pk: (
                data[f"v-{each.pk}"],
                data.get(f"t-{each.pk}") or 1,
                data[f"p-{each.pk}"],
                data.get(f"f-{each.pk}") or Funding.PROVINCE.value,
            )
            for each in self.components
            if data.get(f"v-{each.pk}") is not None
        }


class FollowUpForm(forms.Form):
    """Why under 100 per cent, and what next year."""

    cause = forms.CharField(
        label=_("Sebab belum 100 %"), max_length=1000, min_length=10, widget=forms.Textarea(attrs={"rows": 4})
    )
    plan = forms.CharField(
        label=_("Rencana tahun depan"), max_length=1000, min_length=10, widget=forms.Textarea(attrs={"rows": 4})
    )


class EvidenceForm(forms.Form):
    """A document of a stage."""

    step = forms.ChoiceField(label=_("Tahap"), choices=Step.choices)
    title = forms.CharField(label=_("Judul"), max_length=160)
    file = forms.FileField(label=_("Berkas"), help_text=_("PDF, JPG, atau PNG, paling besar 10 MB."))
