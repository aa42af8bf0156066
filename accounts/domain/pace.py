"""When a message may go out: quiet from 20.00 to 06.00 local time, and one reminder a day."""

from datetime import datetime, time, timedelta, tzinfo

from django.utils import timezone

from accounts.enums import DeliveryState
from accounts.models import Delivery, InboxMessage

QUIET_FROM = time(20)
QUIET_UNTIL = time(6)
DAYS_AHEAD = 14


def after_quiet(at: datetime, *, zone: tzinfo | None = None) -> datetime:
    """Return `at`, or the next 06.00 in `zone` when `at` falls into the quiet hours."""
    local = timezone.localtime(at, zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=local.tzinfo)


def earliest(message: InboxMessage, channel: str, *, at: datetime, zone: tzinfo | None = None) -> datetime:
    """Return when a delivery of `message` may go out: urgent ones now, a reminder on the first free day."""
    template = message.template
    if template.urgent:
        return at
    when = after_quiet(at, zone=zone)
    if not template.reminder or message.user_id is None:
        return when
    for _day in range(DAYS_AHEAD):
        if not _has_reminder(message.user_id, channel, when, zone):
            break
        when = after_quiet(_next_morning(when, zone), zone=zone)
    return when


def _next_morning(at: datetime, zone: tzinfo | None) -> datetime:
    local = timezone.localtime(at, zone)
    return datetime.combine(local.date() + timedelta(days=1), QUIET_UNTIL, tzinfo=local.tzinfo)


def _has_reminder(user_id: int, channel: str, at: datetime, zone: tzinfo | None) -> bool:
    """Tell whether a reminder goes to the user on the local day of `at`."""
    start = timezone.localtime(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=1)
    going = Delivery.objects.filter(
        message__user_id=user_id, message__template__reminder=True, channel=channel
    ).exclude(state__in=(DeliveryState.DROPPED, DeliveryState.FAILED))
    planned = going.filter(not_before__gte=start, not_before__lt=end)
    at_once = going.filter(not_before=None, created_at__gte=start, created_at__lt=end)
    return bool(planned.exists() or at_once.exists())
