"""What planners type: the ToR and its targets."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import district_choices
from accounts.models import Region
from facilities.domain.kinds import kind_choices
from facilities.enums import KindGroup
from facilities.models import Facility, Kind
from inspections.domain.activity_plans import PlanFacts, TargetFacts
from inspections.enums import PlanKind, TargetMeasure
from inspections.forms.fields import ANY, DayField, LinesField, NamedChoiceField, long_text
from inspections.models import ActivityPlan
from workforce.models import Profession

QUARTER_CHOICES = [("0", _("Setahun penuh")), ("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV")]
YEARS_AHEAD = 2


# Fields of a ToR as the page groups them; the letter has the same order.
PLAN_PARTS = (
    (_("Kegiatan"), ("year", "quarter", "parent", "kind", "name")),
    (_("Isi kerangka acuan"), ("background", "basis", "purpose", "objective", "beneficiaries", "output")),
    (_("Indikator"), ("indicator", "indicator_target")),
    (_("Pelaksanaan"), ("method", "schedule", "place", "staff", "responsible")),
    (_("Biaya dinas"), ("budget_amount", "budget_source", "budget_line")),
)


class PlanForm(forms.Form):
    """All parts of a ToR, in the order of the letter."""

    year = forms.TypedChoiceField(label=_("Tahun anggaran"), coerce=int)
    quarter = forms.TypedChoiceField(label=_("Masa"), coerce=int, choices=QUARTER_CHOICES)
    parent = NamedChoiceField(
        label=_("Bagian dari rencana tahunan"),
        queryset=ActivityPlan.objects.none(),
        required=False,
        empty_label=_("Tidak"),
        help_text=_("Untuk rencana triwulan."),
    )
    kind = forms.ChoiceField(label=_("Jenis kegiatan"), choices=PlanKind.choices)
    name = forms.CharField(label=_("Nama kegiatan"), max_length=160)
    background = long_text(_("Latar belakang"), _("Angka cakupan izin ditambahkan sendiri saat diajukan."))
    basis = LinesField(label=_("Dasar hukum"), help_text=_("Satu peraturan per baris."))
    purpose = long_text(_("Maksud"), rows=2)
    objective = long_text(_("Tujuan"), rows=2)
    beneficiaries = long_text(_("Sasaran"), rows=2)
    output = long_text(_("Keluaran"), rows=2)
    indicator = forms.CharField(label=_("Indikator"), max_length=200)
    indicator_target = forms.CharField(label=_("Target indikator"), max_length=120)
    method = long_text(_("Metode"))
    schedule = LinesField(
        label=_("Jadwal"), help_text=_("Satu langkah per baris, misalnya: Februari: pertemuan pembinaan.")
    )
    place = forms.CharField(label=_("Tempat"), max_length=160)
    staff = long_text(_("Tenaga pelaksana"), rows=2)
    responsible = forms.CharField(label=_("Penanggung jawab kegiatan"), max_length=160)
    budget_amount = forms.IntegerField(
        label=_("Biaya dinas (rupiah)"),
        required=False,
        min_value=0,
        max_value=10**12,
        help_text=_("Beban anggaran dinas sendiri, bukan pungutan. Kosongkan bila tanpa tambahan biaya."),
    )
    budget_source = forms.CharField(label=_("Sumber dana"), max_length=120, help_text=_("Misalnya APBD Kota 2026."))
    budget_line = forms.CharField(label=_("Kode rekening"), max_length=60, required=False)

    def __init__(self, *args: Any, user: Any, today: date, plan: ActivityPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = min(today.year, plan.year) if plan else today.year
        years: Any = self.fields["year"]
        years.choices = [(str(year), str(year)) for year in range(first, today.year + YEARS_AHEAD + 1)]
        yearly: Any = self.fields["parent"]
        found = ActivityPlan.objects.visible_to(user).filter(quarter=0)
        yearly.queryset = found.exclude(pk=plan.pk) if plan else found

    def clean(self) -> dict[str, Any]:
        """A quarter belongs to a plan of its own year; a year to none."""
        found = super().clean() or self.cleaned_data
        parent = found.get("parent")
        if parent is not None and (not found.get("quarter") or parent.year != found.get("year")):
            self.add_error("parent", _("Pilih rencana tahunan dari tahun yang sama, dan masa triwulan."))
        return found

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [(str(title), [self[name] for name in names]) for title, names in PLAN_PARTS]

    @property
    def facts(self) -> PlanFacts:
        """What was typed."""
        return PlanFacts(**self.cleaned_data)


def initial_of(plan: ActivityPlan) -> dict[str, Any]:
    """Return what the form shows of a plan."""
    found = {name: getattr(plan, name) for name in PlanFacts.__dataclass_fields__}
    return {**found, "basis": "\n".join(plan.basis), "schedule": "\n".join(plan.schedule)}


class TargetForm(forms.Form):
    """One target: what, how much, where, of whom, until when."""

    measure = forms.ChoiceField(label=_("Ukuran"), choices=TargetMeasure.choices)
    goal = forms.IntegerField(
        label=_("Target"), min_value=1, max_value=100000, help_text=_("Jumlah, atau persen untuk cakupan (HLC).")
    )
    region = NamedChoiceField(
        label=_("Kecamatan"), queryset=Region.objects.none(), required=False, empty_label=_("Semua")
    )
    unit = NamedChoiceField(
        label=_("Unit"),
        queryset=Facility.objects.none(),
        required=False,
        empty_label=_("Semua"),
        help_text=_("UPTD atau rumah sakit."),
    )
    facility_kind = forms.ChoiceField(label=_("Jenis fasilitas"), required=False)
    profession = NamedChoiceField(
        label=_("Profesi"), queryset=Profession.objects.order_by("name"), required=False, empty_label=_("Semua")
    )
    starts_on = DayField(label=_("Mulai"))
    ends_on = DayField(label=_("Sampai"))

    def __init__(self, *args: Any, user: Any, plan: ActivityPlan, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_on": plan.starts_on, "ends_on": plan.ends_before - timedelta(days=1)}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        codes = [code for code, _name in district_choices(user, "planning_read")]
        fields["region"].queryset = Region.objects.filter(code__in=codes)
        units = Kind.objects.filter(group__in=(KindGroup.UPTD, KindGroup.HOSPITAL)).values("code")
        fields["unit"].queryset = Facility.objects.inside(plan.office.region_id).filter(kind__in=units).order_by("name")
        fields["facility_kind"].choices = [ANY, *kind_choices()]

    def clean(self) -> dict[str, Any]:
        """A percentage is at most 100; visits and sessions have no profession."""
        found = super().clean() or self.cleaned_data
        counted = found.get("measure") in (TargetMeasure.VISITS, TargetMeasure.SESSIONS)
        if not counted and (found.get("goal") or 0) > 100:  # noqa: PLR2004  # per cent
            self.add_error("goal", _("Cakupan paling tinggi 100 persen."))
        if found.get("profession") and (counted or found.get("measure") == TargetMeasure.FACILITIES):
            self.add_error("profession", _("Hanya cakupan tenaga dan penempatan yang dihitung per profesi."))
        return found

    @property
    def facts(self) -> TargetFacts:
        """What was typed."""
        return TargetFacts(**self.cleaned_data)


class ReturnForm(forms.Form):
    """Why a plan goes back."""

    note = long_text(_("Yang perlu diperbaiki"), _("Dibaca penyusun. Sedikitnya 15 huruf."), rows=3)
