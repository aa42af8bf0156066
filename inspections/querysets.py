"""Sets of visits, surat tugas, findings, checklists, plans, campaigns. Each page and count starts from `visible_to`."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.rules import Viewer, viewer_of
from facilities.querysets import own_facilities
from inspections.enums import OPEN_VISITS, FindingState, PlanState, ProposalState, TugasState, VersionState, VisitState

if TYPE_CHECKING:
    from inspections.models import (  # noqa: F401  # named in strings
        ActivityPlan,
        Campaign,
        ChecklistVersion,
        GuidanceSession,
        InspectorCard,
        NewsItem,
        SuratTugas,
        Visit,
        VisitFinding,
        VisitProposal,
    )

NOTHING = Q(pk__in=[])
READ = "inspection_read"


class ChecklistVersionQuerySet(models.QuerySet["ChecklistVersion"]):
    """Versions of checklists."""

    def in_force(self, on: date) -> Self:
        """Published versions that hold on `on`: the latest of each kind."""
        latest = (
            self.model._default_manager.filter(
                kind=models.OuterRef("kind"), state=VersionState.PUBLISHED, valid_from__lte=on
            )
            .order_by("-valid_from", "-id")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest), kind__is_active=True)

    def known_to(self, user_id: int | None) -> Self:
        """Versions that hold or held, proposals, and the drafts of that person; a draft is nobody else's yet."""
        return self.filter(~Q(state=VersionState.DRAFT) | Q(created_by=user_id))

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        counted = self.annotate(item_count=models.Count("items", distinct=True))
        return counted.select_related("kind", "created_by", "proposed_by", "confirmed_by")


class InspectorCardQuerySet(models.QuerySet["InspectorCard"]):
    """Cards of inspectors."""

    def in_force(self, on: date) -> Self:
        """Cards valid on `on`: within their dates and not withdrawn."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on), starts_on__lte=on, ends_on__gte=on)


class SuratTugasQuerySet(models.QuerySet["SuratTugas"]):
    """Assignment letters."""

    def visible_to(self, user: Any, action: str = READ) -> Self:
        """Letters of the own region by that row of the matrix; facilities see none (they are shown the paper)."""
        return self.filter(office_scope(viewer_of(user), action))

    def valid(self, on: date) -> Self:
        """Signed letters whose dates hold `on`."""
        return self.filter(state=TugasState.SIGNED, starts_on__lte=on, ends_on__gte=on)

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        return self.select_related("office", "letter", "drafted_by").prefetch_related(
            "members__user", "visits__facility"
        )


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits."""

    def visible_to(self, user: Any, action: str = READ) -> Self:
        """Visits `user` may read (or do `action` on): those of the own region, or held at the own facility."""
        viewer = viewer_of(user)
        own = Q(state=VisitState.CONCLUDED) & facility_scope(viewer, action)
        return self.filter(office_scope(viewer, action) | own)

    def led_by(self, user_id: int) -> Self:
        """Visits `user_id` leads or is named for."""
        return self.filter(Q(inspector=user_id) | Q(pk__in=self.model._default_manager.filter(members__user=user_id)))

    def open(self) -> Self:
        """Visits without a conclusion that were not cancelled."""
        return self.filter(state__in=OPEN_VISITS)

    def concluded(self) -> Self:
        """Visits with their berita acara."""
        return self.filter(state=VisitState.CONCLUDED)

    def between(self, start: datetime, end: datetime) -> Self:
        """Visits scheduled in [start, end)."""
        return self.filter(scheduled_at__gte=start, scheduled_at__lt=end)

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        return self.select_related("facility__region__parent", "inspector", "office", "surat_tugas", "checklist__kind")

    def for_detail(self) -> Self:
        """With what a page or a phone shows of one visit."""
        return (
            self.for_list()
            .select_related("letter", "previous")
            .prefetch_related("members__user", "answers__item", "photos__item", "signatures", "finding_rows")
        )


