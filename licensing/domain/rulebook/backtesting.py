"""Running a draft rule over the files of the last months: facts are read, outcomes kept apart, no file is touched.

A run is done in slices, one outbox job each, so a long one shows its progress and no job outlives its lease.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core import audit, outbox
from core.months import Month
from licensing.domain.answers import section
from licensing.domain.clocks import calendars_of_offices, read_clocks
from licensing.domain.licences.place_limits import place_limit
from licensing.domain.rulebook import backtest
from licensing.enums import (
    ApplicationKind,
    BacktestState,
    ClockName,
    ClockState,
    DocumentState,
    LegalEra,
    LicenceState,
    RuleChangeKind,
    State,
)
from licensing.exceptions import RuleUnclear
from licensing.models import Application, BacktestRow, BacktestRun, Licence, Requirement, RuleChange
from licensing.querysets import ApplicationQuerySet

JOB = "licensing.backtest"
SLICE = 300
BEFORE_SENDING = (State.DRAFT,)
# A type's name, term or visit says nothing about whether a file of the past was in order.
TRIED = frozenset({RuleChangeKind.REQUIREMENTS, RuleChangeKind.ALLOWANCE, RuleChangeKind.PLACE_LIMIT})


@transaction.atomic
def start(change: RuleChange, *, months: int, by: User, at: datetime) -> BacktestRun:
    """Ask for a run over the last `months` months up to `at`; the worker does it slice by slice.

    Raises RuleUnclear for a kind of change that past files say nothing about.
    """
    if change.kind not in TRIED:
        raise RuleUnclear
    since = Month.of(at, change.office.zone).shifted(-months).start
    run = BacktestRun.objects.create(
        change=change, months=months, since=since, until=at, requested_by=by, requested_at=at
    )
    run.total = files_of(run).count()
    run.save(update_fields=["total"])
    payload = {"months": months, "files": run.total}
    audit.record(action="rule.backtest", by=by, obj=change, office=change.office, payload=payload, at=at)
    _enqueue(run, after=0)
    return run


def _enqueue(run: BacktestRun, *, after: int) -> None:
    outbox.enqueue(JOB, key=f"{JOB}:{run.pk}:{after}", payload={"run": run.pk, "after": after}, queue="imports")


def files_of(run: BacktestRun) -> QuerySet[Application]:
    """Return the files a run looks at: sent in its months to the office, of the type or profession it is about."""
    change = run.change
    rows = Application.objects.filter(
        submitted_at__gte=run.since, submitted_at__lt=run.until, health_office=change.office
    ).exclude(state__in=BEFORE_SENDING)
    match change.kind:
        case RuleChangeKind.ALLOWANCE:
            stopped = Q(clocks__name=change.clock, clocks__state=ClockState.STOPPED, clocks__on_time__isnull=False)
            rows = rows.filter(stopped, clocks__counted=True)
            return rows.filter(type__code=change.type_code) if change.type_code else rows
        case RuleChangeKind.PLACE_LIMIT:
            return rows.filter(profession_id=change.profession_code)
        case _:
            return rows.filter(type__code=change.type_code)


def run_slice(run_id: int, *, after: int, at: datetime) -> None:
    """Do the next slice after the file with key `after` and ask for the one behind it; running twice does once."""
    run = BacktestRun.objects.select_related("change__office").filter(pk=run_id).first()
    if run is None or run.state == BacktestState.DONE:
        return  # the draft was changed or thrown away meanwhile
    files = list(files_of(run).filter(pk__gt=after).order_by("pk")[:SLICE])
    outcomes = list(outcomes_of(run.change, files, at=at))
    with transaction.atomic():
        BacktestRow.objects.bulk_create([_row(run, outcome) for outcome in outcomes], ignore_conflicts=True)
        run.done = run.rows.count()
        run.state = BacktestState.RUNNING
        if len(files) < SLICE:
            run.state, run.finished_at = BacktestState.DONE, at
        else:
            _enqueue(run, after=files[-1].pk)
        run.save(update_fields=["done", "state", "finished_at"])


def _row(run: BacktestRun, outcome: backtest.Outcome) -> BacktestRow:
    return BacktestRow(
        run=run,
        number=outcome.number,
        type_code=outcome.type_code,
        applicant_key=outcome.applicant_key,
        fails=outcome.fails,
        reasons=[{"code": reason.code, "about": reason.about, "label": reason.label} for reason in outcome.reasons],
        added_documents=outcome.added_documents,
        on_time_before=outcome.on_time_before,
        on_time_after=outcome.on_time_after,
    )


def outcomes_of(change: RuleChange, files: list[Application], *, at: datetime) -> Iterator[backtest.Outcome]:
    """Read the facts of `files` and judge them; a constant number of queries, and not one of them writes."""
    match change.kind:
        case RuleChangeKind.REQUIREMENTS:
            draft = [_rule(row) for row in change.content["rows"]]
            yield from (backtest.under_requirements(case, draft) for case in _requirement_cases(files))
        case RuleChangeKind.ALLOWANCE:
            days = Fraction(str(change.content["days"]))
            clock = ClockName(change.clock)
            yield from (backtest.under_allowance(case, days) for case in _clock_cases(files, clock, at))
        case _:
            limit = int(change.content["limit"])
            yield from (backtest.under_place_limit(case, limit) for case in _place_cases(files))


def summary_of(run: BacktestRun) -> backtest.Summary:
    """Return the figures of a run from its rows."""
    return backtest.summary_of(
        backtest.Outcome(
            number=row.number,
            type_code=row.type_code,
            applicant_key=row.applicant_key,
            reasons=tuple(backtest.Reason(**reason) for reason in row.reasons),
            added_documents=row.added_documents,
            on_time_before=row.on_time_before,
            on_time_after=row.on_time_after,
        )
        for row in run.rows.all()
    )


# --- facts ----------------------------------------------------------------------------------------------------


def _rule(row: Mapping[str, Any]) -> backtest.Rule:
    return backtest.Rule(
        code=row["code"],
        label=row["label_id"],
        kind=row["kind"],
        mandatory=row["mandatory"],
        applies_to=row["applies_to"],
        legal_era=row["legal_era"],
    )


def _stored(row: Requirement) -> backtest.Rule:
    names = ("code", "label_id", "kind", "mandatory", "applies_to", "legal_era")
    return _rule({name: getattr(row, name) for name in names})


def _case(application: Application) -> partial[backtest.PastCase]:
    return partial(
        backtest.PastCase,
        number=application.number,
        type_code=application.type.code,
        kind=ApplicationKind(application.kind),
        era=LegalEra(application.legal_era),
        # The keyed hash of the identity tells two files of one person; it opens nothing.
        applicant_key=application.identity_hash,
    )


def _again(files: Iterable[Application]) -> ApplicationQuerySet:
    return Application.objects.filter(pk__in=[file.pk for file in files]).select_related(
        "type", "profession", "licensing_office", "health_office"
    )


def _requirement_cases(files: list[Application]) -> Iterator[backtest.PastCase]:
    rows = _again(files).prefetch_related("requirement_set__requirements", "documents").order_by("pk")
    for file in rows:
        answers = file.answers or {}
        agreed = section(answers, "statements")
        details = section(answers, "details")
        yield _case(file)(
            uploaded=frozenset(
                row.requirement_code for row in file.documents.all() if row.state != DocumentState.REFUSED
            ),
            agreed=frozenset(code for code, yes in agreed.items() if yes),
            answered=frozenset(code for code, value in details.items() if value),
            rules=tuple(_stored(row) for row in file.requirement_set.requirements.all()),
        )


def _clock_cases(files: list[Application], clock: ClockName, at: datetime) -> Iterator[backtest.PastCase]:
    calendars = calendars_of_offices()
    for file in _again(files).with_clocks().order_by("pk"):
        reading = read_clocks(file, at=at, proposed=calendars).get(clock)
        if reading is None or reading.stopped_at is None:
            continue
        promised = Fraction(next(row for row in file.clocks.all() if row.name == clock).allowance.working_days)
        yield _case(file)(used_days=reading.used, allowed_days=reading.allowance, granted=reading.allowance - promised)


def _place_cases(files: list[Application]) -> Iterator[backtest.PastCase]:
    rows = list(_again(files).order_by("pk"))
    people = {row.person_id for row in rows if row.person_id}
    held: dict[int, list[Licence]] = {}
    for licence in Licence.objects.filter(holder_person__in=people).prefetch_related("statuses"):
        held.setdefault(licence.holder_person_id or 0, []).append(licence)
    limits: dict[tuple[str, date], int | None] = {}
    for file in rows:
        on = (file.submitted_at or file.created_at).astimezone(file.health_office.zone).date()
        key = (file.legal_era, on)
        if key not in limits:
            limits[key] = place_limit(file.profession, file.legal_era, on)
        own = [row for row in held.get(file.person_id or 0, []) if row.type_code == file.type.code]
        count = sum(_in_force(row, on) for row in own if row.application_id != file.pk)
        yield _case(file)(places=count if file.person_id else None, place_limit=limits[key])


def _in_force(licence: Licence, on: date) -> bool:
    """The same rule as `LicenceQuerySet.in_force`, over what was prefetched (DECISIONS 20)."""
    if licence.starts_on > on or (licence.ends_on is not None and licence.ends_on < on):
        return False
    return any(
        row.status == LicenceState.ACTIVE and row.valid_from <= on and (row.valid_to is None or row.valid_to > on)
        for row in licence.statuses.all()
    )
