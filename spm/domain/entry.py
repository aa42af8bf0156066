"""What an entry sheet shows: the indicators of a month, what stands there, the year's target so far."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from facilities.models import Facility
from spm.enums import OverTime, Programme
from spm.models import Indicator, Value


@dataclass(frozen=True)
class Progress:
    """How much of a month's sheet a Puskesmas filled in."""

    facility: Facility
    filled: int
    of: int


def sheet_indicators(month: date, programme: str = Programme.SPM_CITY) -> list[Indicator]:
    """The definitions in force in that month."""
    return list(Indicator.objects.of(programme).in_force(month.replace(day=28)))


def standing(facility: Facility, month: date, indicators: Sequence[Indicator]) -> dict[int, list[Value]]:
    """The cells that hold in that month, with their authors, by indicator."""
    rows = Value.objects.current().filter(
        facility=facility, month=month, indicator__in=[each.pk for each in indicators]
    )
    found: dict[int, list[Value]] = defaultdict(list)
    for row in rows.select_related("author").order_by("pk"):
        found[row.indicator_id].append(row)
    return dict(found)


def targets_so_far(facility: Facility, month: date, indicators: Sequence[Indicator]) -> dict[int, int]:
    """The yearly target entered last in an earlier month of the year, by indicator."""
    yearly = [each.pk for each in indicators if each.denominator_over_time == OverTime.LAST]
    rows = Value.objects.current().filter(
        facility=facility, indicator__in=yearly, month__gte=month.replace(month=1), month__lt=month
    )
    by_month: dict[tuple[int, date], int] = defaultdict(int)
    for indicator, when, due in rows.values_list("indicator_id", "month", "denominator"):
        by_month[indicator, when] += due or 0
    found: dict[int, int] = {}
    for (indicator, _when), due in sorted(by_month.items(), key=lambda pair: pair[0][1]):
        found[indicator] = due
    return found


def progress_of(facilities: Sequence[Facility], month: date) -> list[Progress]:
    """How far each Puskesmas is with the month, in one query."""
    indicators = sheet_indicators(month)
    rows = Value.objects.current().filter(
        facility__in=[each.pk for each in facilities], month=month, indicator__in=[each.pk for each in indicators]
    )
    filled: dict[int, set[int]] = defaultdict(set)
    for facility, indicator in rows.values_list("facility_id", "indicator_id"):
        filled[facility or 0].add(indicator)
    return [Progress(each, len(filled[each.pk]), len(indicators)) for each in facilities]
