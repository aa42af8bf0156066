"""Visits day by day with what stands in their way: another visit, a card, a surat tugas, a closed day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from accounts.domain.calendars import work_calendar
from accounts.enums import Role
from accounts.models import Membership, Office
from core import formats
from core.workdays import Day
from inspections.enums import OPEN_VISITS, VisitState
from inspections.models import InspectorCard, InspectorInterest, Visit
from inspections.querysets import VisitQuerySet

# With the way there a visit takes about this long: of two begun closer together one person can hold only one.
APART = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One visit; `conflicts` in words, none once it is held."""

    visit: Visit
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class VisitDay:
    """One local day with its visits in the order they begin."""

    day: Day
    entries: tuple[Entry, ...]


def visit_days(
    rows: VisitQuerySet, office: Office, first: date, last: date, *, person_id: int | None
) -> list[VisitDay]:
    """Every day from `first` to `last` with the visits of `rows`, or of one person among them (leading or in the team).

    Conflicts are looked for among all of `rows`, so a team mate's other visit counts. Constant queries.
    """
    start = datetime.combine(first, time.min, office.zone)
    end = datetime.combine(last + timedelta(days=1), time.min, office.zone)
    found = list(
        rows.exclude(state=VisitState.CANCELLED)
        .between(start, end)
        .for_list()
        .prefetch_related("members__user", "surat_tugas__members")
        .order_by("scheduled_at", "pk")
    )
    conflicts = _Conflicts(found, office)
    shown = [visit for visit in found if person_id is None or person_id in people_of(visit)]
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in shown:
        by_day[visit.scheduled_at.astimezone(office.zone).date()].append(visit)
    calendar = work_calendar(office)
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [
        VisitDay(
            calendar.day(on),
            tuple(Entry(visit, conflicts.of(visit, on, is_open=calendar.is_working(on))) for visit in by_day[on]),
        )
        for on in days
    ]


def people_of(visit: Visit) -> dict[int, str]:
    """Ids and names of the team, the leader first."""
    mates = {row.user_id: row.user.name for row in visit.members.all()}
    return {visit.inspector_id: visit.inspector.name} | mates


class _Conflicts:
    """What is wrong with each of these visits; the registers are read once for all of them."""

    def __init__(self, visits: Sequence[Visit], office: Office) -> None:
        self.zone = office.zone
        self.visits: dict[int, list[Visit]] = defaultdict(list)
        for visit in visits:
            if visit.state in OPEN_VISITS:
                for user_id in people_of(visit):
                    self.visits[user_id].append(visit)
        self.cards: dict[int, list[InspectorCard]] = defaultdict(list)
        for card in InspectorCard.objects.filter(user__in=self.visits):
            self.cards[card.user_id].append(card)
        posts = Membership.objects.filter(user__in=self.visits, role=Role.TPK).exclude(card_number="")
        self.posts: dict[int, list[Membership]] = defaultdict(list)
        for post in posts:
            self.posts[post.user_id].append(post)
        interests = InspectorInterest.objects.filter(user__in=self.visits, ended_at__isnull=True)
        self.interests = {(row.user_id, row.facility_id): str(row.get_kind_display()) for row in interests}

    def of(self, visit: Visit, on: date, *, is_open: bool) -> tuple[str, ...]:
        """Everything in the way of a visit that is not held yet."""
        if visit.state not in OPEN_VISITS:
            return ()
        words = [] if is_open else [_("Kantor tutup pada hari itu.")]
        for user_id, name in people_of(visit).items():
            words += self._clashes(visit, user_id, name)
            if not self._has_card(user_id, on):
                words.append(_("Kartu pengawas %(name)s tidak berlaku pada hari itu.") % {"name": name})
            if reason := self.interests.get((user_id, visit.facility_id or 0)):
                words.append(_("%(name)s: %(reason)s.") % {"name": name, "reason": reason})
        if visit.surat_tugas is not None and not self._is_covered(visit, on):
            words.append(_("Surat tugas %(number)s tidak mencakup hari atau petugas ini.")
                         % {"number": visit.surat_tugas_number})  # fmt: skip
        return tuple(words)

    def _clashes(self, visit: Visit, user_id: int, name: str) -> Iterable[str]:
        for other in self.visits[user_id]:
            if other.pk != visit.pk and abs(other.scheduled_at - visit.scheduled_at) < APART:
                about = {
                    "name": name,
                    "place": other.place_name,
                    "time": formats.clock_time(other.scheduled_at, self.zone),
                }
                yield _("%(name)s juga ke %(place)s pukul %(time)s.") % about

    def _has_card(self, user_id: int, on: date) -> bool:
        # As `guards.card_number_on`: once the register knows a card of somebody, only the register counts.
        if self.cards[user_id]:
            return any(card.is_valid(on) for card in self.cards[user_id])
        return any(
            post.starts_on <= on and (post.ends_on is None or on <= post.ends_on) for post in self.posts[user_id]
        )

    @staticmethod
    def _is_covered(visit: Visit, on: date) -> bool:
        tugas = visit.surat_tugas
        if tugas is None:
            return False
        named = {row.user_id for row in tugas.members.all()}
        return tugas.starts_on <= on <= tugas.ends_on and set(people_of(visit)) <= named
