"""Everything the coverage page shows of one measure on one cut, read once: figures by any group, and the history.

Of persons and placements one statement tells where each placement stands on the day, with the very conditions the
lists are made of (`counting`), so a figure and its list cannot differ; the licences of all times serve trend and
forecast. Whatever else is asked is worked out from these rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from facilities.enums import Ownership
from licensing.domain.coverage import counting
from licensing.domain.coverage.counting import DISTRICT_CODE, NOTHING, Figure, Key
from licensing.domain.coverage.facilities import FacilityStanding, judged
from licensing.domain.coverage.history import (
    PLACED_COLUMNS,
    CoverageHistory,
    Registers,
    facility_spans,
    history_from,
    placement_spans,
)
from licensing.domain.coverage.reading import Reading
from licensing.domain.coverage.spans import course, merged
from licensing.enums import ENDING_DAYS, CoverageList, CoverageMeasure

# What a placement brings to its unit; a unit has what any of its placements has.
LACKS, FILED, ENDS, UNFILED, HAD = 1, 2, 4, 8, 16
BITS: Final = {
    CoverageList.IN_PROCESS: FILED,
    CoverageList.ENDING_90: ENDS,
    CoverageList.UNFILED_90: UNFILED,
    CoverageList.EXPIRED: HAD,
}
WORDS = ("facility__public_id", "facility__kind", "facility__name")
FACTS = ("is_active", "is_held", "is_lasting", "had", "is_filed")


@dataclass(frozen=True)
class Seat:
    """A placement that is active on the day, and what it brings."""

    unit: int
    bits: int
    groups: dict[str, str]


@dataclass(frozen=True)
class Board(Reading):
    """A reading that keeps its rows."""

    @cached_property
    def registers(self) -> Registers:
        """Facilities, licences and closures of the cut, of all times."""
        return Registers(self.cut)

    @cached_property
    def standings(self) -> list[FacilityStanding]:
        """The facilities as any reading has them, from the rows that the history is made of."""
        on = self.cut.on
        return judged(self.cut, self.registers.open_facilities(on), self.registers.begun(on))

    @cached_property
    def _rows(self) -> list[Sequence[Any]]:
        until = self.cut.on + timedelta(days=ENDING_DAYS[CoverageList.ENDING_90])
        rows = counting.known(self.cut).annotate(**counting.facts_of(self.cut.on, until))
        return list(rows.values_list(*PLACED_COLUMNS, *WORDS, *FACTS))

    @cached_property
    def _seats(self) -> list[Seat]:
        seats = []
        for pk, person, profession, *others in self._rows:
            *_dates, ownership, area, public_id, kind, _name, is_active, is_held, is_lasting, had, is_filed = others
            if not is_active:
                continue
            if is_held:
                bits = 0 if is_lasting else ENDS if is_filed else ENDS | UNFILED
            else:
                bits = LACKS | (FILED if is_filed else 0) | (HAD if had else 0)
            groups = {
                "profession": profession,
                "facility": public_id,
                "kind": kind,
                "ownership": ownership,
                "kecamatan": area[:DISTRICT_CODE],
                "kelurahan": area,
            }
            seats.append(Seat(person if self.measure == CoverageMeasure.PERSONS else pk, bits, groups))
        return seats

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """Name and owner of each facility somebody is or was placed in, by its public id."""
        names, owner = len(PLACED_COLUMNS), PLACED_COLUMNS.index("facility__ownership")
        return {row[names]: (row[names + 2], row[owner]) for row in self._rows}

    def figures(self, *by: str, lists: Iterable[CoverageList] = ()) -> dict[Key, Figure]:
        """Return the figures by groups, as any reading does; of lists those of `BITS` and MISSING."""
        if self.counts_facilities:
            return super().figures(*by, lists=lists)
        units: dict[Key, dict[int, int]] = {}
        for seat in self._seats:
            inside = units.setdefault(tuple(seat.groups[name] for name in by), {})
            inside[seat.unit] = inside.get(seat.unit, 0) | seat.bits
        wanted = tuple(lists)
        return {key: _figure(list(inside.values()), wanted) for key, inside in units.items()}

    def owned(self) -> Figure:
        """Return the figure of what the city owns: of persons, only their placements there count."""
        return self.by("ownership").get(Ownership.CITY.value, NOTHING)

    def beside(self) -> Figure:
        """Return the figure of the other measure on the same cut: facilities beside persons, and the reverse."""
        cut = self.cut.within(profession="")
        if self.counts_facilities:
            return counting.total(cut, CoverageMeasure.PERSONS)
        held, obliged = course(list(merged(each.span for each in facility_spans(self.registers)))).on(self.cut.on)
        return Figure(obliged, held, {})

    def history(self) -> CoverageHistory:
        """Return the whole history of the cut."""
        if self.counts_facilities:
            return history_from(facility_spans(self.registers))
        return history_from(placement_spans(self._rows, self.measure, self.registers))


def _figure(units: list[int], lists: tuple[CoverageList, ...]) -> Figure:
    lacking = sum(bits & LACKS for bits in units)
    counts: dict[str, int] = {which: _having(units, BITS[which]) for which in lists if which in BITS}
    if CoverageList.MISSING in lists:
        # Of those who lack, whoever never had a licence is what is left of those who had one.
        counts[CoverageList.MISSING] = lacking - _having(units, HAD)
    return Figure(len(units), len(units) - lacking, counts)


def _having(units: list[int], bit: int) -> int:
    return sum(bits & bit != 0 for bits in units)
