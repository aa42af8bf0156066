"""One form per section of an application. Shape only: what is wrong in law is said by the eligibility meter."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from accounts.domain.phones import e164
from accounts.models import Region
from core.exceptions import DomainError
from facilities.enums import FacilityKind
from facilities.models import Facility
from licensing.domain.answers import ANSWERED_BY_SECTION
from licensing.domain.eligibility import RESPONSIBLE_TYPE
from licensing.enums import RequirementKind
from licensing.models import Application, Requirement
from workforce.domain.nik import LENGTH, digits_of, is_whole
from workforce.enums import IdentityKind, Sex
from workforce.models import Profession

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# A day field of the browser gives and takes ISO dates; people without it type the same.
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class SectionForm(forms.Form):
    """Base: knows the application, saves partial input when asked to (autosave), gives plain values back."""

    section = ""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return the cleaned values as stored in `answers` (ISO dates)."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def partial_values(self, before: dict[str, Any]) -> dict[str, Any]:
        """Return what could be read, over `before`: an unfinished field is kept as typed, nothing is lost."""
        self.is_valid()
        typed = {
            name: _plain(self.cleaned_data[name])
            if name in self.cleaned_data
            else str(self.data.get(self.add_prefix(name), ""))
            for name in self.fields
        }
        return {**before, **typed}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Region):
        return value.code
    if isinstance(value, Profession):
        return value.pk
    if isinstance(value, Facility):
        return value.public_id
    return value


def _day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=DATE_FORMATS,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Tulis tanggal dengan hari, bulan, dan tahun, misalnya 15-04-1994.")},
    )


class IdentityForm(SectionForm):
    """Who applies. The NIK is shown masked elsewhere and never stands in an address."""

    section = "identity"

    name = forms.CharField(
        label=_("Nama lengkap tanpa gelar"),
        max_length=120,
        help_text=_("Seperti pada KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    degrees = forms.CharField(label=_("Gelar"), max_length=60, required=False, help_text=_("Misalnya A.Md.Kep."))
    identity_kind = forms.ChoiceField(label=_("Jenis identitas"), choices=IdentityKind.choices, initial="nik")
    identity_number = forms.CharField(
        label=_("NIK atau nomor paspor"),
        max_length=24,
        help_text=_("NIK terdiri atas 16 angka."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=80)
    birth_date = _day_field(_("Tanggal lahir"))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", "—"), *Sex.choices])
    address = forms.CharField(
        label=_("Alamat rumah"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    phone = forms.CharField(
        label=_("Nomor WhatsApp"),
        max_length=20,
        help_text=_("Empat angka terakhirnya dipakai untuk melacak permohonan."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("Pos-el"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    nationality = forms.CharField(label=_("Kewarganegaraan"), max_length=40, required=False)

    def clean_identity_number(self) -> str:
        """Keep digits of a NIK; say how many were typed."""
        typed = str(self.cleaned_data["identity_number"]).strip()
        if self.cleaned_data.get("identity_kind") == IdentityKind.PASSPORT:
            return typed.upper()
        if not is_whole(typed):
            count = len(digits_of(typed))
            raise forms.ValidationError(
                _("NIK harus %(length)s angka; yang Anda ketik %(count)s."),
                code="nik_invalid",
                params={"length": LENGTH, "count": count},
            )
        return digits_of(typed)

    def clean_birth_date(self) -> date:
        """Refuse a day to come."""
        birth: date = self.cleaned_data["birth_date"]
        today = self.application.created_at.date()
        if birth > today:
            raise forms.ValidationError(
                _("Tanggal lahir tidak boleh di masa depan. Periksa tahunnya."), code="birth_date_future"
            )
        return birth

    def clean_phone(self) -> str:
        """Store E.164; any usual spelling is taken."""
        try:
            return e164(str(self.cleaned_data["phone"]))
        except DomainError as error:
            raise forms.ValidationError(error.detail, code=error.code) from error


class ProfessionForm(SectionForm):
    """STR and SKP."""

    section = "profession"

    profession = forms.ModelChoiceField(label=_("Profesi"), queryset=Profession.objects.none())
    str_number = forms.CharField(
        label=_("Nomor STR"), max_length=40, help_text=_("Ada pada STR atau akun Satu Sehat SDMK Anda.")
    )
    str_name = forms.CharField(label=_("Nama pada STR"), max_length=120, help_text=_("Tulis tanpa gelar."))
    str_lifetime = forms.BooleanField(label=_("STR saya berlaku seumur hidup"), required=False)
    str_valid_until = _day_field(
        _("STR berlaku sampai"), required=False, help_text=_("Kosongkan bila berlaku seumur hidup.")
    )
    skp_points = forms.IntegerField(
        label=_("Jumlah SKP periode ini"),
        required=False,
        min_value=0,
        max_value=5000,
        help_text=_("Hanya untuk perpanjangan."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Profession.objects.filter(type_code=self.application.type.code)
        field = self.fields["profession"]
        field.queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        if not rows:
            field.required = False
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A dated STR needs its last day."""
        cleaned = super().clean() or {}
        if not cleaned.get("str_lifetime") and not cleaned.get("str_valid_until"):
            self.add_error(
                "str_valid_until", _("Isi tanggal berakhir STR, atau centang bahwa STR berlaku seumur hidup.")
            )
        return cleaned


