"""Which months are closed by a locked report."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from core import formats
from facilities.models import Facility
from spm.enums import Programme, ReportState
from spm.exceptions import PeriodLocked
from spm.models import Report


def refuse_locked(programme: str, region_code: str, month: date, facility_id: int | None = None) -> None:
    """Raise PeriodLocked when the month of that place lies in a locked report that nobody reopened."""
    refuse_any_locked([(programme, region_code, facility_id, month)])


def is_locked(programme: str, region_code: str, month: date, facility_id: int | None = None) -> bool:
    """Tell whether `refuse_locked` would raise."""
    try:
        refuse_locked(programme, region_code, month, facility_id)
    except PeriodLocked:
        return True
    return False


def refuse_any_locked(slots: Iterable[tuple[str, str, int | None, date]]) -> None:
    """The same for many places and months, `(programme, region, facility, month)`, in two queries."""
    asked = {slot for slot in slots if slot[0] != Programme.NETWORK}
    if not asked:
        return
    units = {slot[2] for slot in asked if slot[2]}
    heads = dict(Facility.objects.filter(pk__in=units, parent__isnull=False).values_list("pk", "parent_id"))
    rows = Report.objects.filter(
        programme__in={slot[0] for slot in asked}, year__in={slot[3].year for slot in asked}
    ).filter(Q(facility__isnull=True) | Q(facility__in={*units, *heads.values()}))
    newest: dict[tuple[str, str, int | None, int, int], Report] = {}
    for row in rows.order_by("version").defer("content", "basis"):
        newest[row.programme, row.region_id, row.facility_id, row.year, row.until] = row
    locked = [row for row in newest.values() if row.state == ReportState.LOCKED]
    for slot in asked:
        places = (slot[2], heads.get(slot[2] or 0))
        if any(_covers(row, slot[0], slot[3]) and _holds(row, slot[1], places) for row in locked):
            raise PeriodLocked(params={"period": formats.plain_date(slot[3])})


def locked_months(programme: str, months: Iterable[tuple[int, date]]) -> set[tuple[int, date]]:
    """Those of `(Puskesmas, month)` that a locked report of it holds, in one query."""
    wanted = set(months)
    rows = Report.objects.filter(programme=programme, facility__in={head for head, _month in wanted})
    newest = {(row.facility_id, row.year, row.until): row for row in rows.order_by("version").defer("content", "basis")}
    locked = [row for row in newest.values() if row.state == ReportState.LOCKED]
    return {
        (head, month)
        for head, month in wanted
        if any(row.facility_id == head and _covers(row, programme, month) for row in locked)
    }


def _covers(row: Report, programme: str, month: date) -> bool:
    return row.programme == programme and row.year == month.year and row.until >= month.month


def _holds(row: Report, region_code: str, places: tuple[int | None, int | None]) -> bool:
    """The report of a Puskesmas holds the figures of its network; `places` are the unit and its Puskesmas."""
    if row.facility_id is not None:
        return row.facility_id in places
    return f"{region_code}.".startswith(f"{row.region_id}.")
