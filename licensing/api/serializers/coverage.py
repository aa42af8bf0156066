"""Coverage as JSON: what may be asked, and rows of numerator and denominator."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from facilities.enums import Ownership
from licensing.domain.coverage.counting import GROUPS
from licensing.enums import CoverageMeasure

# Cuts an agency may ask for; a facility is named by its public id, a country has provinces and a province cities.
BY = tuple(GROUPS)


class CoverageQuery(serializers.Serializer[Any]):
    """All may be combined. `by` is a list with commas."""

    on = serializers.DateField(required=False)
    by = serializers.CharField(required=False, allow_blank=True, default="", help_text=", ".join(BY))
    measure = serializers.ChoiceField(choices=CoverageMeasure.choices, default=CoverageMeasure.PERSONS)
    profession = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    kind = serializers.CharField(required=False, allow_blank=True, default="", max_length=24)
    ownership = serializers.ChoiceField(choices=Ownership.choices, required=False)
    city = serializers.RegexField(r"^\d\d\.\d\d$", required=False, help_text="Of a province; its registers answer.")
    kecamatan = serializers.RegexField(r"^\d\d\.\d\d\.\d\d$", required=False)
    kelurahan = serializers.RegexField(r"^\d\d\.\d\d\.\d\d\.\d{4}$", required=False)
    facility = serializers.CharField(required=False, allow_blank=True, default="", max_length=24)
    cursor = serializers.CharField(required=False, allow_blank=True, default="", max_length=400)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=200, help_text="25 without it.")
    count = serializers.BooleanField(required=False, default=False, help_text="Add the total.")

    def validate_by(self, value: str) -> tuple[str, ...]:
        """Return the names; each once, and only known ones."""
        names = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        if unknown := [name for name in names if name not in BY]:
            raise serializers.ValidationError(
                _("Tidak dikenal: %(names)s.") % {"names": ", ".join(unknown)}, code="unknown_group"
            )
        return names

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Facilities have no profession."""
        of_facilities = attrs["measure"] == CoverageMeasure.FACILITIES
        if of_facilities and (attrs["profession"] or "profession" in attrs["by"]):
            raise serializers.ValidationError(
                {"measure": [_("Ukuran fasilitas tidak mengenal profesi.")]}, code="no_profession"
            )
        return attrs


class CoverageRowSerializer(serializers.Serializer[Any]):
    """One row; `ratio` is null where nobody is obliged. `group` has the values of `by`."""

    group = serializers.DictField(child=serializers.CharField())
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True)
    list = serializers.URLField(allow_null=True, help_text="Page with the list behind the row, for persons.")


class CoverageSerializer(serializers.Serializer[Any]):
    """Rows of one measure on one day, in the order of their groups."""

    on = serializers.DateField()
    measure = serializers.CharField()
    results = CoverageRowSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    count = serializers.IntegerField(required=False, help_text="Only with ?count=true.")


class PublicFigureSerializer(serializers.Serializer[Any]):
    """Totals of one measure; null and `hidden` where a count under five could be told."""

    measure = serializers.CharField()
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    ratio = serializers.FloatField(allow_null=True)
    hidden = serializers.BooleanField()


class PublicCoverageSerializer(serializers.Serializer[Any]):
    """Totals for everybody."""

    on = serializers.DateField()
    region = serializers.CharField()
    results = PublicFigureSerializer(many=True)