class PlaceForm(SectionForm):
    """Where: a facility of the register, or a place typed."""

    section = "place"

    facility = forms.ModelChoiceField(
        label=_("Pilih dari register fasilitas"),
        queryset=Facility.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Belum ada dalam daftar, saya tulis di bawah"),
    )
    name = forms.CharField(
        label=_("Nama tempat"),
        max_length=150,
        required=False,
        help_text=_("Wajib bila fasilitas tidak dipilih di atas, bersama alamat dan kelurahannya."),
    )
    kind = forms.ChoiceField(label=_("Jenis tempat"), choices=[("", "—"), *FacilityKind.choices], required=False)
    address = forms.CharField(label=_("Alamat tempat"), max_length=200, required=False)
    region = forms.ModelChoiceField(
        label=_("Kelurahan atau desa"), queryset=Region.objects.none(), to_field_name="code", required=False
    )
    independent = forms.BooleanField(
        label=_("Ini praktik mandiri saya"),
        required=False,
        help_text=_("Praktik mandiri diperiksa di tempat oleh pengawas, tanpa biaya."),
    )
    responsible = forms.BooleanField(
        label=_("Saya apoteker penanggung jawab di sini"),
        required=False,
        help_text=_("Satu apotek memiliki satu apoteker penanggung jawab; yang lain mendampingi."),
    )
    other_city_sips = forms.IntegerField(
        label=_("Jumlah SIP Anda di daerah lain"), required=False, min_value=0, max_value=9, initial=0
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.application.health_office
        self.fields["facility"].queryset = Facility.objects.inside(office.region_id).order_by("name")  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.filter(  # type: ignore[attr-defined]
            code__startswith=f"{office.region_id}.", level__in=("kelurahan", "desa"), current=True
        ).order_by("name")
        if self.application.type.subject != "practitioner":
            for name in ("independent", "other_city_sips", "responsible"):
                del self.fields[name]
        else:
            if self.application.type.code != RESPONSIBLE_TYPE:
                del self.fields["responsible"]
            self._add_hours()

    def _add_hours(self) -> None:
        rows = {row.get("day"): row for row in self.initial.get("practice_hours") or []}
        for number, day in enumerate(DAYS):
            row = rows.get(day, {})
            for edge, label in (("open", _("buka")), ("close", _("tutup"))):
                self.fields[f"hours_{number}_{edge}"] = forms.TimeField(
                    label=f"{gettext(day)}, {label}",
                    required=False,
                    input_formats=["%H:%M", "%H.%M"],
                    initial=row.get(edge),
                    widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                )

    @property
    def hours(self) -> list[tuple[str, Any, Any]]:
        """Rows of the hours table: day, opening and closing field."""
        return [
            (gettext(day), self[f"hours_{number}_open"], self[f"hours_{number}_close"])
            for number, day in enumerate(DAYS)
            if f"hours_{number}_open" in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        """Either a facility of the register, or name, address and kelurahan."""
        cleaned = super().clean() or {}
        if not cleaned.get("facility"):
            for name in ("name", "address", "region"):
                if not cleaned.get(name):
                    self.add_error(name, _("Pilih fasilitas dari register, atau isi nama, alamat, dan kelurahannya."))
        for number, day in enumerate(DAYS):
            start, end = cleaned.get(f"hours_{number}_open"), cleaned.get(f"hours_{number}_close")
            if (start is None) != (end is None) or (start and end and end <= start):
                self.add_error(
                    f"hours_{number}_close",
                    _("Isi jam buka dan tutup hari %(day)s, tutup sesudah buka.") % {"day": gettext(day)},
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the place; a chosen facility brings its own name, address and kelurahan."""
        values = {name: _plain(value) for name, value in self.cleaned_data.items() if not name.startswith("hours_")}
        facility: Facility | None = self.cleaned_data.get("facility")
        if facility is not None:
            values |= {
                "facility": facility.public_id,
                "name": facility.name,
                "address": facility.address or facility.region.name,
                "region": facility.region_id,
                "kind": facility.kind,
            }
        else:
            values["facility"] = ""
        values["practice_hours"] = [
            {
                "day": day,
                "open": f"{self.cleaned_data[f'hours_{number}_open']:%H:%M}",
                "close": f"{self.cleaned_data[f'hours_{number}_close']:%H:%M}",
            }
            for number, day in enumerate(DAYS)
            if self.cleaned_data.get(f"hours_{number}_open") and self.cleaned_data.get(f"hours_{number}_close")
        ]
        return values


class BusinessForm(SectionForm):
    """Owner, person in charge and business data."""

    section = "business"

    owner_name = forms.CharField(label=_("Nama pemilik atau penyelenggara"), max_length=120)
    responsible_name = forms.CharField(label=_("Nama penanggung jawab"), max_length=120)
    responsible_sip = forms.CharField(label=_("Nomor SIP penanggung jawab"), max_length=120, required=False)
    nib = forms.CharField(
        label=_("Nomor Induk Berusaha (NIB)"),
        max_length=20,
        required=False,
        help_text=_("13 angka dari OSS. Unit pemerintah boleh mengosongkan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    service_kind = forms.CharField(label=_("Jenis layanan"), max_length=120, required=False)
    product = forms.CharField(label=_("Jenis pangan"), max_length=120, required=False)
    trade_name = forms.CharField(label=_("Nama dagang"), max_length=120, required=False)
    packaging = forms.CharField(label=_("Kemasan"), max_length=60, required=False)
    food_class = forms.CharField(label=_("Golongan usaha"), max_length=20, required=False)

    _ONLY_FOOD = ("product", "trade_name", "packaging")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.application.type
        if kind.code != "SPP-IRT":
            for name in self._ONLY_FOOD:
                del self.fields[name]
        if not kind.code.startswith("SLHS"):
            del self.fields["food_class"]


class StatementsForm(SectionForm):
    """Declarations by a tick, and data rows that have no field of their own."""

    section = "statements"

    def __init__(self, *args: Any, requirements: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in requirements if row.kind == RequirementKind.STATEMENT]
        self.data_rows = [
            row for row in requirements if row.kind == RequirementKind.DATA and row.code not in ANSWERED_BY_SECTION
        ]
        details = (self.application.answers or {}).get("details") or {}
        for row in self.data_rows:
            self.fields[f"detail_{row.code}"] = forms.CharField(
                label=row.label,
                required=row.mandatory,
                max_length=300,
                help_text=_("Dasar: %(law)s") % {"law": row.citation.removeprefix("jenis:").strip()},
                initial=details.get(row.code, ""),
            )
        agreed = (self.application.answers or {}).get("statements") or {}
        for row in self.rows:
            self.fields[row.code] = forms.BooleanField(
                label=row.label, required=row.mandatory, initial=bool(agreed.get(row.code))
            )

    def statements(self) -> dict[str, bool]:
        """Return agreed statements by requirement code."""
        return {row.code: bool(self.cleaned_data.get(row.code)) for row in self.rows}

    def details(self) -> dict[str, str]:
        """Return generic data rows by requirement code."""
        return {row.code: str(self.cleaned_data.get(f"detail_{row.code}", "")) for row in self.data_rows}


SECTION_FORMS: dict[str, type[SectionForm]] = {
    "identity": IdentityForm,
    "profession": ProfessionForm,
    "place": PlaceForm,
    "business": BusinessForm,
}

SECTION_LABELS: dict[str, Any] = {
    "identity": _("Data diri"),
    "profession": _("Profesi dan STR"),
    "place": _("Tempat"),
    "business": _("Usaha dan penanggung jawab"),
    "documents": _("Dokumen"),
    "statements": _("Data lain dan pernyataan"),
}
