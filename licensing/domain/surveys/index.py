"""The satisfaction index (IKM) in exact arithmetic. Pure.

PermenPANRB 14/2017: nine elements scored 1 to 4, each with the weight 1/9; index = weighted mean x 25. The
weight is kept exact: the printed 0.111 would cap the best possible index at 99.9.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HIGHEST_SCORE = 4
TO_INDEX = Fraction(100, HIGHEST_SCORE)
CENT = Decimal("0.01")
# Lower bounds of the printed index (PermenPANRB 14/2017, table of bands).
BANDS: tuple[tuple[str, Decimal], ...] = (
    ("A", Decimal("88.31")),
    ("B", Decimal("76.61")),
    ("C", Decimal("65.00")),
    ("D", Decimal("25.00")),
)


@dataclass(frozen=True)
class ElementScore:
    """Sum of the scores of one element over `answers` sheets."""

    total: int
    answers: int

    @property
    def mean(self) -> Fraction | None:
        """Between 1 and 4; None when nobody answered."""
        return Fraction(self.total, self.answers) if self.answers else None


def index_of(scores: Mapping[str, ElementScore]) -> Fraction | None:
    """Return the exact index (25 to 100) of all elements together, or None when one has no answer."""
    means = [score.mean for score in scores.values()]
    if not means or any(mean is None for mean in means):
        return None
    return sum((mean for mean in means if mean is not None), Fraction(0)) / len(means) * TO_INDEX


def printed(index: Fraction, places: Decimal = CENT) -> Decimal:
    """Return the index as it is printed: half up, two decimals."""
    # Scaled to whole units first, so that no binary or rounded decimal comes between.
    units = Fraction(index) / Fraction(places)
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return (whole * places).quantize(places, rounding=ROUND_HALF_UP)


def band_of(index: Fraction) -> str:
    """Return the quality band A to D. The table knows two decimals, so the printed index decides."""
    shown = printed(index)
    return next((band for band, least in BANDS if shown >= least), "D")
