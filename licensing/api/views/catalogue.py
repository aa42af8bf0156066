"""`/types/`: the catalogue, for everybody."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import PublicView, conditional
from accounts.domain.offices import home_office
from licensing.api.serializers.catalogue import (
    RequirementListSerializer,
    RequirementQuery,
    TypeListSerializer,
    TypeSerializer,
)
from licensing.domain.drafts import types_for_public
from licensing.domain.requirements import era_of
from licensing.domain.rulebook.catalogue import requirements_on, type_in_force
from licensing.enums import ApplicationKind
from licensing.models import RecommendationType, RequirementSet


def today() -> date:
    """Local day of the installation's own office."""
    return timezone.now().astimezone(home_office().zone).date()


def found_type(code: str, on: date) -> RecommendationType:
    """Return the version of a type in force on a day, or 404."""
    try:
        return type_in_force(code.upper(), on)
    except RecommendationType.DoesNotExist as missing:
        raise Http404 from missing


class TypeList(PublicView):
    """The catalogue."""

    @extend_schema(operation_id="types_list", responses=TypeListSerializer, tags=["types"])
    def get(self, request: Request) -> Response:
        """All types that may be applied for today, newest version of each."""
        newest = {row.code: row for row in sorted(types_for_public(today()), key=lambda row: (row.code, row.version))}
        page = {"results": list(newest.values()), "next": None, "previous": None}
        return conditional(request, TypeListSerializer(page).data)


class TypeDetail(PublicView):
    """One type."""

    @extend_schema(operation_id="types_read", responses=TypeSerializer, tags=["types"])
    def get(self, request: Request, code: str) -> Response:
        """The version in force today."""
        return conditional(request, TypeSerializer(found_type(code, today())).data)


class RequirementList(PublicView):
    """What a type asks for."""

    query_parameters = ("on", "kind")

    @extend_schema(
        operation_id="types_requirements",
        parameters=[RequirementQuery],
        responses=RequirementListSerializer,
        tags=["types"],
    )
    def get(self, request: Request, code: str) -> Response:
        """The requirements in force on a day for one kind of application."""
        query = RequirementQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        on = query.validated_data.get("on") or today()
        kind = ApplicationKind(query.validated_data["kind"])
        row = found_type(code, on)
        try:
            rows = requirements_on(row.code, on, kind=kind)
        except RequirementSet.DoesNotExist as missing:
            raise Http404 from missing
        found = {"type": row.code, "on": on, "kind": kind, "legal_era": era_of(on, None), "results": rows}
        return conditional(request, RequirementListSerializer(found).data)
