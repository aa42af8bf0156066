"""Following a file without an account."""

from typing import Any

from rest_framework import serializers

from core.serializers import StrictSerializer
from licensing.api.serializers.applications import ClockSerializer, StatusSerializer
from licensing.domain.tracking import normal_number
from licensing.enums import State


class TrackInput(StrictSerializer):
    """The pair."""

    number = serializers.CharField(max_length=20)
    phone_last4 = serializers.RegexField(r"^\d{4}$")

    def validate_number(self, typed: str) -> str:
        """As stored."""
        return normal_number(typed)


class StationSerializer(serializers.Serializer[Any]):
    """When the file first reached a state."""

    state = serializers.ChoiceField(choices=State.choices)
    label = serializers.CharField()  # type: ignore[assignment]  # a member of the answer
    at = serializers.DateTimeField()


class TrackedSerializer(serializers.Serializer[Any]):
    """What anybody with the pair may know; no officer is named."""

    number = serializers.CharField()
    type = serializers.CharField()
    type_name = serializers.CharField()
    applicant = serializers.CharField(help_text="Initials.")
    state = serializers.ChoiceField(choices=State.choices)
    status = StatusSerializer()
    clocks = ClockSerializer(many=True)
    timeline = StationSerializer(many=True)
