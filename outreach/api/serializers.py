"""Shapes of calls for help and their figures. No name, place or phone ever goes out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable
from core.serializers import StrictSerializer
from outreach.domain import clock
from outreach.enums import Need, PickupChannel, PickupKind, PickupState
from outreach.models import Compensation, Pickup

# The portal's own form and a cadre's phone are told by how they come in, never by what a system says.
RELAYED = [each for each in PickupChannel.choices if each[0] not in (PickupChannel.WEB, PickupChannel.CADRE)]


class PhoneField(serializers.CharField):
    """A phone number in any usual spelling, as E.164."""

    def to_internal_value(self, data: Any) -> str:
        """Return E.164. Raises ValidationError `phone_unreadable`."""
        text = super().to_internal_value(data)
        try:
            return e164(text) if text else ""
        except PhoneUnreadable as error:
            raise serializers.ValidationError(error.detail, code=error.code) from error


class PickupInput(StrictSerializer):
    """A call for help passed on by another system: a radio network, an emergency line, a village's own portal."""

    kind = serializers.ChoiceField(choices=PickupKind.choices)
    need = serializers.ChoiceField(choices=Need.choices)
    region = serializers.CharField(max_length=13, help_text="Code of the village, for example 16.74.02.1007.")
    place = serializers.CharField(min_length=5, max_length=150, help_text="Whose house, and what it is near to.")
    phone = PhoneField(max_length=30, allow_blank=True, default="", help_text="Who is called back.")
    channel = serializers.ChoiceField(choices=RELAYED, default=PickupChannel.RADIO)
    external_reference = serializers.CharField(
        max_length=64, allow_blank=True, default="", help_text="The same reference again is the same call."
    )


class CompensationSerializer(serializers.Serializer[Compensation]):
    """What is owed for a miss."""

    item = serializers.CharField()
    kilograms = serializers.IntegerField()
    owed_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    handed_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)


class PickupSerializer(serializers.Serializer[Pickup]):
    """How far help has come."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField()
    office = serializers.CharField(source="office.code")
    region = serializers.CharField(source="region_id")
    kind = serializers.ChoiceField(choices=PickupKind.choices)
    need = serializers.ChoiceField(choices=Need.choices)
    channel = serializers.ChoiceField(choices=PickupChannel.choices)
    state = serializers.ChoiceField(choices=PickupState.choices)
    reported_at = serializers.DateTimeField()
    warn_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    departed_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    response_minutes = serializers.SerializerMethodField()
    compensation = serializers.SerializerMethodField()
    merged_into = serializers.CharField(source="merged_into.number", default=None, allow_null=True)

    def get_response_minutes(self, row: Pickup) -> int | None:
        """Whole minutes from report to arrival; null while nobody arrived."""
        return None if row.arrived_at is None else clock.minutes(row.arrived_at - row.reported_at)

    @extend_schema_field(CompensationSerializer(allow_null=True))
    def get_compensation(self, row: Pickup) -> Any:
        """Null while nothing is owed."""
        owed = getattr(row, "compensation", None)
        return None if owed is None else CompensationSerializer(owed).data


class SummarySerializer(serializers.Serializer[Any]):
    """Figures of a set of calls. Response times are over those that somebody arrived at."""

    reported = serializers.IntegerField()
    arrived = serializers.IntegerField()
    on_time = serializers.IntegerField(help_text="Arrived within the promise.")
    missed = serializers.IntegerField()
    waiting = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    median_minutes = serializers.IntegerField(allow_null=True)
    ninetieth_minutes = serializers.IntegerField(allow_null=True, help_text="90th percentile by nearest rank.")
    owed = serializers.IntegerField()
    handed = serializers.IntegerField()
    confirmed = serializers.IntegerField()


class GroupSerializer(SummarySerializer):
    """Figures of one village, group or month."""

    key = serializers.CharField()


class FiguresSerializer(serializers.Serializer[Any]):
    """A month of the caller's Puskesmas or region."""

    month = serializers.CharField()
    total = SummarySerializer()
    by_region = GroupSerializer(many=True)
    by_need = GroupSerializer(many=True)
    trend = GroupSerializer(many=True, help_text="Six months, the asked one last.")
    families_registered = serializers.IntegerField()
    families_served = serializers.IntegerField()
