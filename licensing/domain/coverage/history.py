"""The whole history of a cut read at once: trend by month, forecasts, and how many renew.

The day of the cut plays no part in what is read: the register knows the past, and the ends of what is in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from facilities.enums import ClosureKind
from facilities.models import Facility, FacilityClosure
from licensing.domain.coverage.counting import Cut, known
from licensing.domain.coverage.facilities import Begun
from licensing.domain.coverage.spans import (
    Course,
    Interval,
    Span,
    common,
    course,
    interval,
    merged,
    span,
    union,
    without,
)
from licensing.enums import CoverageMeasure, LicenceState
from licensing.models import Licence

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """A licence that runs out on `day`; `kept` when its holder, still obliged there, held one on the day after."""

    day: date
    kept: bool


@dataclass(frozen=True)
class CoverageHistory:
    """The course of a cut, and the ends of its licences by their own date."""

    course: Course
    endings: tuple[Ending, ...]

    def renewal_share(self, on: date) -> Fraction | None:
        """Return the share of licences that were renewed of those that ran out in the year before `on`.

        None when none ran out: there is nothing to go by.
        """
        past = [each.kept for each in self.endings if on - YEAR <= each.day < on]
        return Fraction(sum(past), len(past)) if past else None

    def without_renewal(self, day: date) -> tuple[int, int]:
        """Return held and obliged on a coming day when nobody renews what runs out."""
        return self.course.on(day)

    def as_last_year(self, on: date, day: date) -> tuple[int, int] | None:
        """Return held and obliged on a coming day when as many renew as did in the year before `on`."""
        share = self.renewal_share(on)
        if share is None:
            return None
        held, obliged = self.course.on(day)
        lost = max(self.course.on(on)[0] - held, 0)
        return held + round(lost * share), obliged


def history_of(cut: Cut, measure: CoverageMeasure) -> CoverageHistory:
    """Return the history of a cut; its day is not looked at."""
    return history_from(spans_of(cut, measure))


def history_from(rows: Iterable["CoverageSpan"]) -> CoverageHistory:
    """Return the history that spans make up."""
    kept = list(rows)
    endings = [
        Ending(date.fromordinal(last), kept=_covers(each.span.held, last + 1))
        for each in kept
        for last in each.ends
        if _covers(each.span.obliged, last + 1)
    ]
    return CoverageHistory(course(list(merged(each.span for each in kept))), tuple(endings))


@dataclass(frozen=True)
class CoverageSpan:
    """The span of one placement (or of one obligation of a facility), and what it can be cut by."""

    span: Span
    ends: list[int]
    profession: str
    ownership: str
    area: str


Days = tuple[list[Interval], list[int]]
NO_DAYS: Days = ([], [])
FACILITY_COLUMNS = (
    "public_id", "name", "kind", "ownership", "region_id", "obligatory_types", "active_from", "active_until",
)  # fmt: skip


class Term(NamedTuple):
    """A licence of a facility, with the days of one of its active statuses (None = never in force)."""

    facility: int
    type_code: str
    first: date
    last: date | None
    days: Interval | None


@dataclass(frozen=True)
class Registers:
    """What the spans of a cut are made of besides its placements and facilities; each read once, when asked for.

    Of some `persons` only when they are named. The profession of the cut does not narrow.
    """

    cut: Cut
    persons: tuple[int, ...] | None = None

    @cached_property
    def facilities(self) -> list[Facility]:
        """The facilities of all times by name, with the columns that figures are made of."""
        return list(Facility.objects.filter(self.cut.places()).only(*FACILITY_COLUMNS).order_by("name", "pk"))

    @cached_property
    def _licences(self) -> tuple[dict[tuple[int, int, str], Days], dict[tuple[int, str], Days], list[Term]]:
        """The days in force, and the last days, of licences by what they are held for; one statement.

        Those of facilities also one by one.
        """
        licences = Licence.objects.order_by()
        people = licences.filter(self.cut.places("place__"), holder_person__isnull=False, profession__isnull=False)
        places = licences.filter(self.cut.places("holder_facility__"), holder_facility__isnull=False)
        if self.persons is None:
            # Both by an index of their own; one condition on both would read the licences of the country.
            wanted = licences.filter(pk__in=people.values("pk").union(places.values("pk")))
        else:
            wanted = people.filter(holder_person_id__in=self.persons)
        active = FilteredRelation("statuses", condition=Q(statuses__status=LicenceState.ACTIVE))
        rows = wanted.annotate(active=active).order_by("pk")
        columns = (
            "pk", "starts_on", "ends_on", "active__valid_from", "active__valid_to",
            "holder_person_id", "place_id", "profession_id", "holder_facility_id", "type_code",
        )  # fmt: skip
        of_persons: dict[tuple[int, int, str], Days] = {}
        of_facilities: dict[tuple[int, str], Days] = {}
        terms: list[Term] = []
        before = 0
        for pk, first, last, since, to, person, place, profession, facility, code in rows.values_list(*columns):
            found = []
            days = _active_days(first, last, since, to)
            if person is not None and profession is not None:
                found.append(of_persons.setdefault((person, place, profession), ([], [])))
            if facility is not None:
                found.append(of_facilities.setdefault((facility, code), ([], [])))
                terms.append(Term(facility, code, first, last, days))
            for parts, ends in found:
                if pk != before and last is not None:
                    ends.append(last.toordinal())
                if days is not None:
                    parts.append(days)
            before = pk
        return of_persons, of_facilities, terms

    def of_person(self, person: int, place: int, profession: str) -> Days:
        """Days in force and last days of the SIPs of a person in a profession at a place."""
        return self._licences[0].get((person, place, profession), NO_DAYS)

    def of_facility(self, facility: int, type_code: str) -> Days:
        """The same of a facility's own licences of a type."""
        return self._licences[1].get((facility, type_code), NO_DAYS)

    def begun(self, on: date) -> Iterator[Begun]:
        """Yield the facilities' own licences that began by a day: facility, type, last day, whether in force then.

        A licence may come several times.
        """
        day = on.toordinal()
        for each in self._licences[2]:
            if each.first <= on:
                yield each.facility, each.type_code, each.last, each.days is not None and _covers([each.days], day)

    def open_facilities(self, on: date) -> list[Facility]:
        """Return the facilities open on a day, as `Facility.objects.active` does."""
        day = on.toordinal()
        return [
            row
            for row in self.facilities
            if _covers([interval(row.active_from, row.active_until)], day)
            and not _covers(self.shut.get(row.pk, ()), day)
        ]

    @cached_property
    def shut(self) -> dict[int, list[Interval]]:
        """Days on which facilities were closed, by primary key."""
        rows = FacilityClosure.objects.filter(self.cut.places("facility__"), kind=ClosureKind.CLOSED, withdrawn_at=None)
        found: dict[int, list[Interval]] = defaultdict(list)
        for facility, first, last in rows.order_by().values_list("facility_id", "starts_on", "ends_on"):
            found[facility].append(interval(first, last))
        return {facility: union(parts) for facility, parts in found.items()}


