"""What waits for a head, grouped by the moment it is due."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from licensing.domain.desk import DeskClock
from licensing.domain.workflow import available
from licensing.enums import Action, State
from licensing.models import Application
from licensing.views.desk import DeskMixin, left_words
from licensing.views.queue import queue_of


class ApprovalListView(DeskMixin, TemplateView):
    """What waits for a head, grouped by the moment it is due."""

    policy = "application_approve"
    template_name = "licensing/desk/approvals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = DeskClock(timezone.now())
        states = [
            state
            for state in (State.ASSESSED, State.APPROVED)
            if set(available(state, self.actor.roles)) & {Action.APPROVE, Action.SIGN}
        ]
        rows = queue_of(self.request.user, everything=True).filter(state__in=states)
        files = list(rows.for_list()[:200])
        return super().get_context_data(groups=_groups(files, clock), total=len(files), now=clock.at, **kwargs)


def _groups(files: list[Application], clock: DeskClock) -> list[dict[str, Any]]:
    titles = (_("Lewat waktu"), _("Hari ini"), _("Besok dan sesudahnya"))
    groups: list[list[dict[str, Any]]] = [[], [], []]
    for row in files:
        groups[_group(row, clock.at)].append(
            {
                "row": row,
                "left": left_words(clock.minutes_left(row)),
                "due": row.due_at,
                "about": row.applicant_name or row.place_name,
                "is_late": row.due_at is not None and row.due_at < clock.at,
            }
        )
    return [{"title": title, "rows": rows} for title, rows in zip(titles, groups, strict=True) if rows]


def _group(row: Application, at: datetime) -> int:
    if row.due_at is None:
        return 2
    if row.due_at < at:
        return 0
    zone = row.health_office.zone
    return 1 if row.due_at.astimezone(zone).date() == at.astimezone(zone).date() else 2
