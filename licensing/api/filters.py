"""Filters of the lists of applications and licences; names as in the contract."""

from datetime import date

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from accounts.domain.offices import home_office
from accounts.rules import in_region
from licensing.domain.licences.flags import flagged
from licensing.domain.licences.public_register import LEAST_LETTERS, Wanted, search
from licensing.domain.licences.standing import ON_A_DAY, standing
from licensing.enums import State
from licensing.models import Application, Licence


class ApplicationFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined."""

    number = django_filters.CharFilter(field_name="number", lookup_expr="iexact")
    # A state is a column of the file: one file never comes twice, and DISTINCT would cost more than the rest.
    state = django_filters.MultipleChoiceFilter(choices=State.choices, distinct=False)
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
        return rows.filter(in_region(value))

    def overdue(self, rows: QuerySet[Application], name: str, value: bool) -> QuerySet[Application]:  # noqa: ARG002, FBT001  # as above
        """By the cached due moment."""
        late = Application.objects.overdue(timezone.now()).values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


def today() -> date:
    """By the clock of the installation's office."""
    return timezone.now().astimezone(home_office().zone).date()


class RegisterFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """All may be combined; a search of fewer than three letters finds everything."""

    type = django_filters.CharFilter(field_name="type_code", lookup_expr="iexact")
    q = django_filters.CharFilter(method="search", label=f"Name, number or place; {LEAST_LETTERS} letters or more.")
    kecamatan = django_filters.CharFilter(method="within", label="Code of the kecamatan, for example 16.74.02.")

    class Meta:
        model = Licence
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Licence], name: str, value: str) -> QuerySet[Licence]:  # noqa: ARG002  # the library's signature
        """By the register's own search."""
        return search(rows, Wanted(q=value))

    def within(self, rows: QuerySet[Licence], name: str, value: str) -> QuerySet[Licence]:  # noqa: ARG002  # as above
        """The kecamatan and its kelurahan."""
        return rows.filter(in_region(value, "place__region"))


class LicenceFilter(RegisterFilter):
    """What agencies ask for."""

    number = django_filters.CharFilter(field_name="number", lookup_expr="iexact")
    status = django_filters.ChoiceFilter(method="stands", choices=ON_A_DAY, label="On the day of the question.")
    flagged = django_filters.BooleanFilter(method="is_flagged", label="The place closed or was suspended, or not.")
    valid_until_before = django_filters.DateFilter(field_name="ends_on", lookup_expr="lt")
    updated_after = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gt")

    def stands(self, rows: QuerySet[Licence], name: str, value: str) -> QuerySet[Licence]:  # noqa: ARG002  # as above
        """By status and term."""
        return rows.filter(standing(value, today()))

    def is_flagged(self, rows: QuerySet[Licence], name: str, value: bool) -> QuerySet[Licence]:  # noqa: ARG002, FBT001  # as above
        """By the flags that hold today."""
        return rows.filter(flagged(today())) if value else rows.exclude(flagged(today()))
