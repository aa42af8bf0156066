"""From clock readings and ledger to what the components draw: clock card, other clocks, journey."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy

from core import formats
from core.components.clock import ClockCard, ClockPart, ClockState, parts_of, pause
from core.components.status import Fact, Kind, Stage, StageState, Status
from licensing.domain import sla
from licensing.domain.status_lines import COORDINATION_NAMES, StatusLines
from licensing.enums import ClockName, Holder, State
from licensing.models import Application, ApplicationEvent
from licensing.rules import Actor

Readings = Mapping[ClockName, sla.ClockReading]

# Which promise the applicant sees large, first running one wins; the others stand as lines.
PROMINENT = (
    ClockName.COORDINATION,
    ClockName.RECOMMENDATION,
    ClockName.VERIFICATION,
    ClockName.INTAKE,
    ClockName.LICENCE,
)


def status_of(lines: StatusLines) -> Status:
    """Return the component's status from the words of the domain."""
    return Status(label=lines.label, kind=Kind(lines.tone), means=lines.means, who=lines.who, you=lines.you)


def main_clock(readings: Readings) -> sla.ClockReading | None:
    """Return the clock the page shows large: running, else paused, else the last that stopped, else to come."""
    for states in (("running",), ("paused",)):
        for name in PROMINENT:
            reading = readings.get(name)
            if reading is not None and reading.state in states:
                return reading
    stopped = [r for name in PROMINENT if (r := readings.get(name)) and r.stopped_at is not None]
    if stopped:
        return max(stopped, key=lambda reading: reading.stopped_at or reading.at)
    return readings.get(ClockName.RECOMMENDATION)


def clock_card(application: Application, reading: sla.ClockReading, *, now: datetime, open_: bool = False) -> ClockCard:
    """Return the card of one clock; minutes come from the engine, nothing is computed here."""
    state = _card_state(reading)
    return ClockCard(
        state=state,
        allowance=Decimal(str(float(reading.allowance))),
        used_minutes=_minutes(reading.used_time),
        left_minutes=_minutes(reading.remaining_time),
        over_minutes=_minutes(reading.over_time),
        started_at=reading.started_at,
        due_at=reading.due_at,
        outer_at=reading.outer_limit_at,
        since=reading.exceeded_at if state == ClockState.OVER else reading.paused_since,
        now=now,
        parts=tuple(_parts(reading, now)),
        waiting_for=_waiting_for(application, reading),
        holder=reading.holder.label,
        holder_name=application.handler.name if application.handler else "",
        held_since=application.handler_since,
        agency=str(COORDINATION_NAMES.get(application.type.coordination, "")),
        provisional=reading.provisional,
        zone=application.health_office.zone,
        open=open_,
    )


def _minutes(length: object) -> int:
    seconds = getattr(length, "total_seconds", None)
    return round(seconds() / 60) if seconds else 0


def _card_state(reading: sla.ClockReading) -> ClockState:
    match reading.state:
        case sla.ClockState.NOT_STARTED:
            return ClockState.NOT_STARTED
        case sla.ClockState.PAUSED:
            return ClockState.PAUSED
        case sla.ClockState.STOPPED:
            return ClockState.STOPPED if reading.on_time is not False else ClockState.STOPPED_LATE
        case _:
            return ClockState.OVER if reading.exceeded_at else ClockState.RUNNING


def _waiting_for(application: Application, reading: sla.ClockReading) -> str:
    if reading.paused_holder == Holder.OUTSIDE:
        return str(COORDINATION_NAMES.get(application.type.coordination, _("instansi lain")))
    return _("Anda") if reading.paused_holder else ""


def _parts(reading: sla.ClockReading, now: datetime) -> Iterator[ClockPart]:
    """Past segments as they were, then the way to the due moment."""
    last: datetime | None = None
    for segment in reading.segments:
        last = segment.end
        if segment.kind == sla.SegmentKind.RUNNING:
            yield from parts_of(segment.stretches, now=now)
        elif segment.kind in (sla.SegmentKind.PAUSED, sla.SegmentKind.STOPPED) and segment.start < segment.end:
            yield pause(segment.start, segment.end, note=segment.holder.label)
    due = reading.due_at
    if reading.state == sla.ClockState.RUNNING and due is not None and last is not None and last < due:
        yield from parts_of(reading.calendar.stretches(last, due), now=now)


def other_clocks(application: Application, readings: Readings, *, main: sla.ClockReading | None) -> list[Fact]:
    """Return the remaining promises as lines, deemed approval last."""
    facts = [
        _clock_fact(application, reading)
        for name in (
            ClockName.VERIFICATION,
            ClockName.INTAKE,
            ClockName.RECOMMENDATION,
            ClockName.COORDINATION,
            ClockName.LICENCE,
        )
        if (reading := readings.get(name)) is not None and (main is None or name != main.name)
    ]
    deemed = readings.get(ClockName.DEEMED_APPROVAL)
    if deemed is not None and deemed.due_at is not None and deemed.state == sla.ClockState.RUNNING:
        text = _("Bila sampai %(date)s belum ada keputusan, izin dianggap terbit menurut PP 28/2024.") % {
            "date": formats.full_date(formats.local(deemed.due_at, application.health_office.time_zone).date())
        }
        facts.append(Fact(ClockName.DEEMED_APPROVAL.label, text))
    return facts


