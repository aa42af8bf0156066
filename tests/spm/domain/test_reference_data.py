"""The shipped definitions."""

import pytest

from spm.enums import Aggregation, Programme
from spm.models import CostComponent, Indicator, OutbreakService

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def test_two_services_of_a_province_and_twelve_of_a_city_are_loaded() -> None:
    assert Indicator.objects.of(Programme.SPM_PROVINCE).count() == 2
    assert Indicator.objects.of(Programme.SPM_CITY).count() == 12


def test_disaster_averages_its_stages_and_outbreaks_are_pooled() -> None:
    disaster, outbreak = Indicator.objects.of(Programme.SPM_PROVINCE)

    assert (disaster.aggregation, disaster.stages) == (Aggregation.MEAN_OF_STAGES, ["pre_crisis", "emergency"])
    assert (outbreak.aggregation, outbreak.stages) == (Aggregation.POOLED, [])


def test_steps_9_to_15_of_the_outbreak_costs_repeat_steps_2_to_8_and_are_skipped() -> None:
    used = CostComponent.objects.filter(indicator_code="PROV-2", is_active=True)

    assert set(used.values_list("step", flat=True)) == set(range(1, 9))
    assert CostComponent.objects.exclude(duplicate_of="").count() == 45


def test_the_outbreak_form_has_its_seven_services() -> None:
    assert OutbreakService.objects.filter(is_active=True).count() == 7
