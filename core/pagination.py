"""Lists of the API: `{"results": […], "next": url|null, "previous": url|null}`."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination as DRFCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

TRUE = ("true", "1")


@dataclass(frozen=True)
class KeyPage:
    """One page of rows that were worked out, not queried: their keys, and the cursors of its neighbours or None."""

    keys: list[tuple[str, ...]]
    next: str | None
    previous: str | None


def key_page(keys: Iterable[tuple[str, ...]], *, cursor: str = "", size: int | None = None) -> KeyPage:
    """Cut sorted `keys` into pages of `size` (25, at most 200); a cursor names a key, so a new row moves no page.

    Raises NotFound for a cursor that is none.
    """
    ordered = sorted(keys)
    length = min(max(size or CursorPagination.page_size, 1), CursorPagination.max_page_size)
    start = bisect_left(ordered, _read_cursor(cursor)) if cursor else 0
    shown = ordered[start : start + length]
    after, before = ordered[start + length :], max(start - length, 0)
    return KeyPage(
        shown,
        _write_cursor(after[0]) if after else None,
        _write_cursor(ordered[before]) if start > 0 and ordered else None,
    )


def _write_cursor(key: tuple[str, ...]) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[str, ...]:
    try:
        key = json.loads(urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}"))
    except ValueError as error:
        raise NotFound from error
    if not isinstance(key, list) or not all(isinstance(part, str) for part in key):
        raise NotFound
    return tuple(key)


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
