"""What an ILP dashboard is asked about: a GET form, and the cut it gives."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import RegionLevel
from accounts.models import Region
from core import formats
from spm.domain.dashboards.cut import Area, Cut
from spm.domain.dashboards.reach import ACTION, Reach
from spm.domain.places import puskesmas_for
from spm.enums import AgeGroup, Disability, Level, Sex

FIRST_YEAR = 2017
MONTHS = 12
GROUPS = {"kelamin": "sex", "umur": "age_group", "disabilitas": "disability"}


class CutForm(forms.Form):
    """Area, unit, year, months and groups, as far as the viewer's level gives them a choice."""

    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int, required=False)
    dari = forms.TypedChoiceField(label=_("Dari bulan"), coerce=int, required=False)
    sampai = forms.TypedChoiceField(label=_("Sampai bulan"), coerce=int, required=False)
    kelamin = forms.ChoiceField(label=_("Jenis kelamin"), required=False)
    umur = forms.ChoiceField(label=_("Kelompok umur"), required=False)
    disabilitas = forms.ChoiceField(label=_("Disabilitas"), required=False)

    def __init__(self, data: Any, *, reach: Reach, area: Area, today: date) -> None:
        super().__init__(data)
        self.area, self.today = area, today
        months = [(n, formats.month_name(date(today.year, n, 1))) for n in range(1, MONTHS + 1)]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "wilayah": _regions(reach, area),
            "unit": _units(reach),
            "tahun": [(n, n) for n in range(today.year, FIRST_YEAR - 1, -1)],
            "dari": months,
            "sampai": months,
            "kelamin": [("", _("Semua")), *Sex.choices],
            "umur": [("", _("Semua")), *AgeGroup.choices],
            "disabilitas": [("", _("Semua")), *Disability.choices],
        }
        # Outside the city that owns the figures whole years alone; see `domain.dashboards.veil`.
        limited = (*(() if reach.owns else ("dari", "sampai")), *(() if reach.has_groups else GROUPS))
        for name, options in choices.items():
            if name in limited or len(options) < 2:  # noqa: PLR2004  # one choice is none
                del self.fields[name]
            else:
                self.fields[name].choices = options  # type: ignore[attr-defined]
        usual = {
            "wilayah": area.code,
            "unit": area.facility.public_id if area.facility else "",
            "tahun": today.year,
            "dari": 1,
            "sampai": today.month,
        }
        # A bound form shows what was sent; what was not sent shows the usual.
        self.data = {**usual, **{name: data[name] for name in data if data[name]}}
        self.is_bound = True

    @property
    def cut(self) -> Cut:
        """What is asked; choices nobody offered are passed over, months the wrong way round are turned."""
        self.is_valid()
        given = self.cleaned_data
        year = given.get("tahun") or self.today.year
        last_usual = self.today.month if year == self.today.year else MONTHS
        sent = [given.get("dari") or 1, given.get("sampai") or last_usual]
        first, last = sorted(sent if "dari" in self.fields else [1, last_usual])
        groups = {name: given.get(word) or "" for word, name in GROUPS.items()}
        return Cut(self.area, date(year, first, 1), date(year, last, 1), **groups)

    @property
    def query(self) -> dict[str, Any]:
        """The parameters that ask the same again."""
        self.is_valid()
        usual = self.data
        return {name: usual[name] for name in self.fields if usual.get(name) and name in self.cleaned_data}


def _regions(reach: Reach, area: Area) -> list[tuple[Any, Any]]:
    if reach.top.level not in (Level.NATIONAL, Level.PROVINCE):
        return []
    province = area.code[:2] if area.code else ""
    parents = [reach.top.code, province] if province else [reach.top.code]
    rows = Region.objects.filter(level=RegionLevel.PROVINCE) if not reach.top.code else Region.objects.none()
    below = Region.objects.filter(level=RegionLevel.CITY, parent__in=[code for code in parents if code])
    found = [(row.pk, row.name) for row in (rows | below).order_by("code") if row.pk != reach.top.code]
    return [(reach.top.code, reach.top.name), *found]


def _units(reach: Reach) -> list[tuple[Any, Any]]:
    if not reach.owns:
        return []
    whole = [] if reach.top.level == Level.PUSKESMAS else [("", _("Seluruh kota"))]
    return [*whole, *puskesmas_for(reach.user, ACTION).values_list("public_id", "name")]
