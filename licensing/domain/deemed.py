"""Deemed approval: warnings on the way to the silence limit, and its switch per type from a day on.

The moment itself is docs/adr/0003; issuing at the limit is `watching.deem_silent`.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.domain.messages import tell
from accounts.domain.offices import home_office
from accounts.enums import Role
from accounts.models import User
from core import audit
from core.batches import in_batches
from licensing.domain import sla, telling
from licensing.domain.clocks import read_clocks
from licensing.enums import ClockName, ClockState
from licensing.exceptions import DayInPast, DeemedChangeOpen, DeemedOnlyDelegated, TwoPeopleNeeded
from licensing.models import Allowance, Application, ApplicationClock, ClockWarning, DeemedChange, RecommendationType
from licensing.rules import Actor

WARN_AT = (50, 75, 90)
# Half of a limit of 60 working days (the most a type may have) is some six weeks before its end.
AHEAD = timedelta(days=60)
ONE_DAY = timedelta(days=1)


def warn_of_silence(*, at: datetime) -> int:
    """Warn whoever holds a file at 50, 75 and 90 per cent of its silence limit, once each; returns how many.

    At 90 per cent the heads hear as well. Only the highest threshold reached speaks; lower ones are noted.
    """
    pks = ApplicationClock.objects.filter(
        name=ClockName.DEEMED_APPROVAL, state=ClockState.RUNNING, due_at__lte=at + AHEAD
    ).values("application_id")
    rows = Application.objects.filter(pk__in=pks).for_detail().prefetch_related("clock_warnings")
    return sum(_warn(application, at) for application in in_batches(rows))


def _warn(application: Application, at: datetime) -> int:
    reading = read_clocks(application, at=at).get(ClockName.DEEMED_APPROVAL)
    if reading is None or reading.state != sla.ClockState.RUNNING or reading.due_at is None:
        return 0
    given = {row.threshold for row in application.clock_warnings.all() if row.clock == ClockName.DEEMED_APPROVAL}
    reached = [row for row in sla.warnings_due(reading) if row.reached and row.percent in WARN_AT]
    fresh = [row for row in reached if row.percent not in given]
    for row in fresh:
        try:
            with transaction.atomic():
                ClockWarning.objects.create(
                    application=application,
                    clock=ClockName.DEEMED_APPROVAL,
                    threshold=row.percent,
                    audience="officer",
                    reached_at=row.at or at,
                    sent_at=at,
                )
                if row is reached[-1]:
                    _tell(application, row.percent, reading.due_at, at)
        except IntegrityError:
            continue  # another beat was faster
    return len(fresh)


def _tell(application: Application, percent: int, due_at: datetime, at: datetime) -> None:
    people: list[User] = [*telling.holders(application, at), *telling.supervisors(application, at)]
    if percent == WARN_AT[-1]:
        people += telling.officers(application, Role.HEALTH_HEAD, at)
        people += telling.officers(application, Role.LICENCE_HEAD, at)
    zone = application.health_office.zone
    for user in {user.pk: user for user in people}.values():
        tell(
            "DEEMED_APPROVAL_NEAR",
            user=user,
            params={"nomor": application.number, "tanggal": due_at.astimezone(zone).date()},
            dedupe_key=f"DEEMED_APPROVAL_NEAR:{application.number}:{percent}:{user.pk}",
            at=at,
            link=telling.page_of(application),
            zone=zone,
        )


# --- the switch -----------------------------------------------------------------------------------------------


@transaction.atomic
def propose_change(
    type_code: str, *, days: int | None, valid_from: date, decree: str, by: Actor, at: datetime
) -> DeemedChange:
    """Propose a silence limit of `days` working days (None = off) for a type from a day to come.

    Raises DeemedOnlyDelegated, DayInPast, DeemedChangeOpen.
    """
    kind = _newest(type_code)
    if not kind.delegated:
        raise DeemedOnlyDelegated
    today = _today(at)
    if valid_from <= max(today, kind.valid_from):
        raise DayInPast(params={"date": max(today, kind.valid_from) + ONE_DAY})
    try:
        with transaction.atomic():
            change = DeemedChange.objects.create(
                type_code=type_code,
                days=days,
                valid_from=valid_from,
                decree=decree,
                proposed_by=by.user,
                proposed_at=at,
            )
    except IntegrityError:
        raise DeemedChangeOpen from None
    _record(change, "propose", by=by, at=at)
    return change


@transaction.atomic
def confirm_change(change: DeemedChange, *, by: Actor, at: datetime) -> RecommendationType:
    """Open the next version of the type with the new limit; files sent before keep theirs (trap 7).

    Raises TwoPeopleNeeded, DeemedChangeOpen when it is confirmed already, DayInPast when its day has come.
    """
    fresh = DeemedChange.objects.select_for_update().get(pk=change.pk)
    if fresh.confirmed_at is not None:
        raise DeemedChangeOpen
    if by.user_id == fresh.proposed_by_id:
        raise TwoPeopleNeeded
    kind = _newest(fresh.type_code)
    earliest = max(_today(at), kind.valid_from) + ONE_DAY
    if fresh.valid_from < earliest:
        raise DayInPast(params={"date": earliest})
    fresh.confirmed_by, fresh.confirmed_at = by.user, at
    fresh.save()
    RecommendationType.objects.filter(pk=kind.pk).update(valid_until=fresh.valid_from - ONE_DAY)
    kind.pk, kind.version = None, kind.version + 1
    kind.valid_from, kind.valid_until, kind.deemed_days = fresh.valid_from, None, fresh.days
    kind.save(force_insert=True)
    if fresh.days:
        Allowance.objects.update_or_create(
            clock=ClockName.DEEMED_APPROVAL,
            type_code=fresh.type_code,
            valid_from=fresh.valid_from,
            defaults={"working_days": Decimal(fresh.days), "decree": fresh.decree},
        )
    _record(fresh, "confirm", by=by, at=at)
    return kind


def drop_change(change: DeemedChange, *, by: Actor, at: datetime) -> None:
    """Take back a proposal nobody confirmed."""
    with transaction.atomic():
        fresh = DeemedChange.objects.select_for_update().get(pk=change.pk)
        if fresh.confirmed_at is not None:
            raise DeemedChangeOpen
        _record(fresh, "drop", by=by, at=at)
        fresh.delete()


def _today(at: datetime) -> date:
    """Local day of the installation's own office."""
    return at.astimezone(home_office().zone).date()


def _newest(type_code: str) -> RecommendationType:
    return RecommendationType.objects.filter(code=type_code).order_by("-version")[:1].get()


def _record(change: DeemedChange, what: str, *, by: Actor, at: datetime) -> None:
    audit.record(
        action=f"deemed.{what}",
        by=by.user,
        obj=change,
        payload={"type": change.type_code, "days": change.days, "from": change.valid_from.isoformat()},
        reason=change.decree,
        at=at,
    )
