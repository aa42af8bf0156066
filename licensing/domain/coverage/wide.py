"""Coverage of a province or the country, from the summary: the whole, and its parts by city, province or profession."""

from dataclasses import dataclass
from datetime import date

from facilities.enums import Ownership
from licensing.domain.coverage.counting import CITY_CODE, NOTHING, PROVINCE_CODE, Figure, Key
from licensing.domain.coverage.summary import summary
from licensing.enums import CoverageMeasure


@dataclass(frozen=True)
class WideReading:
    """One measure on one day inside `region` (a code of two digits; empty for the country)."""

    region: str
    measure: CoverageMeasure
    on: date
    ownership: str = ""

    @property
    def part(self) -> str:
        """What the region is made of: `city` or `province`."""
        return "city" if self.region else "province"

    def total(self) -> Figure:
        """The figure of the whole region; persons who work in two of its parts count once."""
        return self._read(len(self.region)).get((self.region, ""), NOTHING)

    def owned(self) -> Figure:
        """The figure of what the cities own."""
        return WideReading(self.region, self.measure, self.on, Ownership.CITY.value).total()

    def parts(self) -> dict[str, Figure]:
        """The figures of the cities or provinces by code."""
        level = CITY_CODE if self.region else PROVINCE_CODE
        return {area: figure for (area, _all), figure in self._read(level).items()}

    def professions(self) -> dict[str, Figure]:
        """The figures of the whole region by profession; none where facilities are counted."""
        found = summary(
            self.on, self.measure, below=self.region, level=len(self.region), ownership=self.ownership,
            by_profession=True,
        )  # fmt: skip
        return {profession: figure for (_area, profession), figure in found.items()}

    def figures(self, *by: str) -> dict[Key, Figure] | None:
        """Return the figures by groups, or None for groups the summary does not keep."""
        if not by:
            total = self.total()
            return {(): total} if total.obliged else {}
        if by == (self.part,):
            return {(code,): figure for code, figure in self.parts().items()}
        if by == ("profession",):
            return {(code,): figure for code, figure in self.professions().items()}
        return None

    def _read(self, level: int) -> dict[tuple[str, str], Figure]:
        return summary(self.on, self.measure, below=self.region, level=level, ownership=self.ownership)
