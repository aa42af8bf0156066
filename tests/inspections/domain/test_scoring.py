"""The worked examples of the checklists' papers, and the edges of each rule."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.refdata.declaring import sheet_of
from core.refdata.reading import read
from inspections.domain.scoring import Item, Result, rounded, score
from inspections.enums import Scoring, VisitConclusion

FIT, REPAIR, UNFIT = VisitConclusion.FIT, VisitConclusion.FIT_WITH_REPAIR, VisitConclusion.UNFIT


def shipped(code: str) -> list[Item]:
    rows, _flaws = read(sheet_of("checklists.csv"))
    return [
        Item(row["item_code"], row["weight"], row["critical"], row["severity"] or "", row["applies_when"])
        for row in rows
        if row["checklist_code"] == code
    ]


def outcome(code: str, scoring: Scoring, threshold: int, *, no: tuple[str, ...], tb: tuple[str, ...] = ()) -> Result:
    items = shipped(code)
    answers = {item.code: "tidak" if item.code in no else "tb" if item.code in tb else "sesuai" for item in items}
    everything = [item.applies_when for item in items]
    return score(items, answers, conditions=everything, scoring=scoring, threshold=threshold)


@pytest.mark.parametrize(
    ("failed", "level", "conclusion"),
    [
        (("B01", "F04", "M02"), "II", FIT),
        (("B01", "F04", "M02", "E02"), "III", UNFIT),
        (("B01", "F04", "M02", "D02"), "IV", UNFIT),
    ],
)
def test_home_food_is_graded_as_in_the_worked_example(
    failed: tuple[str, ...], level: str, conclusion: VisitConclusion
) -> None:
    result = outcome("SPP-IRT", Scoring.SEVERITY, 2, no=failed)

    assert (result.level_name, result.conclusion) == (level, conclusion)


DAM_FAILED = ("B02", "C06", "C07", "D03", "D06")


def test_a_water_depot_passes_with_five_findings_as_in_the_worked_example() -> None:
    result = outcome("DAM", Scoring.PERCENT, 80, no=DAM_FAILED, tb=("E04",))

    assert (result.percent, result.shown_percent) == (Fraction(7800, 89), Decimal("87.6"))
    assert (result.conclusion, result.failed) == (FIT, DAM_FAILED)


def test_a_critical_item_fails_a_water_depot_above_the_threshold() -> None:
    result = outcome("DAM", Scoring.PERCENT, 80, no=(*DAM_FAILED, "E02"), tb=("E04",))

    assert (result.shown_percent, result.conclusion) == (Decimal("84.3"), UNFIT)


PLAIN = [Item("A"), Item("B", critical=True), Item("C", applies_when="rawat inap")]


@pytest.mark.parametrize(
    ("answers", "conclusion"),
    [
        ({"A": "sesuai", "B": "sesuai"}, FIT),
        ({"A": "tidak", "B": "sesuai"}, REPAIR),
        ({"A": "sesuai", "B": "tidak"}, UNFIT),
        ({"A": "sesuai", "B": "sesuai", "C": "tidak"}, FIT),
        ({"A": "tb", "B": "tb"}, None),
        ({}, None),
    ],
)
def test_every_asked_item_must_pass(answers: dict[str, str], conclusion: VisitConclusion | None) -> None:
    result = score(PLAIN, answers, conditions=(), scoring=Scoring.PASS_ALL, threshold=100)

    assert result.conclusion == conclusion


def test_an_item_is_asked_when_its_condition_is_ticked() -> None:
    answers = {"A": "sesuai", "B": "sesuai", "C": "tidak"}

    result = score(PLAIN, answers, conditions=("rawat inap",), scoring=Scoring.PASS_ALL, threshold=100)

    assert (result.conclusion, result.failed) == (REPAIR, ("C",))


def test_the_unrounded_value_meets_the_threshold() -> None:
    items = [Item("A", weight=7999), Item("B", weight=2001)]

    result = score(items, {"A": "sesuai", "B": "tidak"}, conditions=(), scoring=Scoring.PERCENT, threshold=80)

    assert (result.shown_percent, result.conclusion) == (Decimal("80.0"), REPAIR)


def test_no_counted_item_gives_no_percentage() -> None:
    result = score([Item("A")], {"A": "tb"}, conditions=(), scoring=Scoring.PERCENT, threshold=80)

    assert (result.percent, result.conclusion, result.not_applicable) == (None, None, 1)


def test_what_was_asked_and_not_answered_is_named() -> None:
    result = score(PLAIN, {"A": "sesuai"}, conditions=(), scoring=Scoring.PASS_ALL, threshold=100)

    assert result.unanswered == ("B",)


@pytest.mark.parametrize(("value", "shown"), [(Fraction(1, 20), "0.1"), (Fraction(4, 100), "0.0")])
def test_halves_go_up(value: Fraction, shown: str) -> None:
    assert rounded(value, "0.1") == Decimal(shown)