def _active_days(first: date, last: date | None, since: date | None, to: date | None) -> Interval | None:
    """Return the days from `first` to `last` on which a status from `since` until before `to` holds, or None."""
    if since is None:
        return None
    begin, end = interval(first, last)
    begin, end = max(begin, since.toordinal()), end if to is None else min(end, to.toordinal())
    return (begin, end) if begin < end else None


def spans_of(
    cut: Cut, measure: CoverageMeasure, *, persons: list[int] | None = None, registers: Registers | None = None
) -> Iterator[CoverageSpan]:
    """Yield the spans of a cut, of some `persons` only when they are named; units of persons may come several times.

    Whoever asks for several measures of one cut hands over its registers, which are then read once.
    """
    kept = registers or Registers(cut, None if persons is None else tuple(persons))
    if measure == CoverageMeasure.FACILITIES:
        return facility_spans(kept)
    rows = known(cut)
    if persons is not None:
        rows = rows.filter(practitioner__person_id__in=persons)
    return placement_spans(rows.values_list(*PLACED_COLUMNS).iterator(), measure, kept)


def _covers(parts: Iterable[Interval], day: int) -> bool:
    return any(first <= day < after for first, after in parts)


# --- placements ---------------------------------------------------------------------------------------------------

PLACED_COLUMNS = (
    "pk", "practitioner__person_id", "practitioner__profession_id", "facility_id", "starts_on", "ends_on",
    "facility__active_until", "facility__ownership", "facility__region__code",
)  # fmt: skip


def placement_spans(
    rows: Iterable[Sequence[Any]], measure: CoverageMeasure, registers: Registers
) -> Iterator[CoverageSpan]:
    """Yield the span of each row of `PLACED_COLUMNS`; what stands behind these columns is not looked at."""
    shut = registers.shut
    for pk, person, profession, facility, first, last, closed, ownership, area, *_more in rows:
        days = (
            [interval(first, last)]
            if closed is None
            else common([interval(first, last)], [(0, interval(first, closed)[1])])
        )
        obliged = without(days, shut[facility]) if facility in shut else days
        parts, ends = registers.of_person(person, facility, profession)
        unit = person if measure == CoverageMeasure.PERSONS else pk
        yield CoverageSpan(span(unit, obliged, parts), ends, profession, ownership, area)


# --- facilities ---------------------------------------------------------------------------------------------------


def facility_spans(registers: Registers) -> Iterator[CoverageSpan]:
    """Yield a span for each licence a facility of the cut is obliged to hold."""
    for row in registers.facilities:
        obliged = without([interval(row.active_from, row.active_until)], registers.shut.get(row.pk, []))
        for code in row.obligatory_types:
            parts, ends = registers.of_facility(row.pk, code)
            yield CoverageSpan(span(row.pk, obliged, parts), ends, "", row.ownership, row.region_id)
