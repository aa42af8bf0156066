"""What is hidden from who may not see small counts, so that no two answers tell one by subtraction.

Such a viewer sees the figures of a year divided one way at a time: by place, by month or by one group of people. Each
of these tables hides rows until none of its small counts can be worked out from its total, and a row hidden there is
hidden when it is asked for alone. What divides the people in two ways, or takes some months out of a year, is closed.
SECURITY, threat 17.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from spm.domain.dashboards import counting
from spm.domain.dashboards.counting import PLACES, Ask, Definitions
from spm.domain.dashboards.cut import MONTHS, PLACE, PROVINCE_CODE, Area, Cut
from spm.domain.dashboards.figures import ByPlace, Line, Seen, Wanted, by_place, is_small
from spm.domain.dashboards.reach import Reach
from spm.domain.evaluation import Count
from spm.enums import Level


@dataclass(frozen=True)
class Veil:
    """How one question is hidden: `tables` are those it is one row of, with the key of the row.

    `ways` are in what ways the question divides the people, `PLACE`, `MONTHS` or the name of a group.
    """

    seen: Seen
    ways: Sequence[str] = ()
    tables: Sequence[tuple[ByPlace, Any]] = ()

    @property
    def is_crossed(self) -> bool:
        """True when the question divides in two ways, or takes some months alone."""
        return len(self.ways) > 1 or MONTHS in self.ways

    def hides(self, wanted: Wanted, count: Count | None) -> bool:
        """Tell whether a figure of the question itself is hidden."""
        if self.seen.whole(wanted):
            return False
        return self.is_crossed or is_small(count) or any(self._row(wanted, *each) for each in self.tables)

    def closes(self, line: Line, way: str) -> bool:
        """Tell whether the figure may not be divided further in that way."""
        if self.seen.whole(line.wanted):
            return False
        return line.is_hidden or not set(self.ways) <= ({PLACE} if way == PLACE else set())

    def _row(self, wanted: Wanted, table: ByPlace, key: Any) -> bool:
        line = by_place(table, wanted, self.seen).get(key)
        return line is not None and line.is_hidden

    def opens(self, way: str) -> bool:
        """Tell whether any line may be divided further in that way."""
        return self.seen.plain or set(self.ways) <= ({PLACE} if way == PLACE else set())


def veil_of(reach: Reach, cut: Cut, known: Definitions, *, today: date) -> Veil:
    """The veil of a question, without the tables it belongs to; those are `tables_of`, where anything is hidden."""
    seen = Seen(reach.owns, reach.owns_all)
    hides = any(not (seen.sensitive if row.is_sensitive else seen.plain) for row in known.rows)
    return Veil(seen, cut.ways(reach.top, today) if hides else ())


def tables_of(veil: Veil, reach: Reach, cut: Cut) -> Iterator[tuple[Ask, Any]]:
    """The tables that a question is one row of, to be counted, each with the key of the row."""
    if not veil.ways or veil.is_crossed:
        return
    way = veil.ways[0]
    if way != PLACE:
        yield Ask(reach.figures(cut.area), cut.everybody(), counting.group(way)), getattr(cut, way)
        return
    for above, key in _above(reach.top, cut.area):
        yield Ask(reach.figures(above), replace(cut, area=above), PLACES[above.level]), key


def _above(top: Area, area: Area) -> Iterator[tuple[Area, Any]]:
    """The areas from `top` down to `area`, each with the key of the next one."""
    if area.facility is not None:
        yield top, area.facility.pk
    elif top.level == Level.NATIONAL:
        province = area.code[:PROVINCE_CODE]
        yield top, province
        if area.code != province:
            yield Area(Level.PROVINCE, province, ""), area.code
    else:
        yield top, area.code
