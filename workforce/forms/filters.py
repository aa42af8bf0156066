"""Filters of the list of practitioners. Unknown values are left out, so an old link still opens."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import district_choices, village_choices
from accounts.rules import in_region
from core.forms import filled, give_choices
from core.names import has_name
from facilities.domain.kinds import kind_choices
from facilities.domain.licence_register import placement_licensed
from facilities.enums import Ownership
from facilities.models import Facility
from workforce.enums import EmploymentStatus
from workforce.models import Placement, Practitioner, Profession
from workforce.querysets import PERSON_NAMES

ANY = ("", _("Semua"))
SHORTEST = 2
KEEP_SECONDS = 300
# Days within which an STR ends, as the reminders of licences count them.
STR_DAYS = (30, 60, 90, 180)
# Filters that speak of one and the same placement.
OF_PLACEMENT = ("facility", "district", "village", "ownership", "kind", "employment", "sip")


def profession_choices() -> list[tuple[str, str]]:
    """Return the professions by name; they change a few times a year."""

    def read() -> list[tuple[str, str]]:
        return list(Profession.objects.order_by("name").values_list("code", "name"))

    return cache.get_or_set("workforce.professions", read, KEEP_SECONDS) or []


class PractitionerFilter(forms.Form):
    """Name or STR, profession, place, ownership, kind, employment, end of the STR, SIP, placed or not."""

    q = forms.CharField(
        label=_("Cari"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Awal nama atau nomor STR")}),
    )
    profession = forms.ChoiceField(label=_("Profesi"), required=False)
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    village = forms.ChoiceField(label=_("Kelurahan/desa"), required=False)
    ownership = forms.ChoiceField(label=_("Kepemilikan"), required=False, choices=[ANY, *Ownership.choices])
    kind = forms.ChoiceField(label=_("Jenis fasilitas"), required=False)
    employment = forms.ChoiceField(
        label=_("Status kepegawaian"), required=False, choices=[ANY, *EmploymentStatus.choices]
    )
    registration = forms.ChoiceField(
        label=_("STR"),
        required=False,
        choices=[
            ANY,
            *((str(days), filled(_("Berakhir dalam %(days)s hari"), days=days)) for days in STR_DAYS),
            ("ended", _("Sudah berakhir")),
            ("lifetime", _("Seumur hidup")),
            ("none", _("Belum tercatat")),
        ],
    )
    sip = forms.ChoiceField(
        label=_("SIP"),
        required=False,
        choices=[ANY, ("without", _("Ada tempat tanpa SIP")), ("with", _("Ber-SIP di semua tempat"))],
    )
    placed = forms.ChoiceField(
        label=_("Penempatan"),
        required=False,
        choices=[ANY, ("yes", _("Bekerja hari ini")), ("no", _("Tidak bekerja hari ini"))],
    )
    facility = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput, label=_("Fasilitas"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        give_choices(self, "profession", [ANY, *profession_choices()])
        give_choices(self, "kind", [ANY, *kind_choices(current=self.data.get("kind", ""))])
        give_choices(self, "district", [ANY, *district_choices(user, "people_read")])
        give_choices(self, "village", [ANY, *village_choices(user, "people_read")])
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The valid values that are set, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def placements(self, *, on: date) -> QuerySet[Placement]:
        """Placements the viewer sees that hold on `on` and fit what was chosen of place and employment."""
        chosen = self.chosen
        rows = Placement.objects.visible_to(self.user).in_force(on)
        if "facility" in chosen:
            rows = rows.filter(facility__public_id=chosen["facility"])
        if "district" in chosen:
            code = chosen["district"]
            rows = rows.filter(in_region(code, "facility__region"))
        if "village" in chosen:
            rows = rows.filter(facility__region_id=chosen["village"])
        for name in ("ownership", "kind"):
            if name in chosen:
                rows = rows.filter(**{f"facility__{name}": chosen[name]})
        if "employment" in chosen:
            rows = rows.filter(employment=chosen["employment"])
        found: QuerySet[Placement] = rows
        return found

    def apply(self, rows: QuerySet[Practitioner], *, on: date) -> QuerySet[Practitioner]:
        """Narrow `rows` to what was chosen, as it stands on `on`."""
        chosen = self.chosen
        if len(chosen.get("q", "").strip()) >= SHORTEST:
            text = chosen["q"].strip()
            rows = rows.filter(has_name("person__name_key", text, index=PERSON_NAMES) | Q(str_number__iexact=text))
        if "profession" in chosen:
            rows = rows.filter(profession_id=chosen["profession"])
        rows = rows.filter(_str_rule(chosen.get("registration", ""), on))
        here = self.placements(on=on)
        mine = here.filter(practitioner=OuterRef("pk"))
        if set(chosen) & set(OF_PLACEMENT):
            rows = rows.filter(Exists(mine))
        if "sip" in chosen:
            owed = mine.filter(needs_sip=True).alias(licensed=placement_licensed(on))
            missing = Exists(owed.filter(licensed=False))
            rows = rows.filter(missing) if chosen["sip"] == "without" else rows.filter(~missing, Exists(owed))
        if "placed" in chosen:
            there = Exists(Placement.objects.in_force(on).filter(practitioner=OuterRef("pk")))
            rows = rows.filter(there) if chosen["placed"] == "yes" else rows.filter(~there)
        return rows

    def facility_name(self) -> str:
        """Name of the facility the list is narrowed to; empty for none or one out of scope."""
        if "facility" not in self.chosen:
            return ""
        found = Facility.objects.visible_to(self.user).filter(public_id=self.chosen["facility"]).first()
        return found.name if found else ""


def _str_rule(value: str, on: date) -> Q:
    dated = ~Q(str_number="") & Q(str_lifetime=False)
    if value.isdecimal():
        return dated & Q(str_valid_until__gte=on, str_valid_until__lte=on + timedelta(days=int(value)))
    rules = {
        "ended": dated & Q(str_valid_until__lt=on),
        "lifetime": ~Q(str_number="") & Q(str_lifetime=True),
        "none": Q(str_number=""),
    }
    return rules.get(value, Q())
