"""Filters of lists: an unknown parameter answers 400 with its name, so a misspelt filter never lists everything."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import Field, NullBooleanField
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

UNKNOWN = "unknown_parameter"
COUNT = "count"
YES_OR_NO = ("true", "false")


class StrictFilterBackend(DjangoFilterBackend):  # type: ignore[misc]  # the library has no types
    """django-filter, with unknown parameters refused. A view names further ones in `query_parameters`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Any:
        """Check names and values, then filter."""
        fields = dict(self._fields(request, queryset, view))
        unknown = sorted(set(request.query_params) - {*fields, *_view_names(view)})
        if unknown:
            detail = ErrorDetail(_("Parameter ini tidak dikenal."), code=UNKNOWN)
            raise ValidationError({name: [detail] for name in unknown})
        _refuse_values_that_mean_nothing(request, fields)
        return super().filter_queryset(request, queryset, view)

    def _fields(self, request: Request, queryset: QuerySet[Any], view: APIView) -> Iterator[tuple[str, Field]]:
        """Each name a query may hold, with the form field that reads it."""
        filterset = self.get_filterset(request, queryset, view)
        for name, field in filterset.form.fields.items() if filterset is not None else ():
            suffixes = getattr(field.widget, "suffixes", None) or [""]
            yield from ((f"{name}_{suffix}" if suffix else name, field) for suffix in suffixes)


def _refuse_values_that_mean_nothing(request: Request, fields: Mapping[str, Field]) -> None:
    """Django leaves an empty filter out, and a yes or no it cannot read: the list would be of everything."""
    wrong = {}
    for name, field in fields.items():
        sent = request.query_params.get(name)
        if sent == "":
            wrong[name] = ErrorDetail(_("Isi parameter ini, atau hilangkan."), code="empty_parameter")
        elif sent is not None and isinstance(field, NullBooleanField) and sent.lower() not in YES_OR_NO:
            wrong[name] = ErrorDetail(_("Tulis true atau false."), code="invalid")
    if wrong:
        raise ValidationError({name: [detail] for name, detail in wrong.items()})


def _view_names(view: APIView) -> Iterator[str]:
    yield from getattr(view, "query_parameters", ())
    paginator = getattr(view, "paginator", None)
    if paginator is not None:
        yield COUNT
        names = (getattr(paginator, f"{kind}_query_param", None) for kind in ("cursor", "page_size"))
        yield from (name for name in names if name)
