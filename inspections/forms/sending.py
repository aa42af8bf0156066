"""What a phone sends of a visit: the JSON of one PUT, read strictly. Which answers make sense is for the domain."""

import io
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from core.parsers import StrictJSONParser
from core.serializers import StrictSerializer
from inspections.domain.submission import AnswerIn, Payload, PhotoIn, SignatureIn
from inspections.enums import AnswerValue, Side, SignatureWay, VisitConclusion

SHA256 = r"^[0-9a-f]{64}$"
LONGEST_IMAGE = 56_000


class AnswerSerializer(StrictSerializer):
    """One answered question."""

    code = serializers.CharField(max_length=10)
    value = serializers.ChoiceField(AnswerValue.choices)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    repair_until = serializers.DateField(allow_null=True, default=None)


class PhotoSerializer(StrictSerializer):
    """A photo the phone has, sent before or after under its own address."""

    sha256 = serializers.RegexField(SHA256)
    item = serializers.CharField(max_length=10, allow_blank=True, default="")
    taken_at = serializers.DateTimeField(allow_null=True, default=None)


class SignatureSerializer(StrictSerializer):
    """One side's signature or refusal."""

    side = serializers.ChoiceField(Side.choices)
    way = serializers.ChoiceField(SignatureWay.choices)
    name = serializers.CharField(max_length=120)
    position = serializers.CharField(max_length=80, allow_blank=True, default="")
    image = serializers.CharField(max_length=LONGEST_IMAGE, allow_blank=True, default="")
    photo_sha256 = serializers.RegexField(SHA256, allow_blank=True, default="")
    refusal_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    witness = serializers.CharField(max_length=120, allow_blank=True, default="")
    signed_at = serializers.DateTimeField()


class SendingSerializer(StrictSerializer):
    """The whole visit. `take_over`: a person saw both values and chose."""

    base_version = serializers.IntegerField(min_value=0)
    finished = serializers.BooleanField()
    take_over = serializers.BooleanField(default=False)
    held_at = serializers.DateTimeField()
    device_at = serializers.DateTimeField()
    device_id = serializers.CharField(max_length=64, allow_blank=True, default="")
    latitude = serializers.DecimalField(20, 15, min_value=-90, max_value=90, allow_null=True, default=None)
    longitude = serializers.DecimalField(20, 15, min_value=-180, max_value=180, allow_null=True, default=None)
    accuracy_m = serializers.IntegerField(min_value=0, max_value=1_000_000, allow_null=True, default=None)
    conditions = serializers.ListField(child=serializers.CharField(max_length=80), max_length=60, default=list)
    met_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    met_position = serializers.CharField(max_length=80, allow_blank=True, default="")
    statement = serializers.CharField(max_length=4000, allow_blank=True, default="")
    not_inspected_reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    conclusion = serializers.ChoiceField(VisitConclusion.choices, allow_blank=True, default="")
    answers = AnswerSerializer(many=True, max_length=300)  # type: ignore[call-arg]  # of the list
    photos = PhotoSerializer(many=True, max_length=100)  # type: ignore[call-arg]  # of the list
    signatures = SignatureSerializer(many=True, max_length=2)  # type: ignore[call-arg]  # of the list


@dataclass(frozen=True)
class Sending:
    """One PUT: the content, the version it started from, and whether the person overrules a team mate."""

    payload: Payload
    base_version: int
    take_over: bool


def read_sending(body: bytes) -> Sending:
    """Read a PUT's JSON. Raises rest_framework's ParseError and ValidationError (400) with every flaw."""
    shape = SendingSerializer(data=StrictJSONParser().parse(io.BytesIO(body)))
    shape.is_valid(raise_exception=True)
    given: dict[str, Any] = dict(shape.validated_data)
    base_version, take_over = given.pop("base_version"), given.pop("take_over")
    for name in ("latitude", "longitude"):
        given[name] = None if given[name] is None else round(given[name], 6)
    answers = [AnswerIn(**row) for row in given.pop("answers")]
    photos = [PhotoIn(**row) for row in given.pop("photos")]
    signatures = [SignatureIn(**row) for row in given.pop("signatures")]
    return Sending(Payload(**given, answers=answers, photos=photos, signatures=signatures), base_version, take_over)
