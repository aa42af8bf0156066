"""Who may manage which subscriptions, and the verbs: subscribe, rotate, switch off and on, end, test, replay."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.domain.webhooks import publishing
from accounts.domain.webhooks.delivering import rules
from accounts.domain.webhooks.event_types import find
from accounts.domain.webhooks.signing import new_secret
from accounts.enums import HookState, OffReason
from accounts.exceptions import WebhookAddressRefused, WebhookOff, WebhookTooMany, WebhookTypeRefused, WebhookWaiting
from accounts.models import ApiClient, User, WebhookMessage, WebhookSubscription
from accounts.querysets import WebhookMessageQuerySet
from accounts.rules import viewer_of
from core import audit, outgoing
from core.exceptions import NotAllowed, NotFound
from core.models import OutboxJob

ACTION = "webhook_operate"
OVERLAP = timedelta(hours=24)
MOST_PER_CLIENT = 20


def clients_of(user: Any) -> QuerySet[ApiClient]:
    """Systems whose subscriptions `user` manages: an officer's region, a system itself."""
    viewer, found = viewer_of(user), Q(pk__in=[])
    for scope in viewer.scopes(ACTION):
        if scope.cell.scope == "S" and viewer.client_id:
            found |= Q(client_id=viewer.client_id)
        elif scope.cell.scope == "D" and scope.region_code:
            found |= Q(office__region_id=scope.region_code)
    return ApiClient.objects.filter(found).select_related("office")


def own_client(user: Any) -> ApiClient:
    """The system that calls. Raises NotAllowed for a person: they have a page, which asks for their password."""
    client_id = viewer_of(user).client_id
    client = clients_of(user).filter(client_id=client_id).first() if client_id else None
    if client is None:
        raise NotAllowed
    return client


def subscriptions_of(user: Any) -> QuerySet[WebhookSubscription]:
    """Subscriptions that are not ended, of those systems; pages, endpoints and counts start here."""
    rows = WebhookSubscription.objects.current().filter(client__in=clients_of(user))
    return rows.select_related("client__office")


def messages_of(user: Any) -> WebhookMessageQuerySet:
    """Messages of those subscriptions."""
    rows: WebhookMessageQuerySet = WebhookMessage.objects.filter(subscription__in=subscriptions_of(user))
    return rows.select_related("subscription__client__office", "job").prefetch_related("attempts")


@transaction.atomic
def subscribe(
    client: ApiClient, *, url: str, event_types: Sequence[str], by: User | None, at: datetime
) -> WebhookSubscription:
    """Create a subscription with a new secret. Raises WebhookAddressRefused, WebhookTypeRefused or WebhookTooMany."""
    _check_url(url)
    kinds = sorted(set(event_types))
    _check_types(client, kinds)
    if WebhookSubscription.objects.current().filter(client=client).count() >= MOST_PER_CLIENT:
        raise WebhookTooMany(params={"most": MOST_PER_CLIENT})
    row = WebhookSubscription.objects.create(
        client=client, url=url, event_types=kinds, secret=new_secret(), created_at=at, created_by=by
    )
    _record("create", row, by=by, at=at, types=kinds)
    return row


def _check_url(url: str) -> None:
    try:
        outgoing.check_url(url, rules())
    except outgoing.Refused as error:
        raise WebhookAddressRefused(error.code) from error


def _check_types(client: ApiClient, kinds: Sequence[str]) -> None:
    found = {code: find(code) for code in kinds}
    unknown = [code for code, kind in found.items() if kind is None or not kind.scope]
    closed = [code for code, kind in found.items() if kind is not None and kind.scope not in client.scopes]
    if wrong := sorted({*unknown, *closed}):
        raise WebhookTypeRefused(params={"types": ", ".join(wrong)})


@transaction.atomic
def rotate(row: WebhookSubscription, *, by: User | None, at: datetime) -> WebhookSubscription:
    """Give a new secret; for 24 hours messages carry a signature of the old one too."""
    locked = _locked(row)
    locked.previous_secret, locked.previous_until = locked.secret, at + OVERLAP
    locked.secret = new_secret()
    locked.save(update_fields=["secret", "previous_secret", "previous_until"])
    _record("rotate", locked, by=by, at=at)
    return locked


