"""What a system sends to create a draft. Eligibility judges the facts later; here only their shape."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable
from core.serializers import StrictSerializer
from licensing.enums import ApplicationKind
from workforce.domain.nik import LENGTH, digits_of, is_whole
from workforce.enums import IdentityKind

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


class ApplicantInput(StrictSerializer):
    """The person who applies: practitioner, owner or person in charge."""

    name = serializers.CharField(max_length=160)
    nik = serializers.CharField(required=False, max_length=24, help_text="16 digits; or `passport`.")
    passport = serializers.CharField(required=False, max_length=20)
    phone = serializers.CharField(max_length=24, help_text="Any usual spelling; kept as E.164.")
    email = serializers.EmailField(required=False, allow_blank=True)
    degrees = serializers.CharField(required=False, allow_blank=True, max_length=60)
    birth_place = serializers.CharField(required=False, allow_blank=True, max_length=80)
    birth_date = serializers.DateField(required=False)
    sex = serializers.ChoiceField(required=False, choices=("L", "P"))
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    nationality = serializers.CharField(required=False, allow_blank=True, max_length=60)

    def validate_nik(self, typed: str) -> str:
        """16 digits, spaces and dots taken out; what they imply is a finding, not a shape."""
        if not is_whole(typed):
            numbers = {"length": LENGTH, "count": len(digits_of(typed))}
            words = _("NIK harus %(length)s angka; yang Anda ketik %(count)s.") % numbers
            raise ValidationError(words, code="nik_invalid")
        return digits_of(typed)

    def validate_birth_date(self, birth: date) -> date:
        """Not a day to come."""
        if birth > timezone.localdate():
            words = _("Tanggal lahir tidak boleh di masa depan. Periksa tahunnya.")
            raise ValidationError(words, code="birth_date_future")
        return birth

    def validate_phone(self, typed: str) -> str:
        """E.164."""
        try:
            return e164(typed)
        except PhoneUnreadable as unreadable:
            raise ValidationError(unreadable.detail, code="phone_invalid") from unreadable

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One identity number."""
        if ("nik" in attrs) == ("passport" in attrs):
            raise ValidationError({"nik": [ErrorDetail(str(_("Isi NIK atau nomor paspor.")), code="nik_or_passport")]})
        return attrs


class PractitionerInput(StrictSerializer):
    """STR and SKP."""

    profession = serializers.CharField(required=False, max_length=40)
    str_number = serializers.CharField(required=False, allow_blank=True, max_length=40)
    str_name = serializers.CharField(required=False, allow_blank=True, max_length=160)
    str_profession = serializers.CharField(required=False, allow_blank=True, max_length=80)
    str_lifetime = serializers.BooleanField(required=False)
    str_valid_until = serializers.DateField(required=False, allow_null=True)
    skp_points = serializers.IntegerField(required=False, min_value=0, max_value=10_000)
    education = serializers.CharField(required=False, allow_blank=True, max_length=120)


class FacilityInput(StrictSerializer):
    """A facility or business that applies for itself."""

    owner_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    responsible_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    responsible_sip = serializers.CharField(required=False, allow_blank=True, max_length=80)
    nib = serializers.CharField(required=False, allow_blank=True, max_length=20)
    kbli = serializers.CharField(required=False, allow_blank=True, max_length=20)
    service_kind = serializers.CharField(required=False, allow_blank=True, max_length=120)
    product = serializers.CharField(required=False, allow_blank=True, max_length=120)
    trade_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    packaging = serializers.CharField(required=False, allow_blank=True, max_length=80)
    food_class = serializers.CharField(required=False, allow_blank=True, max_length=20)


class PracticeHoursInput(StrictSerializer):
    """One spell of practice in the week."""

    day = serializers.ChoiceField(choices=WEEKDAYS)
    open = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$")
    close = serializers.RegexField(r"^([01]\d|2[0-3]):[0-5]\d$")


class PlaceInput(StrictSerializer):
    """Where the practice or business is: `facility` of the register, or typed."""

    facility = serializers.CharField(required=False, max_length=24, help_text="Id of a facility of the register.")
    name = serializers.CharField(required=False, max_length=150)
    kind = serializers.CharField(required=False, allow_blank=True, max_length=24)
    address = serializers.CharField(required=False, allow_blank=True, max_length=200)
    region = serializers.RegexField(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", required=False)
    independent = serializers.BooleanField(required=False)
    practice_hours = PracticeHoursInput(many=True, required=False)
    hours_text = serializers.CharField(required=False, allow_blank=True, max_length=200)
    other_city_sips = serializers.IntegerField(required=False, min_value=0, max_value=20)
    responsible = serializers.BooleanField(
        required=False, help_text="SIPA-APOTEKER only: the responsible pharmacist of the pharmacy."
    )


class FactsInput(StrictSerializer):
    """Every section of an application; what is left out stays as it is."""

    applicant = ApplicantInput(required=False)
    practitioner = PractitionerInput(required=False)
    facility = FacilityInput(required=False)
    place = PlaceInput(required=False)
    details = serializers.DictField(
        child=serializers.CharField(max_length=500, allow_blank=True),
        required=False,
        help_text="Data requirements by code.",
    )
    statements = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, help_text="Codes of the statements agreed to."
    )


class DraftInput(FactsInput):
    """A new draft."""

    type = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=ApplicationKind.choices)
    slot = serializers.IntegerField(required=False, min_value=1, max_value=3, default=1)
    previous_licence = serializers.CharField(
        required=False, max_length=120, help_text="Number of the licence this one follows."
    )
    external_reference = serializers.CharField(required=False, allow_blank=True, max_length=80, default="")
    applicant = ApplicantInput()


class ChangeInput(FactsInput):
    """Facts changed in a draft or in a file that was returned."""

    version = serializers.IntegerField(min_value=1)


# Name of a section in `Application.answers` by its name on the wire.
SECTION_OF = {"applicant": "identity", "practitioner": "profession", "facility": "business", "place": "place"}


def answers_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Turn what was sent into sections of answers; dates become ISO strings."""
    found = {section: _plain(data[name]) for name, section in SECTION_OF.items() if name in data}
    if "identity" in found:
        found["identity"] = _identity(found["identity"])
    if "details" in data:
        found["details"] = dict(data["details"])
    if "statements" in data:
        found["statements"] = dict.fromkeys(data["statements"], True)
    return found


def _identity(values: dict[str, Any]) -> dict[str, Any]:
    number = {"nik": IdentityKind.NIK, "passport": IdentityKind.PASSPORT}
    sent = next(name for name in number if name in values)
    rest = {name: value for name, value in values.items() if name not in number}
    return {**rest, "identity_kind": str(number[sent]), "identity_number": values[sent]}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [dict(each) for each in value]
    return value
