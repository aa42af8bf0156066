"""Coverage figures (HLC) that targets are set against; licensing, which stands above, lends them.

Without a lender every question is answered with None and pages show a dash.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CoverageCut:
    """What is looked at: one measure (`TargetMeasure` value of coverage) on one day inside all that is set.

    `area` is a code of a region, `facility` a public id, `kind` a kind of facility, `profession` a code.
    """

    measure: str
    on: date
    area: str = ""
    facility: str = ""
    kind: str = ""
    profession: str = ""


@dataclass(frozen=True)
class CoverageFigure:
    """`held` of `obliged`; `url` opens the list behind it."""

    held: int
    obliged: int
    url: str = ""


Lender = Callable[[CoverageCut], CoverageFigure]
_lenders: list[Lender] = []


def register(lender: Lender) -> None:
    """Name who answers; the app that counts calls it once when the apps are ready."""
    _lenders[:] = [lender]


def coverage_figure(cut: CoverageCut) -> CoverageFigure | None:
    """Return the figure of a cut, or None while nobody lends one."""
    return _lenders[0](cut) if _lenders else None
