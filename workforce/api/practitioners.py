"""`/practitioners/`: the register of people for agencies. No identity number, no phone, no home address."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from workforce.api.filters import PractitionerFilter
from workforce.enums import EmploymentStatus
from workforce.models import Placement, Practitioner

CITY_PARTS = 3  # 16.74.02 is a kecamatan
ENCRYPTED = ("identity_number", "address", "phone")  # of a person; never shown here, so never opened


class PlacementSerializer(serializers.Serializer[Placement]):
    """Where somebody works, inside the caller's region."""

    facility = serializers.CharField(source="facility.public_id")
    facility_name = serializers.CharField(source="facility.name")
    kecamatan = serializers.SerializerMethodField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    employment = serializers.ChoiceField(choices=EmploymentStatus.choices, allow_blank=True)
    needs_sip = serializers.BooleanField()

    def get_kecamatan(self, row: Placement) -> str:
        """Code of the kecamatan."""
        return ".".join(row.facility.region_id.split(".")[:CITY_PARTS])


class PractitionerSerializer(serializers.Serializer[Practitioner]):
    """A person in one profession; the least that other offices need."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField(source="person.full_name")
    profession = serializers.CharField(source="profession_id")
    profession_name = serializers.CharField(source="profession.name")
    str_number = serializers.CharField()
    str_valid_until = serializers.DateField(allow_null=True, help_text="Null with `str_lifetime`, or without an STR.")
    str_lifetime = serializers.BooleanField()
    placements = PlacementSerializer(many=True, source="seen_placements", help_text="In the caller's region.")
    merged_into = serializers.CharField(
        source="merged_into.public_id", default=None, allow_null=True, help_text="The row that goes on, after a merge."
    )
    updated_at = serializers.DateTimeField()


class SkpSerializer(serializers.Serializer[Any]):
    """Points of a period."""

    period_start = serializers.DateField()
    period_end = serializers.DateField()
    points = serializers.IntegerField()


class PractitionerDetailSerializer(PractitionerSerializer):
    """A practitioner with SKP by period."""

    skp = SkpSerializer(many=True, source="skp_records")


class PractitionerView(ApiView):
    """For addresses of practitioners."""

    policy = "people_read"
    scope = "workforce:read"
    request: Request

    def rows(self) -> QuerySet[Practitioner]:
        """What the caller may read, each with the placements the caller may read; merged rows tell where they went."""
        seen = Placement.objects.visible_to(self.request.user).select_related("facility").order_by("starts_on", "pk")
        return (
            Practitioner.objects.visible_to(self.request.user)
            .select_related("person", "profession", "merged_into")
            .defer(*(f"person__{name}" for name in ENCRYPTED))
            .prefetch_related(Prefetch("placements", queryset=seen, to_attr="seen_placements"))
        )


class PractitionerList(PractitionerView, GenericAPIView[Practitioner]):
    """The list."""

    serializer_class = PractitionerSerializer
    filterset_class = PractitionerFilter
    queryset = Practitioner.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> Any:
        """What the caller may read."""
        return self.rows()

    @extend_schema(
        operation_id="practitioners_list", responses=PractitionerSerializer(many=True), tags=["practitioners"]
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Practitioners placed in the caller's region, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class PractitionerDetail(PractitionerView):
    """One practitioner."""

    @extend_schema(operation_id="practitioners_read", responses=PractitionerDetailSerializer, tags=["practitioners"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """The practitioner with SKP by period; 404 outside the caller's region."""
        row = self.rows().prefetch_related("skp_records").filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return Response(PractitionerDetailSerializer(row).data)