@transaction.atomic
def switch_off(row: WebhookSubscription, *, by: User | None, at: datetime) -> None:
    """Send nothing more; what waits is dropped when its turn comes."""
    locked = _locked(row)
    locked.off_reason = OffReason.BY_HAND
    locked.save(update_fields=["off_reason"])
    _record("switch_off", locked, by=by, at=at)


@transaction.atomic
def switch_on(row: WebhookSubscription, *, by: User | None, at: datetime) -> None:
    """Send again, from the next event on."""
    locked = _locked(row)
    _check_url(locked.url)
    locked.off_reason = ""
    locked.save(update_fields=["off_reason"])
    _record("switch_on", locked, by=by, at=at)


@transaction.atomic
def end(row: WebhookSubscription, *, by: User | None, at: datetime) -> None:
    """Take the subscription off every list; its secrets are forgotten at once."""
    locked = _locked(row)
    locked.ended_at, locked.secret, locked.previous_secret, locked.previous_until = at, "-", None, None
    locked.save(update_fields=["ended_at", "secret", "previous_secret", "previous_until"])
    _record("end", locked, by=by, at=at)


@transaction.atomic
def send_test(row: WebhookSubscription, *, by: User | None, at: datetime) -> WebhookMessage:
    """Queue a message without news. Raises WebhookOff."""
    locked = _locked(row)
    if not locked.is_open:
        raise WebhookOff
    _record("test", locked, by=by, at=at)
    return publishing.send_test(locked, at=at)


@transaction.atomic
def replay(message: WebhookMessage, *, by: User | None, at: datetime) -> WebhookMessage:
    """Send a message again under its old id, whether it arrived or not. Raises WebhookOff or WebhookWaiting."""
    subscription = _locked(message.subscription)
    if not subscription.is_open:
        raise WebhookOff
    rows = WebhookMessage.objects.select_for_update(of=("self",))
    fresh = rows.select_related("job").get(pk=message.pk)
    if fresh.is_waiting:
        raise WebhookWaiting
    again = _again(fresh, at=at)
    _record("replay", subscription, by=by, at=at, messages=1)
    return again


@transaction.atomic
def replay_dead(row: WebhookSubscription, *, by: User | None, at: datetime) -> int:
    """Send every message again that was given up, oldest first; returns how many. Raises WebhookOff."""
    locked = _locked(row)
    if not locked.is_open:
        raise WebhookOff
    dead = list(WebhookMessage.objects.dead().filter(subscription=locked).select_related("job").order_by("pk"))
    for message in dead:
        _again(message, at=at)
    if dead:
        _record("replay", locked, by=by, at=at, messages=len(dead))
    return len(dead)


def _again(message: WebhookMessage, *, at: datetime) -> WebhookMessage:
    """The old job goes: a list of work that needs a person shall not show what is under way again."""
    if message.job_id is not None:
        OutboxJob.objects.filter(pk=message.job_id).delete()
    message.job, message.state, message.replays = None, HookState.PENDING, message.replays + 1
    message.give_up_at = at + publishing.PATIENCE
    message.save(update_fields=["job", "state", "replays", "give_up_at"])
    return publishing.queue(message)


def _locked(row: WebhookSubscription) -> WebhookSubscription:
    # Without the key: a change that writes a message has its office's audit chain, which these verbs take later, and
    # looks at the key of this row when it commits.
    rows = WebhookSubscription.objects.select_for_update(no_key=True).current()
    found: WebhookSubscription | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise NotFound
    found.client = row.client
    return found


def _record(verb: str, row: WebhookSubscription, *, by: User | None, at: datetime, **facts: Any) -> None:
    payload = {"subscription": row.public_id, "client": row.client.client_id, **facts}
    audit.record(action=f"webhook.{verb}", by=by, obj=row, office=row.client.office, payload=payload, at=at)
