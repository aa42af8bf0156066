"""Filters of practitioners and placements; names as in the contract."""

from datetime import date

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.rules import in_region
from core.names import has_name
from workforce.models import Placement, Practitioner
from workforce.querysets import PERSON_NAMES


class PractitionerFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined; those of places look at placements of today."""

    name = django_filters.CharFilter(method="named", label="Beginning of the name.")
    profession = django_filters.CharFilter(field_name="profession__code", lookup_expr="iexact")
    str_number = django_filters.CharFilter(field_name="str_number", lookup_expr="iexact")
    facility = django_filters.CharFilter(method="placed", label="Id of a facility.")
    kecamatan = django_filters.CharFilter(method="placed", label="Code of the kecamatan, for example 16.74.02.")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Practitioner
        fields: tuple[str, ...] = ()

    def named(self, rows: QuerySet[Practitioner], name: str, value: str) -> QuerySet[Practitioner]:  # noqa: ARG002  # the library's signature
        """By the index of names."""
        return rows.filter(has_name("person__name_key", value, index=PERSON_NAMES))

    def placed(self, rows: QuerySet[Practitioner], name: str, value: str) -> QuerySet[Practitioner]:
        """Who works there today, of the placements the caller sees."""
        seen = Placement.objects.visible_to(self.request.user).in_force(timezone.localdate())
        if name == "facility":
            seen = seen.filter(facility__public_id=value)
        else:
            seen = seen.filter(in_region(value, "facility__region"))
        return rows.filter(Exists(seen.filter(practitioner=OuterRef("pk"))))


class PlacementFilter(django_filters.FilterSet):  # type: ignore[misc]  # as above
    """All may be combined."""

    profession = django_filters.CharFilter(field_name="practitioner__profession__code", lookup_expr="iexact")
    facility = django_filters.CharFilter(field_name="facility__public_id", label="Id of a facility.")
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")
    in_force_on = django_filters.DateFilter(method="on", label="Placements that hold on that day.")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    class Meta:
        model = Placement
        fields: tuple[str, ...] = ()

    def within(self, rows: QuerySet[Placement], name: str, value: str) -> QuerySet[Placement]:  # noqa: ARG002  # the library's signature
        """The kecamatan and its kelurahan."""
        return rows.filter(in_region(value, "facility__region"))

    def on(self, rows: QuerySet[Placement], name: str, value: date) -> QuerySet[Placement]:  # noqa: ARG002  # as above
        """By first and last day."""
        return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=value), starts_on__lte=value)
