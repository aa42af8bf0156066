"""Shapes of the forms about practitioners: who, STR, placement with practice hours, education, SKP."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now, gettext_lazy as _

from facilities.models import Facility
from workforce.domain.changes import PersonFacts, Registration, StrFacts
from workforce.domain.hours import DAY_LABELS, DAYS, row as hours_row
from workforce.domain.placements import PlacementFacts
from workforce.enums import EducationLevel, EmploymentStatus, IdentityKind, Sex
from workforce.forms.filters import profession_choices
from workforce.models import Placement, Practitioner, Profession

DATE = {"type": "date"}
ISO = "%Y-%m-%d"
LONGEST_POINTS = 1000
OLDEST_YEAR = 1950


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A date by the browser's own picker; the error says the form that is understood."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs=DATE, format=ISO),
        input_formats=[ISO, "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Tulis tanggal seperti 2026-01-31.")},
        **kwargs,
    )


class PersonFields(forms.Form):
    """Who somebody is."""

    name = forms.CharField(label=_("Nama tanpa gelar"), max_length=120)
    degrees = forms.CharField(label=_("Gelar"), max_length=60, required=False)
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=80, required=False)
    birth_date = day_field(_("Tanggal lahir"), required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "—"), *Sex.choices], required=False)
    address = forms.CharField(label=_("Alamat rumah"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telepon"), max_length=30, required=False)

    def clean_birth_date(self) -> Any:
        """Nobody is born tomorrow."""
        born = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise forms.ValidationError(_("Tanggal lahir tidak boleh di masa depan."))
        return born

    @property
    def person(self) -> PersonFacts:
        """The cleaned person."""
        names = ("name", "degrees", "birth_date", "birth_place", "sex", "address", "phone")
        return PersonFacts(**{name: self.cleaned_data[name] for name in names})


class StrFields(forms.Form):
    """An STR: dated, or for life."""

    str_number = forms.CharField(label=_("Nomor STR"), max_length=40, required=False)
    str_issued_on = day_field(_("STR terbit"), required=False)
    str_lifetime = forms.BooleanField(label=_("STR berlaku seumur hidup"), required=False)
    str_valid_until = day_field(_("STR berlaku sampai"), required=False)

    def clean(self) -> dict[str, Any]:
        """A number comes with its term, a term with its number."""
        cleaned: dict[str, Any] = super().clean() or {}
        number, lifetime, until = (cleaned.get(name) for name in ("str_number", "str_lifetime", "str_valid_until"))
        if number and not lifetime and not until and "str_valid_until" not in self.errors:
            self.add_error("str_valid_until", _now("Isi tanggal akhir STR, atau tandai seumur hidup."))
        if lifetime and until:
            self.add_error(
                "str_valid_until", _now("STR seumur hidup tidak memakai tanggal akhir. Kosongkan salah satu.")
            )
        if not number and (lifetime or until or cleaned.get("str_issued_on")):
            self.add_error("str_number", _now("Isi nomor STR."))
        return cleaned

    @property
    def str_facts(self) -> StrFacts:
        """The cleaned STR."""
        data = self.cleaned_data
        return StrFacts(data["str_number"], data["str_issued_on"], data["str_valid_until"], data["str_lifetime"])


class HoursFields(forms.Form):
    """Practice hours, one opening a weekday; both times or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(DAY_LABELS):
            for edge, words in (("open", _("%(day)s, mulai")), ("close", _("%(day)s, selesai"))):
                self.fields[f"hours_{number}_{edge}"] = forms.TimeField(
                    label=words % {"day": label},
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    error_messages={"invalid": _("Tulis jam seperti 08:00.")},
                )

    def week(self) -> Iterator[tuple[Any, Any]]:
        """Yield the opening and closing field of each day for the template."""
        for number in range(len(DAYS)):
            yield self[f"hours_{number}_open"], self[f"hours_{number}_close"]

    def before_hours(self) -> Iterator[Any]:
        """Yield the fields that stand above the week."""
        for field in self:
            if not field.name.startswith("hours_"):
                yield field

    def clean(self) -> dict[str, Any]:
        """Each day has both times, the later one last."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(len(DAYS)):
            opens, closes = (cleaned.get(f"hours_{number}_{edge}") for edge in ("open", "close"))
            if f"hours_{number}_open" in self.errors or f"hours_{number}_close" in self.errors:
                continue
            if (opens is None) != (closes is None):
                self.add_error(f"hours_{number}_close", _now("Isi jam mulai dan jam selesai."))
            elif opens is not None and closes <= opens:
                self.add_error(f"hours_{number}_close", _now("Jam selesai harus sesudah jam mulai."))
        return cleaned

    @property
    def practice_hours(self) -> list[dict[str, str]]:
        """The week as the register keeps it."""
        data = self.cleaned_data
        return [
            hours_row(day, data[f"hours_{number}_open"], data[f"hours_{number}_close"])
            for number, day in enumerate(DAYS)
            if data.get(f"hours_{number}_open") and data.get(f"hours_{number}_close")
        ]


class PlacementFields(HoursFields):
    """Where somebody works; the facility is named by its code."""

    facility = forms.CharField(
        label=_("Kode fasilitas"), max_length=30, help_text=_("Kode ada di daftar fasilitas, misalnya PKM-01.")
    )
    starts_on = day_field(_("Mulai bekerja"))
    ends_on = day_field(_("Sampai"), required=False, help_text=_("Kosong bila masih bekerja."))
    employment = forms.ChoiceField(
        label=_("Status kepegawaian"), choices=[("", "—"), *EmploymentStatus.choices], required=False
    )
    needs_sip = forms.BooleanField(label=_("Wajib SIP di tempat ini"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, action: str = "roster_edit", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.action = user, action

    def clean_facility(self) -> Facility:
        """A facility within the user's scope."""
        code = self.cleaned_data["facility"].strip()
        found = Facility.objects.visible_to(self.user, self.action).filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(
                _("Tidak ada fasilitas dengan kode %(code)s di wilayah Anda."), params={"code": code}
            )
        return found

    @property
    def placement(self) -> PlacementFacts:
        """The cleaned placement."""
        data = self.cleaned_data
        return PlacementFacts(
            facility=data["facility"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            employment=data["employment"],
            needs_sip=data["needs_sip"],
            practice_hours=self.practice_hours,
        )


class RegistrationForm(PlacementFields, StrFields, PersonFields):
    """Enter a practitioner: identity, person, profession, STR and the first placement."""

    identity_kind = forms.ChoiceField(label=_("Jenis identitas"), choices=IdentityKind.choices)
    identity_number = forms.CharField(label=_("Nomor identitas"), max_length=24)
    profession = forms.ChoiceField(label=_("Profesi"))

    first = ("identity_kind", "identity_number", "name", "degrees", "birth_place", "birth_date", "sex", "address",
             "phone", "profession", "str_number", "str_issued_on", "str_lifetime", "str_valid_until", "facility",
             "starts_on", "ends_on", "employment", "needs_sip")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profession = self.fields["profession"]
        assert isinstance(profession, forms.ChoiceField)  # noqa: S101  # declared above
        profession.choices = [("", "—"), *profession_choices()]
        self.order_fields(self.first)

    @property
    def registration(self) -> Registration:
        """The cleaned form as the domain takes it."""
        data = self.cleaned_data
        return Registration(
            identity_kind=data["identity_kind"],
            identity_number=data["identity_number"],
            person=self.person,
            profession=Profession.objects.get(pk=data["profession"]),
            str_facts=self.str_facts,
            placement=self.placement,
        )


class PractitionerForm(StrFields, PersonFields):
    """Change person and STR."""

    first = ("name", "degrees", "birth_place", "birth_date", "sex", "address", "phone", "str_number",
             "str_issued_on", "str_lifetime", "str_valid_until")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.first)


