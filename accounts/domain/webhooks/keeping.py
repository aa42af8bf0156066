"""How long messages and secrets are kept."""

from datetime import datetime, timedelta

from accounts.enums import HookState
from accounts.models import WebhookMessage, WebhookSubscription

KEEP = timedelta(days=90)


def forget(*, at: datetime) -> int:
    """Delete messages older than 90 days that wait for nothing, and secrets past their day. Returns the messages."""
    WebhookSubscription.objects.filter(previous_until__lte=at).update(previous_secret=None, previous_until=None)
    old = WebhookMessage.objects.filter(happened_at__lt=at - KEEP).exclude(state=HookState.PENDING)
    return old.delete()[0]
