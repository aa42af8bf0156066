"""Sets of plans, sessions, campaigns, news and proposals. Every page, count and file starts from `visible_to`."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts.rules import Viewer, viewer_of
from inspections.enums import PlanState, ProposalState

if TYPE_CHECKING:
    from inspections.models import (  # noqa: F401  # named in strings
        ActivityPlan,
        Campaign,
        GuidanceSession,
        NewsItem,
        VisitProposal,
    )

NOTHING = Q(pk__in=[])


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
