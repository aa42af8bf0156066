"""The monthly report on the promise: every figure is counted from the rows it links to.

The denominator (DECISIONS 13): recommendations that were registered and ended in this month, granted or refused,
without those withdrawn or lapsed and without those that were in coordination, which are counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.domain.calendars import newest_version
from accounts.enums import Role
from accounts.models import Office
from core.months import Month
from core.workdays import WorkCalendar
from licensing.domain import sla
from licensing.domain.clocks import calendars_of_offices, ledger_of, read_clocks, rule_of
from licensing.domain.reports.promise import finished_recommendations
from licensing.domain.surveys.figures import SurveyFigures, responses_of, survey_figures
from licensing.domain.telling import DESK_ROLE
from licensing.enums import Action, ClockName, ClockState, Holder, ReportKind
from licensing.models import Application, ApplicationClock, ApplicationEvent, PublicReport, Reason

# Ends of the recommendation as the ledger names them; the last event of these is the end of the file's row.
_DECISIONS = frozenset({Action.SIGN, Action.REFUSE, Action.DEEM})
NINETY = 90


@dataclass(frozen=True)
class FinishedFile:
    """One recommendation that ended in the month. Times are office minutes of the health office's calendar.

    `desk` and `reason` say where a late file lay when its time ended and what was noted; empty when on time.
    """

    number: str
    type_code: str
    type_name: str
    registered_at: datetime | None
    ended_at: datetime
    refused: bool
    coordinated: bool
    on_time: bool
    minutes: int
    over_minutes: int
    desk: str
    reason: str
    held: Mapping[Holder, int]


@dataclass(frozen=True)
class Share:
    """How many of a set were on time, and how long they took; median and percentile None for an empty set."""

    finished: int
    on_time: int
    median_minutes: int | None
    ninetieth_minutes: int | None

    @property
    def late(self) -> int:
        """Finished past the due moment."""
        return self.finished - self.on_time


@dataclass(frozen=True)
class ComplaintFigures:
    """Complaints that came in this month, and what became of them by the moment of the report."""

    received: int
    answered: int
    answered_on_time: int
    integrity: int


@dataclass(frozen=True)
class PromiseReport:
    """One month of one office, as read at `at` under calendar version `calendar_number`."""

    month: Month
    at: datetime
    calendar_number: int
    files: tuple[FinishedFile, ...]
    coordinated: tuple[FinishedFile, ...]
    complaints: ComplaintFigures
    survey: SurveyFigures

    @property
    def total(self) -> Share:
        """The one-day promise."""
        return share_of(self.files)

    @property
    def late(self) -> tuple[FinishedFile, ...]:
        """Files past the promise, the worst first."""
        return tuple(sorted((row for row in self.files if not row.on_time), key=lambda row: -row.over_minutes))

    def by_type(self) -> dict[str, Share]:
        """Share per type code, the busiest first."""
        return _grouped(self.files, lambda row: row.type_code)

    def late_by(self, key: Callable[[FinishedFile], str]) -> dict[str, int]:
        """Late files per desk or reason, the most frequent first."""
        return dict(Counter(key(row) for row in self.late).most_common())

    def held_minutes(self) -> dict[Holder, int]:
        """Office minutes from submission to the decision by who held the files; they add up to the whole."""
        return {holder: sum(row.held.get(holder, 0) for row in self.files) for holder in Holder}


def share_of(rows: Iterable[FinishedFile]) -> Share:
    """Return the figures of a set of files."""
    found = list(rows)
    minutes = sorted(row.minutes for row in found)
    return Share(
        finished=len(found),
        on_time=sum(row.on_time for row in found),
        median_minutes=round(median(minutes)) if minutes else None,
        ninetieth_minutes=percentile(minutes, NINETY),
    )


def percentile(ordered: list[int], rank: int) -> int | None:
    """Return the nearest-rank percentile of ascending values, None of nothing."""
    return ordered[ceil(len(ordered) * rank / 100) - 1] if ordered else None


def _grouped(rows: Iterable[FinishedFile], key: Callable[[FinishedFile], str]) -> dict[str, Share]:
    sets: dict[str, list[FinishedFile]] = defaultdict(list)
    for row in rows:
        sets[key(row)].append(row)
    shares = {name: share_of(found) for name, found in sets.items()}
    return dict(sorted(shares.items(), key=lambda pair: (-pair[1].finished, pair[0])))


def promise_report(office: Office, month: Month, *, at: datetime) -> PromiseReport:
    """Read one month of the health office; a constant number of queries however many files."""
    until = min(month.end, at)
    counted = finished_recommendations(office, since=month.start, until=until)
    apart = ApplicationClock.objects.filter(
        name=ClockName.COORDINATION,
        state=ClockState.STOPPED,
        started_at__isnull=False,
        application__health_office=office,
        application__clocks__name=ClockName.RECOMMENDATION,
        application__clocks__state=ClockState.STOPPED,
        application__clocks__counted=False,
        application__clocks__stopped_at__gte=month.start,
        application__clocks__stopped_at__lt=until,
    ).exclude(application__state__in=("withdrawn", "lapsed"))
    reader = _Reader(at)
    return PromiseReport(
        month=month,
        at=at,
        calendar_number=newest_version(office).number,
        files=reader.rows(counted.values("application_id"), ClockName.RECOMMENDATION),
        coordinated=reader.rows(apart.values("application_id"), ClockName.COORDINATION),
        complaints=_complaints(office, month),
        survey=survey_figures(
            responses_of(office, first=month.start.date(), last=month.shifted(1).start.date() - timedelta(days=1))
        ),
    )


class _Reader:
    """Turns applications into rows; calendars and reasons are read once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.calendars: dict[int, WorkCalendar] = calendars_of_offices()
        self.reasons = {reason.pk: str(reason.label) for reason in Reason.objects.all()}

    def rows(self, pks: QuerySet[ApplicationClock, Any], name: ClockName) -> tuple[FinishedFile, ...]:
        """Files of these applications by the clock `name`, in order of their end."""
        applications = Application.objects.filter(pk__in=pks).with_clocks()
        applications = applications.select_related("type", "licensing_office", "health_office")
        found = [row for application in applications if (row := self._row(application, name)) is not None]
        return tuple(sorted(found, key=lambda row: (row.ended_at, row.number)))

    def _row(self, application: Application, name: ClockName) -> FinishedFile | None:
        reading = read_clocks(application, at=self.at, proposed=self.calendars).get(name)
        if reading is None or reading.stopped_at is None:
            return None
        events = sorted(application.events.all(), key=lambda event: event.seq)
        decisions = [event for event in events if event.action in _DECISIONS]
        late = reading.exceeded_at
        return FinishedFile(
            number=application.number,
            type_code=application.type.code,
            type_name=application.type.name,
            registered_at=application.registered_at,
            ended_at=decisions[-1].at if decisions else reading.stopped_at,
            refused=bool(decisions) and decisions[-1].action == Action.REFUSE,
            coordinated=name == ClockName.COORDINATION,
            on_time=late is None,
            minutes=reading.used_minutes,
            over_minutes=round(reading.over_time.total_seconds() / 60),
            desk=_desk_at(events, late) if late else "",
            reason=self._reason(events) if late else "",
            held=self._held(application, events, reading.calendar),
        )

    def _reason(self, events: list[ApplicationEvent]) -> str:
        """The reason noted last on the way: sent back, extended, returned; empty when nobody noted one."""
        noted = [event.reason_id for event in events if event.reason_id and event.action != Action.REFUSE]
        return self.reasons.get(noted[-1], "") if noted else ""

    def _held(
        self, application: Application, events: list[ApplicationEvent], calendar: WorkCalendar
    ) -> dict[Holder, int]:
        rule = rule_of(application, {row.name: row for row in application.clocks.all()})
        decided = max((event.at for event in events if event.action in _DECISIONS), default=self.at)
        minutes: dict[Holder, int] = defaultdict(int)
        for stretch in sla.holder_stretches(ledger_of(events), rule=rule, at=decided):
            minutes[stretch.holder] += round(calendar.open_time(stretch.start, stretch.end).total_seconds() / 60)
        return dict(minutes)


def _desk_at(events: list[ApplicationEvent], moment: datetime) -> str:
    """The role whose desk held the file at `moment`."""
    before = [event.to_state for event in events if event.at <= moment]
    role = DESK_ROLE.get(before[-1]) if before else None
    return str(Role(role).value) if role else ""


def _complaints(office: Office, month: Month) -> ComplaintFigures:
    rows = PublicReport.objects.filter(office=office, created_at__gte=month.start, created_at__lt=month.end)
    complaint = Q(kind=ReportKind.COMPLAINT)
    answered = complaint & Q(answered_at__isnull=False)
    return ComplaintFigures(
        **rows.aggregate(
            received=Count("pk", filter=complaint),
            answered=Count("pk", filter=answered),
            answered_on_time=Count("pk", filter=answered & Q(answered_at__lte=F("due_at"))),
            integrity=Count("pk", filter=Q(kind=ReportKind.INTEGRITY)),
        )
    )
