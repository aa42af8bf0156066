"""Filters of lists: an unknown parameter answers 400 with its name, so a misspelt filter never lists everything."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

UNKNOWN = "unknown_parameter"
COUNT = "count"


class StrictFilterBackend(DjangoFilterBackend):  # type: ignore[misc]  # the library has no types
    """django-filter, with unknown parameters refused. A view names further ones in `query_parameters`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Any:
        """Check the names, then filter."""
        known = {*self._filter_names(request, queryset, view), *_view_names(view)}
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            detail = ErrorDetail(_("Parameter ini tidak dikenal."), code=UNKNOWN)
            raise ValidationError({name: [detail] for name in unknown})
        return super().filter_queryset(request, queryset, view)

    def _filter_names(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Iterator[str]:
        filterset = self.get_filterset(request, queryset, view)
        for name, field in filterset.form.fields.items() if filterset is not None else ():
            suffixes = getattr(field.widget, "suffixes", None) or [""]
            yield from (f"{name}_{suffix}" if suffix else name for suffix in suffixes)


def _view_names(view: APIView) -> Iterator[str]:
    yield from getattr(view, "query_parameters", ())
    paginator = getattr(view, "paginator", None)
    if paginator is not None:
        yield COUNT
        names = (getattr(paginator, f"{kind}_query_param", None) for kind in ("cursor", "page_size"))
        yield from (name for name in names if name)
