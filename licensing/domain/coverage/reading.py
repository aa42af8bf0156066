"""One measure read on one cut: the same questions for persons, placements and facilities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from licensing.domain.coverage import counting as coverage, facilities as coverage_facilities
from licensing.domain.coverage.counting import NOTHING, Cut, Figure, Key
from licensing.domain.coverage.facilities import FacilityStanding
from licensing.enums import CoverageList, CoverageMeasure


@dataclass(frozen=True)
class Reading:
    """A measure on a cut. Nothing is read before it is asked for."""

    cut: Cut
    measure: CoverageMeasure

    @property
    def counts_facilities(self) -> bool:
        """True for the measure that has no profession."""
        return self.measure == CoverageMeasure.FACILITIES

    @cached_property
    def standings(self) -> list[FacilityStanding]:
        """The facilities of the cut; for the measure of facilities only."""
        return coverage_facilities.standings(self.cut)

    def figures(self, *by: str, lists: Iterable[CoverageList] = ()) -> dict[Key, Figure]:
        """Return the figures by groups; groups where nobody is obliged are left out."""
        if self.counts_facilities:
            return coverage_facilities.figures(self.standings, by=by, lists=lists)
        return coverage.figures(self.cut, self.measure, by=by, lists=lists)

    def by(self, name: str, *, lists: Iterable[CoverageList] = ()) -> dict[str, Figure]:
        """Return the figures by one group."""
        return {key[0]: figure for key, figure in self.figures(name, lists=lists).items()}

    def total(self, *lists: CoverageList) -> Figure:
        """Return the figure of the whole cut."""
        return self.figures(lists=lists).get((), NOTHING)


def read(cut: Cut, measure: CoverageMeasure | str, *, by: Sequence[str] = ()) -> dict[Key, Figure]:
    """Return the plain figures of a measure by groups."""
    return Reading(cut, CoverageMeasure(measure)).figures(*by)
