"""`/batches/`: many applications at once from another system, checked as one by one, created by the same door."""

from typing import Any

import django_filters
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import LARGEST_JSON, ApiView, BodyTooLarge
from accounts.domain.importing import scanned
from core.parsers import StrictJSONParser
from licensing.api.serializers.filing import (
    BatchDetailSerializer,
    BatchFileInput,
    BatchInput,
    BatchSerializer,
    CreateBatchInput,
    RowSerializer,
)
from licensing.domain.filing import adapters, batches, json_adapter
from licensing.enums import FilingMode, FilingOutcome, FilingState
from licensing.models import FilingBatch, FilingRow

LARGEST_BODIES = 2 * 1024 * 1024


class _View(ApiView):
    policy = batches.POLICY
    scope = "applications:read"
    write_scope = "applications:write"
    request: Request

    def batch(self, public_id: str) -> FilingBatch:
        """The batch of the address within the caller's scope, or 404."""
        found = batches.batches_of(self.request.user).filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found

    def person(self) -> Any:
        """Who is named in the audit trail; a system is named by its id."""
        return None if getattr(self.request.user, "client_id", "") else self.request.user


class _ListView(_View, GenericAPIView[Any]):
    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""
        if request.method != "GET":
            super().refuse_unknown_parameters(request)


class BatchFilter(FilterSet):  # type: ignore[misc]  # the library has no types
    """By state."""

    state = django_filters.ChoiceFilter(choices=FilingState.choices)


class BatchList(_ListView):
    """List and send."""

    serializer_class = BatchSerializer
    filterset_class = BatchFilter
    queryset = FilingBatch.objects.none()
    parser_classes = (StrictJSONParser, MultiPartParser)
    largest_body = batches.LARGEST + LARGEST_JSON

    def refuse_large_body(self, request: Request) -> None:
        """Bodies are held in memory, so they may be shorter than a file."""
        super().refuse_large_body(request)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if request.content_type == "application/json" and declared.isdigit() and int(declared) > LARGEST_BODIES:
            raise BodyTooLarge

    def get_queryset(self) -> Any:
        """The caller's own."""
        return batches.batches_of(self.request.user)

    @extend_schema(operation_id="batches_list", responses=BatchSerializer(many=True), tags=["batches"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Batches, newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="batches_create",
        request={"application/json": BatchInput, "multipart/form-data": BatchFileInput},
        responses={202: BatchDetailSerializer},
        tags=["batches"],
    )
    def post(self, request: Request) -> Response:
        """Send bodies or a file. Every row is checked like a request of its own; a reference sent before is `known`."""
        batch = self._from_file(request) if request.content_type != "application/json" else self._from_bodies(request)
        answer = Response(BatchDetailSerializer(batch).data, status=status.HTTP_202_ACCEPTED)
        answer.headers["Location"] = reverse("api_batch", args=[batch.public_id])
        return answer

    def _from_bodies(self, request: Request) -> FilingBatch:
        given = BatchInput(data=request.data)
        given.is_valid(raise_exception=True)
        sent: Any = request.data
        bodies = sent["applications"]  # as they were sent: each is judged by the endpoint's own rules
        return batches.receive_bodies(
            bodies, adapter=json_adapter.ADAPTER, **_how(given), by=request.user, at=timezone.now()
        )

    def _from_file(self, request: Request) -> FilingBatch:
        given = BatchFileInput(data=request.data)
        given.is_valid(raise_exception=True)
        upload = given.validated_data["file"]
        adapter = adapters.chosen(upload.name)
        with scanned(upload.chunks(), batches.LIMITS) as path:
            return batches.receive(
                path, adapter=adapter, name=upload.name, **_how(given), by=request.user, at=timezone.now()
            )


def _how(given: Any) -> dict[str, Any]:
    return {"mode": FilingMode(given.validated_data["mode"]), "submit": given.validated_data["submit"]}


class BatchDetail(_View):
    """One batch."""

    @extend_schema(operation_id="batches_read", responses=BatchDetailSerializer, tags=["batches"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """How far it is, and how many rows have which outcome."""
        return Response(BatchDetailSerializer(self.batch(public_id)).data)


class BatchCreate(_View):
    """After the check."""

    @extend_schema(
        operation_id="batches_apply", request=CreateBatchInput, responses={202: BatchDetailSerializer}, tags=["batches"]
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Create the applications of a checked batch."""
        batch = self.batch(public_id)
        given = CreateBatchInput(data=request.data)
        given.is_valid(raise_exception=True)
        batches.decide(batch, **_how(given), by=self.person(), at=timezone.now())
        return Response(BatchDetailSerializer(batch).data, status=status.HTTP_202_ACCEPTED)


class RowFilter(FilterSet):  # type: ignore[misc]  # the library has no types
    """By outcome and reference."""

    outcome = django_filters.ChoiceFilter(choices=FilingOutcome.choices)
    external_reference = django_filters.CharFilter(field_name="reference")


class RowList(_ListView):
    """The rows."""

    serializer_class = RowSerializer
    filterset_class = RowFilter
    ordering = "pk"
    queryset = FilingRow.objects.none()

    def get_queryset(self) -> Any:
        """Rows of one batch in the order they were sent."""
        rows = FilingRow.objects.filter(batch=self.batch(self.kwargs["public_id"]))
        return rows.select_related("application")

    @extend_schema(operation_id="batches_rows", responses=RowSerializer(many=True), tags=["batches"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Outcome, application and every error of each row."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
