"""Clocks of stored applications: from ledger, calendars and allowances to readings and their cached copies."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from accounts.domain.calendars import calendar_of_version, newest_version
from accounts.enums import RegistrationMode
from accounts.models import Office
from core.workdays import WorkCalendar
from licensing.domain import sla
from licensing.enums import Action, ClockName, State
from licensing.models import Allowance, Application, ApplicationClock, ApplicationEvent, RecommendationType

# Whose hours a clock keeps: DPMPTSP for its own promises, the health office for the others.
LICENSING_CLOCKS = frozenset({ClockName.VERIFICATION, ClockName.LICENCE})

Readings = dict[ClockName, sla.ClockReading]


def office_of(application: Application, name: ClockName) -> Office:
    """Return the office whose calendar clock `name` runs on."""
    return application.licensing_office if name in LICENSING_CLOCKS else application.health_office


def ledger_of(events: Iterable[ApplicationEvent]) -> list[sla.LedgerEntry]:
    """Turn stored events into the pure ledger, in order."""
    return [_entry(event) for event in events]


def _entry(event: ApplicationEvent) -> sla.LedgerEntry:
    extension = event.payload.get("extension")
    return sla.LedgerEntry(
        at=event.at,
        action=Action(event.action),
        from_state=State(event.from_state) if event.from_state else State.DRAFT,
        to_state=State(event.to_state),
        actor_role=event.actor_role,
        note=event.note,
        extension=(ClockName(extension["clock"]), Fraction(str(extension["days"]))) if extension else None,
    )


def clock_names(kind: RecommendationType, *, by_hand: bool) -> list[ClockName]:
    """Return the clocks a file of this type has (DECISIONS 13)."""
    names = [ClockName.VERIFICATION, ClockName.RECOMMENDATION]
    if by_hand:
        names.append(ClockName.INTAKE)
    if kind.needs_coordination:
        names.append(ClockName.COORDINATION)
    if kind.delegated:
        names.append(ClockName.LICENCE)
    if kind.deemed_days:
        names.append(ClockName.DEEMED_APPROVAL)
    return names


def allowance_for(name: ClockName, type_code: str, at: datetime) -> Allowance:
    """Return the allowance in force on the day of `at`: the type's own before the general one.

    Raises Allowance.DoesNotExist when nothing is set up.
    """
    return (
        Allowance.objects.filter(Q(type_code=type_code) | Q(type_code=""), clock=name, valid_from__lte=at.date())
        .order_by("-type_code", "-valid_from")[:1]
        .get()
    )


def open_clocks(application: Application, at: datetime) -> None:
    """Fix the file's own allowances at submission; later decrees do not touch them (trap 7)."""
    by_hand = application.health_office.registration == RegistrationMode.BY_HAND
    for name in clock_names(application.type, by_hand=by_hand):
        ApplicationClock.objects.get_or_create(
            application=application,
            name=name,
            defaults={"allowance": allowance_for(name, application.type.code, at)},
        )


def rule_of(application: Application, rows: Mapping[str, ApplicationClock]) -> sla.ClockRule:
    """Return the promise of this file from its own allowance rows."""

    def days(name: ClockName) -> Fraction | None:
        row = rows.get(name)
        return Fraction(row.allowance.working_days) if row else None

    one = Fraction(1)
    return sla.ClockRule(
        delegated=application.type.delegated,
        registration_by_hand=ClockName.INTAKE in rows,
        verification_days=days(ClockName.VERIFICATION) or one,
        intake_days=days(ClockName.INTAKE) or Fraction(0),
        recommendation_days=days(ClockName.RECOMMENDATION) or one,
        licence_days=days(ClockName.LICENCE) or one,
        coordination_days=days(ClockName.COORDINATION),
        deemed_days=days(ClockName.DEEMED_APPROVAL),
    )


def clock_rows(application: Application) -> dict[str, ApplicationClock]:
    """Return the stored clocks by name, from a prefetch when there is one."""
    rows = application.clocks.all()
    if not _is_prefetched(application, "clocks"):
        rows = rows.select_related("allowance")
    return {row.name: row for row in rows}


def _events_of(application: Application) -> list[ApplicationEvent]:
    """Return the ledger in order, from a prefetch (`with_clocks`) when there is one."""
    if _is_prefetched(application, "events"):
        return sorted(application.events.all(), key=lambda event: event.seq)
    return list(application.events.order_by("seq"))


