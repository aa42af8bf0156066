"""Filters of the list of applications; names as in the contract."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from licensing.enums import State
from licensing.models import Application


class ApplicationFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    number = django_filters.CharFilter(field_name="number", lookup_expr="iexact")
    state = django_filters.MultipleChoiceFilter(choices=State.choices)
    type = django_filters.CharFilter(field_name="type__code", lookup_expr="iexact")
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")
    filed_after = django_filters.IsoDateTimeFilter(field_name="submitted_at", lookup_expr="gte")
    filed_before = django_filters.IsoDateTimeFilter(field_name="submitted_at", lookup_expr="lt")
    due_before = django_filters.IsoDateTimeFilter(field_name="due_at", lookup_expr="lt")
    breached = django_filters.BooleanFilter(method="overdue", label="Open and over its earliest promise, or not.")
    external_reference = django_filters.CharFilter(field_name="external_reference")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def within(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:  # noqa: ARG002  # the library's signature
        """The kecamatan and its kelurahan."""
        return rows.filter(Q(region_id=value) | Q(region__code__startswith=f"{value}."))

    def overdue(self, rows: QuerySet[Application], name: str, value: bool) -> QuerySet[Application]:  # noqa: ARG002, FBT001  # as above
        """By the cached due moment."""
        late = Application.objects.overdue(timezone.now()).values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)
