"""`/inspections/`: visits with conclusion and findings, for agencies of the region; no person is named."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.rules import in_region
from inspections.enums import FindingState, VisitConclusion, VisitKind, VisitState
from inspections.models import Visit, VisitFinding


class VisitSerializer(serializers.Serializer[Visit]):
    """One visit, planned or held."""

    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=VisitKind.choices)
    state = serializers.ChoiceField(choices=VisitState.choices)
    facility = serializers.CharField(source="facility.public_id", default=None, allow_null=True)
    place = serializers.SerializerMethodField()
    region = serializers.CharField(source="facility.region_id", default=None, allow_null=True)
    type = serializers.CharField(source="type_code", help_text="Type of the application it is for; empty otherwise.")
    scheduled_at = serializers.DateTimeField()
    held_at = serializers.DateTimeField(allow_null=True)
    conclusion = serializers.ChoiceField(choices=VisitConclusion.choices, allow_blank=True)
    score = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    record_number = serializers.CharField(source="berita_acara_number", help_text="Of the berita acara; empty before.")
    concluded_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)

    def get_place(self, row: Visit) -> str:
        """Name of the facility, or the place as it was written."""
        return row.facility.name if row.facility else row.place_text


class VisitFindingSerializer(serializers.Serializer[VisitFinding]):
    """One thing to repair."""

    id = serializers.CharField(source="public_id")
    text = serializers.CharField()
    rule = serializers.CharField()
    critical = serializers.BooleanField()
    state = serializers.ChoiceField(choices=FindingState.choices)
    found_on = serializers.DateField()
    due_on = serializers.DateField(help_text="The last working day for the repair.")
    closed_at = serializers.DateTimeField(allow_null=True)


class VisitDetailSerializer(VisitSerializer):
    """One visit with its findings."""

    findings = VisitFindingSerializer(many=True, source="finding_rows")


class VisitFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    kind = django_filters.ChoiceFilter(choices=VisitKind.choices)
    state = django_filters.ChoiceFilter(choices=VisitState.choices)
    conclusion = django_filters.ChoiceFilter(choices=VisitConclusion.choices)
    facility = django_filters.CharFilter(field_name="facility__public_id", label="Id of a facility.")
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")
    scheduled_after = django_filters.IsoDateTimeFilter(field_name="scheduled_at", lookup_expr="gte")
    scheduled_before = django_filters.IsoDateTimeFilter(field_name="scheduled_at", lookup_expr="lt")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Visit
        fields: tuple[str, ...] = ()

    def within(self, rows: QuerySet[Visit], name: str, value: str) -> QuerySet[Visit]:  # noqa: ARG002  # the library's signature
        """The kecamatan and its kelurahan."""
        return rows.filter(in_region(value, "facility__region"))


class VisitView(ApiView):
    """For addresses of visits."""

    policy = "inspection_follow"
    scope = "inspections:read"
    request: Request

    def rows(self) -> QuerySet[Visit]:
        """What the caller may read."""
        return Visit.objects.visible_to(self.request.user, self.policy).select_related("facility")


class VisitList(VisitView, GenericAPIView[Visit]):
    """The list."""

    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    queryset = Visit.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> Any:
        """What the caller may read."""
        return self.rows()

    @extend_schema(operation_id="inspections_list", responses=VisitSerializer(many=True), tags=["inspections"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Visits of the health office's inspectors in the caller's region, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class VisitDetail(VisitView):
    """One visit."""

    @extend_schema(operation_id="inspections_read", responses=VisitDetailSerializer, tags=["inspections"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """The visit with its findings; 404 outside the caller's region."""
        row = self.rows().prefetch_related("finding_rows").filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return Response(VisitDetailSerializer(row).data)
