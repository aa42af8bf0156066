"""`/exports/`: a file that a worker writes, watched until it is ready."""

from typing import Any

from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.exports import MayRead
from accounts.api.views import ApiView, zone_of
from accounts.domain.exports import jobs
from accounts.domain.exports.kinds import FORMATS, POLICY, SCOPE, Reader, find
from accounts.enums import ExportState
from accounts.models import ExportJob
from core.serializers import StrictSerializer

KEPT_REASON, MOST_FILTERS, LONGEST_FILTER = 300, 20, 200


class ExportInput(StrictSerializer):
    """Which rows, as what."""

    kind = serializers.CharField(max_length=24, help_text="As in the addresses: applications, licences, …")
    format = serializers.ChoiceField(choices=list(FORMATS))
    filters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=LONGEST_FILTER), max_length=MOST_FILTERS),
        required=False,
        default=dict,
        help_text="Those of the list; each a list of texts.",
    )
    reason = serializers.CharField(
        max_length=KEPT_REASON, required=False, default="", allow_blank=True, help_text="Officers whose role owes one."
    )


class ExportSerializer(serializers.Serializer[ExportJob]):
    """One export of the caller."""

    id = serializers.CharField(source="public_id")
    kind = serializers.CharField()
    format = serializers.ChoiceField(choices=list(FORMATS), source="file_format")
    state = serializers.ChoiceField(choices=ExportState.choices, source="stands")
    rows = serializers.SerializerMethodField(help_text="Written so far.")
    expected = serializers.IntegerField(help_text="Rows there were when it was asked for.")
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="The file is deleted then.")

    def get_rows(self, row: ExportJob) -> int:
        """From the worker while it writes."""
        return jobs.progress(row)


class _View(ApiView):
    policy = POLICY
    scope = SCOPE
    write_scope = SCOPE
    request: Request

    def export(self, public_id: str) -> ExportJob:
        """The caller's export of the address, or 404."""
        found = jobs.exports_of(self.request.user).filter(public_id=public_id).first()
        if found is None:
            raise Http404
        self.require_rows(found.kind)
        return found

    def require_rows(self, code: str) -> None:
        """403 for a token without the scope of the rows."""
        kind = find(code)
        token: Any = self.request.auth
        if kind is not None and token is not None and kind.scope not in token.scope.split():
            raise PermissionDenied(MayRead.message, code=MayRead.code)


class ExportList(_View, GenericAPIView[Any]):
    """Exports of the caller."""

    serializer_class = ExportSerializer
    queryset = ExportJob.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""
        if request.method != "GET":
            super().refuse_unknown_parameters(request)

    def get_queryset(self) -> Any:
        """The caller's own."""
        return jobs.exports_of(self.request.user)

    @extend_schema(operation_id="exports_list", responses=ExportSerializer(many=True), tags=["exports"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Newest first, kept for 90 days as a trace."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="exports_create", request=ExportInput, responses={202: ExportSerializer}, tags=["exports"]
    )
    def post(self, request: Request) -> Response:
        """Have a file written; at most three of a caller at once."""
        given = ExportInput(data=request.data)
        given.is_valid(raise_exception=True)
        data, zone = given.validated_data, zone_of(request.user)
        self.require_rows(data["kind"])
        reader = Reader(request.user, timezone.now().astimezone(zone), zone)
        row = jobs.ask(data["kind"], data["format"], reader, query=data["filters"], reason=data["reason"])
        return Response(ExportSerializer(row).data, status=status.HTTP_202_ACCEPTED)


class ExportDetail(_View):
    """One export."""

    @extend_schema(operation_id="exports_read", responses=ExportSerializer, tags=["exports"])
    def get(self, request: Request, public_id: str) -> Response:  # noqa: ARG002  # DRF's signature
        """How far it is."""
        return Response(ExportSerializer(self.export(public_id)).data)


class ExportFile(_View):
    """Its file."""

    media_types = tuple(kind.partition(";")[0] for kind in FORMATS.values())

    @extend_schema(
        operation_id="exports_file",
        responses={(200, kind.partition(";")[0]): OpenApiTypes.BINARY for kind in FORMATS.values()},
        tags=["exports"],
    )
    def get(self, request: Request, public_id: str) -> FileResponse:  # noqa: ARG002  # DRF's signature
        """The file, within a day; 404 before it is done."""
        return jobs.file_response(self.export(public_id))