class FindingQuerySet(models.QuerySet["VisitFinding"]):
    """Findings of visits."""

    def visible_to(self, user: Any, action: str = READ) -> Self:
        """Findings `user` may read (or do `action` on): of the own region, or of the own facility."""
        viewer = viewer_of(user)
        return self.filter(office_scope(viewer, action, "visit__office__") | facility_scope(viewer, action))

    def open(self) -> Self:
        """Findings that are not closed."""
        return self.exclude(state=FindingState.CLOSED)

    def overdue(self, on: date) -> Self:
        """Open findings whose last day lies before `on`."""
        return self.open().filter(due_on__lt=on)

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        return self.select_related(
            "visit__office", "visit__inspector", "visit__facility", "facility__region__parent", "item"
        )


def office_scope(viewer: Viewer, action: str, path: str = "office__") -> Q:
    """Turn the viewer's cells for `action` into a condition on the office at `path`: the own region and below."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope in ("C", "D", "S") and scope.region_code:
            condition |= Q(**{f"{path}region_id": scope.region_code})
            condition |= Q(**{f"{path}region__code__startswith": f"{scope.region_code}."})
    return condition


def facility_scope(viewer: Viewer, action: str) -> Q:
    """Rows of the facilities a person in charge answers for today (cell F)."""
    if any(scope.cell.scope == "F" for scope in viewer.scopes(action)):
        return Q(facility__in=own_facilities(viewer.user_id, timezone.localdate()))
    return NOTHING


class ActivityPlanQuerySet(models.QuerySet["ActivityPlan"]):
    """Activity plans."""

    def visible_to(self, user: Any, action: str = "planning_read") -> Self:
        """Plans of the own region (cell D), or those one wrote (cell C)."""
        viewer = viewer_of(user)
        own = NOTHING
        if any(scope.cell.scope == "C" for scope in viewer.scopes(action)):
            own = Q(drafted_by=viewer.user_id)
        return self.filter(region_scope(viewer, action) | own)

    def approved(self) -> Self:
        """Plans the head signed."""
        return self.filter(state=PlanState.APPROVED)

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        counted = self.annotate(target_count=models.Count("targets", distinct=True))
        return counted.select_related("office", "drafted_by", "letter").order_by("quarter", "name", "pk")


class GuidanceSessionQuerySet(models.QuerySet["GuidanceSession"]):
    """Guidance sessions."""

    def visible_to(self, user: Any, action: str = "planning_read") -> Self:
        """Sessions of the own region (cell D), or those one leads or entered (cell C)."""
        viewer = viewer_of(user)
        own = NOTHING
        if any(scope.cell.scope == "C" for scope in viewer.scopes(action)):
            own = Q(leader=viewer.user_id) | Q(created_by=viewer.user_id)
        return self.filter(region_scope(viewer, action) | own)

    def for_list(self) -> Self:
        """With what a list row shows; constant queries."""
        present = models.Count("attendees", filter=Q(attendees__present=True), distinct=True)
        invited = models.Count("attendees", distinct=True)
        return self.select_related("leader", "region", "plan", "office").annotate(
            present_count=present, invited=invited
        )


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns."""

    def visible_to(self, user: Any, action: str = "communication_write") -> Self:
        """Campaigns of the own region."""
        return self.filter(region_scope(viewer_of(user), action))


class NewsQuerySet(models.QuerySet["NewsItem"]):
    """News."""

    def visible_to(self, user: Any, action: str = "communication_write") -> Self:
        """News of the own region, shown or not."""
        return self.filter(region_scope(viewer_of(user), action))

    def shown(self, on: date) -> Self:
        """What the public reads on `on`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), withdrawn_at__isnull=True, starts_on__lte=on)


class VisitProposalQuerySet(models.QuerySet["VisitProposal"]):
    """Proposed visits."""

    def visible_to(self, user: Any, action: str = "planning_read") -> Self:
        """Proposals about facilities of the own region."""
        return self.filter(region_scope(viewer_of(user), action, "facility__"))

    def open(self) -> Self:
        """Those nobody has decided."""
        return self.filter(state=ProposalState.OPEN)


def region_scope(viewer: Viewer, action: str, path: str = "office__") -> Q:
    """Turn the viewer's D cells for `action` into a condition on the office at `path`: the own region and below."""
    condition = NOTHING
    for scope in viewer.scopes(action):
        if scope.cell.scope in ("D", "S") and scope.region_code:
            condition |= Q(**{f"{path}region_id": scope.region_code})
            condition |= Q(**{f"{path}region__code__startswith": f"{scope.region_code}."})
    return condition
