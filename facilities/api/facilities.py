"""`/facilities/`: the register of facilities for agencies, in the caller's region."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from facilities.api.filters import FacilityFilter
from facilities.enums import ClosureKind, Ownership
from facilities.models import Facility

CITY_PARTS = 3  # 16.74.02 is a kecamatan


class FacilitySerializer(serializers.Serializer[Facility]):
    """One facility; the least that other offices need."""

    id = serializers.CharField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField(help_text="A code of the kinds of facilities.")
    ownership = serializers.ChoiceField(choices=Ownership.choices)
    address = serializers.CharField()
    region = serializers.CharField(source="region_id", help_text="Code of the kelurahan or desa.")
    kecamatan = serializers.SerializerMethodField()
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    parent_facility = serializers.CharField(
        source="parent.public_id",
        default=None,
        allow_null=True,
        help_text="Null also outside the caller's region.",
    )
    obligatory_types = serializers.ListField(child=serializers.CharField())
    active_from = serializers.DateField()
    active_until = serializers.DateField(allow_null=True, help_text="The last day of operation.")
    updated_at = serializers.DateTimeField()

    def get_kecamatan(self, row: Facility) -> str:
        """Code of the kecamatan."""
        return ".".join(row.region_id.split(".")[:CITY_PARTS])


class ClosureSerializer(serializers.Serializer[Any]):
    """Days without operation."""

    kind = serializers.ChoiceField(choices=ClosureKind.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class FacilityDetailSerializer(FacilitySerializer):
    """One facility with its closures and network."""

    closures = serializers.SerializerMethodField()
    network = serializers.SerializerMethodField()

    def get_closures(self, row: Facility) -> list[dict[str, Any]]:
        """Those that took or will take effect, the newest first; reasons stay inside."""
        rows = row.closures.filter(withdrawn_at__isnull=True)
        return [dict(each) for each in ClosureSerializer(rows, many=True).data]

    def get_network(self, row: Facility) -> list[str]:
        """Ids of the facilities below this one that the caller may read."""
        seen = Facility.objects.visible_to(self.context["user"]).filter(parent=row)
        return list(seen.order_by("pk").values_list("public_id", flat=True))


class FacilityView(ApiView):
    """For addresses of facilities."""

    policy = "people_read"
    scope = "facilities:read"
    request: Request

    def rows(self) -> QuerySet[Facility]:
        """What the caller may read; a parent the caller may not read is none."""
        seen = Facility.objects.visible_to(self.request.user)
        return seen.prefetch_related(Prefetch("parent", queryset=seen))


class FacilityList(FacilityView, GenericAPIView[Facility]):
    """The list."""

    serializer_class = FacilitySerializer
    filterset_class = FacilityFilter
    queryset = Facility.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> Any:
        """What the caller may read."""
        return self.rows()

    @extend_schema(operation_id="facilities_list", responses=FacilitySerializer(many=True), tags=["facilities"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Facilities in the caller's region, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class FacilityDetail(FacilityView):
    """One facility."""

    @extend_schema(operation_id="facilities_read", responses=FacilityDetailSerializer, tags=["facilities"])
    def get(self, request: Request, public_id: str) -> Response:
        """The facility with its closures and network; 404 outside the caller's region."""
        row = self.rows().filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return Response(FacilityDetailSerializer(row, context={"user": request.user}).data)
