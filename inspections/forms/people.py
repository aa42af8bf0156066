"""Cards, trainings and guidance sessions."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.regions import district_choices
from accounts.models import Office, Region
from core.names import name_key
from facilities.models import Facility
from inspections.domain.guidance import Attendee, SessionFacts
from inspections.domain.inspectors import CardFacts, TrainingFacts
from inspections.forms.fields import DayField, HourField, LinesField, NamedChoiceField, long_text
from inspections.models import ActivityPlan, GuidanceSession


class CardForm(forms.Form):
    """A card as it is printed, with the decree behind it."""

    number = forms.CharField(label=_("Nomor kartu pengawas"), max_length=40)
    name_with_degrees = forms.CharField(label=_("Nama dengan gelar"), max_length=160)
    nip = forms.CharField(label=_("NIP"), max_length=24, required=False)
    rank = forms.CharField(label=_("Pangkat/golongan"), max_length=60, required=False)
    title = forms.CharField(label=_("Jabatan"), max_length=120, required=False)
    decree_number = forms.CharField(label=_("Nomor keputusan pengangkatan"), max_length=80)
    decree_date = DayField(label=_("Tanggal keputusan"))
    starts_on = DayField(label=_("Berlaku mulai"))
    ends_on = DayField(label=_("Berlaku sampai"))

    def clean(self) -> dict[str, Any]:
        """The card ends after it begins."""
        found = super().clean() or self.cleaned_data
        if found.get("starts_on") and found.get("ends_on") and found["ends_on"] < found["starts_on"]:
            self.add_error("ends_on", _("Tanggal akhir harus sesudah tanggal mulai."))
        return found

    @property
    def facts(self) -> CardFacts:
        """What was typed."""
        return CardFacts(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a card is withdrawn, and from when."""

    on = DayField(label=_("Ditarik mulai"))
    reason = long_text(_("Alasan"), rows=2, limit=300)


class TrainingForm(forms.Form):
    """A training that was finished."""

    title = forms.CharField(label=_("Nama pelatihan"), max_length=160)
    organiser = forms.CharField(label=_("Penyelenggara"), max_length=160, required=False)
    held_on = DayField(label=_("Selesai pada"))
    hours = forms.IntegerField(label=_("Jam pelajaran"), min_value=1, max_value=1000)
    certificate_number = forms.CharField(label=_("Nomor sertifikat"), max_length=80, required=False)

    @property
    def facts(self) -> TrainingFacts:
        """What was typed."""
        return TrainingFacts(**self.cleaned_data)


def attendees_help() -> Any:
    """How a line of attendees is written."""
    return _("Satu orang per baris: nama; kedudukan; kode atau nama fasilitas. Dua yang terakhir boleh kosong.")


class AttendeesField(LinesField):
    """Lines of "name; position; facility"; a facility is found by code or whole name."""

    def clean(self, value: Any) -> list[Attendee]:
        """Each line as an attendee; an unknown facility is refused with its line."""
        return [self._attendee(line) for line in super().clean(value)]

    def _attendee(self, line: str) -> Attendee:
        name, position, place = ([part.strip() for part in line.split(";")] + ["", ""])[:3]
        if not name or len(name) > 120 or len(position) > 80:  # noqa: PLR2004  # columns of the row
            raise forms.ValidationError(_("Baris “%(line)s” tidak terbaca."), params={"line": line[:60]})
        return Attendee(name, position, facility_of(place, line) if place else None)


def facility_of(text: str, line: str = "") -> Facility:
    """Return the one facility with this code or name. Raises ValidationError."""
    found = list(Facility.objects.filter(code__iexact=text)[:2])
    found = found or list(Facility.objects.filter(name_key=name_key(text))[:2])
    if len(found) != 1:
        raise forms.ValidationError(
            _("Fasilitas “%(name)s” tidak ditemukan; tulis kodenya."), params={"name": text[:60], "line": line[:60]}
        )
    return found[0]


class SessionForm(forms.Form):
    """A session and who is invited."""

    topic = forms.CharField(label=_("Pokok bahasan"), max_length=160)
    plan = NamedChoiceField(
        label=_("Rencana kegiatan"),
        queryset=ActivityPlan.objects.none(),
        required=False,
        empty_label=_("Tanpa rencana"),
    )
    region = NamedChoiceField(
        label=_("Kecamatan"), queryset=Region.objects.none(), required=False, empty_label=_("Semua")
    )
    place = forms.CharField(label=_("Tempat"), max_length=160)
    on = DayField(label=_("Tanggal"))
    starts = HourField(label=_("Mulai pukul"))
    ends = HourField(label=_("Selesai pukul"))
    invited = AttendeesField(label=_("Yang diundang"), help_text=attendees_help(), required=False)

    def __init__(self, *args: Any, user: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        fields: Any = self.fields
        fields["plan"].queryset = ActivityPlan.objects.visible_to(user).approved()
        codes = [code for code, _name in district_choices(user, "planning_read")]
        fields["region"].queryset = Region.objects.filter(code__in=codes)

    @property
    def facts(self) -> SessionFacts:
        """What was typed; hours are in the zone of the office."""
        data, zone = self.cleaned_data, self.office.zone
        return SessionFacts(
            topic=data["topic"],
            place=data["place"],
            starts_at=datetime.combine(data["on"], data["starts"], tzinfo=zone),
            ends_at=datetime.combine(data["on"], data["ends"], tzinfo=zone),
            region=data["region"],
            plan=data["plan"],
        )


class AttendanceForm(forms.Form):
    """Who came, and what came out of it."""

    present = forms.MultipleChoiceField(
        label=_("Hadir"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Dari yang diundang.")
    )
    others = AttendeesField(label=_("Hadir tanpa undangan"), help_text=attendees_help(), required=False)
    summary = long_text(_("Hasil dan tindak lanjut"))

    def __init__(self, *args: Any, session: GuidanceSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["present"]
        choices.choices = [
            (
                str(row.pk),
                ", ".join(part for part in (row.name, row.position, row.facility.name if row.facility else "") if part),
            )
            for row in session.attendees.select_related("facility")
        ]
        if not choices.choices:
            del self.fields["present"]


class ReasonForm(forms.Form):
    """Why."""

    reason = long_text(_("Alasan"), rows=2, limit=200)
