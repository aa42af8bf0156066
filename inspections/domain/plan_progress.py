"""Plan against done: what a target has reached, and the visits behind the number.

A figure is the length of the set it links to: both come from `visits_of`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from accounts.rules import in_region
from core import formats
from inspections.domain.activity_plans import cut_of
from inspections.domain.coverage_lending import coverage_figure
from inspections.enums import SessionState, TargetMeasure
from inspections.models import ActivityPlan, ActivityTarget, GuidanceAttendee, GuidanceSession, Visit


@dataclass(frozen=True)
class Progress:
    """One target today: `done` is a number of visits or sessions, `held` of `obliged` the coverage."""

    target: ActivityTarget
    done: int | None = None
    held: int | None = None
    obliged: int | None = None
    url: str = ""

    @property
    def share(self) -> float | None:
        """Per cent reached: of the goal for counts, of the obliged for coverage; None where nothing can be said."""
        if self.target.is_coverage:
            part = formats.share(self.held or 0, self.obliged) if self.obliged else None
        else:
            part = formats.share(self.done or 0, self.target.goal)
        return float(part) if part is not None else None

    @property
    def reached(self) -> bool:
        """True when the goal is reached."""
        if self.share is None:
            return False
        return self.share >= (self.target.goal if self.target.is_coverage else 100)


def progress_of(plan: ActivityPlan, *, on: date) -> list[Progress]:
    """Return every target of the plan as it stands on a day; a target that ended stands as on its last day."""
    rows = plan.targets.select_related("plan__office", "region", "unit", "profession")
    return [_progress(row, on) for row in rows]


def _progress(target: ActivityTarget, on: date) -> Progress:
    if target.measure == TargetMeasure.VISITS:
        return Progress(target, done=visits_of(target).count())
    if target.measure == TargetMeasure.SESSIONS:
        return Progress(target, done=sessions_of(target).count())
    found = coverage_figure(cut_of(target, on=min(on, target.ends_on)))
    if found is None:
        return Progress(target)
    return Progress(target, held=found.held, obliged=found.obliged, url=found.url)


def visits_of(target: ActivityTarget) -> QuerySet[Visit]:
    """Return the concluded visits inside the target's dates, area, unit (with its network) and kind."""
    start, end = span_of(target)
    rows = Visit.objects.filter(held_at__gte=start, held_at__lt=end).exclude(conclusion="")
    region = target.region_id or target.plan.office.region_id
    rows = rows.filter(in_region(region, "facility__region"))
    if target.unit_id:
        rows = rows.filter(Q(facility_id=target.unit_id) | Q(facility__parent_id=target.unit_id))
    if target.facility_kind:
        rows = rows.filter(facility__kind=target.facility_kind)
    return rows


def sessions_of(target: ActivityTarget) -> QuerySet[GuidanceSession]:
    """Return the sessions held inside the target's dates and kecamatan; of a unit, where somebody of it was present."""
    start, end = span_of(target)
    rows = GuidanceSession.objects.filter(
        office=target.plan.office, state=SessionState.HELD, starts_at__gte=start, starts_at__lt=end
    )
    if target.region_id:
        rows = rows.filter(region_id=target.region_id)
    if target.unit_id:
        of_unit = Q(facility_id=target.unit_id) | Q(facility__parent_id=target.unit_id)
        there = GuidanceAttendee.objects.filter(of_unit, present=True)
        rows = rows.filter(pk__in=there.values("session"))
    return rows


def span_of(target: ActivityTarget) -> tuple[datetime, datetime]:
    """Return [first instant, instant after the last) of the target in its office's zone."""
    zone = target.plan.office.zone
    after = target.ends_on + timedelta(days=1)
    return datetime.combine(target.starts_on, time.min, tzinfo=zone), datetime.combine(after, time.min, tzinfo=zone)
