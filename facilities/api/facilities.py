"""`/facilities/`: the register of facilities for agencies, in the caller's region."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from core.names import has_name
from facilities.enums import ClosureKind, Ownership
from facilities.models import Facility
from facilities.querysets import FACILITY_NAMES

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


class FacilityFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    code = django_filters.CharFilter(field_name="code", lookup_expr="iexact")
    name = django_filters.CharFilter(method="named", label="Beginning of the name.")
    kind = django_filters.CharFilter(field_name="kind")
    ownership = django_filters.ChoiceFilter(choices=Ownership.choices)
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")
    region = django_filters.CharFilter(field_name="region_id", label="Code of the kelurahan or desa.")
    active_on = django_filters.DateFilter(method="working", label="In operation on that day.")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Facility
        fields: tuple[str, ...] = ()

    def named(self, rows: QuerySet[Facility], name: str, value: str) -> QuerySet[Facility]:  # noqa: ARG002  # the library's signature
        """By the index of names."""
        return rows.filter(has_name("name_key", value, index=FACILITY_NAMES))

    def within(self, rows: QuerySet[Facility], name: str, value: str) -> QuerySet[Facility]:  # noqa: ARG002  # as above
        """The kecamatan and its kelurahan."""
        return rows.filter(Q(region_id=value) | Q(region__code__startswith=f"{value}."))

    def working(self, rows: QuerySet[Facility], name: str, value: date) -> QuerySet[Facility]:  # noqa: ARG002  # as above
        """Open on that day."""
        return rows.filter(pk__in=Facility.objects.active(value).values("pk"))


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
