"""`/spm/indicators/`, `/spm/values/`, `/spm/report/`: read and write of SPM figures."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.models import User
from accounts.rules import viewer_of
from core.idempotency import respond_once
from spm.api.serializers import (
    IndicatorSerializer,
    ReportSerializer,
    ValueSerializer,
    ValuesInputSerializer,
    WrittenSerializer,
)
from spm.domain import figures_text as words
from spm.domain.dashboards.reach import reach_of
from spm.domain.event_rows import OUTBREAK_SUMS, YEAR, event_rows
from spm.domain.places import facility_for, place_of
from spm.domain.reading import usual_region, view_of
from spm.domain.recording import Author, CellInput, FigureInput, indicator_on, record
from spm.enums import Programme, Source
from spm.exceptions import IndicatorUnknown
from spm.models import Indicator, Value

TAG = "spm"


class IndicatorFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    programme = django_filters.ChoiceFilter(choices=Programme.choices)
    code = django_filters.CharFilter(lookup_expr="iexact")
    on = django_filters.DateFilter(method="in_force", label="In force on that day.")

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()

    def in_force(self, rows: Any, name: str, value: date) -> Any:  # noqa: ARG002  # the library's signature
        """Definitions of that day."""
        return rows.in_force(value)


class IndicatorList(ApiView, GenericAPIView[Indicator]):
    """Definitions."""

    policy = "dashboard_read"
    scope = "spm:read"
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    queryset = Indicator.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> QuerySet[Indicator]:
        """Those in use; misprints of a paper are not."""
        return Indicator.objects.filter(is_enabled=True)

    @extend_schema(operation_id="spm_indicators", responses=IndicatorSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Definitions of indicators, in all their versions."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ValueFilter(django_filters.FilterSet):  # type: ignore[misc]  # as above
    """All may be combined."""

    indicator = django_filters.CharFilter(field_name="indicator__code", lookup_expr="iexact")
    programme = django_filters.ChoiceFilter(field_name="indicator__programme", choices=Programme.choices)
    facility = django_filters.CharFilter(field_name="facility__public_id")
    region = django_filters.CharFilter(method="below", label="A region and all below it, by code.")
    month_from = django_filters.DateFilter(field_name="month", lookup_expr="gte")
    month_to = django_filters.DateFilter(field_name="month", lookup_expr="lte")
    updated_after = django_filters.IsoDateTimeFilter(field_name="recorded_at", lookup_expr="gt")
    history = django_filters.BooleanFilter(method="with_history", label="Superseded versions too.")

    class Meta:
        model = Value
        fields: tuple[str, ...] = ()

    def below(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002  # the library's signature
        """By code."""
        return rows.inside(value)

    def with_history(self, rows: Any, name: str, value: bool) -> Any:  # noqa: ARG002, FBT001  # as above
        """The view hides superseded rows unless this is true."""
        return rows


class ValueList(ApiView, GenericAPIView[Value]):
    """Figures."""

    policy = "dashboard_read"
    write_policy = "spm_write"
    scope = "spm:read"
    write_scope = "spm:write"
    serializer_class = ValueSerializer
    filterset_class = ValueFilter
    queryset = Value.objects.none()
    programme = ""  # the only one it takes figures of; empty: any

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""

    def get_queryset(self) -> Any:
        """Single figures the caller may open; those of sensitive indicators are a Puskesmas's own."""
        rows = Value.objects.visible_to(self.request.user).select_related("indicator", "facility")
        if not reach_of(self.request.user).owns_all:
            rows = rows.exclude(indicator__is_sensitive=True)
        return rows if self.request.query_params.get("history", "").lower() in ("true", "1") else rows.current()

    @extend_schema(operation_id="spm_values", responses=ValueSerializer(many=True), tags=[TAG])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Figures in the caller's region, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="spm_values_write", request=ValuesInputSerializer, responses={201: WrittenSerializer}, tags=[TAG]
    )
    def post(self, request: Request) -> Response:
        """Write figures, all or none; each replaces what stood there as a new version. Needs `spm:write`."""
        return respond_once(request, lambda: self._written(request))

    def _written(self, request: Request) -> Response:
        given = ValuesInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        figures = [_figure(request.user, each) for each in given.validated_data["figures"]]
        for each in figures:
            if self.programme and each.indicator.programme != self.programme:
                raise IndicatorUnknown(params={"code": each.indicator.code})
        user: Any = request.user
        author = Author(user=user) if isinstance(user, User) else Author(client_id=user.client_id, role="agency")
        rows = record(figures, by=author, source=Source.IMPORTED, at=timezone.now())
        return Response({"written": len(rows)}, status=201)


