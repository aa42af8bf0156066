"""The shipped definitions."""

import pytest
from django.utils import translation

from spm.enums import Aggregation, Origin, Programme
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


def test_every_ilp_indicator_is_loaded_and_the_misprints_stay_switched_off_with_their_reason() -> None:
    rows = Indicator.objects.of(Programme.ILP)
    misprints = rows.filter(origin=Origin.SEED_DUPLICATE)

    assert rows.filter(origin=Origin.SEED).count() == 101
    assert rows.filter(origin=Origin.PROPOSED, is_enabled=True).count() == 63
    assert misprints.count() == 14
    assert not misprints.filter(is_enabled=True).exists()
    assert not misprints.filter(note="").exists()


def test_what_is_divided_by_what_is_said_in_both_languages() -> None:
    for row in Indicator.objects.all():
        assert (bool(row.numerator_en), bool(row.denominator_en)) == (bool(row.numerator), bool(row.denominator)), row

    disorder = Indicator.objects.get(code="KK-10")
    assert (
        disorder.formula == "ODGJ berat yang mendapat pelayanan sesuai standar ÷ proyeksi ODGJ berat di wilayah kerja"
    )
    with translation.override("en"):
        assert disorder.formula.startswith("People with severe mental disorder served to standard ÷ projected")


def test_pregnancy_is_counted_of_women_and_visits_of_everybody() -> None:
    first_visit = Indicator.objects.get(code="BUMIL-C-K1")
    visits = Indicator.objects.get(code="U-A-KUNJUNGAN")

    assert (first_visit.sexes, first_visit.age_groups) == (["P"], ["10-18", "19-59"])
    assert (visits.sexes, len(visits.age_groups)) == (["L", "P"], 7)
