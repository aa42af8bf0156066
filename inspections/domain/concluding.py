"""From answers to the berita acara: score, findings with their days, number; told upwards inside the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.domain.calendars import work_calendar
from accounts.models import Office, User
from core.uploads.states import FileState
from inspections.domain.checklists import score_version
from inspections.domain.planning import bump, locked, record
from inspections.domain.repair_terms import repair_terms
from inspections.domain.scoring import Result, rounded
from inspections.enums import OPEN_VISITS, AnswerValue, VisitConclusion, VisitState
from inspections.exceptions import VisitMoved
from inspections.models import Visit, VisitFinding
from inspections.signals import visit_concluded, visit_recorded


@dataclass(frozen=True, kw_only=True)
class PaperResult:
    """The result of a visit held without the portal's checklist: typed from a berita acara on paper."""

    held_at: datetime
    conclusion: VisitConclusion
    berita_acara_number: str = ""
    met_name: str = ""
    met_position: str = ""
    notes: str = ""
    score: Decimal | int | None = None
    # [{"text", "rule", "repair_by"}], `repair_by` an ISO date or empty.
    findings: Sequence[dict[str, str]] = ()


def conclude_when_whole(visit: Visit, *, by: User | None, at: datetime) -> bool:
    """Conclude a finished visit once every photo it tells of lies here and was looked at. Inside the transaction."""
    if visit.state != VisitState.SUBMITTED:
        return False
    here = set(visit.photos.exclude(state=FileState.PENDING_SCAN).values_list("original_sha256", flat=True))
    if any(row["sha256"] not in here for row in visit.expected_photos):
        return False
    _conclude(visit, by=by, at=at)
    return True


@transaction.atomic
def conclude_without_missing(visit: Visit, *, by: User, at: datetime) -> Visit:
    """Make the berita acara although photos never came (a lost phone). Raises VisitMoved unless it was finished."""
    fresh = locked(visit)
    if fresh.state != VisitState.SUBMITTED:
        raise VisitMoved(params={"state": fresh.get_state_display()})
    _conclude(fresh, by=by, at=at)
    return fresh


def result_of(visit: Visit) -> Result | None:
    """Score of the answers that lie here; None without a checklist."""
    if visit.checklist is None:
        return None
    answers = dict(visit.answers.values_list("item__code", "value"))
    return score_version(visit.checklist, answers, visit.conditions)


def _conclude(visit: Visit, *, by: User | None, at: datetime) -> None:
    result = result_of(visit)
    visit.conclusion = _conclusion(visit, result)
    if result is not None and not visit.not_inspected_reason:
        visit.level = result.level
        visit.score = rounded(result.percent, "0.01") if result.percent is not None else None
    _finish(visit, _finding_rows(visit, at), by=by, at=at)


def _conclusion(visit: Visit, result: Result | None) -> str:
    if visit.not_inspected_reason:
        return VisitConclusion.NOT_INSPECTED
    if result is None or result.conclusion is None:
        return visit.conclusion_given or VisitConclusion.NOT_INSPECTED
    return result.conclusion


def _finding_rows(visit: Visit, at: datetime) -> list[VisitFinding]:
    if visit.not_inspected_reason:
        return []
    failed = visit.answers.filter(value=AnswerValue.NO).select_related("item").order_by("item__seq")
    asked = [row for row in failed if not row.item.applies_when or row.item.applies_when in visit.conditions]
    default = repair_day(visit.office, at) if asked else at.date()
    return [
        VisitFinding(
            visit=visit,
            facility=visit.facility,
            item=row.item,
            seq=position,
            text=f"{row.item.question}: {row.note}".rstrip(": "),
            rule=row.item.rule,
            critical=row.item.critical,
            found_on=local_day(visit, visit.held_at or at),
            due_on=working_day(visit.office, row.repair_until) if row.repair_until else default,
        )
        for position, row in enumerate(asked, start=1)
    ]


@transaction.atomic
def record_paper(visit: Visit, given: PaperResult, *, by: User, at: datetime) -> Visit:
    """Write down the result of a visit from its berita acara on paper. Raises VisitMoved once it is concluded."""
    fresh = locked(visit)
    if fresh.state not in OPEN_VISITS:
        raise VisitMoved(params={"state": fresh.get_state_display()})
    fresh.held_at, fresh.conclusion = given.held_at, given.conclusion
    fresh.berita_acara_number = given.berita_acara_number.strip()
    fresh.met_name, fresh.met_position = given.met_name, given.met_position
    fresh.notes, fresh.findings = given.notes, list(given.findings)
    fresh.score = Decimal(given.score) if given.score is not None else None
    default = repair_day(fresh.office, at) if given.findings else at.date()
    rows = [
        VisitFinding(
            visit=fresh,
            facility=fresh.facility,
            seq=position,
            text=row["text"],
            rule=row.get("rule", ""),
            found_on=local_day(fresh, given.held_at),
            due_on=_typed_day(row.get("repair_by", "")) or default,
        )
        for position, row in enumerate(given.findings, start=1)
    ]
    _finish(fresh, rows, by=by, at=at, is_paper=True)
    return fresh


def _typed_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _finish(visit: Visit, rows: list[VisitFinding], *, by: User | None, at: datetime, is_paper: bool = False) -> None:
    visit.state, visit.concluded_at = VisitState.CONCLUDED, at
    visit.received_at = visit.received_at or at
    bump(
        visit, "state", "concluded_at", "received_at", "held_at", "conclusion", "score", "level", "notes", "findings",
        "met_name", "met_position", "berita_acara_number",
    )  # fmt: skip
    VisitFinding.objects.bulk_create(rows)
    findings = list(visit.finding_rows.order_by("seq"))
    if not is_paper:
        visit_recorded.send(sender=Visit, visit=visit, at=at)
    payload: dict[str, Any] = {"conclusion": str(visit.conclusion), "findings": len(findings)}
    record(visit, "conclude", by=by, at=at, payload=payload | {"number": visit.berita_acara_number})
    visit_concluded.send(sender=Visit, visit=visit, findings=findings, at=at)


def local_day(visit: Visit, at: datetime) -> date:
    """The date of an instant where the visit was held."""
    return at.astimezone(visit.office.zone).date() if visit.office is not None else at.date()


def repair_day(office: Office | None, at: datetime) -> date:
    """Last day of a repair for which no date was given. Raises RepairTermsMissing."""
    if office is None:
        return at.date()
    return work_calendar(office).outer_limit(at, repair_terms().usual).astimezone(office.zone).date()


def working_day(office: Office | None, on: date) -> date:
    """`on`, or the next working day when the office is closed then."""
    if office is None:
        return on
    calendar = work_calendar(office)
    while not calendar.is_working(on):
        on = date.fromordinal(on.toordinal() + 1)
    return on
