"""Shapes of the forms that enter, change, close and reopen a facility, and appoint who answers for it."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from accounts.domain.regions import VILLAGES, regions_below, scope_codes
from accounts.models import Region
from core.forms import give_choices
from facilities.domain.changes import FacilityFacts
from facilities.domain.kinds import kind_choices, obligations_of
from facilities.enums import Ownership
from facilities.models import Facility, Kind

DATE = {"type": "date"}
ISO = "%Y-%m-%d"
NIB = re.compile(r"\d{13}")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A date by the browser's own picker; the error says the form that is understood."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs=DATE, format=ISO),
        input_formats=[ISO, "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Tulis tanggal seperti 2026-01-31.")},
        **kwargs,
    )


class FacilityForm(forms.Form):
    """Everything the register keeps of a facility."""

    name = forms.CharField(label=_("Nama"), max_length=150)
    kind = forms.ChoiceField(label=_("Jenis"))
    ownership = forms.ChoiceField(label=_("Kepemilikan"), choices=[("", "—"), *Ownership.choices])
    region = forms.ChoiceField(label=_("Kelurahan/desa"))
    address = forms.CharField(label=_("Alamat"), max_length=200)
    active_from = day_field(_("Beroperasi sejak"))
    parent = forms.CharField(
        label=_("Kode Puskesmas induk"),
        required=False,
        max_length=30,
        help_text=_("Hanya untuk jejaring, misalnya Pustu dan Poskesdes. Kode ada di daftar fasilitas."),
    )
    owner_name = forms.CharField(label=_("Pemilik"), max_length=120, required=False)
    responsible_name = forms.CharField(label=_("Penanggung jawab teknis"), max_length=120, required=False)
    nib = forms.CharField(label=_("NIB"), required=False, help_text=_("13 angka dari OSS, bila ada."))
    phone = forms.CharField(label=_("Telepon"), max_length=30, required=False)
    latitude = forms.DecimalField(
        label=_("Lintang"),
        required=False,
        min_value=-11,
        max_value=6,
        max_digits=9,
        decimal_places=6,
        localize=False,
        help_text=_("Derajat desimal, misalnya -3.432100."),
    )
    longitude = forms.DecimalField(
        label=_("Bujur"),
        required=False,
        min_value=95,
        max_value=141,
        max_digits=9,
        decimal_places=6,
        localize=False,
        help_text=_("Derajat desimal, misalnya 104.235700."),
    )
    own_types = forms.CharField(
        label=_("Izin wajib tambahan"),
        required=False,
        help_text=_("Kode jenis izin di luar yang berlaku bagi jenisnya, dipisah koma. Misalnya SLHS-KOLAM-RENANG."),
    )

    def __init__(
        self, *args: Any, user: Any, known_types: set[str], facility: Facility | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known_types = known_types
        give_choices(self, "kind", [("", "—"), *kind_choices(current=facility.kind if facility else "")])
        rows = regions_below(scope_codes(user, "register_keep"), *VILLAGES)
        give_choices(self, "region", [("", "—"), *((row.code, _with_parent(row)) for row in rows)])

    def clean_nib(self) -> str:
        """Thirteen digits or nothing."""
        text = re.sub(r"\s", "", self.cleaned_data["nib"])
        if text and not NIB.fullmatch(text):
            raise forms.ValidationError(_("NIB terdiri atas 13 angka."))
        return text

    def clean_parent(self) -> Facility | None:
        """The facility with that code."""
        code = self.cleaned_data["parent"].strip()
        if not code:
            return None
        found = Facility.objects.filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada fasilitas dengan kode %(code)s."), params={"code": code})
        return found

    def clean_own_types(self) -> tuple[str, ...]:
        """Codes of the catalogue."""
        codes = [code for code in re.split(r"[\s,;]+", self.cleaned_data["own_types"].upper()) if code]
        unknown = [code for code in codes if code not in self.known_types]
        if unknown:
            raise forms.ValidationError(
                _("Tidak ada jenis izin dengan kode %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return tuple(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        """Latitude and longitude come together."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = [cleaned.get("latitude") is not None, cleaned.get("longitude") is not None]
        if any(given) and not all(given) and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("longitude" if given[0] else "latitude", gettext("Isi lintang dan bujur bersama-sama."))
        return cleaned

    @property
    def facts(self) -> FacilityFacts:
        """The cleaned form as the domain takes it."""
        data = self.cleaned_data
        return FacilityFacts(**{**data, "region": Region.objects.get(pk=data["region"])})


def initial_of(facility: Facility) -> dict[str, Any]:
    """Return what the form shows of a facility that is there."""
    names = ("name", "kind", "ownership", "address", "active_from", "owner_name", "responsible_name", "nib", "phone")
    own = [code for code in facility.obligatory_types if code not in obligations_of(facility.kind)]
    return {name: getattr(facility, name) for name in names} | {
        "region": facility.region_id,
        "parent": facility.parent.code if facility.parent else "",
        "latitude": facility.latitude,
        "longitude": facility.longitude,
        "own_types": ", ".join(own),
    }


def _with_parent(row: Region) -> str:
    return f"{row.name}, {row.parent.name}" if row.parent else row.name


class ClosingForm(forms.Form):
    """What happens from which day, and why."""

    what = forms.ChoiceField(
        label=_("Tindakan"),
        choices=[("closed", _("Tutup seterusnya")), ("suspended", _("Hentikan sementara"))],
        widget=forms.RadioSelect,
        initial="closed",
    )
    on = day_field(_("Mulai tanggal"), help_text=_("Hari pertama tidak beroperasi; boleh di masa depan."))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca oleh petugas lain dan pengawas. Sebutkan surat atau dasarnya."),
    )


class ReopeningForm(forms.Form):
    """From which day it works again, and why."""

    on = day_field(_("Beroperasi kembali mulai"))
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AppointForm(forms.Form):
    """Who answers for the facility, from when."""

    contact = forms.CharField(
        label=_("Pos-el atau nomor WhatsApp akun"),
        max_length=120,
        help_text=_("Orangnya harus sudah mendaftar di portal dengan pos-el atau nomor ini."),
    )
    starts_on = day_field(_("Berlaku mulai"))
    note = forms.CharField(label=_("Dasar penunjukan"), max_length=200, help_text=_("Misalnya nomor surat pimpinan."))


class DismissForm(forms.Form):
    """The last day, and why."""

    ends_on = day_field(_("Hari terakhir"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Alasan"), max_length=200)


def kind_obligations() -> dict[str, list[str]]:
    """Return the obligations of each kind, for the note beside the form."""
    return dict(Kind.objects.values_list("code", "obligatory_types"))
