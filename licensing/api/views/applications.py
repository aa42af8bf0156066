"""`/applications/`: list, draft, facts, documents, findings, ledger, clocks, letters."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.hot import HotList
from accounts.api.views import UPLOAD_LIMIT, ApiView, BodyTooLarge, conditional, zone_of
from core.exceptions import StaleVersion
from core.serializers import StrictSerializer
from core.uploads import Refusal, UnsafeFile
from letters.models import Letter
from licensing.api import filing
from licensing.api.filters import ApplicationFilter
from licensing.api.hot import application_members
from licensing.api.scope import ApplicationView
from licensing.api.serializers.applications import (
    ApplicationDetailSerializer,
    ApplicationSerializer,
    ClockListSerializer,
    DocumentSerializer,
    EventSerializer,
    FindingSerializer,
    LetterSerializer,
    context_for,
)
from licensing.api.serializers.intake import ChangeInput, DraftInput, answers_of
from licensing.domain import drafts
from licensing.domain.clocks import read_clocks
from licensing.domain.documents import put_document
from licensing.domain.findings import eligibility_of
from licensing.domain.transitions import locked
from licensing.enums import ClockName
from licensing.models import Application


class ApplicationList(HotList, ApplicationView, ApiView, GenericAPIView[Application]):
    """List and create."""

    write_policy = "application_edit"
    write_scope = "applications:write"
    cold_parameters = frozenset({"count", "breached"})
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    queryset = Application.objects.none()

    def refuse_unknown_parameters(self, request: Request) -> None:
        """A list leaves it to its filters."""
        if request.method != "GET":
            super().refuse_unknown_parameters(request)

    def get_queryset(self) -> Any:
        """What the caller may read, with what a row shows: never the encrypted answers."""
        return Application.objects.visible_to(self.request.user).select_related("type").defer("answers")

    def get_serializer_context(self) -> dict[str, Any]:
        """Who reads."""
        return {**super().get_serializer_context(), **context_for(self.request.user)}

    @extend_schema(operation_id="applications_list", responses=ApplicationSerializer(many=True), tags=["applications"])
    def get(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Applications in the caller's scope, newest first."""
        rows = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(rows)
        return self.paged(rows, self.get_paginated_response(self.get_serializer(page, many=True).data))

    def hot_columns(self, rows: Any) -> Any:
        """As `ApplicationSerializer` writes a row."""
        return application_members(rows, actor=self.actor, zone=zone_of(self.request.user))

    @extend_schema(
        operation_id="applications_create",
        request=DraftInput,
        responses={201: ApplicationDetailSerializer},
        tags=["applications"],
    )
    def post(self, request: Request) -> Response:
        """Create a draft. What is missing or doubtful is listed by `eligibility`."""
        now = timezone.now()
        application = filing.create(request.data, request.user, at=now)
        response = self.detail(application, at=now, status=201)
        response.headers["Location"] = reverse("api_application", args=[application.number])
        return response


class ApplicationDetail(ApplicationView, ApiView):
    """One application."""

    write_policy = "application_edit"
    write_scope = "applications:write"

    @extend_schema(operation_id="applications_read", responses=ApplicationDetailSerializer, tags=["applications"])
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002  # DRF's signature
        """The application with status, corrections, documents and licence."""
        return self.detail(self.application(number), at=timezone.now())

    @extend_schema(
        operation_id="applications_change",
        request=ChangeInput,
        responses=ApplicationDetailSerializer,
        tags=["applications"],
    )
    def patch(self, request: Request, number: str) -> Response:
        """Replace sections of a draft, or of a returned file. A section is replaced whole."""
        application = self.application(number)
        given = ChangeInput(data=request.data)
        given.is_valid(raise_exception=True)
        now = timezone.now()
        with transaction.atomic():
            if locked(application.number).version != given.validated_data["version"]:
                raise StaleVersion
            for name, values in answers_of(self.with_own_place(given.validated_data)).items():
                drafts.save_section(application, name, values, by=self.actor, at=now)
        return self.detail(application, at=now)


class DocumentInput(StrictSerializer):
    """One file: PDF, JPEG or PNG."""

    file = serializers.FileField(allow_empty_file=True)
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)


class DocumentPut(ApplicationView, ApiView):
    """The file of one requirement."""

    policy = "application_edit"
    scope = "applications:write"
    parser_classes = (MultiPartParser,)
    largest_body = UPLOAD_LIMIT

    @extend_schema(
        operation_id="applications_documents_put",
        request={"multipart/form-data": DocumentInput},
        responses={202: DocumentSerializer},
        tags=["applications"],
    )
    def put(self, request: Request, number: str, requirement_code: str) -> Response:
        """Put a file; it is rebuilt and scanned, and is `clean` or `refused` soon after."""
        application = self.application(number)
        given = DocumentInput(data=request.data)
        given.is_valid(raise_exception=True)
        upload = given.validated_data["file"]
        try:
            document = put_document(
                application,
                requirement_code,
                chunks=upload.chunks(),
                name=upload.name,
                by=self.actor,
                at=timezone.now(),
                valid_until=given.validated_data["valid_until"],
            )
        except UnsafeFile as refused:
            if refused.reason == Refusal.TOO_LARGE:
                raise BodyTooLarge from refused
            raise
        return Response(DocumentSerializer(document).data, status=202)


class Eligibility(ApplicationView, ApiView):
    """What stands in the way."""

    @extend_schema(
        operation_id="applications_eligibility", responses=FindingSerializer(many=True), tags=["applications"]
    )
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002  # DRF's signature
        """All findings at once, blocking ones first."""
        found = eligibility_of(self.application(number), at=timezone.now())
        rows = sorted(found, key=lambda finding: not finding.blocks)
        return Response(FindingSerializer(rows, many=True).data)


class EventList(ApplicationView, ApiView):
    """The ledger."""

    @extend_schema(operation_id="applications_events", responses=EventSerializer(many=True), tags=["applications"])
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Every move, oldest first."""
        rows = self.application(number).events.order_by("seq")
        return Response(EventSerializer(rows, many=True).data)


class ClockList(ApplicationView, ApiView):
    """The clocks."""

    @extend_schema(operation_id="applications_clock", responses=ClockListSerializer, tags=["applications"])
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002  # DRF's signature
        """Every clock as it stands now, stretch by stretch."""
        application, now = self.application(number), timezone.now()
        readings = read_clocks(application, at=now)
        ordered = [readings[name] for name in ClockName if name in readings]
        return Response(ClockListSerializer({"number": application.number, "at": now, "clocks": ordered}).data)


class LetterList(ApplicationView, ApiView):
    """The letters."""

    policy = "letter_download"
    scope = "letters:read"

    @extend_schema(operation_id="applications_letters", responses=LetterSerializer(many=True), tags=["letters"])
    def get(self, request: Request, number: str) -> Response:
        """Letters of the application, oldest first; with an ETag."""
        application = Application.objects.visible_to(request.user, self.policy).filter(number=number.upper()).first()
        if application is None:
            raise Http404
        rows = Letter.objects.with_office().filter(application_link__application=application).order_by("id")
        return conditional(request, LetterSerializer(rows, many=True).data, seconds=0)
