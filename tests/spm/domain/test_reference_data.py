"""The shipped definitions."""

import pytest

from spm.enums import Aggregation, Programme
from spm.models import Indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def test_two_services_of_a_province_and_twelve_of_a_city_are_loaded() -> None:
    assert Indicator.objects.of(Programme.SPM_PROVINCE).count() == 2
    assert Indicator.objects.of(Programme.SPM_CITY).count() == 12


def test_disaster_averages_its_stages_and_outbreaks_are_pooled() -> None:
    disaster, outbreak = Indicator.objects.of(Programme.SPM_PROVINCE)

    assert (disaster.aggregation, disaster.stages) == (Aggregation.MEAN_OF_STAGES, ["pre_crisis", "emergency"])
    assert (outbreak.aggregation, outbreak.stages) == (Aggregation.POOLED, [])
