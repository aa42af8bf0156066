"""Lists of the API: `{"results": […], "next": url|null, "previous": url|null}`."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination as DRFCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

TRUE = ("true", "1")


class CursorPagination(DRFCursorPagination):
    """Cursor pages in a stable order. `?page_size=` up to 200; `?count=true` adds the total, which costs a query.

    A view orders its list with the attribute `ordering`; the default is the newest row first.
    """

    page_size = 25
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-pk"

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """One page of `queryset`; counts it before when asked."""
        wanted = request.query_params.get("count", "").lower() in TRUE
        self.total = queryset.count() if wanted and isinstance(queryset, QuerySet) else None
        self.ordering = getattr(view, "ordering", None) or self.ordering
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        """The page, with `count` only when it was asked for."""
        page = {"results": data, "next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response(page if self.total is None else {**page, "count": self.total})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same shape for OpenAPI."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": link,
                "previous": link,
                "count": {"type": "integer", "minimum": 0, "description": "Only with ?count=true."},
            },
        }
