"""Filters of officers' lists. Unknown parameters and unknown values are left out, so an old link still opens."""

from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import RegionLevel
from accounts.models import Region
from licensing.enums import State
from licensing.models import Application, RecommendationType

SHOWN_STATES = [(value, label) for value, label in State.choices if value != State.DRAFT]


# Names of types and kecamatan change a few times a year; a list page need not ask each time.
KEEP_SECONDS = 300


def type_choices() -> list[tuple[str, str]]:
    """Return the newest name of every type, by name."""

    def read() -> list[tuple[str, str]]:
        names = dict(RecommendationType.objects.order_by("version").values_list("code", "name"))
        return sorted(names.items(), key=lambda pair: pair[1])

    return cache.get_or_set("queue.types", read, KEEP_SECONDS) or []


def district_choices() -> list[tuple[str, str]]:
    """Return the kecamatan, by code."""

    def read() -> list[tuple[str, str]]:
        rows = Region.objects.filter(level=RegionLevel.DISTRICT).order_by("code")
        return list(rows.values_list("code", "name"))

    return cache.get_or_set("queue.districts", read, KEEP_SECONDS) or []


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """Type, kecamatan, state, and name or number."""

    type = django_filters.ChoiceFilter(
        label=_("Jenis izin"), field_name="type__code", choices=type_choices, empty_label=_("Semua jenis")
    )
    region = django_filters.ChoiceFilter(
        label=_("Kecamatan"),
        field_name="region_id",
        lookup_expr="startswith",
        choices=district_choices,
        empty_label=_("Semua"),
    )
    state = django_filters.ChoiceFilter(label=_("Keadaan"), choices=SHOWN_STATES, empty_label=_("Semua di meja ini"))
    q = django_filters.CharFilter(
        label=_("Cari"),
        method="search",
        widget=forms.TextInput(attrs={"placeholder": _("Nama atau nomor"), "type": "search"}),
    )

    class Meta:
        model = Application
        fields = ("type", "region", "state", "q")

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:  # noqa: ARG002
        """Number, register number, applicant or place; at least two letters, so one key does not read the table."""
        text = " ".join(value.split())
        if len(text) < 2:  # noqa: PLR2004
            return rows
        return rows.filter(
            Q(number__icontains=text)
            | Q(register_number__icontains=text)
            | Q(applicant_name__icontains=text)
            | Q(place_name__icontains=text)
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid values that are set, by name."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}