def _clock_fact(application: Application, reading: sla.ClockReading) -> Fact:
    zone = application.health_office.time_zone
    used = formats.duration(_minutes(reading.used_time))
    match reading.state:
        case sla.ClockState.STOPPED if reading.on_time is False:
            return Fact(reading.name.label, _("Selesai dalam %(used)s, lewat waktu") % {"used": used}, Kind.BAD)
        case sla.ClockState.STOPPED:
            return Fact(reading.name.label, _("Selesai dalam %(used)s, tepat waktu") % {"used": used}, Kind.OK)
        case sla.ClockState.RUNNING if reading.due_at is not None:
            return Fact(
                reading.name.label, _("Berjalan, batas %(due)s") % {"due": formats.full_moment(reading.due_at, zone)}
            )
        case sla.ClockState.PAUSED:
            return Fact(reading.name.label, _("Dihentikan sementara; terpakai %(used)s") % {"used": used}, Kind.FIX)
        case _:
            days = formats.working_days(Decimal(str(float(reading.allowance))))
            return Fact(reading.name.label, _("%(days)s setelah tahap sebelumnya selesai") % {"days": days})


# Who did a move, as the journey names them; the public page shows the unit only.
ROLE_UNITS: dict[str, object] = {
    "applicant": gettext_lazy("Pemohon"),
    "pj": gettext_lazy("Penanggung jawab fasyankes"),
    "front_office": gettext_lazy("Petugas depan DPMPTSP"),
    "technical": gettext_lazy("Tim Teknis DPMPTSP"),
    "organisation": gettext_lazy("Organisasi profesi"),
    "register_clerk": gettext_lazy("Register Dinas Kesehatan"),
    "tpk": gettext_lazy("Tenaga Pengawas Kesehatan"),
    "division_head": gettext_lazy("Kepala Bidang"),
    "health_head": gettext_lazy("Kepala Dinas Kesehatan"),
    "licence_head": gettext_lazy("Kepala DPMPTSP"),
    "system": gettext_lazy("Portal"),
    "client": gettext_lazy("Sistem instansi"),
    "partner_link": gettext_lazy("Instansi lain"),
}

# Stations of the journey in order, and the states that belong to each.
STATIONS: tuple[tuple[State, frozenset[State]], ...] = (
    (State.SUBMITTED, frozenset({State.SUBMITTED, State.NEEDS_CORRECTION})),
    (State.VERIFIED, frozenset({State.VERIFIED})),
    (State.REGISTERED, frozenset({State.REGISTERED})),
    (State.ASSESSING, frozenset({State.ASSESSING, State.REPAIRING, State.COORDINATING})),
    (State.ASSESSED, frozenset({State.ASSESSED, State.APPROVED})),
    (State.RECOMMENDED, frozenset({State.RECOMMENDED})),
    (State.LICENSED, frozenset({State.LICENSED})),
)


def journey(
    application: Application, events: list[ApplicationEvent], *, public: bool, by: Actor | None = None
) -> list[Stage]:
    """Return the stations done, now and next, with who and when; `by` reads their own moves as "Anda"."""
    return list(_stages(application, events, public=public, by=by))


def _stages(
    application: Application, events: list[ApplicationEvent], *, public: bool, by: Actor | None
) -> Iterator[Stage]:
    zone = application.health_office.time_zone
    first: dict[str, ApplicationEvent] = {}
    for event in events:
        first.setdefault(event.to_state, event)
    current = State(application.state)
    ended = current in (State.REFUSED, State.WITHDRAWN, State.LAPSED)
    for station, states in STATIONS:
        if station == State.LICENSED and not application.type.delegated:
            continue
        reached = next((first[state] for state in states if state in first), None)
        if reached is None:
            if not ended:
                yield Stage(title=station.label, state=StageState.NEXT)
            continue
        is_now = current in states and application.closed_at is None
        title = current.label if is_now else station.label
        when = formats.short_moment(reached.at, zone)
        yield Stage(
            title=title,
            state=StageState.NOW if is_now else StageState.DONE,
            when=_("sejak %(when)s") % {"when": when} if is_now else when,
            text=_who(reached, public=public, by=by),
        )
    if ended:
        yield Stage(
            title=current.label,
            state=StageState.DONE,
            when=formats.short_moment(events[-1].at, zone),
            text=_who(events[-1], public=public, by=by),
        )


def _who(event: ApplicationEvent, *, public: bool, by: Actor | None) -> str:
    if by is not None and event.actor_id == by.user_id and event.actor_role == "applicant":
        return _("Anda mengirim permohonan.") if event.to_state == State.SUBMITTED else _("Oleh Anda.")
    unit = str(ROLE_UNITS.get(event.actor_role, ""))
    if public or event.actor is None or event.actor_role in ("applicant", "pj"):
        return unit
    return f"{unit}, {event.actor.name}" if unit else event.actor.name
