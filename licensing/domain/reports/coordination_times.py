"""How long outside bodies took: each question of a month, and the figures per body counted from the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median

from django.db.models import Q

from accounts.domain.calendars import calendar_of_version, newest_version
from accounts.models import Office
from core.months import Month
from core.workdays import WorkCalendar
from licensing.enums import ClockName, State
from licensing.models import ApplicationEvent, Coordination, VisitCoordination


@dataclass(frozen=True)
class CoordinationTime:
    """One question. `used_days` are working days and `minutes` office minutes from asking to `ended_at`, or to now.

    `ended_at` is None while it is open; ended without `answered_at`, the file left before the answer. `on_time` is
    None while it is open within its promise, and when it ended unanswered.
    """

    body: str
    about: str  # number of the application, or public id of the visit
    is_visit: bool
    reference: str
    asked_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    promised_days: Fraction
    due_at: datetime
    used_days: Fraction
    minutes: int
    on_time: bool | None


@dataclass(frozen=True)
class BodyFigures:
    """One body: questions, answers, answers in time; middle and longest office minutes of those answered, or None."""

    body: str
    asked: int
    answered: int
    on_time: int
    median_minutes: int | None
    longest_minutes: int | None


def coordination_times(office: Office, month: Month, *, at: datetime) -> tuple[CoordinationTime, ...]:
    """Return the questions asked in a month, the earliest first; a constant number of queries."""
    newest = newest_version(office).pk
    asked = Q(asked_at__gte=month.start, asked_at__lt=min(month.end, at))
    rows = [
        *(
            _of_visit(row, office, newest, at)
            for row in VisitCoordination.objects.filter(asked, visit__office=office).select_related("visit")
        ),
        *(
            _of_application(row, office, newest, at)
            for row in Coordination.objects.filter(asked, application__health_office=office).with_times()
        ),
    ]
    return tuple(sorted(rows, key=lambda row: (row.asked_at, row.body, row.about)))


def by_body(rows: Iterable[CoordinationTime]) -> list[BodyFigures]:
    """Return the figures per body, by name."""
    groups: Mapping[str, list[CoordinationTime]] = defaultdict(list)
    for row in rows:
        groups[row.body].append(row)
    return [_figures(body, groups[body]) for body in sorted(groups)]


def _figures(body: str, rows: list[CoordinationTime]) -> BodyFigures:
    answered = [row for row in rows if row.answered_at is not None]
    minutes = [row.minutes for row in answered]
    return BodyFigures(
        body=body,
        asked=len(rows),
        answered=len(answered),
        on_time=sum(row.on_time is True for row in answered),
        median_minutes=round(median(minutes)) if minutes else None,
        longest_minutes=max(minutes, default=None),
    )


def visit_time(row: VisitCoordination, office: Office, *, at: datetime) -> CoordinationTime:
    """Return how one question about a visit stands at `at`."""
    return _of_visit(row, office, newest_version(office).pk, at)


def application_time(row: Coordination, office: Office, *, at: datetime) -> CoordinationTime:
    """Return how one question about an application stands at `at`; `row` comes from `with_times()`."""
    return _of_application(row, office, newest_version(office).pk, at)


def _of_visit(row: VisitCoordination, office: Office, newest: int, at: datetime) -> CoordinationTime:
    calendar = calendar_of_version(row.calendar_version_id or newest, office)
    due = calendar.add(row.asked_at, row.working_days)
    visit = row.visit
    number = visit.berita_acara_number or visit.surat_tugas_number
    return _measured(
        row, calendar, promised=Fraction(row.working_days), due=due, ended=row.answered_at, at=at,
        about=visit.public_id, is_visit=True, reference=number,
    )  # fmt: skip


def _of_application(row: Coordination, office: Office, newest: int, at: datetime) -> CoordinationTime:
    application = row.application
    clock = next((each for each in application.clocks.all() if each.name == ClockName.COORDINATION), None)
    days = Fraction(clock.allowance.working_days) if clock else Fraction(application.type.sla_working_days)
    events = sorted(application.events.all(), key=lambda event: event.seq)
    promised = days + sum((_extension(event) for event in events), Fraction(0))
    calendar = calendar_of_version((clock.calendar_version_id if clock else None) or newest, office)
    left = next((e.at for e in events if e.from_state == State.COORDINATING and e.at >= row.asked_at
                 and e.to_state != State.COORDINATING), None)  # fmt: skip
    return _measured(
        row, calendar, promised=promised, due=calendar.add(row.asked_at, promised), ended=row.answered_at or left,
        at=at, about=application.number, is_visit=False, reference=application.number,
    )  # fmt: skip


def _extension(event: ApplicationEvent) -> Fraction:
    given = event.payload.get("extension") or {}
    return Fraction(str(given["days"])) if given.get("clock") == ClockName.COORDINATION else Fraction(0)


def _measured(
    row: Coordination | VisitCoordination,
    calendar: WorkCalendar,
    *,
    promised: Fraction,
    due: datetime,
    ended: datetime | None,
    at: datetime,
    about: str,
    is_visit: bool,
    reference: str,
) -> CoordinationTime:
    until = ended or at
    late = until > due
    open_or_answered = ended is None or row.answered_at is not None
    judged = False if late else (True if row.answered_at else None)
    return CoordinationTime(
        body=row.partner_name,
        about=about,
        is_visit=is_visit,
        reference=reference,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        ended_at=ended,
        promised_days=promised,
        due_at=due,
        used_days=calendar.used(row.asked_at, until),
        minutes=round(calendar.open_time(row.asked_at, until).total_seconds() / 60),
        on_time=judged if open_or_answered else None,
    )
