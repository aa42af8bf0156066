"""Filters of the list of facilities. Unknown values are left out, so an old link still opens."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import district_choices, village_choices
from accounts.rules import in_region
from core.forms import give_choices
from core.names import has_name
from facilities.domain.kinds import kind_choices
from facilities.enums import KindGroup, Ownership
from facilities.models import Facility, Kind
from facilities.querysets import FACILITY_NAMES, FacilityQuerySet

ANY = ("", _("Semua"))
SHORTEST = 2


class FacilityFilter(forms.Form):
    """Name or code, kind, group, ownership, kecamatan, kelurahan, state on a day."""

    q = forms.CharField(
        label=_("Cari"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Awal nama atau kode")}),
    )
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    group = forms.ChoiceField(label=_("Kelompok"), required=False, choices=[ANY, *KindGroup.choices])
    ownership = forms.ChoiceField(label=_("Kepemilikan"), required=False, choices=[ANY, *Ownership.choices])
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    village = forms.ChoiceField(label=_("Kelurahan/desa"), required=False)
    state = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Beroperasi")),
            ("suspended", _("Dihentikan sementara")),
            ("closed", _("Ditutup")),
            ("all", _("Semua")),
        ],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "kind", [ANY, *kind_choices(current=self.data.get("kind", ""))])
        give_choices(self, "district", [ANY, *district_choices(user, "people_read")])
        give_choices(self, "village", [ANY, *village_choices(user, "people_read")])
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The valid values that are set, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, rows: FacilityQuerySet, *, on: date) -> FacilityQuerySet:
        """Narrow `rows` to what was chosen, as it stands on `on`."""
        chosen = self.chosen
        if len(chosen.get("q", "").strip()) >= SHORTEST:
            rows = rows.filter(
                has_name("name_key", chosen["q"], index=FACILITY_NAMES) | Q(code__iexact=chosen["q"].strip())
            )
        for name in ("kind", "ownership"):
            if name in chosen:
                rows = rows.filter(**{name: chosen[name]})
        if "group" in chosen:
            rows = rows.filter(kind__in=Kind.objects.filter(group=chosen["group"]).values("code"))
        if "district" in chosen:
            code = chosen["district"]
            rows = rows.filter(in_region(code))
        if "village" in chosen:
            rows = rows.filter(region_id=chosen["village"])
        return _in_state(rows, chosen.get("state", ""), on)


def _in_state(rows: FacilityQuerySet, state: str, on: date) -> FacilityQuerySet:
    there = Facility.objects
    if state == "all":
        return rows
    if state == "suspended":
        return rows.filter(pk__in=there.suspended(on).values("pk"))
    if state == "closed":
        return rows.filter(active_until__lt=on)
    return rows.filter(pk__in=there.active(on).values("pk"))
