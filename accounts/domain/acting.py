"""Acting appointments (Plt., Plh., a.n.) by two people, absences, and who can sign on the coming days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.calendars import work_calendar
from accounts.domain.messages import tell
from accounts.domain.officials import Signatory, signatories
from accounts.domain.roles import end_sessions
from accounts.enums import ActingKind, ChangeState, OfficeKind, Position, Role
from accounts.exceptions import ActingUnclear, AlreadyDecided, AlreadyRecorded, SecondPersonNeeded
from accounts.models import Absence, ActingAppointment, CalendarVersion, Membership, Office, Official, User
from accounts.rules import in_region, viewer_of
from core import audit
from core.exceptions import NotAllowed, NotFound

LONGEST = timedelta(days=184)  # a Plt. holds for three months and once more (UU 30/2014 Ps. 14, SE BKN 1/2021)


@dataclass(frozen=True)
class Decree:
    """The written appointment; dates are included on both ends."""

    kind: ActingKind
    number: str
    signed_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Deputy:
    """Who acts, and what the letter prints."""

    user: User
    title: str
    name_with_degrees: str
    rank: str = ""
    nip: str = ""


def offices_of(by: User, action: str) -> QuerySet[Office]:
    """Offices in the region where `by` may do `action`."""
    wanted = Q(pk__in=())
    for scope in viewer_of(by).scopes(action):
        wanted |= in_region(scope.region_code)
    return Office.objects.filter(wanted)


@transaction.atomic
def propose(official: Official, deputy: Deputy, decree: Decree, *, by: User, at: datetime) -> ActingAppointment:
    """Record a decree; it holds once another person confirmed it. Raises ActingUnclear or NotAllowed."""
    if not offices_of(by, "change_propose").filter(pk=official.office_id).exists():
        raise NotAllowed
    _check(official, deputy, decree)
    _refuse_twice(official, deputy, decree)
    row = ActingAppointment.objects.create(
        official=official,
        user=deputy.user,
        kind=decree.kind,
        title=deputy.title,
        name_with_degrees=deputy.name_with_degrees,
        rank=deputy.rank,
        nip=deputy.nip,
        decree_number=decree.number,
        decree_date=decree.signed_on,
        starts_on=decree.starts_on,
        ends_on=decree.ends_on,
        state=ChangeState.PROPOSED,
        proposed_by=by,
        proposed_at=at,
    )
    _record("acting.propose", row, by=by, at=at)
    for head in confirmers(official.office, at=at).exclude(pk=by.pk):
        _tell_waiting(row, head, at=at)
    return row


def _check(official: Official, deputy: Deputy, decree: Decree) -> None:
    if decree.ends_on < decree.starts_on:
        raise ActingUnclear(params={"why": _("tanggal selesai mendahului tanggal mulai.")})
    if decree.ends_on - decree.starts_on > LONGEST:
        raise ActingUnclear(params={"why": _("lebih lama daripada enam bulan.")})
    if deputy.user.pk == official.user_id:
        raise ActingUnclear(params={"why": _("pelaksana tidak boleh pejabat itu sendiri.")})


def _refuse_twice(official: Official, deputy: Deputy, decree: Decree) -> None:
    same = ActingAppointment.objects.filter(
        official=official, user=deputy.user, starts_on=decree.starts_on, ends_on=decree.ends_on
    )
    if same.exclude(state=ChangeState.REJECTED).exists():
        raise AlreadyRecorded


def confirmers(office: Office, *, at: datetime) -> QuerySet[User]:
    """Who may confirm a change of `office` today, by role; the second-person rule comes on top."""
    roles = ("health_head", "legal")
    held = Membership.objects.in_force(timezone.localdate(at)).of_role(*roles)
    return User.objects.filter(pk__in=held.filter(office__region_id=office.region_id).values("user"))


@transaction.atomic
def confirm(row_id: int, *, by: User, at: datetime) -> ActingAppointment:
    """Put a decree into force. Raises NotFound, SecondPersonNeeded or AlreadyDecided."""
    row = _proposed(row_id, by)
    row.state, row.recorded_by, row.recorded_at = ChangeState.CONFIRMED, by, at
    row.save(update_fields=["state", "recorded_by", "recorded_at"])
    _record("acting.confirm", row, by=by, at=at)
    _give_role(row)
    tell(
        "ACTING_STARTED",
        user=row.user,
        params={
            "sebutan": f"{row.get_kind_display()} {row.official.title}",
            "mulai": row.starts_on,
            "sampai": row.ends_on,
            "jumlah": "–",
        },
        link=reverse("home"),
        dedupe_key=f"acting:{row.pk}",
        at=at,
    )
    return row


# The role whose pages an acting official works with; the decree's dates bound it (SECURITY 6, "HO includes …").
ROLE_OF: dict[str, Role] = {
    Position.HEALTH_HEAD: Role.HEALTH_HEAD,
    Position.LICENCE_HEAD: Role.LICENCE_HEAD,
    Position.DIVISION_HEAD: Role.DIVISION_HEAD,
}


def _give_role(row: ActingAppointment) -> None:
    """Give the deputy the role of the post within the decree's dates, unless they hold it all that time anyway."""
    role, office = ROLE_OF[row.official.position], row.official.office
    held = Membership.objects.filter(user=row.user, role=role, office=office, starts_on__lte=row.starts_on)
    if held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=row.ends_on)).exists():
        return
    Membership.objects.update_or_create(
        user=row.user,
        role=role,
        office=office,
        starts_on=row.starts_on,
        defaults={"ends_on": row.ends_on, "decree_number": row.decree_number, "decree_date": row.decree_date},
    )
    end_sessions(row.user)


