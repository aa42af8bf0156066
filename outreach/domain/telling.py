"""Who is told what about a pickup; the texts are rows of messages.csv, without names, places or health facts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.domain.messages import tell
from accounts.enums import Channel, Role
from accounts.models import Membership, User
from core import formats
from outreach.domain import clock
from outreach.domain.roster import on_duty
from outreach.enums import WarningLevel
from outreach.models import Compensation, FollowUp, Pickup

TEAM = (Role.DRIVER, Role.PUSKESMAS_DOCTOR)
HEAD = (Role.PUSKESMAS_HEAD,)


def link_of(pickup: Pickup) -> str:
    """Path of the page of a pickup; the id in it opens nothing by itself."""
    return f"/jemput/{pickup.public_id}/"


def holders(office_id: int, roles: Iterable[Role], *, at: datetime) -> list[User]:
    """Return who holds one of `roles` in that Puskesmas today."""
    held = Membership.objects.in_force(at.date()).of_role(*(role.value for role in roles)).filter(office_id=office_id)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def team_of(pickup: Pickup, *, at: datetime) -> list[User]:
    """Who accepted; before that who is on duty; without a roster every driver and doctor of the Puskesmas."""
    manned = [person for person in (pickup.driver, pickup.doctor) if person is not None]
    return (
        manned or [shift.user for shift in on_duty(pickup.office_id, at=at)] or holders(pickup.office_id, TEAM, at=at)
    )


def tell_received(pickup: Pickup) -> None:
    """The reporter learns the number and the limit; the team that somebody waits."""
    _tell_reporter(
        "OUTREACH_RECEIVED",
        pickup,
        {"kode": pickup.number, "waktu": _time(pickup, pickup.reported_at), "batas": _time(pickup, pickup.due_at)},
        at=pickup.reported_at,
    )
    area = {"kode": pickup.number, "wilayah": pickup.region.name, "batas": _time(pickup, pickup.due_at)}
    for user in team_of(pickup, at=pickup.reported_at):
        _tell_user("OUTREACH_NEW", user, pickup, area, at=pickup.reported_at)


def tell_taken(pickup: Pickup, *, at: datetime) -> None:
    """The reporter learns that somebody comes."""
    values = {"kode": pickup.number, "perkiraan": _time(pickup, pickup.due_at)}
    _tell_reporter("OUTREACH_TAKEN", pickup, values, at=at)


def tell_departed(pickup: Pickup, *, at: datetime) -> None:
    """The reporter learns that they are on the way."""
    values = {"kode": pickup.number, "perkiraan": _time(pickup, pickup.due_at)}
    _tell_reporter("OUTREACH_DEPARTED", pickup, values, at=at)


def tell_warning(pickup: Pickup, level: WarningLevel, *, at: datetime) -> None:
    """Team and head of the Puskesmas: half the promise is over, or all of it."""
    if level == WarningLevel.EARLY:
        elapsed = formats.duration(clock.minutes(at - pickup.reported_at))
        values = {"kode": pickup.number, "lama": elapsed, "batas": _time(pickup, pickup.due_at)}
        template = "OUTREACH_WARN"
    else:
        values, template = {"kode": pickup.number}, "OUTREACH_OVERDUE"
    people = {user.pk: user for user in (*team_of(pickup, at=at), *holders(pickup.office_id, HEAD, at=at))}
    for user in people.values():
        _tell_user(template, user, pickup, values, at=at, mark=level.value)


def tell_promised(owed: Compensation, *, at: datetime) -> None:
    """The reporter learns what is owed and until when."""
    pickup = owed.pickup
    values = {"kode": pickup.number, "tanggal": owed.due_at.astimezone(pickup.office.zone).date()}
    _tell_reporter("COMPENSATION_PROMISED", pickup, values, at=at)


def tell_handed(owed: Compensation, *, at: datetime) -> None:
    """The reporter is asked to object if nothing came; the head to confirm."""
    pickup = owed.pickup
    values = {"kode": pickup.number, "tanggal": at.astimezone(pickup.office.zone).date()}
    _tell_reporter("COMPENSATION_CONFIRM", pickup, values, at=at)
    for user in holders(pickup.office_id, HEAD, at=at):
        _tell_user("COMPENSATION_HANDED", user, pickup, {"kode": pickup.number}, at=at)


def tell_compensation_late(pickup: Pickup, *, at: datetime) -> None:
    """The head learns that the rice is late as well."""
    for user in holders(pickup.office_id, HEAD, at=at):
        _tell_user("COMPENSATION_LATE", user, pickup, {"kode": pickup.number}, at=at)


def tell_found(pickup: Pickup, count: int, *, at: datetime) -> None:
    """The head learns that a visit found something to coordinate; what, stands on the page only."""
    for user in holders(pickup.office_id, HEAD, at=at):
        values = {"kode": pickup.number, "jumlah": formats.number(count)}
        _tell_user("HOME_FINDING_NEW", user, pickup, values, at=at, mark=f"{at:%Y%m%d%H%M%S}")


def tell_due(follow_up: FollowUp, *, on: date, at: datetime) -> int:
    """Who agreed on a follow-up and the head learn that its day is near or gone; returns how many were told."""
    pickup = follow_up.finding.pickup
    people = {user.pk: user for user in (follow_up.made_by, *holders(pickup.office_id, HEAD, at=at)) if user.is_active}
    for user in people.values():
        tell(
            "HOME_FINDING_DUE",
            user=user,
            params={"kode": pickup.number, "tanggal": follow_up.due_on},
            dedupe_key=f"HOME_FINDING_DUE:{follow_up.pk}:{on}:{user.pk}",
            at=at,
            link=f"/temuan-rumah/{follow_up.finding.public_id}/",
            zone=pickup.office.zone,
        )
    return len(people)


def _time(pickup: Pickup, at: datetime) -> str:
    zone = pickup.office.zone
    return f"{formats.short_date(formats.local(at, zone))}, {formats.zoned_time(at, zone)}"


def _tell_user(
    template: str, user: User, pickup: Pickup, values: dict[str, Any], *, at: datetime, mark: str = ""
) -> None:
    tell(
        template,
        user=user,
        params=values,
        dedupe_key=f"{template}:{pickup.number}:{mark}:{user.pk}",
        at=at,
        link=link_of(pickup),
        zone=pickup.office.zone,
    )


def _tell_reporter(template: str, pickup: Pickup, values: dict[str, Any], *, at: datetime) -> None:
    if not pickup.phone:
        return
    tell(
        template,
        user=None,
        params=values,
        dedupe_key=f"{template}:{pickup.number}",
        at=at,
        recipients={Channel.WHATSAPP: pickup.phone},
        zone=pickup.office.zone,
    )
