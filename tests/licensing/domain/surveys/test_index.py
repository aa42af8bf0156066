"""The satisfaction index: exact ninths, half up, bands at their edges."""

from decimal import Decimal
from fractions import Fraction

import pytest

from licensing.domain.surveys.index import ElementScore, band_of, index_of, printed

CODES = [f"U{n}" for n in range(1, 10)]


def sheets(*values: int) -> dict[str, ElementScore]:
    """One sheet with these nine scores."""
    return {code: ElementScore(value, 1) for code, value in zip(CODES, values, strict=True)}


def test_all_fours_are_a_hundred_and_an_a():
    index = index_of(sheets(*[4] * 9))

    assert (index, printed(index), band_of(index)) == (100, Decimal("100.00"), "A")


def test_weight_is_exactly_a_ninth():
    index = index_of(sheets(4, 4, 4, 4, 3, 3, 3, 3, 3))

    assert index == Fraction(31, 9) * 25
    assert printed(index) == Decimal("86.11")


@pytest.mark.parametrize(
    ("index", "band"),
    [
        ("88.31", "A"),
        ("88.305", "A"),
        ("88.3049", "B"),
        ("76.61", "B"),
        ("76.605", "B"),
        ("76.604", "C"),
        ("65", "C"),
        ("64.995", "C"),
        ("64.9949", "D"),
        ("25", "D"),
    ],
)
def test_band_follows_the_printed_index(index, band):
    assert band_of(Fraction(index)) == band


def test_element_without_an_answer_gives_no_index():
    assert index_of({"U1": ElementScore(4, 1), "U2": ElementScore(0, 0)}) is None
    assert index_of({}) is None
