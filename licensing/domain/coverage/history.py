"""The whole history of a cut read at once: trend by month, forecasts, and how many renew.

The day of the cut plays no part in what is read: the register knows the past, and the ends of what is in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import QuerySet

from facilities.enums import ClosureKind
from facilities.models import Facility, FacilityClosure
from licensing.domain.coverage.counting import Cut
from licensing.domain.coverage.spans import (
    FOREVER,
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
from licensing.models import Licence, LicenceStatus
from workforce.models import Placement

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
    rows = list(spans_of(cut, measure))
    spans = list(merged(each.span for each in rows))
    endings = [
        Ending(date.fromordinal(last), kept=_covers(each.span.held, last + 1))
        for each in rows
        for last in each.ends
        if _covers(each.span.obliged, last + 1)
    ]
    return CoverageHistory(course(spans), tuple(endings))


@dataclass(frozen=True)
class CoverageSpan:
    """The span of one placement (or of one obligation of a facility), and what it can be cut by."""

    span: Span
    ends: list[int]
    profession: str
    ownership: str
    area: str


def spans_of(cut: Cut, measure: CoverageMeasure, *, persons: list[int] | None = None) -> Iterator[CoverageSpan]:
    """Yield the spans of a cut, of some `persons` only when they are named; units of persons may come several times."""
    if measure == CoverageMeasure.FACILITIES:
        return _facility_spans(cut)
    return _placement_spans(cut, measure, persons)


def _covers(parts: Iterable[Interval], day: int) -> bool:
    return any(first <= day < after for first, after in parts)


# --- placements ---------------------------------------------------------------------------------------------------


def _placement_spans(cut: Cut, measure: CoverageMeasure, persons: list[int] | None) -> Iterator[CoverageSpan]:
    places = Placement.objects.filter(cut.places("facility__"), needs_sip=True).order_by()
    held = Licence.objects.filter(cut.places("place__"), holder_person__isnull=False, profession__isnull=False)
    if persons is not None:
        places, held = places.filter(practitioner__person_id__in=persons), held.filter(holder_person_id__in=persons)
    if cut.profession:
        places = places.filter(practitioner__profession_id=cut.profession)
    licences = _licence_days(held, ("holder_person_id", "place_id", "profession_id"))
    shut = _shut_days(cut)
    columns = (
        "pk", "practitioner__person_id", "practitioner__profession_id", "facility_id", "starts_on", "ends_on",
        "facility__active_until", "facility__ownership", "facility__region__code",
    )  # fmt: skip
    rows = places.values_list(*columns).iterator()
    for pk, person, profession, facility, first, last, closed, ownership, area in rows:
        days = (
            [interval(first, last)]
            if closed is None
            else common([interval(first, last)], [(0, interval(first, closed)[1])])
        )
        obliged = without(days, shut[facility]) if facility in shut else days
        parts, ends = licences.get((person, facility, profession), ([], []))
        unit = person if measure == CoverageMeasure.PERSONS else pk
        yield CoverageSpan(span(unit, obliged, parts), ends, profession, ownership, area)


def _shut_days(cut: Cut) -> dict[int, list[Interval]]:
    rows = FacilityClosure.objects.filter(cut.places("facility__"), kind=ClosureKind.CLOSED, withdrawn_at=None)
    found: dict[int, list[Interval]] = defaultdict(list)
    for facility, first, last in rows.order_by().values_list("facility_id", "starts_on", "ends_on"):
        found[facility].append(interval(first, last))
    return {facility: union(parts) for facility, parts in found.items()}


def _licence_days(
    rows: QuerySet[Licence], key: tuple[str, ...]
) -> dict[tuple[object, ...], tuple[list[Interval], list[int]]]:
    """Return the days in force, and the last days, of licences by what they are held for."""
    active: dict[int, list[Interval]] = defaultdict(list)
    statuses = LicenceStatus.objects.filter(status=LicenceState.ACTIVE, licence__in=rows.order_by().values("pk"))
    for licence, first, to in statuses.order_by().values_list("licence_id", "valid_from", "valid_to").iterator():
        active[licence].append((first.toordinal(), FOREVER if to is None else to.toordinal()))
    found: dict[tuple[object, ...], tuple[list[Interval], list[int]]] = {}
    for pk, first, last, *held_for in rows.order_by().values_list("pk", "starts_on", "ends_on", *key).iterator():
        parts, ends = found.setdefault(tuple(held_for), ([], []))
        days = interval(first, last)
        parts += [
            (max(days[0], since), min(days[1], to))
            for since, to in active[pk]
            if max(days[0], since) < min(days[1], to)
        ]
        if last is not None:
            ends.append(last.toordinal())
    return found


# --- facilities ---------------------------------------------------------------------------------------------------


def _facility_spans(cut: Cut) -> Iterator[CoverageSpan]:
    held = Licence.objects.filter(cut.places("holder_facility__"), holder_facility__isnull=False)
    licences = _licence_days(held, ("holder_facility_id", "type_code"))
    shut = _shut_days(cut)
    rows = Facility.objects.filter(cut.places()).order_by()
    columns = ("pk", "obligatory_types", "active_from", "active_until", "ownership", "region__code")
    for pk, types, first, last, ownership, area in rows.values_list(*columns):
        obliged = without([interval(first, last)], shut.get(pk, []))
        for code in types:
            parts, ends = licences.get((pk, code), ([], []))
            yield CoverageSpan(span(pk, obliged, parts), ends, "", ownership, area)
