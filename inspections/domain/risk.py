"""Risk scores of facilities: facts gathered from the registers, those of apps above lent by `push_facts`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from facilities.models import Facility, FacilityPerson
from inspections.domain.risk_score import Facts, score, without_data
from inspections.domain.watching import today
from inspections.enums import (
    OPEN_VISITS,
    FindingState,
    ProposalSource,
    ProposalState,
    Scoring,
    VisitConclusion,
    VisitState,
)
from inspections.models import RiskFactor, RiskFacts, RiskScore, Visit, VisitFinding, VisitProposal

HALF_YEAR = timedelta(days=182)
YEAR = timedelta(days=365)
LOOK_BACK = 2


@dataclass(frozen=True, kw_only=True)
class Lent:
    """What licensing knows of a place (DECISIONS 2). None leaves a fact as it is."""

    complaints_confirmed: int | None = None
    complaints_open: int | None = None
    licence_ends_on: date | None = None
    staff_without_sip: int | None = None
    under_sanction: bool | None = None
    urgent_reason: str | None = None


@transaction.atomic
def push_facts(facility: Facility, lent: Lent, *, at: datetime) -> RiskScore:
    """Take in what an app above knows and reckon the score anew, in the transaction the fact changes in."""
    known = {name: value for name, value in asdict(lent).items() if value is not None}
    RiskFacts.objects.update_or_create(facility=facility, defaults=known)
    return refresh(facility, at=at)


@transaction.atomic
def push_many(lent: Mapping[int, Lent], *, at: datetime) -> list[RiskScore]:
    """Take in what an app above knows of many places, by key, and reckon them anew; None is stored as not known."""
    rows = [
        RiskFacts(
            facility_id=pk,
            complaints_confirmed=known.complaints_confirmed or 0,
            complaints_open=known.complaints_open or 0,
            licence_ends_on=known.licence_ends_on,
            staff_without_sip=known.staff_without_sip or 0,
            under_sanction=bool(known.under_sanction),
            urgent_reason=known.urgent_reason or "",
            updated_at=at,
        )
        for pk, known in lent.items()
    ]
    names = [*asdict(Lent()), "updated_at"]
    RiskFacts.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["facility"], update_fields=names, batch_size=500
    )
    return refresh_many(Facility.objects.filter(pk__in=list(lent)), at=at)


def factors_without_data(facility: Facility, *, at: datetime) -> list[str]:
    """Return the codes of the factors that nothing is known of for this place."""
    return without_data(_gather([facility], today(at))[facility.pk])


def refresh(facility: Facility, *, at: datetime) -> RiskScore:
    """Reckon the score of one facility anew."""
    return refresh_many([facility], at=at)[0]


def refresh_many(facilities: Iterable[Facility], *, at: datetime) -> list[RiskScore]:
    """Reckon many scores in a constant number of reads, one write each."""
    places = list(facilities)
    on = today(at)
    points = dict(RiskFactor.objects.values_list("code", "points"))
    if not points:
        return []
    gathered = _gather(places, on)
    rows = []
    for place in places:
        result = score(gathered[place.pk], points)
        row, _created = RiskScore.objects.update_or_create(
            facility=place,
            defaults={
                "total": result.total,
                "band": result.band,
                "urgent": result.urgent,
                "reasons": [asdict(reason) for reason in result.reasons],
                "computed_on": on,
            },
        )
        rows.append(row)
    return rows


def _gather(places: list[Facility], on: date) -> dict[int, Facts]:
    ids = [place.pk for place in places]
    lent = {row.facility_id: row for row in RiskFacts.objects.filter(facility__in=ids)}
    visits: dict[int, list[Visit]] = {}
    concluded = Visit.objects.filter(facility__in=ids, state=VisitState.CONCLUDED).select_related("checklist")
    held = concluded.exclude(conclusion=VisitConclusion.NOT_INSPECTED).annotate(found=Count("finding_rows"))
    for visit in held.order_by("-held_at"):
        visits.setdefault(visit.facility_id or 0, []).append(visit)
    findings = {row["facility"]: row for row in _finding_counts(ids, on)}
    moved = FacilityPerson.objects.filter(facility__in=ids, starts_on__gt=on - HALF_YEAR, starts_on__lte=on)
    changed = set(moved.values_list("facility", flat=True))
    proven = _proven_complaints(ids, on)
    waiting = _waiting_complaints(ids)
    return {
        place.pk: replace(
            _facts(
                place, visits.get(place.pk, []), findings.get(place.pk, {}), lent.get(place.pk), place.pk in changed, on
            ),
            complaints_confirmed=proven.get(place.pk, 0),
            complaints_open=max(waiting.get(place.pk, 0), _open_complaints(lent.get(place.pk))),
        )
        for place in places
    }


def _open_complaints(lent: RiskFacts | None) -> int:
    return lent.complaints_open if lent else 0


def _proven_complaints(ids: list[int], on: date) -> dict[int, int]:
    """Complaints of twelve months whose visit found something: only a visit proves one."""
    since = on - YEAR
    rows = VisitProposal.objects.filter(
        facility__in=ids, source=ProposalSource.COMPLAINT, visit__state=VisitState.CONCLUDED
    )
    found = rows.filter(visit__held_at__date__gt=since, visit__finding_rows__isnull=False)
    return dict(found.order_by().values("facility").annotate(n=Count("pk", distinct=True)).values_list("facility", "n"))


def _waiting_complaints(ids: list[int]) -> dict[int, int]:
    """Complaints that led to a visit still to be held, or to be planned."""
    rows = VisitProposal.objects.filter(facility__in=ids, source=ProposalSource.COMPLAINT)
    still = rows.filter(Q(state=ProposalState.OPEN) | Q(visit__state__in=OPEN_VISITS))
    return dict(still.order_by().values("facility").annotate(n=Count("pk")).values_list("facility", "n"))


def _finding_counts(ids: list[int], on: date) -> list[dict[str, Any]]:
    still = VisitFinding.objects.filter(facility__in=ids).exclude(state=FindingState.CLOSED)
    counted = still.values("facility").annotate(
        critical_count=Count("pk", filter=Q(critical=True)),
        other_count=Count("pk", filter=Q(critical=False)),
        overdue_count=Count("pk", filter=Q(due_on__lt=on)),
    )
    return [dict(row) for row in counted]


def _facts(  # noqa: PLR0917  # one row of each source
    place: Facility, visits: list[Visit], findings: dict[str, int], lent: RiskFacts | None, changed: object, on: date
) -> Facts:
    last = visits[0] if visits else None
    sheet = last.checklist if last is not None else None
    clean = [visit for visit in visits[:LOOK_BACK] if visit.conclusion == VisitConclusion.FIT and not _found(visit)]
    is_percent = sheet is not None and sheet.scoring == Scoring.PERCENT
    return Facts(
        on=on,
        facility_kind=place.checklist_kind,
        checklist=sheet.kind_id if sheet is not None else "",
        last_visit=last.held_at.date() if last is not None and last.held_at else None,
        open_critical=findings.get("critical_count", 0),
        open_other=findings.get("other_count", 0),
        overdue=findings.get("overdue_count", 0),
        last_conclusion=last.conclusion if last is not None else "",
        last_percent=float(last.score) if last is not None and last.score is not None and is_percent else None,
        last_threshold=sheet.pass_threshold if sheet is not None and is_percent else None,
        last_level=last.level if last is not None else None,
        clean_visits=len(clean),
        licence_ends_on=lent.licence_ends_on if lent else None,
        staff_without_sip=lent.staff_without_sip if lent else None,
        under_sanction=bool(lent and lent.under_sanction),
        pj_changed=bool(changed),
        urgent_reason=lent.urgent_reason if lent else "",
    )


def _found(visit: Visit) -> int:
    return int(getattr(visit, "found", 0))