def initial_of(practitioner: Practitioner) -> dict[str, Any]:
    """Return what the form shows of a practitioner."""
    person = practitioner.person
    names = ("name", "degrees", "birth_place", "birth_date", "sex", "address", "phone")
    mine = ("str_number", "str_issued_on", "str_lifetime", "str_valid_until")
    return {name: getattr(person, name) for name in names} | {name: getattr(practitioner, name) for name in mine}


def initial_placement(placement: Placement) -> dict[str, Any]:
    """Return what the form shows of a placement."""
    shown: dict[str, Any] = {
        "facility": placement.facility.code,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "employment": placement.employment,
        "needs_sip": placement.needs_sip,
    }
    for hours in placement.practice_hours:
        if hours.get("day") in DAYS:
            number = DAYS.index(hours["day"])
            shown[f"hours_{number}_open"] = hours.get("open")
            shown[f"hours_{number}_close"] = hours.get("close")
    return shown


class EndForm(forms.Form):
    """The last day of a placement, and why."""

    ends_on = day_field(_("Hari terakhir bekerja"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Alasan"), max_length=200)


class EducationForm(forms.Form):
    """A degree."""

    level = forms.ChoiceField(label=_("Jenjang"), choices=[("", "—"), *EducationLevel.choices])
    programme = forms.CharField(label=_("Program studi"), max_length=120)
    institution = forms.CharField(label=_("Perguruan tinggi/sekolah"), max_length=150)
    graduated_year = forms.IntegerField(label=_("Tahun lulus"), required=False, min_value=OLDEST_YEAR, max_value=2100)
    certificate_number = forms.CharField(label=_("Nomor ijazah"), max_length=60, required=False)

    def clean_graduated_year(self) -> int | None:
        """Not after this year."""
        year: int | None = self.cleaned_data["graduated_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("Tahun lulus tidak boleh di masa depan."))
        return year


class SkpForm(forms.Form):
    """Points of a period."""

    period_start = day_field(_("Mulai periode"))
    period_end = day_field(_("Akhir periode"))
    points = forms.IntegerField(label=_("Jumlah SKP"), min_value=0, max_value=LONGEST_POINTS)
    source = forms.CharField(label=_("Sumber"), max_length=80, required=False, help_text=_("Misalnya SATUSEHAT SDMK."))


class ReasonForm(forms.Form):
    """Why an identity number must be seen."""

    reason = forms.CharField(
        label=_("Alasan melihat nomor identitas"),
        min_length=10,
        max_length=200,
        help_text=_("Tercatat dalam jejak audit. Sedikitnya 10 huruf."),
    )


class FindForm(forms.Form):
    """Find a person by the whole identity number; sent by POST, so it stands in no address."""

    kind = forms.ChoiceField(label=_("Jenis identitas"), choices=IdentityKind.choices)
    number = forms.CharField(
        label=_("Nomor identitas"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class MergeForm(forms.Form):
    """Which row stays, and why they are one person."""

    reason = forms.CharField(
        label=_("Mengapa kedua data ini satu orang"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya salah ketik NIK pada impor tahun 2018. Penggabungan tidak dapat dibatalkan."),
    )
