"""Lists of the API: `{"results": […], "next": url|null, "previous": url|null}`."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination as DRFCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from core.crypto import seal, unseal

PURPOSE = "cursor"
MOST_DIGITS = 9
SAID = {"false": False, "0": False, "true": True, "1": True}


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

    A view orders its list with the attribute `ordering`; the default is the newest row first. A cursor names a key of
    the table, from which one could read how many rows others have, so it goes out sealed.
    """

    page_size = 25
    max_page_size = 200
    invalid_cursor_message: Any = _("Penunjuk halaman ini tidak berlaku. Mulai lagi dari halaman pertama.")
    page_size_query_param = "page_size"
    ordering = "-pk"

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """One page of `queryset`; counts it before when asked. Raises ValidationError for what is no size or answer."""
        wanted = SAID.get(request.query_params.get("count", "false").lower())
        if wanted is None:
            raise ValidationError({"count": [ErrorDetail(gettext("Tulis true atau false."), code="invalid")]})
        self.total = queryset.count() if wanted and isinstance(queryset, QuerySet) else None
        self.ordering = getattr(view, "ordering", None) or self.ordering
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int:
        """Rows a page: as asked, 1 to 200. Raises ValidationError for any other text."""
        name = str(self.page_size_query_param)
        text = request.query_params.get(name, str(self.page_size))
        if not (text.isascii() and text.isdigit() and len(text) < MOST_DIGITS and 1 <= int(text) <= self.max_page_size):
            words = gettext("Tulis angka 1 sampai %(most)s.") % {"most": self.max_page_size}
            raise ValidationError({name: [ErrorDetail(words, code="page_size")]})
        return int(text)

    def encode_cursor(self, cursor: Cursor) -> str:
        """The address of the page at `cursor`."""
        position = [("p", cursor.position)] if cursor.position is not None else []
        text = urlencode([*position, ("o", cursor.offset), ("r", int(cursor.reverse))])
        return replace_query_param(str(self.base_url), self.cursor_query_param, seal(text, PURPOSE))

    def decode_cursor(self, request: Request) -> Cursor | None:
        """The cursor of the address, None without one. Raises NotFound for one that is none of ours."""
        sealed = request.query_params.get(self.cursor_query_param)
        if sealed is None:
            return None
        try:
            tokens = parse_qs(unseal(sealed, PURPOSE), strict_parsing=True)
        except ValueError as error:
            raise NotFound(self.invalid_cursor_message) from error
        position: Any = tokens["p"][0] if "p" in tokens else None
        return Cursor(int(tokens["o"][0]), tokens["r"] == ["1"], position)

    def get_paginated_response(self, data: Any) -> Response:
        """The page, with `count` only when it was asked for."""
        page = {"results": data, "next": self.get_next_link(), "previous": self.get_previous_link()}
        return Response(page if self.total is None else {**page, "count": self.total})

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:  # noqa: ARG002  # DRF's signature
        """What a list may be asked, for OpenAPI."""
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        texts = {
            self.cursor_query_param: ({"type": "string"}, "From the links `next` and `previous`."),
            str(self.page_size_query_param): (size, "Rows a page."),
            "count": ({"type": "boolean", "default": False}, "Add the total, which costs a query."),
        }
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": text}
            for name, (schema, text) in texts.items()
        ]

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
