"""News for other systems, written in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.domain.webhooks.event_types import TEST, find
from accounts.models import WebhookMessage, WebhookSubscription
from core import outbox
from core.audit_chain import canonical_json
from core.redaction import IDENTITY_NUMBER

JOB = "webhook.send"
QUEUE = "webhooks"
PATIENCE = timedelta(hours=24)


def publish(code: str, *, region: str, data: Mapping[str, Any], at: datetime) -> int:
    """Write a message for each subscription to `code` that may know of `region`; returns how many.

    Call it inside the transaction of the change, while the row it tells of is locked: messages of that row are then
    written in the order of its changes, and `numbering` keeps that order. `data` holds ids, states and versions.
    Raises KeyError for a type nobody declared.
    """
    kind = find(code)
    if kind is None:
        raise KeyError(code)
    listening = WebhookSubscription.objects.listening(region)
    wanted = [row for row in listening if code in row.event_types and kind.scope in row.client.scopes]
    for row in wanted:
        write(row, code, data=data, at=at)
    return len(wanted)


def write(subscription: WebhookSubscription, code: str, *, data: Mapping[str, Any], at: datetime) -> WebhookMessage:
    """Write one message and its job. Refuses (`ValueError`) what looks like a NIK."""
    if IDENTITY_NUMBER.search(canonical_json(dict(data))):
        raise ValueError("a webhook holds ids, not personal data")
    message = WebhookMessage.objects.create(
        subscription=subscription, event_type=code, data=dict(data), happened_at=at, give_up_at=at + PATIENCE
    )
    return queue(message)


def queue(message: WebhookMessage) -> WebhookMessage:
    """Give the message a job of its own; each replay is another."""
    key = f"webhook:{message.pk}:{message.replays}"
    message.job = outbox.enqueue(JOB, key=key, payload={"message": message.pk}, queue=QUEUE)
    message.save(update_fields=["job"])
    return message


def send_test(subscription: WebhookSubscription, *, at: datetime) -> WebhookMessage:
    """A message without news, so that both sides see whether the way is open."""
    return write(subscription, TEST.code, data={"subscription": subscription.public_id}, at=at)
