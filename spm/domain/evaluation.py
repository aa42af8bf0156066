"""How counts become a figure: exact fractions, nothing rounded before it is shown. Pure.

A share is kept as a fraction of one hundred per cent, so 90 % is `Fraction(90)`. A denominator of nought gives
None, which is shown as a dash. More served than due gives more than 100; it is never cut off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

POOLED = "pooled"
MEAN_OF_STAGES = "mean_of_stages"
LAST = "last"
SUM = "sum"
HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Count:
    """How many of how many; `due` None where only a number is counted."""

    served: int
    due: int | None = None

    def __add__(self, other: "Count") -> "Count":
        due = None if self.due is None and other.due is None else (self.due or 0) + (other.due or 0)
        return Count(self.served + other.served, due)

    @property
    def percent(self) -> Fraction | None:
        """The exact share in per cent; None when there is nothing to divide by."""
        return Fraction(self.served * 100, self.due) if self.due else None

    @property
    def exceeds(self) -> bool:
        """True when more were served than due, which asks for a reason."""
        return self.due is not None and self.served > self.due

    @property
    def gap(self) -> int | None:
        """How many are still due; None without a denominator, never below nought."""
        return None if self.due is None else max(0, self.due - self.served)


@dataclass(frozen=True)
class Step:
    """One stage of the working: its name and counts."""

    name: str
    count: Count

    @property
    def percent(self) -> Fraction | None:
        """Exact share of the stage."""
        return self.count.percent


@dataclass(frozen=True)
class Result:
    """What an indicator comes to.

    `value` is the figure by the named method: per cent for a share, else the number; None is a dash. `pooled` is
    all counts together whatever the method, `mean` the mean of the stages where there are any, for comparison.
    """

    method: str
    value: Fraction | None
    total: Count
    steps: tuple[Step, ...] = field(default=())

    @property
    def pooled(self) -> Fraction | None:
        """The share of all people together."""
        return self.total.percent

    @property
    def mean(self) -> Fraction | None:
        """The mean of the stages that exist."""
        return mean_of(step.percent for step in self.steps)

    @property
    def exceeds(self) -> bool:
        """True when any stage, or the whole, served more than due."""
        return self.total.exceeds or any(step.count.exceeds for step in self.steps)


def evaluate(method: str, parts: Sequence[tuple[str, Count]], *, is_share: bool = True) -> Result:
    """Work an indicator out of its parts (stages, outbreaks, places or months, in order).

    Parts of one name are added together first: two floods are one emergency stage. Raises ValueError for a method
    nobody knows.
    """
    steps = tuple(Step(name, count) for name, count in _together(parts).items())
    total = sum((step.count for step in steps), Count(0))
    if method == LAST:
        total = parts[-1][1] if parts else Count(0)
    if method not in (POOLED, MEAN_OF_STAGES, LAST, SUM):
        raise ValueError(f"no such method: {method}")
    if not parts:
        return Result(method, None, total, steps)
    if not is_share:
        return Result(method, Fraction(total.served), total, steps)
    value = mean_of(step.percent for step in steps) if method == MEAN_OF_STAGES else total.percent
    return Result(method, value, total, steps)


def mean_of(values: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of the values that exist; None when none does."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _together(parts: Iterable[tuple[str, Count]]) -> dict[str, Count]:
    named: dict[str, Count] = {}
    for name, count in parts:
        named[name] = named[name] + count if name in named else count
    return named


def over_months(cells: Iterable[tuple[int, Count]], *, served_last: bool = False, due_last: bool = False) -> Count:
    """The figure of one place over months: each side added up, or that of its newest month (a yearly target)."""
    rows = sorted(cells, key=lambda cell: cell[0])
    if not rows:
        return Count(0)
    newest: dict[int, Count] = {}
    for month, count in rows:
        newest[month] = newest[month] + count if month in newest else count
    last = newest[max(newest)]
    with_due = [newest[month] for month in sorted(newest) if newest[month].due is not None]
    every = sum(newest.values(), Count(0))
    served = last.served if served_last else every.served
    due = every.due
    if due_last:
        due = with_due[-1].due if with_due else None
    return Count(served, due)


def rounded(value: Fraction, places: int = 1) -> Decimal:
    """The value for display: `places` decimals, halves away from nought, worked out exactly."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if value >= 0 else -units).scaleb(-places)


def as_text(value: Fraction | None) -> str | None:
    """The exact value for a machine and for keeping: "4175/42", never "99.404"."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def index_of(recipients: Fraction, quality: Fraction, *, weight_recipients: int, weight_quality: int) -> Fraction:
    """The achievement index: recipients and quality by their weights. Permendagri 59/2021.

    In the index, and only there, more than 100 % counts as 100 %: one service cannot pay for another.
    """
    capped = min(recipients, HUNDRED) * weight_recipients + min(quality, HUNDRED) * weight_quality
    return Fraction(capped, weight_recipients + weight_quality)


def fulfilment(pairs: Iterable[tuple[int, int]]) -> Fraction | None:
    """The mean share of needs that are met, from (need, available); needs of nought do not count."""
    return mean_of(Fraction(min(available, need) * 100, need) for need, available in pairs if need > 0)


def band_of(index: Fraction, bands: Mapping[str, Decimal]) -> str:
    """The code of the band an index falls into: the one with the highest lower bound it reaches.

    Bands are read from below, so 89.995 belongs to the band that begins at 80, not to a hole between two.
    """
    reached = [(Fraction(least), code) for code, least in bands.items() if index >= Fraction(least)]
    return max(reached)[1] if reached else ""
