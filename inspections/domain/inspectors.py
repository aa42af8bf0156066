"""The register of inspectors: appointment, card, training hours, load, and who cannot inspect tomorrow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet, Sum

from accounts.domain.calendars import work_calendar
from accounts.enums import Role
from accounts.models import CalendarVersion, Membership, Office, User
from accounts.rules import viewer_of
from core import audit
from inspections.enums import OPEN_VISITS, TugasState, VisitState
from inspections.exceptions import CardKnown, TrainingKnown
from inspections.models import InspectorCard, InspectorTraining, SuratTugasMember, Visit
from inspections.querysets import NOTHING, region_scope

LOAD_DAYS = 90
LOOK_AHEAD = 60


@dataclass(frozen=True)
class CardFacts:
    """What a card says; both dates included."""

    number: str
    name_with_degrees: str
    nip: str
    rank: str
    title: str
    decree_number: str
    decree_date: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class TrainingFacts:
    """A training that was finished; `hours` are lesson hours."""

    title: str
    organiser: str
    held_on: date
    hours: int
    certificate_number: str


@dataclass(frozen=True)
class InspectorRow:
    """One inspector on a day. `hindrances`: codes why nothing can be inspected on `next_day`.

    `no_card`, `card_ended`, `card_withdrawn` and `appointment_ends` hinder; `has_tugas` only tells.
    """

    post: Membership
    card: InspectorCard | None
    hours: int
    open_visits: int
    done_visits: int
    hindrances: tuple[str, ...]
    has_tugas: bool

    @property
    def user(self) -> User:
        """The person."""
        return self.post.user


def posts(viewer: object, *, on: date) -> QuerySet[Membership]:
    """Return the appointments as TPK on `on` that the viewer may see (row `inspector_read`)."""
    seen = viewer_of(viewer)
    own = NOTHING
    if any(scope.cell.scope == "C" for scope in seen.scopes("inspector_read")):
        own = Q(user=seen.user_id)
    rows = Membership.objects.in_force(on).filter(role=Role.TPK)
    return (
        rows.filter(region_scope(seen, "inspector_read") | own)
        .select_related("user", "office")
        .order_by("user__name", "pk")
    )


def rows_of(found: Iterable[Membership], *, on: date, next_day: date) -> list[InspectorRow]:
    """Return the register rows of these appointments; the same five queries however many."""
    held = list(found)
    people = {post.user_id for post in held}
    cards: dict[int, list[InspectorCard]] = defaultdict(list)
    for each in InspectorCard.objects.filter(user__in=people).order_by("starts_on", "pk"):
        cards[each.user_id].append(each)
    trainings = InspectorTraining.objects.filter(user__in=people).order_by().values("user")
    hours = dict(trainings.annotate(total=Sum("hours")).values_list("user", "total"))
    since = on - timedelta(days=LOAD_DAYS)
    done = Q(state=VisitState.CONCLUDED, held_at__date__gte=since)
    visits = Visit.objects.filter(inspector__in=people).order_by().values("inspector")
    counted = visits.annotate(open=Count("pk", filter=Q(state__in=OPEN_VISITS)), done=Count("pk", filter=done))
    load = {row["inspector"]: (row["open"], row["done"]) for row in counted}
    letters = SuratTugasMember.objects.filter(
        user__in=people, tugas__state=TugasState.SIGNED, tugas__starts_on__lte=next_day, tugas__ends_on__gte=next_day
    )
    assigned = set(letters.values_list("user", flat=True))
    found_rows = []
    for post in held:
        own = cards[post.user_id]
        card = next((row for row in own if row.is_valid(next_day)), own[-1] if own else None)
        open_visits, done_visits = load.get(post.user_id, (0, 0))
        found_rows.append(
            InspectorRow(
                post=post,
                card=card,
                hours=hours.get(post.user_id, 0),
                open_visits=open_visits,
                done_visits=done_visits,
                hindrances=_hindrances(post, card, next_day),
                has_tugas=post.user_id in assigned,
            )
        )
    return found_rows


def _hindrances(post: Membership, card: InspectorCard | None, day: date) -> tuple[str, ...]:
    ends = "appointment_ends" if post.ends_on is not None and post.ends_on < day else ""
    return tuple(code for code in (_card_hindrance(post, card, day), ends) if code)


def _card_hindrance(post: Membership, card: InspectorCard | None, day: date) -> str:
    """The register of cards counts once it knows one of this person; before that the number of the appointment."""
    if card is None:
        return "" if post.card_number else "no_card"
    if card.is_valid(day):
        return ""
    return "card_withdrawn" if card.withdrawn_on is not None and card.withdrawn_on <= day else "card_ended"


def next_working_day(office: Office, *, after: date) -> date:
    """Return the first working day after a day; the next day where no calendar is set up."""
    try:
        calendar = work_calendar(office)
    except CalendarVersion.DoesNotExist:
        return after + timedelta(days=1)
    ahead = (after + timedelta(days=n) for n in range(1, LOOK_AHEAD))
    return next((day for day in ahead if calendar.is_working(day)), after + timedelta(days=1))


@transaction.atomic
def enter_card(user: User, office: Office, facts: CardFacts, *, by: User, at: datetime) -> InspectorCard:
    """Enter a card. Raises CardKnown for the same number and first day."""
    try:
        with transaction.atomic():
            card = InspectorCard.objects.create(user=user, office=office, **vars(facts))
    except IntegrityError:
        raise CardKnown from None
    payload = {"number": card.number, "from": card.starts_on.isoformat(), "to": card.ends_on.isoformat()}
    audit.record(action="inspector_card.enter", by=by, obj=card, office=office, payload=payload, at=at)
    return card


@transaction.atomic
def withdraw_card(card: InspectorCard, *, on: date, reason: str, by: User, at: datetime) -> InspectorCard:
    """Withdraw a card from a day on; a second time changes nothing."""
    fresh = InspectorCard.objects.select_for_update(of=("self",)).select_related("office").get(pk=card.pk)
    if fresh.withdrawn_on is None:
        fresh.withdrawn_on = on
        fresh.save(update_fields=["withdrawn_on"])
        payload = {"number": fresh.number, "on": on.isoformat()}
        audit.record(
            action="inspector_card.withdraw",
            by=by,
            obj=fresh,
            office=fresh.office,
            payload=payload,
            reason=reason,
            at=at,
        )
    return fresh


@transaction.atomic
def record_training(user: User, office: Office, facts: TrainingFacts, *, by: User, at: datetime) -> InspectorTraining:
    """Record a finished training. Raises TrainingKnown."""
    try:
        with transaction.atomic():
            row = InspectorTraining.objects.create(
                user=user, office=office, recorded_by=by, recorded_at=at, **vars(facts)
            )
    except IntegrityError:
        raise TrainingKnown from None
    payload = {"hours": row.hours, "on": row.held_on.isoformat()}
    audit.record(action="inspector_training.record", by=by, obj=row, office=office, payload=payload, at=at)
    return row
