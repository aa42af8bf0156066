"""Finished applications of the time before the portal, entered with their ledger and clock readings at once.

The verbs are not run: nobody is told and no letter is drawn. The ledger still obeys the move table, and the clock
rows equal what `recompute_clocks` would write.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.domain.calendars import calendar_of_version, newest_version
from accounts.enums import RegistrationMode
from accounts.models import CalendarVersion, Office
from core.workdays import WorkCalendar
from letters.models import NumberCounter
from licensing.domain import clocks, sla
from licensing.domain.requirements import era_of
from licensing.domain.transitions import REGISTER_SERIES
from licensing.domain.workflow import MOVES
from licensing.enums import Action, ClockName, ClockState, State
from licensing.models import (
    Allowance,
    Application,
    ApplicationClock,
    ApplicationEvent,
    Licence,
    RecommendationType,
    RequirementSet,
)

BATCH = 400
_MOMENTS = {
    Action.SUBMIT: "submitted_at",
    Action.VERIFY: "verified_at",
    Action.REGISTER: "registered_at",
    Action.SIGN: "decided_at",
    Action.REFUSE: "decided_at",
}
# Clocks a file has only once it was sent.
_SENT = Action.SUBMIT


@dataclass(frozen=True)
class PastEvent:
    """One entry of the ledger; `user_id` None for the system."""

    action: Action
    at: datetime
    user_id: int | None
    role: str
    note: str = ""
    reason: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PastFile:
    """A finished application: who and where, its ledger in order of time, and the licence it ended in."""

    number: str
    type_code: str
    kind: str
    events: tuple[PastEvent, ...]
    applicant_name: str
    identity_hash: str
    answers: dict[str, Any]
    region_code: str
    person_id: int | None = None
    profession: str = ""
    place_id: int | None = None
    place_name: str = ""
    slot: int = 1
    filed_by_id: int | None = None
    licence_id: int | None = None


@dataclass(frozen=True)
class _Desk:
    """The offices, their calendars and the catalogue; read once for all files."""

    licensing: Office
    health: Office
    versions: dict[int, CalendarVersion]
    calendars: dict[int, WorkCalendar]
    types: dict[str, RecommendationType]
    sets: dict[str, RequirementSet]
    allowances: dict[tuple[str, str], Allowance]

    @property
    def by_hand(self) -> bool:
        return self.health.registration == RegistrationMode.BY_HAND

    def allowance(self, name: ClockName, type_code: str) -> Allowance:
        """Return the promise of the type, or the general one."""
        return self.allowances.get((name, type_code)) or self.allowances[name, ""]


@transaction.atomic
def enter_past_files(
    files: Sequence[PastFile], *, licensing: Office, health: Office, is_demo: bool = False
) -> list[Application]:
    """Write finished files in their order of filing. Register numbers are given in that order, by year.

    Raises ValueError for a ledger the move table does not allow.
    """
    desk = _desk(licensing, health)
    registered: dict[int, int] = {}
    ordered = sorted(files, key=lambda file: file.events[0].at)
    rows = [_application(file, desk, registered, is_demo=is_demo) for file in ordered]
    Application.objects.bulk_create(rows, batch_size=BATCH)
    events: list[ApplicationEvent] = []
    readings: list[ApplicationClock] = []
    for file, row in zip(ordered, rows, strict=True):
        ledger = list(_ledger(file, row))
        events += ledger
        readings += _clocks(row, ledger, desk)
    ApplicationEvent.objects.bulk_create(events, batch_size=BATCH)
    ApplicationClock.objects.bulk_create(readings, batch_size=BATCH)
    _tie_licences(ordered, rows)
    _set_register_counters(health, registered)
    return rows


def _desk(licensing: Office, health: Office) -> _Desk:
    versions = {office.pk: newest_version(office) for office in (licensing, health)}
    newest = Allowance.objects.order_by("valid_from")
    return _Desk(
        licensing=licensing,
        health=health,
        versions=versions,
        calendars={office.pk: calendar_of_version(versions[office.pk].pk, office) for office in (licensing, health)},
        types={row.code: row for row in RecommendationType.objects.order_by("version")},
        sets={row.type_code: row for row in RequirementSet.objects.order_by("version")},
        allowances={(row.clock, row.type_code): row for row in newest},
    )


# --- rows -----------------------------------------------------------------------------------------------------


def _application(file: PastFile, desk: _Desk, registered: dict[int, int], *, is_demo: bool) -> Application:
    kind, zone = desk.types[file.type_code], desk.licensing.zone
    moments = {_MOMENTS[event.action]: event.at for event in file.events if event.action in _MOMENTS}
    filed = moments.get("submitted_at", file.events[0].at).astimezone(zone).date()
    verified = moments.get("verified_at")
    return Application(
        number=file.number,
        type=kind,
        requirement_set=desk.sets[file.type_code],
        kind=file.kind,
        slot=file.slot,
        state=_states(file)[-1],
        version=len(file.events),
        legal_era=era_of(filed, verified.astimezone(zone).date() if verified else None),
        filed_by_id=file.filed_by_id,
        channel="counter",
        answers=file.answers,
        applicant_name=file.applicant_name,
        identity_hash=file.identity_hash,
        person_id=file.person_id,
        profession_id=file.profession or None,
        place_id=file.place_id,
        place_name=file.place_name,
        region_id=file.region_code,
        licensing_office=desk.licensing,
        health_office=desk.health,
        register_number=_register_number(moments.get("registered_at"), desk.health, registered),
        created_at=file.events[0].at,
        closed_at=file.events[-1].at,
        is_demo=is_demo,
        **moments,
    )


def _register_number(at: datetime | None, office: Office, registered: dict[int, int]) -> str:
    if at is None:
        return ""
    year = at.astimezone(office.zone).year
    registered[year] = registered.get(year, 0) + 1
    pattern = office.letter_settings.get("register_pattern", "REG-{year}-{running:05d}")
    return str(pattern.format(year=year, running=registered[year]))


def _states(file: PastFile) -> list[State]:
    """Return the state after each event; raises ValueError for a move the table does not have."""
    states = [State.DRAFT]
    for event in file.events[1:]:
        move = MOVES[event.action]
        if states[-1] not in move.sources:
            raise ValueError(f"{file.number}: {event.action} is no move from {states[-1]}")
        states.append(move.lands_in(states[-1]))
    return states


def _ledger(file: PastFile, row: Application) -> Iterable[ApplicationEvent]:
    before = ""
    for seq, (event, after) in enumerate(zip(file.events, _states(file), strict=True), start=1):
        yield ApplicationEvent(
            application=row,
            seq=seq,
            at=event.at,
            action=event.action,
            from_state=before,
            to_state=after,
            actor_id=event.user_id,
            actor_role=event.role,
            reason_id=event.reason or None,
            note=event.note,
            payload=event.payload,
        )
        before = after


def _clocks(row: Application, ledger: list[ApplicationEvent], desk: _Desk) -> list[ApplicationClock]:
    if not any(event.action == _SENT for event in ledger):
        return []
    names = clocks.clock_names(row.type, by_hand=desk.by_hand)
    found = {
        str(name): ApplicationClock(application=row, name=name, allowance=desk.allowance(name, row.type.code))
        for name in names
    }
    rule, entries = clocks.rule_of(row, found), clocks.ledger_of(ledger)
    for office in (desk.licensing, desk.health):
        calendar = desk.calendars[office.pk]
        closed = dict.fromkeys(names, calendar)
        read = sla.readings(entries, calendar_open=calendar, calendars_closed=closed, rule=rule, at=ledger[-1].at)
        for name in (name for name in names if clocks.office_of(row, name).pk == office.pk):
            clocks.copy_reading(found[str(name)], read[name])
            if read[name].state == ClockState.STOPPED:
                found[str(name)].calendar_version = desk.versions[office.pk]
    return list(found.values())


# --- ties -----------------------------------------------------------------------------------------------------


def _tie_licences(files: Sequence[PastFile], rows: Sequence[Application]) -> None:
    """Make each file the source of the licence it ended in."""
    wanted = {file.licence_id: row.pk for file, row in zip(files, rows, strict=True) if file.licence_id}
    licences = list(Licence.objects.filter(pk__in=wanted).only("pk"))
    for licence in licences:
        licence.application_id = wanted[licence.pk]
    Licence.objects.bulk_update(licences, ["application"], batch_size=BATCH)


def _set_register_counters(office: Office, registered: dict[int, int]) -> None:
    for year, last in registered.items():
        NumberCounter.objects.update_or_create(
            office=office, series=REGISTER_SERIES, year=year, defaults={"last": last}
        )
