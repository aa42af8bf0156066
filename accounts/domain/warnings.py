"""Warnings about what would break the promise quietly: a post nobody can sign for, a gateway that is away."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.domain.acting import Post, cannot_sign_tomorrow
from accounts.domain.messages import JOB, tell
from accounts.domain.site import own_offices
from accounts.enums import OUTSIDE_CHANNELS, Role
from accounts.models import Membership, Office, User
from accounts.signals import files_due
from core.models import OutboxJob

WARNED_FROM = 14  # local hour
AWAY_AFTER = timedelta(minutes=10)


def warn_of_absent_signers(*, at: datetime) -> int:
    """Tell the heads, once a day from 14.00, of posts nobody can sign for on the next working day."""
    told = 0
    for office in own_offices():
        local = timezone.localtime(at, office.zone)
        if local.hour < WARNED_FROM:
            continue
        for post in cannot_sign_tomorrow([office], on=local.date()):
            told += _warn_of_gap(post, today=local.date(), at=at)
    return told


def _warn_of_gap(post: Post, *, today: date, at: datetime) -> int:
    day = post.days[0].on
    answers = files_due.send(sender=Office, office=post.office, on=day)
    count = sum(int(number or 0) for _receiver, number in answers)
    people = _holders(post.office, Role.HEALTH_HEAD, Role.LICENCE_HEAD, Role.DIVISION_HEAD, Role.ADMIN, on=today)
    for user in people:
        tell(
            "SIGNER_ABSENT",
            user=user,
            params={"tanggal": day, "jumlah": count},
            link=reverse("home"),
            dedupe_key=f"SIGNER_ABSENT:{post.office.code}:{post.position}:{today}:{user.pk}",
            zone=post.office.zone,
            at=at,
        )
    return len(people)


def warn_of_gateways(*, at: datetime) -> int:
    """Tell administrators, once a day and channel, that messages wait for a gateway."""
    told = 0
    for channel in OUTSIDE_CHANNELS:
        waiting = OutboxJob.objects.undone().filter(kind=f"{JOB}{channel}", due_at__lte=at - AWAY_AFTER)
        facts = waiting.aggregate(count=Count("pk"), since=Min("due_at"))
        if facts["count"]:
            told += _warn_of_gateway(str(channel.label), facts["count"], facts["since"], at=at)
    return told


def _warn_of_gateway(channel: str, count: int, since: datetime, *, at: datetime) -> int:
    today = timezone.localdate(at)
    people = [user for office in own_offices() for user in _holders(office, Role.ADMIN, on=today)]
    for user in people:
        tell(
            "GATEWAY_DOWN",
            user=user,
            params={"saluran": channel, "waktu": since, "jumlah": count},
            link=reverse("job_list"),
            dedupe_key=f"GATEWAY_DOWN:{channel}:{today}:{user.pk}",
            at=at,
        )
    return len(people)


def _holders(office: Office, *roles: Role, on: date) -> list[User]:
    held = Membership.objects.in_force(on).of_role(*(role.value for role in roles)).filter(office=office)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
