"""Exact arithmetic, and every number of the worked examples (seed 001)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from core import formats
from spm.domain.evaluation import (
    MEAN_OF_STAGES,
    POOLED,
    Count,
    as_text,
    band_of,
    evaluate,
    fulfilment,
    index_of,
    over_months,
    rounded,
)

CRISIS = [
    ("pre_crisis", Count(150, 165)),
    ("emergency", Count(5105, 5108)),
    ("emergency", Count(5440, 5450)),
]
OUTBREAKS = [("KLB 1", Count(415, 450)), ("KLB 2", Count(5430, 5430))]
BANDS = {"PARIPURNA": Decimal(100), "UTAMA": Decimal(90), "MADYA": Decimal(80), "BELUM": Decimal(0)}


def shown(value: Fraction | None) -> str:
    """As an Indonesian reads it."""
    with translation.override("id"):
        return formats.percent(None if value is None else rounded(value))


def test_stages_of_the_crisis_are_pooled_by_stage_then_averaged() -> None:
    result = evaluate(MEAN_OF_STAGES, CRISIS)

    assert [shown(step.percent) for step in result.steps] == ["90,9 %", "99,9 %"]
    assert result.steps[1].count == Count(10545, 10558)
    assert shown(result.value) == "95,4 %"
    assert result.value == (Fraction(15000, 165) + Fraction(1054500, 10558)) / 2


def test_pooled_value_of_the_crisis_stands_beside_it() -> None:
    result = evaluate(MEAN_OF_STAGES, CRISIS)

    assert result.total == Count(10695, 10723)
    assert shown(result.pooled) == "99,7 %"


def test_single_events_of_the_crisis_read_as_in_the_paper() -> None:
    assert [shown(count.percent) for _name, count in CRISIS] == ["90,9 %", "99,9 %", "99,8 %"]


def test_a_year_without_an_emergency_is_the_mean_of_the_stage_that_exists() -> None:
    assert evaluate(MEAN_OF_STAGES, CRISIS[:1]).value == Fraction(15000, 165)


def test_outbreaks_are_pooled_not_averaged() -> None:
    result = evaluate(POOLED, OUTBREAKS)

    assert result.total == Count(5845, 5880)
    assert [shown(step.percent) for step in result.steps] == ["92,2 %", "100,0 %"]
    assert shown(result.value) == "99,4 %"
    assert shown(result.mean) == "96,1 %"


def test_swapped_landslide_figures_stay_above_one_hundred() -> None:
    landslide = Count(5450, 5440)

    assert landslide.exceeds
    assert rounded(Fraction(landslide.percent or 0), 2) == Decimal("100.18")


def test_nothing_to_divide_by_is_a_dash() -> None:
    assert shown(evaluate(POOLED, [("", Count(0, 0))]).value) == "–"
    assert shown(evaluate(POOLED, []).value) == "–"


@pytest.mark.parametrize(("value", "text"), [("95.35", "95.4"), ("99.95", "100.0"), ("0.05", "0.1"), ("-0.05", "-0.1")])
def test_halves_are_rounded_up(value: str, text: str) -> None:
    assert rounded(Fraction(value)) == Decimal(text)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8))
def test_the_sum_of_places_is_the_figure_of_the_whole(pairs: list[tuple[int, int]]) -> None:
    result = evaluate(POOLED, [(str(n), Count(*pair)) for n, pair in enumerate(pairs)])

    assert result.total.served == sum(served for served, _due in pairs)
    assert result.value == (Count(sum(a for a, _b in pairs), sum(b for _a, b in pairs)).percent if pairs else None)


def test_people_served_add_up_over_months_while_the_yearly_target_stands() -> None:
    months = [(1, Count(10, 100)), (2, Count(15, 100)), (3, Count(20, 120))]

    assert over_months(months, due_last=True) == Count(45, 120)
    assert over_months(months) == Count(45, 320)


def test_exact_value_travels_as_a_fraction() -> None:
    assert as_text(evaluate(POOLED, OUTBREAKS).value) == "4175/42"


def test_index_weighs_recipients_and_quality_and_counts_nothing_above_one_hundred() -> None:
    assert index_of(Fraction(110), Fraction(50), weight_recipients=80, weight_quality=20) == 90


@pytest.mark.parametrize(
    ("index", "band"), [("100", "PARIPURNA"), ("99.999", "UTAMA"), ("89.995", "MADYA"), ("1", "BELUM")]
)
def test_bands_leave_no_hole_between_them(index: str, band: str) -> None:
    assert band_of(Fraction(index), BANDS) == band


def test_needs_of_nought_do_not_count_towards_quality() -> None:
    assert fulfilment([(10, 5), (0, 3), (4, 8)]) == 75
    assert fulfilment([]) is None
