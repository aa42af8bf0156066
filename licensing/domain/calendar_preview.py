"""What a change of the working calendar does to open files: shown before, applied when it is confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import CalendarVersion, Office, User
from core import audit
from core.workdays import WorkCalendar
from licensing.domain import clocks, sla, telling
from licensing.enums import ClockName
from licensing.models import Application

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Shift:
    """One promise of one open file that would end at another moment."""

    number: str
    type_label: str
    clock: ClockName
    before: datetime | None
    after: datetime | None
    time_zone: str


@dataclass(frozen=True)
class Effect:
    """All shifts, and how many open files stay as they are."""

    shifts: tuple[Shift, ...]
    untouched: int

    @property
    def files(self) -> int:
        """How many files move."""
        return len({shift.number for shift in self.shifts})


def open_files(offices: Mapping[int, Any]) -> QuerySet[Application]:
    """Return the open files whose clocks run on one of these offices' calendars."""
    rows = Application.objects.open().filter(Q(licensing_office__in=offices) | Q(health_office__in=offices))
    return rows.for_detail().prefetch_related("clocks").order_by("due_at", "id")


def effect(snapshots: Mapping[Office, Snapshot], *, at: datetime) -> Effect:
    """Return what these snapshots (office → calendar content) would move; writes nothing.

    Closed clocks keep the calendar they closed under, so only running and paused promises are compared.
    """
    calendars = {
        office.pk: WorkCalendar.from_snapshot(snapshot, office.zone)  # type: ignore[arg-type]  # checked by the domain
        for office, snapshot in snapshots.items()
    }
    found: list[Shift] = []
    untouched = 0
    for application in open_files(calendars):
        moved = list(_shifts(application, calendars, at))
        found += moved
        untouched += not moved
    return Effect(tuple(found), untouched)


def _shifts(application: Application, calendars: Mapping[int, WorkCalendar], at: datetime) -> Iterator[Shift]:
    now = clocks.read_clocks(application, at=at)
    then = clocks.read_clocks(application, at=at, proposed=calendars)
    for name, reading in now.items():
        if reading.state == sla.ClockState.STOPPED or reading.due_at == then[name].due_at:
            continue
        yield Shift(
            number=application.number,
            type_label=str(application.type.label),
            clock=name,
            before=reading.due_at,
            after=then[name].due_at,
            time_zone=clocks.office_of(application, name).time_zone,
        )


def apply_calendar(version: CalendarVersion, *, by: User, at: datetime) -> int:
    """Recompute the open files of the office of a confirmed version, and tell those whose promise moved.

    Returns and records how many files moved.
    """
    files = list(open_files({version.office_id: None}))
    before = {each.pk: each.due_at for each in files}
    moved = clocks.recompute(files, at=at)
    telling.tell_of_calendar([(each, before[each.pk]) for each in files], version=version, at=at)
    version.moved_count = len(moved)
    version.save(update_fields=["moved_count"])
    audit.record(
        action="calendar_applied",
        by=by,
        obj=version,
        office=version.office,
        payload={"version": version.number, "moved": len(moved)},
        at=at,
    )
    return len(moved)
