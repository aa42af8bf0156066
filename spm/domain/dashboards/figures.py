"""How counts become the lines of a panel, and which of them are hidden. Pure and exact.

Counts come by place (a child of the area: province, city, Puskesmas or one of its network) and by indicator. The
figure of the area is the sum of its children, always: a panel has no other way to a total. Of a line set against a
base both sides add up, each over the places that brought it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.hiding import Counts, hidden
from spm.domain.evaluation import Count

ByCode = Mapping[str, Count]
ByPlace = Mapping[str, ByCode]


@dataclass(frozen=True)
class Base:
    """The indicator whose people are the whole: its own denominator where it is a share, else those it counts."""

    code: str
    is_share: bool


@dataclass(frozen=True)
class Wanted:
    """One line of a panel: an indicator, perhaps set against the people of another."""

    panel: str
    code: str
    label: str
    is_share: bool
    is_sensitive: bool = False
    base: Base | None = None


@dataclass(frozen=True)
class Line:
    """One line as it may be shown. `count` None: nobody brought a figure, shown as a dash; 0 is a figure.

    `alone` are the people of the base where nobody brought a figure of the line itself: they stand in the whole of
    the area, so they are shown beside the dash.
    """

    wanted: Wanted
    count: Count | None
    is_hidden: bool = False
    alone: int | None = None

    @property
    def due(self) -> int | None:
        """How many people the line is set against; None where nobody brought that."""
        return self.alone if self.count is None else self.count.due

    @property
    def percent(self) -> Fraction | None:
        """The exact share in per cent; None without figures, with nothing to divide by, or when hidden."""
        return None if self.count is None or self.is_hidden else self.count.percent

    @property
    def has_share(self) -> bool:
        """True when the line is one of a whole."""
        return self.wanted.is_share or self.wanted.base is not None


def total(places: ByPlace) -> dict[str, Count]:
    """The sum of all places, by indicator."""
    found: dict[str, Count] = {}
    for figures in places.values():
        for code, count in figures.items():
            found[code] = found[code] + count if code in found else count
    return found


def counted(figures: ByCode, wanted: Wanted) -> Count | None:
    """The count of a line out of the figures of one place; None where nobody brought one."""
    own = figures.get(wanted.code)
    return own if own is None or wanted.base is None else Count(own.served, _people(figures, wanted.base))


def _people(figures: ByCode, base: Base | None) -> int | None:
    whole = figures.get(base.code) if base else None
    if base is None or whole is None:
        return None
    return whole.due if base.is_share else whole.served


def told(figures: ByCode, wanted: Wanted) -> Count | None:
    """What a line tells of one place: its count, or the people of its base alone; None where there is neither."""
    own, whole = counted(figures, wanted), _people(figures, wanted.base)
    return own if own is not None or whole is None else Count(0, whole)


def _line(figures: ByCode, wanted: Wanted, *, is_hidden: bool) -> Line:
    count = counted(figures, wanted)
    return Line(wanted, count, is_hidden, _people(figures, wanted.base) if count is None else None)


@dataclass(frozen=True)
class Seen:
    """Whose small counts may be seen: `plain` ones, and those of `sensitive` indicators."""

    plain: bool
    sensitive: bool

    def whole(self, wanted: Wanted) -> bool:
        """Tell whether the small counts of that line may be seen."""
        return self.sensitive if wanted.is_sensitive else self.plain


def lines(figures: ByCode, wanted: Iterable[Wanted], hides: Callable[[Wanted, Count | None], bool]) -> list[Line]:
    """The lines of the area itself; `hides` tells which of them are hidden."""
    return [_line(figures, each, is_hidden=hides(each, told(figures, each))) for each in wanted]


def by_place(places: ByPlace, wanted: Wanted, seen: Seen) -> dict[str, Line]:
    """One line by place; places are hidden until none of the small counts can be worked out from the total."""
    gone: frozenset[str] = frozenset()
    if not seen.whole(wanted):
        whole = told(total(places), wanted) or Count(0)
        known = {place: count for place, figures in places.items() if (count := told(figures, wanted)) is not None}
        gone = hidden(_split(whole), {place: _split(count) for place, count in known.items()})
    return {place: _line(figures, wanted, is_hidden=place in gone) for place, figures in places.items()}


def is_small(count: Count | None) -> bool:
    """Tell whether the people counted, the whole, or those left over are 1 to 4."""
    return count is not None and _split(count).is_small


def people(places: ByPlace) -> dict[str, dict[str, Count]]:
    """The people counted without what they are set against, which over months may be the target of a year."""
    return {place: {code: Count(count.served) for code, count in found.items()} for place, found in places.items()}


def _split(count: Count) -> Counts:
    return Counts(count.served, 0 if count.due is None else count.due - count.served)


@dataclass(frozen=True)
class PartsCheck:
    """Whether parts add up to their whole (contacts = on TPT + on OAT + neither, once follow-up is complete)."""

    whole: int
    parts: int

    @property
    def open(self) -> int:
        """How many still wait for an answer; below nought, too many answers."""
        return self.whole - self.parts

    @property
    def is_complete(self) -> bool:
        """True when they add up."""
        return self.open == 0


def parts_check(drawn: Sequence[Line]) -> PartsCheck | None:
    """The first line against the others; None when one of them is missing or hidden."""
    counts = [line.count for line in drawn if not line.is_hidden]
    known = [count.served for count in counts if count is not None]
    return PartsCheck(known[0], sum(known[1:])) if known and len(known) == len(drawn) else None
