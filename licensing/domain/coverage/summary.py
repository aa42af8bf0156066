"""The summary of coverage: figures of cities, provinces and the country as steps over time.

A city's steps are worked out from its whole history (`history`). Those of a province or the country are
the sum of the parts below, less what is counted twice: a person placed in two parts counts once in the whole. A step
holds until the next, so the summary answers for any day, and a licence that ends needs no rebuilding at midnight.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Length, Substr

from facilities.enums import Ownership
from facilities.models import Facility
from licensing.domain.coverage.counting import CITY_CODE, PROVINCE_CODE, Cut, Figure
from licensing.domain.coverage.history import CoverageSpan, Registers, spans_of
from licensing.domain.coverage.spans import Span, merged
from licensing.enums import CoverageMeasure
from licensing.models import CoverageChange, CoverageKey, CoverageStep
from workforce.models import Placement

BATCH = 5000
OWNERS = ("", Ownership.CITY.value)
ANY_DAY = date(2013, 1, 1)  # of a cut whose day is not looked at
COUNTRY = ""

# Profession and owner of a key inside its area.
Part = tuple[str, str]
Changes = dict[Part, dict[int, list[int]]]


# --- reading ------------------------------------------------------------------------------------------------------


def summary(
    on: date, measure: CoverageMeasure, *, below: str = COUNTRY, level: int = PROVINCE_CODE, ownership: str = "",
    by_profession: bool = False,
) -> dict[tuple[str, str], Figure]:  # fmt: skip
    """Return the figures of a day by area and profession, from the steps; one statement, whatever the day.

    `below` is the code everything lies in, `level` the length of the codes of the areas: 0, 2 or 5. Without
    `by_profession` the second part of the keys is empty. Groups where nobody is obliged are left out.
    """
    keys = CoverageKey.objects.annotate(length=Length("area")).filter(
        measure=measure, ownership=ownership, length=level, area__startswith=below
    )
    keys = keys.exclude(profession="") if by_profession else keys.filter(profession="")
    steps = CoverageStep.objects.filter(key=OuterRef("pk"), day__lte=on).order_by("-day")
    rows = keys.order_by().annotate(step=Subquery(steps.values("pk")[:1])).values("area", "profession", "step")
    found = {row["step"]: (row["area"], row["profession"]) for row in rows if row["step"] is not None}
    counts = CoverageStep.objects.filter(pk__in=found).order_by().values_list("pk", "obliged", "held")
    return {found[pk]: Figure(obliged, held, {}) for pk, obliged, held in counts if obliged}


# --- writing ------------------------------------------------------------------------------------------------------


def rebuild(areas: Iterable[str] | None = None) -> int:
    """Work out the steps of cities anew (all without `areas`), then of what lies above; return how many cities."""
    wanted = sorted(set(areas) if areas is not None else _all_cities())
    for area in wanted:
        rebuild_city(area)
    provinces = sorted({area[:PROVINCE_CODE] for area in wanted})
    for province in provinces:
        rebuild_whole(province, CITY_CODE)
    if wanted:
        rebuild_whole(COUNTRY, PROVINCE_CODE)
    return len(wanted)


def _all_cities() -> set[str]:
    placed = Facility.objects.order_by().values_list(Substr("region__code", 1, CITY_CODE), flat=True).distinct()
    known = CoverageKey.objects.annotate(length=Length("area")).filter(length=CITY_CODE).values_list("area", flat=True)
    return {code for code in (*placed, *known) if len(code) == CITY_CODE}


def mark_changed(area: str, *, at: datetime) -> None:
    """Remember that the registers of a city changed; `refresh` works out its steps anew."""
    CoverageChange.objects.create(area=area[:CITY_CODE], at=at)


def refresh() -> int:
    """Work out the steps of the cities that changed; return how many."""
    rows = dict(CoverageChange.objects.order_by().values_list("pk", "area"))
    count = rebuild(set(rows.values()))
    CoverageChange.objects.filter(pk__in=rows).delete()
    return count


def rebuild_city(area: str) -> None:
    """Work out the steps of one city from its registers."""
    cut = Cut(ANY_DAY, areas=(area,))
    registers = Registers(cut)
    for measure in CoverageMeasure:
        changes = _changes(spans_of(cut, measure, registers=registers))
        _write(measure, area, changes)


def _changes(spans: Iterable[CoverageSpan]) -> Changes:
    groups: dict[Part, list[Span]] = defaultdict(list)
    for each in spans:
        for profession in {"", each.profession}:
            groups[profession, ""].append(each.span)
            if each.ownership == Ownership.CITY:
                groups[profession, Ownership.CITY.value].append(each.span)
    return {part: _days(merged(found)) for part, found in groups.items()}


def _days(spans: Iterable[Span]) -> dict[int, list[int]]:
    """Return the change of obliged and held by day."""
    days: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for each in spans:
        for place, parts in enumerate((each.obliged, each.held)):
            for first, after in parts:
                days[first][place] += 1
                days[after][place] -= 1
    return days


@transaction.atomic
def _write(measure: CoverageMeasure, area: str, changes: Changes) -> None:
    """Put the steps of an area in the place of its old ones."""
    CoverageStep.objects.filter(key__measure=measure, key__area=area).delete()
    keys = {(row.profession, row.ownership): row for row in CoverageKey.objects.filter(measure=measure, area=area)}
    new = [
        CoverageKey(measure=measure, area=area, profession=profession, ownership=ownership)
        for profession, ownership in changes
        if (profession, ownership) not in keys
    ]
    keys |= {(row.profession, row.ownership): row for row in CoverageKey.objects.bulk_create(new)}
    CoverageStep.objects.bulk_create(
        (step for part, days in changes.items() for step in _steps(keys[part], days)), batch_size=BATCH
    )


def _steps(key: CoverageKey, days: Mapping[int, list[int]]) -> Iterator[CoverageStep]:
    obliged = held = 0
    last = date.max.toordinal()
    for day in sorted(days):
        more, covered = days[day]
        if day >= last or not (more or covered):
            continue
        obliged, held = obliged + more, held + covered
        yield CoverageStep(
            key=key, day=date.fromordinal(day), obliged=obliged, held=held, obliged_change=more, held_change=covered
        )


def rebuild_whole(area: str, below: int) -> None:
    """Work out the steps of a province or the country from those of the parts one level `below`."""
    for measure in CoverageMeasure:
        changes = _summed(measure, area, below)
        if measure == CoverageMeasure.PERSONS:
            _count_once(changes, area, below)
        _write(measure, area, changes)


def _summed(measure: CoverageMeasure, area: str, below: int) -> Changes:
    parts = CoverageKey.objects.annotate(length=Length("area")).filter(
        measure=measure, length=below, area__startswith=area
    )
    rows = (
        CoverageStep.objects.filter(key__in=parts.order_by().values("pk"))
        .order_by()
        .values_list("key__profession", "key__ownership", "day")
        .annotate(obliged_sum=Sum("obliged_change"), held_sum=Sum("held_change"))
    )
    changes: Changes = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for profession, ownership, day, obliged, held in rows.iterator():
        changes[profession, ownership][day.toordinal()] = [obliged, held]
    return changes


def _count_once(changes: Changes, area: str, below: int) -> None:
    """Take out what persons placed in several parts were counted too often."""
    for chunk in _chunks(_placed_in_several(area, below)):
        spans = list(spans_of(Cut(ANY_DAY, areas=(area,)), CoverageMeasure.PERSONS, persons=chunk))
        _add(changes, _changes(spans), 1)
        for part in {each.area[:below] for each in spans}:
            _add(changes, _changes(each for each in spans if each.area[:below] == part), -1)


def _placed_in_several(area: str, below: int) -> list[int]:
    rows = Placement.objects.filter(needs_sip=True, facility__region__code__startswith=area)
    part = Substr("facility__region__code", 1, below)
    counted = rows.order_by().values("practitioner__person_id").annotate(parts=Count(part, distinct=True))
    return list(counted.filter(parts__gt=1).values_list("practitioner__person_id", flat=True))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(keys), BATCH):
        yield keys[begin : begin + BATCH]


def _add(changes: Changes, more: Changes, sign: int) -> None:
    for part, days in more.items():
        for day, (obliged, held) in days.items():
            counted = changes[part][day]
            counted[0] += sign * obliged
            counted[1] += sign * held