@transaction.atomic
def reject(row_id: int, *, by: User, reason: str, at: datetime) -> ActingAppointment:
    """Turn a proposal down. Raises NotFound, SecondPersonNeeded or AlreadyDecided."""
    row = _proposed(row_id, by)
    row.state, row.recorded_by, row.recorded_at = ChangeState.REJECTED, by, at
    row.save(update_fields=["state", "recorded_by", "recorded_at"])
    _record("acting.reject", row, by=by, at=at, reason=reason)
    return row


def _proposed(row_id: int, by: User) -> ActingAppointment:
    mine = ActingAppointment.objects.filter(official__office__in=offices_of(by, "change_confirm"))
    row = mine.select_for_update(of=("self",)).select_related("official__office", "user").filter(pk=row_id).first()
    if row is None:
        raise NotFound
    if row.state != ChangeState.PROPOSED:
        raise AlreadyDecided
    if by.pk in (row.proposed_by_id, row.user_id):
        raise SecondPersonNeeded
    found: ActingAppointment = row
    return found


def _record(action: str, row: ActingAppointment, *, by: User, at: datetime, reason: str = "") -> None:
    payload = {"kind": row.kind, "starts_on": f"{row.starts_on}", "ends_on": f"{row.ends_on}"}
    audit.record(action=action, by=by, obj=row, office=row.official.office, reason=reason, payload=payload, at=at)


def _tell_waiting(row: ActingAppointment, head: User, *, at: datetime) -> None:
    tell(
        "CHANGE_WAITING",
        user=head,
        params={"hal": f"{row.get_kind_display()} {row.official.title}", "tanggal": row.starts_on},
        link=reverse("official_review"),
        dedupe_key=f"acting-waiting:{row.pk}:{head.pk}",
        at=at,
    )


@transaction.atomic
def record_absence(official: Official, *, starts_on: date, ends_on: date, note: str, by: User, at: datetime) -> Absence:
    """Note that an official is away; the page then warns while nobody acts. Raises ActingUnclear or NotAllowed."""
    if not offices_of(by, "change_propose").filter(pk=official.office_id).exists():
        raise NotAllowed
    if ends_on < starts_on:
        raise ActingUnclear(params={"why": _("tanggal selesai mendahului tanggal mulai.")})
    row = Absence.objects.create(official=official, starts_on=starts_on, ends_on=ends_on, note=note, recorded_by=by)
    audit.record(action="absence.record", by=by, obj=row, office=official.office, at=at)
    return row


# --- who can sign -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SigningDay:
    """Who may sign for one post on one working day; `away` says that the usual one is absent."""

    on: date
    who: tuple[Signatory, ...]
    away: bool

    @property
    def nobody(self) -> bool:
        """True when no letter of the post can be signed that day."""
        return not self.who or (self.away and len(self.who) == 1 and not self.who[0].acting)


@dataclass(frozen=True)
class Post:
    """One signing post of an office, over the coming working days."""

    office: Office
    position: Position
    days: tuple[SigningDay, ...]

    @property
    def label(self) -> str:
        """Name of the post, with its office where the name alone does not tell."""
        name, office = str(self.position.label), self.office.short_name
        return name if office in name else f"{name}, {office}"

    @property
    def gaps(self) -> list[SigningDay]:
        """Days on which nobody can sign."""
        return [day for day in self.days if day.nobody]


# Posts without which nothing leaves the office; other posts count once somebody was named for them.
NEEDED = {OfficeKind.HEALTH: (Position.HEALTH_HEAD,), OfficeKind.LICENSING: (Position.LICENCE_HEAD,)}


def posts_of(offices: Iterable[Office], *, on: date, days: int = 5) -> list[Post]:
    """Every signing post of `offices` with who may sign on `on` and the next working days."""
    return [
        Post(office, position, _signing_days(office, position, on, days))
        for office in offices
        for position in _positions(office)
    ]


def _positions(office: Office) -> list[Position]:
    needed = NEEDED.get(OfficeKind(office.kind), ())
    named = set(office.officials.values_list("position", flat=True))
    return [position for position in Position if position in needed or position in named]


def cannot_sign_tomorrow(offices: Iterable[Office], *, on: date) -> list[Post]:
    """Posts without a signatory on the next working day after `on`."""
    return [post for post in posts_of(offices, on=on + timedelta(days=1), days=1) if post.gaps]


def _signing_days(office: Office, position: Position, on: date, days: int) -> tuple[SigningDay, ...]:
    return tuple(_signing_day(office, position, day) for day in _working_days(office, on, days))


def _signing_day(office: Office, position: Position, on: date) -> SigningDay:
    who = tuple(signatories(office, position, on))
    holder = [one.official_id for one in who if not one.acting]
    away = Absence.objects.in_force(on).filter(official_id__in=holder).exists()
    return SigningDay(on, who, bool(away))


def _working_days(office: Office, on: date, days: int) -> list[date]:
    """The next `days` working days from `on`; without a calendar, the next days as they come."""
    ahead = [on + timedelta(days=n) for n in range(60)]
    try:
        calendar = work_calendar(office)
    except CalendarVersion.DoesNotExist:
        return ahead[:days]
    return [day for day in ahead if calendar.is_working(day)][:days]
