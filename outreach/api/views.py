"""`/outreach/pickups/` and `/outreach/figures/`: calls in, states and figures out."""

import uuid
from dataclasses import asdict
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.domain.offices import home_office
from accounts.models import User
from core.idempotency import respond_once
from core.months import Month
from outreach.api.serializers import FiguresSerializer, PickupInput, PickupSerializer
from outreach.domain import clock
from outreach.domain.figures import month_figures
from outreach.domain.reporting import Call, report
from outreach.domain.summary import Summary
from outreach.enums import Need, PickupChannel, PickupKind, PickupState
from outreach.models import Pickup, ServiceArea
from outreach.querysets import OPEN, counted_for, reach, sees_small_counts

TAG = "outreach"
NAMESPACE = uuid.UUID("0b3c6f2a-6f75-4472-8561-63682d617069")


class PickupFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    number = django_filters.CharFilter(lookup_expr="iexact")
    state = django_filters.ChoiceFilter(choices=PickupState.choices)
    region = django_filters.CharFilter(field_name="region_id")
    reported_after = django_filters.IsoDateTimeFilter(field_name="reported_at", lookup_expr="gte")
    reported_before = django_filters.IsoDateTimeFilter(field_name="reported_at", lookup_expr="lt")
    missed = django_filters.BooleanFilter(method="was_missed", label="Missed the promise, or not.")
    open = django_filters.BooleanFilter(method="is_open", label="Nobody has arrived yet, or somebody has.")

    class Meta:
        model = Pickup
        fields: tuple[str, ...] = ()

    def was_missed(self, rows: Any, name: str, value: bool) -> Any:  # noqa: ARG002, FBT001  # the library's signature
        """As the figures count it."""
        missed = Pickup.objects.missed_ever(timezone.now()).values("pk")
        return rows.filter(pk__in=missed) if value else rows.exclude(pk__in=missed)

    def is_open(self, rows: Any, name: str, value: bool) -> Any:  # noqa: ARG002, FBT001  # as above
        """By state."""
        return rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)


class PickupList(ApiView, GenericAPIView[Pickup]):
    """Calls for help."""

    policy = "pickup_follow"
    write_policy = "pickup_relay"
    scope = "outreach:read"
    write_scope = "outreach:write"
    serializer_class = PickupSerializer
    filterset_class = PickupFilter
    queryset = Pickup.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> QuerySet[Pickup]:
        """Those in the caller's scope."""
        return _rows(self.request.user)

    @extend_schema(operation_id="outreach_pickups", responses=PickupSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Calls in the caller's scope, newest first; without name, place or phone."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="outreach_pickups_create", request=PickupInput, responses={201: PickupSerializer}, tags=[TAG]
    )
    def post(self, request: Request) -> Response:
        """Pass on a call for help; its clock starts now. The same `external_reference` answers 200 with the first."""
        return respond_once(request, lambda: self._taken(request))

    def _taken(self, request: Request) -> Response:
        given = PickupInput(data=request.data)
        given.is_valid(raise_exception=True)
        data: dict[str, Any] = given.validated_data
        user: Any = request.user
        areas = ServiceArea.objects.filter(reach(user, self.write_policy))
        if not areas.filter(region_id=data["region"]).exists():
            detail = ErrorDetail(_("Kelurahan atau desa ini di luar wilayah Anda."), code="region_outside")
            raise ValidationError({"region": [detail]})
        call = Call(
            kind=PickupKind(data["kind"]),
            need=Need(data["need"]),
            region=data["region"],
            place=data["place"],
            phone=data["phone"],
            channel=PickupChannel(data["channel"]),
        )
        by = user if isinstance(user, User) else None
        caller = str(user.pk)
        reference = data["external_reference"]
        found = report(
            call,
            at=timezone.now(),
            by=by,
            relay="" if by else user.client_id,
            client_id=uuid.uuid5(NAMESPACE, f"{caller}:{reference}") if reference else None,
        )
        row = _rows(user).get(pk=found.pickup.pk)
        return Response(PickupSerializer(row).data, status=201 if found.is_new else 200)


def _rows(user: Any) -> QuerySet[Pickup]:
    return Pickup.objects.visible_to(user, "pickup_follow").select_related("office", "compensation", "merged_into")


class PickupDetail(ApiView):
    """One call for help."""

    policy = "pickup_follow"
    scope = "outreach:read"

    @extend_schema(operation_id="outreach_pickup", responses=PickupSerializer, tags=[TAG])
    def get(self, request: Request, public_id: str) -> Response:
        """How far help has come; 404 outside the caller's scope."""
        row = _rows(request.user).filter(public_id=public_id).first()
        if row is None:
            raise Http404
        return Response(PickupSerializer(row).data)


class FiguresDetail(ApiView):
    """The figures of a month."""

    policy = "dashboard_read"
    scope = "outreach:read"
    query_parameters = ("month",)

    @extend_schema(
        operation_id="outreach_figures",
        parameters=[OpenApiParameter("month", str, description="As 2026-01; this month without it.")],
        responses=FiguresSerializer,
        tags=[TAG],
    )
    def get(self, request: Request) -> Response:
        """Figures of the caller's Puskesmas or region; 404 for whoever sees no small counts."""
        if not sees_small_counts(request.user):
            raise Http404
        zone, at = home_office().zone, timezone.now()
        asked = request.query_params.get("month", "")
        try:
            month = Month.parse(asked, zone) if asked else Month.of(at, zone)
        except ValueError:
            detail = ErrorDetail(_("Bulan ditulis seperti 2026-01."), code="month_form")
            raise ValidationError({"month": [detail]}) from None
        scope = counted_for(request.user)
        found = month_figures(Pickup.objects.filter(scope), scope, month, at=at)
        return Response(
            {
                "month": str(month),
                "total": _summary(found.total),
                "by_region": [{"key": key, **_summary(row)} for key, row in found.by_region.items()],
                "by_need": [{"key": key, **_summary(row)} for key, row in found.by_need.items()],
                "trend": [{"key": str(key), **_summary(row)} for key, row in found.trend],
                "families_registered": found.coverage.registered,
                "families_served": found.coverage.served,
            }
        )


def _summary(row: Summary) -> dict[str, Any]:
    found = asdict(row)
    for name in ("median", "ninetieth"):
        span = found.pop(name)
        found[f"{name}_minutes"] = None if span is None else clock.minutes(span)
    return found
