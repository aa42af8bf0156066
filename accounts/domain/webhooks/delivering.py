"""Bringing one message out, and what its answer means."""

import time
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction

from accounts.domain.webhooks.numbering import number
from accounts.domain.webhooks.signing import signed_headers
from accounts.enums import HookState, OffReason
from accounts.models import WebhookAttempt, WebhookMessage, WebhookSubscription
from core import audit, breaker, outgoing
from core.audit_chain import canonical_json
from core.outbox import Permanent, Policy, Postponed
from core.redaction import redact

logger = structlog.get_logger(__name__)

# 30 s, a minute, two … three hours: fourteen attempts fit into 24 hours with every pause a quarter longer.
POLICY = Policy(max_attempts=14, first_delay=timedelta(seconds=30), longest_delay=timedelta(hours=3))
KEPT_LETTERS = 300
SUCCESS = range(200, 300)
GONE = 410
SERVER_ERROR = 500
TOO_MANY = 429


class NotTaken(Exception):
    """The other side did not say 2xx; the message waits for its next attempt."""


def rules() -> outgoing.Rules:
    """Where this installation may call."""
    return outgoing.Rules(tuple(settings.WEBHOOK_ALLOWED_HOSTS), local=settings.WEBHOOK_LOCAL)


def deliver(message_id: int, *, attempt: int, at: datetime) -> None:
    """Make one attempt. Returns when it was taken or is no longer wanted.

    Raises Postponed while the host rests, NotTaken for another try, Permanent when there will be none.
    """
    message = WebhookMessage.objects.select_related("subscription__client__office").get(pk=message_id)
    if message.state != HookState.PENDING:
        return
    subscription = message.subscription
    if not (subscription.is_open and subscription.client.is_active):
        _close(message, HookState.DROPPED)
        return
    if message.sequence is None:
        number(message)
    neighbour = _neighbour(subscription)
    if until := breaker.wait_until(neighbour, at=at):
        if until >= message.give_up_at:
            _give_up(message, "the host did not answer for 24 hours")
        raise Postponed(until)
    why = _try(message, neighbour, at=at)
    if not why:
        _close(message, HookState.DELIVERED, delivered_at=at)
        return
    if attempt >= POLICY.max_attempts or at >= message.give_up_at:
        _give_up(message, why)
    raise NotTaken(why)


def _try(message: WebhookMessage, neighbour: str, *, at: datetime) -> str:
    """Call, note the answer, tell the breaker. Returns why it was not taken; empty when it was."""
    started = time.monotonic()
    try:
        answer = _post(message, at=at)
    except outgoing.Refused as error:
        logger.warning("webhook_refused", message=message.pk, code=error.code)
        _note(message, started, at=at, error=error.code)
        _give_up(message, str(error))
    except outgoing.NoAnswer as error:
        _note(message, started, at=at, error=error.code, answer=str(error))
        breaker.trip(neighbour, at=at)
        return str(error)
    _note(message, started, at=at, status=answer.status, answer=answer.text)
    if answer.status >= SERVER_ERROR or answer.status == TOO_MANY:
        breaker.trip(neighbour, at=at)
    else:
        breaker.close(neighbour)
    if answer.status == GONE:
        _switch_off(message.subscription, at=at)
        _give_up(message, "410")
    return "" if answer.status in SUCCESS else f"HTTP {answer.status}"


@transaction.atomic
def _switch_off(subscription: WebhookSubscription, *, at: datetime) -> None:
    """410: nobody is there any more. Once, by the system itself."""
    rows = WebhookSubscription.objects.filter(pk=subscription.pk, off_reason="")
    if not rows.update(off_reason=OffReason.GONE):
        return
    logger.warning("webhook_gone", subscription=subscription.public_id)
    client = subscription.client
    payload = {"subscription": subscription.public_id, "client": client.client_id, "reason": OffReason.GONE.value}
    audit.record(action="webhook.switch_off", by=None, obj=subscription, office=client.office, payload=payload, at=at)


def body_of(message: WebhookMessage) -> str:
    """The body as it is signed and sent. `sequence` rises with each change of one object."""
    return canonical_json(
        {
            "type": message.event_type,
            "timestamp": message.happened_at.isoformat(),
            "sequence": message.sequence,
            "data": message.data,
        }
    )


def _post(message: WebhookMessage, *, at: datetime) -> outgoing.Answer:
    body, subscription = body_of(message), message.subscription
    headers = signed_headers(message.message_id, body, keys=keys_of(subscription, at=at), at=at)
    headers["Content-Type"] = "application/json"
    return outgoing.post(subscription.url, content=body.encode(), headers=headers, rules=rules())


def keys_of(subscription: WebhookSubscription, *, at: datetime) -> list[str]:
    """The secrets that sign at `at`, the newest first."""
    until = subscription.previous_until
    old = subscription.previous_secret if until is not None and at < until else None
    return [subscription.secret, old] if old else [subscription.secret]


def _neighbour(subscription: WebhookSubscription) -> str:
    """One breaker per host, cut to the length of its column."""
    return f"webhook:{urlsplit(subscription.url).hostname or ''}"[:60]


def _note(
    message: WebhookMessage,
    started: float,
    *,
    at: datetime,
    status: int | None = None,
    error: str = "",
    answer: str = "",
) -> None:
    WebhookAttempt.objects.create(
        message=message,
        at=at,
        milliseconds=int((time.monotonic() - started) * 1000),
        status=status,
        error=error,
        answer=redact(answer)[:KEPT_LETTERS],
    )


def _close(message: WebhookMessage, state: HookState, **values: object) -> None:
    WebhookMessage.objects.filter(pk=message.pk, state=HookState.PENDING).update(state=state, **values)


def _give_up(message: WebhookMessage, why: str) -> NoReturn:
    """Dead: shown to an officer, who may send it again. Raises Permanent."""
    _close(message, HookState.DEAD)
    raise Permanent(why)
