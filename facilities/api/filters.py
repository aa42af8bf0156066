"""Filters of the list of facilities; names as in the contract."""

from datetime import date

import django_filters
from django.db.models import QuerySet

from accounts.rules import in_region
from core.names import has_name
from facilities.enums import Ownership
from facilities.models import Facility
from facilities.querysets import FACILITY_NAMES


class FacilityFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    code = django_filters.CharFilter(field_name="code", lookup_expr="iexact")
    name = django_filters.CharFilter(method="named", label="Beginning of the name.")
    kind = django_filters.CharFilter(field_name="kind")
    ownership = django_filters.ChoiceFilter(choices=Ownership.choices)
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")
    region = django_filters.CharFilter(field_name="region_id", label="Code of the kelurahan or desa.")
    active_on = django_filters.DateFilter(method="working", label="In operation on that day.")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Facility
        fields: tuple[str, ...] = ()

    def named(self, rows: QuerySet[Facility], name: str, value: str) -> QuerySet[Facility]:  # noqa: ARG002  # the library's signature
        """By the index of names."""
        return rows.filter(has_name("name_key", value, index=FACILITY_NAMES))

    def within(self, rows: QuerySet[Facility], name: str, value: str) -> QuerySet[Facility]:  # noqa: ARG002  # as above
        """The kecamatan and its kelurahan."""
        return rows.filter(in_region(value))

    def working(self, rows: QuerySet[Facility], name: str, value: date) -> QuerySet[Facility]:  # noqa: ARG002  # as above
        """Open on that day."""
        return rows.filter(pk__in=Facility.objects.active(value).values("pk"))
