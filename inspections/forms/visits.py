"""What officers type about visits, surat tugas and findings."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office, User
from core import formats
from core.forms import give_choices
from facilities.models import Facility
from inspections.enums import VisitKind, VisitState
from inspections.forms.fields import DayField, HourField, LinesField, NamedChoiceField, long_text
from inspections.models import InspectorCard, Visit


def inspectors_of(office: Office, on: Any) -> Any:
    """Users appointed as inspectors of an office on a day."""
    held = {"memberships__role": Role.TPK, "memberships__office": office, "memberships__starts_on__lte": on}
    people = User.objects.filter(is_active=True, **held)
    ended = people.filter(memberships__role=Role.TPK, memberships__office=office, memberships__ends_on__lt=on)
    return people.exclude(pk__in=ended.values("pk")).distinct().order_by("name")


class NamedManyField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """People by name, visits by place and time."""

    def label_from_instance(self, obj: Any) -> str:
        """The row in words."""
        if isinstance(obj, Visit):
            zone = obj.office.zone if obj.office else None
            return f"{obj.place_name}, {formats.short_moment(obj.scheduled_at, zone)} ({obj.inspector.name})"
        return str(obj.name)


class InspectorsField(NamedManyField):
    """Inspectors with the last day of the card that is valid now: without one nobody may be sent."""

    ends: Mapping[int, date] = MappingProxyType({})

    def label_from_instance(self, obj: Any) -> str:
        """Name and card."""
        last = self.ends.get(obj.pk)
        if last is None:
            return gettext("%(name)s, tanpa kartu pengawas yang berlaku") % {"name": obj.name}
        return gettext("%(name)s, kartu sampai %(date)s") % {"name": obj.name, "date": formats.plain_date(last)}


class VisitPlanForm(forms.Form):
    """Where, when, who."""

    facility = NamedChoiceField(
        label=_("Fasilitas"), queryset=Facility.objects.none(), empty_label=_("Pilih fasilitas")
    )
    kind = forms.ChoiceField(
        label=_("Jenis kunjungan"),
        choices=[(each.value, each.label) for each in VisitKind if each != VisitKind.APPLICATION],
    )
    purpose = forms.CharField(label=_("Rangka pemeriksaan"), max_length=200)
    scheduled_on = DayField(label=_("Tanggal kunjungan"))
    scheduled_time = HourField(label=_("Jam kunjungan"))
    inspector = NamedChoiceField(label=_("Pengawas"), queryset=User.objects.none(), empty_label=_("Pilih pengawas"))
    team = NamedManyField(
        label=_("Anggota tim"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, office: Office, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        people = inspectors_of(office, today)
        fields: dict[str, Any] = self.fields
        fields["facility"].queryset = Facility.objects.visible_to(user).active(today).order_by("name_key")
        fields["inspector"].queryset = people
        fields["team"].queryset = people

    def scheduled_at(self) -> datetime:
        """Day and time in the office's zone."""
        given = self.cleaned_data
        return datetime.combine(given["scheduled_on"], given["scheduled_time"], tzinfo=self.office.zone)


class TugasForm(forms.Form):
    """A surat tugas for planned visits."""

    kind = forms.ChoiceField(label=_("Jenis kunjungan"), choices=VisitKind.choices)
    visits = NamedManyField(label=_("Kunjungan"), queryset=Visit.objects.none(), widget=forms.CheckboxSelectMultiple)
    members = InspectorsField(label=_("Petugas"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple)
    purpose = forms.CharField(label=_("Uraian tugas"), max_length=300, initial=_("pembinaan dan pengawasan berkala"))
    basis = LinesField(label=_("Dasar"), help_text=_("Satu peraturan atau surat per baris."))
    starts_on = DayField(label=_("Tanggal mulai"))
    ends_on = DayField(label=_("Tanggal selesai"))

    def __init__(self, *args: Any, office: Office, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = Visit.objects.visible_to(user, "inspection_read").filter(
            state=VisitState.PLANNED, surat_tugas__isnull=True, surat_tugas_number="", office=office
        )
        fields: dict[str, Any] = self.fields
        fields["visits"].queryset = planned.select_related("facility", "inspector", "office").order_by("scheduled_at")
        fields["members"].queryset = inspectors_of(office, today)
        cards = InspectorCard.objects.in_force(today).filter(office=office)
        fields["members"].ends = dict(cards.values_list("user_id", "ends_on"))


class PutOffForm(forms.Form):
    """The new day and time, and why."""

    scheduled_on = DayField(label=_("Tanggal kunjungan"))
    scheduled_time = HourField(label=_("Jam kunjungan"))
    reason = forms.CharField(label=_("Sebab"), max_length=200)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office

    def scheduled_at(self) -> datetime:
        """Day and time in the office's zone."""
        given = self.cleaned_data
        return datetime.combine(given["scheduled_on"], given["scheduled_time"], tzinfo=self.office.zone)


class CalendarForm(forms.Form):
    """Whose visits are shown."""

    pengawas = forms.ChoiceField(label=_("Pengawas"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_choices(self, "pengawas", [("", _("Semua pengawas")), *((row.public_id, row.name) for row in people)])


class ReasonForm(forms.Form):
    """Why something is called off."""

    reason = forms.CharField(label=_("Sebab"), max_length=200)


class NoteForm(forms.Form):
    """What an inspector says about a repair."""

    note = long_text(_("Catatan"), _("Dibaca penanggung jawab fasilitas. Sedikitnya 10 huruf."), rows=3, limit=500)


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is judged like one. Cleans to their list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; an empty list is what FileField calls nothing."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(each, initial) for each in sent or [None]]


class AnswerForm(forms.Form):
    """What was repaired, with its proof."""

    text = long_text(_("Apa yang sudah diperbaiki"), _("Sedikitnya 10 huruf."), rows=4, limit=2000)
    proofs = ManyFilesField(
        label=_("Foto atau dokumen bukti"),
        help_text=_("JPEG, PNG, atau PDF; paling banyak enam berkas."),
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
