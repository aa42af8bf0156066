"""Which months are closed by a locked report."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from core import formats
from spm.enums import Programme, ReportState
from spm.exceptions import PeriodLocked
from spm.models import Report


def refuse_locked(programme: str, region_code: str, month: date, facility_id: int | None = None) -> None:
    """Raise PeriodLocked when the month of that place lies in a locked report that nobody reopened."""
    refuse_any_locked([(programme, region_code, facility_id, month)])


def refuse_any_locked(slots: Iterable[tuple[str, str, int | None, date]]) -> None:
    """The same for many places and months, `(programme, region, facility, month)`, in one query."""
    wanted = set(slots)
    asked = [slot for slot in wanted if slot[0] in (Programme.SPM_PROVINCE, Programme.SPM_CITY)]
    if not asked:
        return
    rows = Report.objects.filter(
        programme__in={slot[0] for slot in asked}, year__in={slot[3].year for slot in asked}
    ).filter(Q(facility__isnull=True) | Q(facility__in={slot[2] for slot in asked if slot[2]}))
    newest: dict[tuple[str, str, int | None, int, int], Report] = {}
    for row in rows.order_by("version").defer("content", "basis"):
        newest[row.programme, row.region_id, row.facility_id, row.year, row.until] = row
    locked = [row for row in newest.values() if row.state == ReportState.LOCKED]
    for slot in asked:
        for row in locked:
            if _covers(row, *slot):
                raise PeriodLocked(params={"period": formats.plain_date(slot[3])})


def _covers(row: Report, programme: str, region_code: str, facility_id: int | None, month: date) -> bool:
    if row.programme != programme or row.year != month.year or row.until < month.month:
        return False
    if row.facility_id is not None:
        return row.facility_id == facility_id
    return f"{region_code}.".startswith(f"{row.region_id}.")
