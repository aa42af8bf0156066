"""Shapes of definitions, figures and reports."""

from typing import Any

from rest_framework import serializers

from core.serializers import StrictSerializer
from spm.enums import AgeGroup, Disability, Programme, Sex, Source
from spm.models import Indicator, Value

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class IndicatorSerializer(serializers.Serializer[Indicator]):
    """One definition in one version."""

    code = serializers.CharField()
    programme = serializers.ChoiceField(choices=Programme.choices)
    name = serializers.CharField()
    name_en = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    measure = serializers.CharField(help_text="`percent` or `count`.")
    target_percent = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    aggregation = serializers.CharField(help_text="`pooled`, `mean_of_stages`, `last` or `sum`.")
    numerator_over_time = serializers.CharField()
    denominator_over_time = serializers.CharField(help_text="`last`: a yearly target, the newest month stands.")
    stages = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    rule = serializers.CharField(source="source", help_text="The rule or paper it rests on.")


class ValueSerializer(serializers.Serializer[Value]):
    """One cell of a figure, in one version."""

    indicator = serializers.CharField(source="indicator.code")
    month = serializers.SerializerMethodField()
    region = serializers.CharField(source="region_id")
    facility = serializers.CharField(source="facility.public_id", default=None, allow_null=True)
    part = serializers.CharField()
    sex = serializers.CharField()
    age_group = serializers.CharField()
    disability = serializers.CharField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()
    origin = serializers.ChoiceField(source="source", choices=Source.choices)
    reason = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(allow_null=True)

    def get_month(self, row: Value) -> str:
        """As "2026-01"."""
        return f"{row.month:%Y-%m}"


class CellInputSerializer(StrictSerializer):
    """How many of how many, of one group; a group left out is everybody not told apart."""

    numerator = serializers.IntegerField(min_value=0)
    denominator = serializers.IntegerField(min_value=0, allow_null=True, default=None)
    sex = serializers.ChoiceField(choices=Sex.choices, allow_blank=True, default="")
    age_group = serializers.ChoiceField(choices=AgeGroup.choices, allow_blank=True, default="")
    disability = serializers.ChoiceField(choices=Disability.choices, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, allow_blank=True, default="", help_text="Served over due.")
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class FigureInputSerializer(StrictSerializer):
    """All cells of one indicator at one facility in one month; they replace the cells there before."""

    indicator = serializers.CharField(max_length=40)
    facility = serializers.CharField(max_length=24, help_text="Public id of the facility.")
    month = serializers.RegexField(MONTH, help_text="As 2026-01.")
    cells = CellInputSerializer(many=True, allow_empty=False)


class ValuesInputSerializer(StrictSerializer):
    """Figures to write together: all or none."""

    figures = serializers.ListField(child=FigureInputSerializer(), allow_empty=False, max_length=500)


class WrittenSerializer(serializers.Serializer[Any]):
    """How many cells were written; figures equal to what stands write none."""

    written = serializers.IntegerField()


class ReportSerializer(serializers.Serializer[Any]):
    """A report: figures with exact fractions ("4175/42" per cent) and as they are shown."""

    programme = serializers.CharField()
    region = serializers.CharField()
    facility = serializers.CharField(allow_null=True)
    year = serializers.IntegerField()
    until = serializers.IntegerField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField(help_text="Empty until it is checked.")
    letter_number = serializers.CharField(allow_null=True)
    data_at = serializers.DateTimeField()
    services = serializers.ListField(child=serializers.DictField())
    index = serializers.DictField(allow_null=True)