def _is_prefetched(application: Application, name: str) -> bool:
    return name in getattr(application, "_prefetched_objects_cache", {})


def read_clocks(
    application: Application, *, at: datetime, proposed: Mapping[int, WorkCalendar] | None = None
) -> Readings:
    """Compute every clock of the file at `at`. Nothing stored is trusted but ledger, calendars, allowances.

    `proposed` (office id → calendar) stands for the newest calendars of those offices: what a change would do.
    """
    rows = clock_rows(application)
    return _read(application, rows, _events_of(application), at, proposed or {})


def _read(
    application: Application,
    rows: Mapping[str, ApplicationClock],
    events: list[ApplicationEvent],
    at: datetime,
    proposed: Mapping[int, WorkCalendar] = MappingProxyType({}),
) -> Readings:
    rule = rule_of(application, rows)
    ledger = ledger_of(events)
    found: Readings = {}
    for office in (application.licensing_office, application.health_office):
        names = {name for name in ClockName if office_of(application, name).pk == office.pk and name in rows}
        if names:
            read = sla.readings(
                ledger,
                calendar_open=proposed.get(office.pk) or calendar_of_version(newest_version(office).pk, office),
                calendars_closed=_closed_calendars(application, rows),
                rule=rule,
                at=at,
            )
            found.update({name: reading for name, reading in read.items() if name in names})
    return found


def calendars_of_offices() -> dict[int, WorkCalendar]:
    """Return the newest calendar of every office that has one: read once for a report over many files."""
    offices = Office.objects.filter(kind__in=("dinkes", "dpmptsp"), calendar_versions__state="confirmed").distinct()
    return {office.pk: calendar_of_version(newest_version(office).pk, office) for office in offices}


def _closed_calendars(application: Application, rows: Mapping[str, ApplicationClock]) -> dict[ClockName, WorkCalendar]:
    return {
        ClockName(name): calendar_of_version(row.calendar_version_id, office_of(application, ClockName(name)))
        for name, row in rows.items()
        if row.calendar_version_id is not None
    }


def refresh(application: Application, *, at: datetime, closing: bool = True) -> list[str]:
    """Write the cached copies (`ApplicationClock`, `due_at`, `due_clock`); return the names that changed.

    With `closing`, a clock that has just stopped keeps the calendar version it closed under (DECISIONS 14), and
    one that was reopened gives it up again.
    """
    rows = clock_rows(application)
    readings = _read(application, rows, list(application.events.order_by("seq")), at)
    changed = []
    for name, reading in readings.items():
        row = rows[name]
        if closing:
            _keep_calendar(application, row, reading)
        if copy_reading(row, reading):
            row.save()
            changed.append(str(name))
    first = sla.earliest(readings.values())
    due_at, due_clock = (first.due_at, str(first.name)) if first else (None, "")
    if (application.due_at, application.due_clock) != (due_at, due_clock):
        application.due_at, application.due_clock = due_at, due_clock
        Application.objects.filter(pk=application.pk).update(due_at=due_at, due_clock=due_clock)
        changed.append("due_at")
    return changed


def _keep_calendar(application: Application, row: ApplicationClock, reading: sla.ClockReading) -> None:
    stopped = reading.state == sla.ClockState.STOPPED
    if stopped and row.calendar_version_id is None:
        row.calendar_version = newest_version(office_of(application, reading.name))
    elif not stopped and row.calendar_version_id is not None:
        row.calendar_version = None
    else:
        return
    row.save(update_fields=["calendar_version"])


def copy_reading(row: ApplicationClock, reading: sla.ClockReading) -> bool:
    """Set the cached columns of `row` from a reading; True when one differed."""
    stopped = reading.state == sla.ClockState.STOPPED
    new = {
        "state": str(reading.state),
        "counted": reading.counted,
        "started_at": reading.started_at,
        "stopped_at": reading.stopped_at,
        "due_at": reading.due_at,
        "on_time": reading.on_time if stopped else None,
        "used_minutes": reading.used_minutes if stopped else None,
    }
    changed = {field for field, value in new.items() if getattr(row, field) != value}
    for field in changed:
        setattr(row, field, new[field])
    return bool(changed)


def recompute(applications: Iterable[Application], *, at: datetime) -> list[tuple[str, list[str]]]:
    """Rebuild cached copies of `applications`; return (number, changed names) for those that differed."""
    moved = []
    for application in applications:
        with transaction.atomic():
            changed = refresh(application, at=at, closing=False)
        if changed:
            moved.append((application.number, changed))
    return moved
