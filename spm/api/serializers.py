"""Shapes of definitions, figures and reports."""

from typing import Any

from rest_framework import serializers

from core.serializers import StrictSerializer
from spm.enums import AgeGroup, Dashboard, Disability, Level, Programme, Sex, Shape, Source
from spm.models import Indicator, Panel, Value

MONTH = r"^[12]\d{3}-(0[1-9]|1[0-2])$"
MOST = 10**12  # people of one cell; a column holds no more than 19 digits


class IndicatorSerializer(serializers.Serializer[Indicator]):
    """One definition in one version."""

    code = serializers.CharField()
    programme = serializers.ChoiceField(choices=Programme.choices)
    name = serializers.CharField()
    name_en = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    numerator_en = serializers.CharField()
    denominator_en = serializers.CharField()
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

    numerator = serializers.IntegerField(min_value=0, max_value=MOST)
    denominator = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, default=None)
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


class PanelSerializer(serializers.Serializer[Panel]):
    """One panel of an ILP dashboard; panels of one `chart` are drawn together."""

    code = serializers.CharField()
    dashboard = serializers.ChoiceField(choices=Dashboard.choices)
    chart = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    shape = serializers.ChoiceField(choices=Shape.choices)
    reads = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of indicators, `group:NAME` or `register:NAME`."
    )
    base = serializers.CharField(help_text="The indicator whose people are the whole; empty: its own denominator.")
    note = serializers.CharField()


class LineSerializer(serializers.Serializer[Any]):
    """One line of a panel: exact, and as it is shown."""

    panel = serializers.CharField()
    indicator = serializers.CharField()
    name = serializers.CharField()
    numerator = serializers.IntegerField(allow_null=True, help_text="Null where hidden, or nobody brought a figure.")
    denominator = serializers.IntegerField(allow_null=True, help_text="May be known where the numerator is not.")
    percent = serializers.CharField(allow_null=True, help_text="Exact, `4175/42`; null where nothing divides it.")
    shown = serializers.CharField(allow_null=True, help_text="One decimal, half up, with a point.")
    hidden = serializers.BooleanField(help_text="1 to 4 people, or what would tell such a count.")


class RegisterRowSerializer(serializers.Serializer[Any]):
    """One row of a register of cluster 1."""

    head = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()
    whole = serializers.IntegerField(allow_null=True)


class PartsSerializer(serializers.Serializer[Any]):
    """Whether parts add up to their whole; `open` is what is missing."""

    whole = serializers.IntegerField()
    parts = serializers.IntegerField()
    open = serializers.IntegerField()


class PlaceSerializer(serializers.Serializer[Any]):
    """What lies below the area; empty codes are figures of the area itself."""

    region = serializers.CharField()
    facility = serializers.CharField()
    name = serializers.CharField()
    figures = LineSerializer(many=True)


class DrawingSerializer(serializers.Serializer[Any]):
    """Panels drawn together."""

    code = serializers.CharField()
    title = serializers.CharField()
    shape = serializers.ChoiceField(choices=Shape.choices)
    figures = LineSerializer(many=True)
    register = RegisterRowSerializer(many=True)
    check = PartsSerializer(allow_null=True)
    places = PlaceSerializer(many=True)


class DashboardSerializer(serializers.Serializer[Any]):
    """A dashboard of an area, months and groups, as it stood at `data_at`."""

    level = serializers.ChoiceField(choices=Level.choices)
    region = serializers.CharField(help_text="Empty: the country.")
    facility = serializers.CharField(allow_null=True)
    first = serializers.CharField(help_text="First month, 2026-01.")
    until = serializers.CharField(help_text="Last month.")
    sex = serializers.CharField()
    age_group = serializers.CharField()
    disability = serializers.CharField()
    data_at = serializers.DateTimeField()
    closed = serializers.BooleanField(help_text="Divided in two ways outside its city: no figure is told.")
    panels = DrawingSerializer(many=True)
