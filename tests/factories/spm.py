"""Indicators and figures."""

from datetime import UTC, date, datetime

import factory

from spm.enums import Aggregation, Measure, OverTime, Programme, Source
from spm.models import Indicator, Value
from tests.factories.accounts import RegionFactory


class IndicatorFactory(factory.django.DjangoModelFactory[Indicator]):
    """A share of a yearly target, as the twelve services of a city."""

    class Meta:
        model = Indicator
        django_get_or_create = ("code", "valid_from")

    programme = Programme.SPM_CITY
    code = factory.Sequence(lambda n: f"KK-X{n}")
    name = factory.LazyAttribute(lambda row: f"Layanan {row.code}")
    numerator = "yang dilayani"
    denominator = "sasaran"
    measure = Measure.PERCENT
    target_percent = 100
    aggregation = Aggregation.POOLED
    numerator_over_time = OverTime.SUM
    denominator_over_time = OverTime.LAST
    valid_from = date(2019, 1, 1)
    source = "Permenkes 4/2019"


class ValueFactory(factory.django.DjangoModelFactory[Value]):
    """An entered figure of the city itself in January 2026."""

    class Meta:
        model = Value

    indicator = factory.SubFactory(IndicatorFactory)
    region = factory.SubFactory(RegionFactory, code="16.74")
    area = factory.LazyAttribute(lambda row: ".".join(row.region.code.split(".")[:2]))
    month = date(2026, 1, 1)
    numerator = 90
    denominator = 100
    version = 1
    recorded_at = datetime(2026, 2, 1, 1, tzinfo=UTC)
    source = Source.ENTERED
