"""Licences as agencies and the public read them."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.serializers import StrictSerializer
from licensing.domain.licences import life, moves
from licensing.domain.licences.flags import flags_on
from licensing.domain.licences.public_register import holder_name
from licensing.domain.licences.standing import ON_A_DAY, code_of
from licensing.enums import FlagCode, LicenceState, LicenceVerb
from licensing.models import Licence, LicenceStatus

NOTE = 300


def _status(row: Licence) -> str:
    on = life.today_of(row, timezone.now())
    status = row.status_now if hasattr(row, "status_now") else None
    if not hasattr(row, "status_now"):
        status = moves.status_on(life.intervals_of(row), on)
    return code_of(status, starts_on=row.starts_on, ends_on=row.ends_on, on=on)


class RegisterSerializer(serializers.Serializer[Licence]):
    """One row of the public register: no NIK, phone or home address."""

    name = serializers.SerializerMethodField()
    type = serializers.CharField(source="type_code")
    number = serializers.CharField()
    place = serializers.CharField(source="place.name", default=None, allow_null=True)
    valid_from = serializers.DateField(source="starts_on")
    valid_until = serializers.DateField(source="ends_on", allow_null=True)
    status = serializers.SerializerMethodField()

    def get_name(self, row: Licence) -> str:
        """Holder with degrees."""
        return holder_name(row)

    @extend_schema_field(serializers.ChoiceField(choices=ON_A_DAY))
    def get_status(self, row: Licence) -> str:
        """On the local day of the question."""
        return _status(row)


class LicenceSerializer(serializers.Serializer[Licence]):
    """One row of the list."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField()
    type = serializers.CharField(source="type_code")
    office = serializers.CharField(source="office.code")
    holder_kind = serializers.SerializerMethodField()
    holder_name = serializers.SerializerMethodField()
    profession = serializers.CharField(source="profession_id", allow_null=True)
    place = serializers.CharField(source="place.public_id", default=None, allow_null=True)
    place_name = serializers.CharField(source="place.name", default=None, allow_null=True)
    region = serializers.CharField(source="place.region_id", default=None, allow_null=True)
    slot = serializers.IntegerField()
    valid_from = serializers.DateField(source="starts_on")
    valid_until = serializers.DateField(source="ends_on", allow_null=True)
    status = serializers.SerializerMethodField(help_text="On the local day of the question.")
    deemed = serializers.BooleanField(help_text="Issued because the time limit passed.")
    flags = serializers.SerializerMethodField()
    version = serializers.IntegerField(help_text="Send it back with a change.")
    updated_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ChoiceField(choices=("person", "facility")))
    def get_holder_kind(self, row: Licence) -> str:
        """Whose licence it is."""
        return "person" if row.holder_person_id else "facility"

    def get_holder_name(self, row: Licence) -> str:
        """Holder with degrees; no number of identity."""
        return holder_name(row)

    @extend_schema_field(serializers.ChoiceField(choices=ON_A_DAY))
    def get_status(self, row: Licence) -> str:
        """By date."""
        return _status(row)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=FlagCode.choices)))
    def get_flags(self, row: Licence) -> list[str]:
        """Flags that hold today."""
        return [flag.code for flag in flags_on(row, life.today_of(row, timezone.now()))]


class LicenceStatusSerializer(serializers.Serializer[LicenceStatus]):
    """A status over [from, to); `to` null = open, `to` equal to `from` = overtaken before it began."""

    status = serializers.ChoiceField(choices=LicenceState.choices)
    valid_to = serializers.DateField(allow_null=True)
    verb = serializers.ChoiceField(choices=[("", "-"), *LicenceVerb.choices])
    reason = serializers.CharField(source="reason_id", allow_null=True)
    letter = serializers.CharField(source="letter.number", default=None, allow_null=True)
    recorded_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        """`valid_from` first, as it is read."""
        return {"valid_from": serializers.DateField(), **super().get_fields()}


class LicenceDetailSerializer(LicenceSerializer):
    """One licence with its history, future statuses too."""

    statuses = serializers.SerializerMethodField()

    @extend_schema_field(LicenceStatusSerializer(many=True))
    def get_statuses(self, row: Licence) -> Any:
        """Oldest first."""
        rows = sorted(row.statuses.all(), key=lambda each: (each.valid_from, each.pk))
        return LicenceStatusSerializer(rows, many=True).data  # type: ignore[arg-type]  # a list, as many=True wants


class ActInput(StrictSerializer):
    """Carry out what the health office advised; an officer signs, DPMPTSP's own system only reports."""

    version = serializers.IntegerField(min_value=1)
    passphrase = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        help_text="Of the certificate; officers only.",
    )
    password = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        help_text="Again, when five minutes have passed.",
    )


class SurrenderInput(StrictSerializer):
    """Give a licence back from a day on, today or later."""

    version = serializers.IntegerField(min_value=1)
    on = serializers.DateField()
    why = serializers.ChoiceField(choices=("end", "other_city"), default="end")
