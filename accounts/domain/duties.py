"""What waits for a person on the people pages: second signatures, stuck work, posts nobody can sign for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.acting import cannot_sign_tomorrow, offices_of
from accounts.domain.jobs import stuck_jobs
from accounts.domain.staff import invitations_of, may_confirm
from accounts.models import ActingAppointment, User
from accounts.rules import may
from core.components import Kpi
from core.models import JobState

MOST_FIGURES = 4


class Figures(Protocol):
    """What an upper app shows on top of the home page of a role."""

    def __call__(self, user: User, *, at: datetime) -> Iterable[Kpi]: ...


_figures: list[Figures] = []


def register_figures(found: Figures) -> None:
    """Show what `found` returns on the home page; the app that knows the figures calls it once."""
    if found not in _figures:
        _figures.append(found)


def figures(user: User, *, at: datetime) -> list[Kpi]:
    """Head figures of `user` in the role at work, at most four (UX 4.4)."""
    return [kpi for found in _figures for kpi in found(user, at=at)][:MOST_FIGURES]


@dataclass(frozen=True)
class Duty:
    """One thing to look at; `alarm` when the promise is in danger."""

    label: str
    count: int
    url: str
    alarm: bool = False


def duties(user: User, *, at: datetime) -> list[Duty]:
    """Everything that waits for `user` in the role at work, the alarming first; nothing with a count of 0."""
    found = [*_signing_gaps(user, at=at), *_second_signatures(user), *_stuck(user)]
    return sorted((duty for duty in found if duty.count), key=lambda duty: not duty.alarm)


def _signing_gaps(user: User, *, at: datetime) -> list[Duty]:
    action = next((name for name in ("change_propose", "change_confirm") if may(user, name)), "")
    if not action:
        return []
    gaps = cannot_sign_tomorrow(offices_of(user, action), on=timezone.localdate(at))
    page = "official_list" if action == "change_propose" else "official_review"
    label = _("Jabatan tanpa penanda tangan pada hari kerja berikutnya")
    return [Duty(label, len(gaps), reverse(page), alarm=True)]


def _second_signatures(user: User) -> list[Duty]:
    found = []
    if may(user, "change_confirm"):
        rows = ActingAppointment.objects.proposed().filter(official__office__in=offices_of(user, "change_confirm"))
        others = rows.exclude(proposed_by=user).exclude(user=user)
        found.append(Duty(_("Penunjukan pelaksana yang perlu ditetapkan"), others.count(), reverse("official_review")))
    if may(user, "user_manage"):
        waiting = [row for row in invitations_of(user).waiting() if may_confirm(row, user)]
        found.append(Duty(_("Undangan petugas yang perlu ditetapkan"), len(waiting), reverse("staff_list")))
    return found


def _stuck(user: User) -> list[Duty]:
    if not may(user, "job_manage"):
        return []
    dead = stuck_jobs().filter(state=JobState.DEAD).count()
    return [Duty(_("Pekerjaan yang berhenti dan perlu tindakan"), dead, reverse("job_list"), alarm=True)]
