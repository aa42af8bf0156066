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
from licensing.domain.coverage import Cut
from licensing.domain.coverage_spans import (
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
    rows = list(_facility_spans(cut) if measure == CoverageMeasure.FACILITIES else _placement_spans(cut, measure))
    spans = list(merged(part for part, _ends in rows))
    endings = [
        Ending(date.fromordinal(last), kept=_covers(part.held, last + 1))
        for part, ends in rows
        for last in ends
        if _covers(part.obliged, last + 1)
    ]
    return CoverageHistory(course(spans), tuple(endings))


def _covers(parts: Iterable[Interval], day: int) -> bool:
    return any(first <= day < after for first, after in parts)


# --- placements ---------------------------------------------------------------------------------------------------

Rows = Iterator[tuple[Span, list[int]]]


def _placement_spans(cut: Cut, measure: CoverageMeasure) -> Rows:
    places = Placement.objects.filter(cut.places("facility__"), needs_sip=True).order_by()
    if cut.profession:
        places = places.filter(practitioner__profession_id=cut.profession)
    held = Licence.objects.filter(cut.places("place__"), holder_person__isnull=False, profession__isnull=False)
    licences = _licence_days(held, ("holder_person_id", "place_id", "profession_id"))
    shut = _shut_days(cut)
    columns = (
        "pk", "practitioner__person_id", "practitioner__profession_id", "facility_id", "starts_on", "ends_on",
        "facility__active_until",
    )  # fmt: skip
    for pk, person, profession, facility, first, last, closed in places.values_list(*columns).iterator():
        days = common([interval(first, last)], [(0, interval(first, closed)[1])])
        obliged = without(days, shut[facility]) if facility in shut else days
        parts, ends = licences.get((person, facility, profession), ([], []))
        yield span(person if measure == CoverageMeasure.PERSONS else pk, obliged, parts), ends


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


def _facility_spans(cut: Cut) -> Rows:
    held = Licence.objects.filter(cut.places("holder_facility__"), holder_facility__isnull=False)
    licences = _licence_days(held, ("holder_facility_id", "type_code"))
    shut = _shut_days(cut)
    rows = Facility.objects.filter(cut.places()).order_by()
    for pk, types, first, last in rows.values_list("pk", "obligatory_types", "active_from", "active_until"):
        obliged = without([interval(first, last)], shut.get(pk, []))
        for code in types:
            parts, ends = licences.get((pk, code), ([], []))
            yield span(pk, obliged, parts), ends