def _figure(user: Any, given: Any) -> FigureInput:
    month = date.fromisoformat(f"{given['month']}-01")
    cells = tuple(CellInput(**cell) for cell in given["cells"])
    place = place_of(facility_for(user, given["facility"]))
    return FigureInput(indicator_on(given["indicator"], month), place, month, cells)


class ReportDetail(ApiView):
    """A report with its figures."""

    policy = "dashboard_read"
    scope = "spm:read"
    query_parameters = ("programme", "region", "facility", "year", "until")

    @extend_schema(
        operation_id="spm_report",
        parameters=[
            OpenApiParameter("programme", str, enum=[Programme.SPM_CITY.value, Programme.SPM_PROVINCE.value]),
            OpenApiParameter("region", str, description="Code; the caller's own without it."),
            OpenApiParameter("facility", str, description="Public id of a Puskesmas."),
            OpenApiParameter("year", int, required=True),
            OpenApiParameter("until", int, description="Last month, 12 without it."),
        ],
        responses=ReportSerializer,
        tags=[TAG],
    )
    def get(self, request: Request) -> Response:
        """The newest version of a period's report; 404 outside the caller's region."""
        asked = request.query_params
        programme = asked.get("programme", Programme.SPM_CITY)
        if programme not in (Programme.SPM_CITY, Programme.SPM_PROVINCE):
            raise Http404
        view = view_of(
            request.user,
            programme=programme,
            region_code=asked.get("region") or usual_region(viewer_of(request.user), programme),
            year=_number(asked.get("year", ""), timezone.localdate().year, 2000, 2100),
            until=_number(asked.get("until", ""), 12, 1, 12),
            unit=asked.get("facility", ""),
            at=timezone.now(),
        )
        if view.reading is None or view.is_public:
            raise Http404
        report, content = view.reading.report, view.reading.content
        return Response(
            {
                "programme": report.programme,
                "region": report.region_id,
                "facility": view.facility.public_id if view.facility else None,
                "year": report.year,
                "until": report.until,
                "state": report.state,
                "version": report.version,
                "sha256": report.sha256,
                "letter_number": report.letter.number if report.letter else None,
                "data_at": content["data_at"],
                "services": [_service(each, view.reading.basis, view.only_counts) for each in content["services"]],
                "index": _index(content.get("index")),
            }
        )


def _number(text: str, usual: int, least: int, most: int) -> int:
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or not least <= int(text[:6]) <= most:
        raise Http404
    return int(text)


def _service(service: Any, basis: Any, only_counts: bool) -> dict[str, Any]:  # noqa: FBT001  # one caller
    places = basis["places"]
    return {
        **{name: service[name] for name in ("code", "served", "due", "value", "pooled", "mean", "method", "target")},
        "gap": service["gap"],
        "exceeds": service["exceeds"],
        "shown": words.percent(service["value"]),
        "pooled_shown": words.percent(service["pooled"]),
        "steps": [{**step, "shown": words.percent(step["percent"])} for step in service["steps"]],
        "places": []
        if only_counts
        else [
            {
                "facility": places.get(str(row["place"]), {}).get("public_id"),
                "served": row["served"],
                "due": row["due"],
                "percent": row["percent"],
                "reasons": row["reasons"],
            }
            for row in service["places"]
        ],
        "events": service["events"],
        "events_total": _year(service),
        "index": service["index"],
        "follow_up": service["follow_up"],
    }


def _year(service: Any) -> dict[str, int] | None:
    """The sums of the outbreaks of a year; null where there is none."""
    rows = [row for row in event_rows(service, {}) if row.kind == YEAR]
    return {name: getattr(rows[0], name) for name in OUTBREAK_SUMS} if rows else None


def _index(index: Any) -> dict[str, Any] | None:
    return None if index is None else {**index, "shown": words.index(index["value"])}
