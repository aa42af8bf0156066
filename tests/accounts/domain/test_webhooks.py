"""Delivery, retries, rotation, replay (SECURITY fault 23)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from standardwebhooks import Webhook, WebhookVerificationError

from accounts.domain.webhooks import delivering, keeping, publishing, subscriptions
from accounts.domain.webhooks.event_types import declare
from accounts.enums import HookState
from accounts.exceptions import WebhookAddressRefused, WebhookOff, WebhookTypeRefused
from accounts.models import WebhookMessage, WebhookSubscription
from core import outbox, outgoing
from core.models import AuditEvent, JobState, OutboxJob
from tests.factories.accounts import ApiClientFactory, UserFactory, WebhookSubscriptionFactory
from tests.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def subscription(system: Receiver) -> WebhookSubscription:
    made: WebhookSubscription = WebhookSubscriptionFactory(url=system.url)
    return made


def written(subscription: WebhookSubscription) -> WebhookMessage:
    return publishing.write(subscription, "application.moved", data={"number": "2026-01-AAAAAA"}, at=NOW)


def run(message: WebhookMessage) -> JobState | None:
    message.refresh_from_db()
    return outbox.run(message.job.pk) if message.job else None


def test_pauses_grow_and_all_attempts_fit_into_a_day():
    policy = delivering.POLICY

    pauses = [policy.delay(attempt, 0.999) for attempt in range(1, policy.max_attempts + 1)]

    assert pauses == sorted(pauses)
    # One more pause would not fit; jitter only lengthens.
    assert sum(pauses[:-1], timedelta()) < publishing.PATIENCE < sum(pauses, timedelta())


def test_failed_attempt_waits_for_the_next_and_the_last_one_is_dead(
    subscription: WebhookSubscription, system: Receiver, clock: Any
):
    system.status, system.body = 500, b"rusak"
    message = written(subscription)

    states = []
    for _attempt in range(delivering.POLICY.max_attempts):
        states.append(run(message))
        clock.shift(4 * HOUR)
        # Time does not count here, attempts do.
        WebhookMessage.objects.update(give_up_at=NOW + 400 * HOUR)

    assert states == [JobState.FAILED] * 13 + [JobState.DEAD]
    message.refresh_from_db()
    last = message.attempts.first()
    assert last is not None
    assert (message.state, message.attempts.count(), len(system.got)) == (HookState.DEAD, 14, 14)
    assert (last.status, last.answer, last.error) == (500, "rusak", "")
    assert len({headers["webhook-id"] for headers, _body in system.got}) == 1


def test_after_a_day_it_is_dead_whatever_the_attempts(subscription: WebhookSubscription, system: Receiver, clock: Any):
    system.status = 404
    message = written(subscription)
    run(message)
    clock.move_to(NOW + timedelta(hours=25))

    assert run(message) == JobState.DEAD


def test_attempt_is_counted_before_the_call(subscription: WebhookSubscription, monkeypatch: pytest.MonkeyPatch):
    message, seen = written(subscription), []

    def post(*_args: object, **_options: object) -> outgoing.Answer:
        seen.append(OutboxJob.objects.values_list("attempts", "state").get())
        return outgoing.Answer(200, "")

    monkeypatch.setattr(outgoing, "post", post)
    run(message)

    assert seen == [(1, JobState.SENDING)]


def test_gone_switches_the_subscription_off_and_drops_what_waits(subscription: WebhookSubscription, system: Receiver):
    system.status = 410
    first, second = written(subscription), written(subscription)

    assert (run(first), run(second)) == (JobState.DEAD, JobState.DONE)

    subscription.refresh_from_db()
    second.refresh_from_db()
    assert (subscription.off_reason, second.state, len(system.got)) == ("gone", HookState.DROPPED, 1)
    (event,) = AuditEvent.objects.filter(action="webhook.switch_off")
    assert (event.actor, event.payload["reason"], event.chain_id) == (None, "gone", subscription.client.office.code)
    assert publishing.publish("webhook.test", region="16.74", data={}, at=NOW) == 0


def test_dead_host_gets_one_call_a_second_at_most(subscription: WebhookSubscription, system: Receiver, clock: Any):
    system.status = 503
    messages = [written(subscription) for _each in range(6)]

    states = [run(message) for message in messages]

    assert states == [JobState.FAILED] * 3 + [JobState.PENDING] * 3
    assert len(system.got) == 3
    assert list(OutboxJob.objects.filter(state="pending").values_list("attempts", flat=True)) == [0, 0, 0]

    system.status = 204
    clock.shift(60)
    assert [run(message) for message in messages[3:]] == [JobState.DONE] * 3


@pytest.mark.parametrize(("pause", "code"), [(0.02, "timeout"), (0, "")])
def test_dripping_answer_and_redirect_are_failed_attempts(
    subscription: WebhookSubscription, system: Receiver, monkeypatch: pytest.MonkeyPatch, pause: float, code: str
):
    system.pause, system.status, system.location = pause, 302, "http://127.0.0.1:9/"
    post = outgoing.post
    monkeypatch.setattr(outgoing, "post", lambda *args, **options: post(*args, **options, seconds=0.3))
    message = written(subscription)

    assert run(message) == JobState.FAILED

    attempt = message.attempts.get()
    assert (attempt.error, attempt.status) == (code, None if code else 302)
    assert attempt.milliseconds < 2000


def test_refused_address_is_dead_at_once_and_noted(settings: Any, system: Receiver):
    message = written(WebhookSubscriptionFactory(url=system.url))
    settings.WEBHOOK_LOCAL = False

    assert run(message) == JobState.DEAD
    assert (message.attempts.get().error, system.got) == ("scheme", [])


def test_receiver_refuses_a_message_4000_seconds_old(subscription: WebhookSubscription, system: Receiver, clock: Any):
    run(written(subscription))
    headers, body = system.got[0]
    judge = Webhook(subscription.secret)
    assert judge.verify(body, headers)["type"] == "application.moved"

    clock.shift(4000)

    with pytest.raises(WebhookVerificationError, match="too old"):
        judge.verify(body, headers)


def test_retry_carries_the_time_of_its_own_attempt(subscription: WebhookSubscription, system: Receiver, clock: Any):
    message = written(subscription)
    system.status = 500
    run(message)
    system.status = 200
    clock.shift(4000)
    run(message)

    assert Webhook(subscription.secret).verify(system.got[1][1], system.got[1][0])
    assert system.got[0][1] == system.got[1][1]


def test_after_rotation_both_secrets_open_a_message_for_a_day(
    subscription: WebhookSubscription, system: Receiver, clock: Any
):
    old = subscription.secret
    new = subscriptions.rotate(subscription, by=UserFactory(), at=NOW).secret
    run(written(subscription))
    (headers, body) = system.got[0]
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
    clock.shift(timedelta(hours=25))
    run(written(subscription))

    (later_headers, later_body) = system.got[1]
    assert len(headers["webhook-signature"].split()) == 2
    assert len(later_headers["webhook-signature"].split()) == 1
    assert Webhook(new).verify(later_body, later_headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(later_body, later_headers)
    keeping.forget(at=NOW + timedelta(hours=25))
    subscription.refresh_from_db()
    assert subscription.previous_secret is None


def test_secret_is_encrypted_in_its_column(subscription: WebhookSubscription):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_webhooksubscription")
        (stored,) = cursor.fetchone()

    assert subscription.secret.startswith("whsec_")
    assert subscription.secret[6:] not in stored


def test_dead_message_is_replayed_under_its_old_id(subscription: WebhookSubscription, system: Receiver, clock: Any):
    system.status = 404
    messages = [written(subscription), written(subscription)]
    WebhookMessage.objects.update(give_up_at=NOW)
    assert [run(message) for message in messages] == [JobState.DEAD, JobState.DEAD]
    assert WebhookMessage.objects.dead().count() == 2
    system.status = 204
    clock.shift(60)
    by = UserFactory()

    count = subscriptions.replay_dead(subscription, by=by, at=NOW + timedelta(minutes=1))
    states = [run(message) for message in messages]

    assert (count, states, WebhookMessage.objects.dead().count()) == (2, [JobState.DONE] * 2, 0)
    assert {headers["webhook-id"] for headers, _body in system.got} == {message.message_id for message in messages}
    event = AuditEvent.objects.filter(action="webhook.replay").get()
    assert (event.actor, event.payload["messages"]) == (by, 2)


def test_message_whose_worker_died_each_time_is_dead_too(subscription: WebhookSubscription):
    message = written(subscription)
    OutboxJob.objects.update(attempts=14, state=JobState.SENDING, lease_until=NOW)

    assert run(message) == JobState.DEAD
    assert WebhookMessage.objects.dead().get() == message


def test_switched_off_ended_or_unknown_subscriptions_send_no_test(subscription: WebhookSubscription):
    by = UserFactory()
    subscriptions.switch_off(subscription, by=by, at=NOW)

    with pytest.raises(WebhookOff):
        subscriptions.send_test(subscription, by=by, at=NOW)

    subscriptions.switch_on(subscription, by=by, at=NOW)
    assert subscriptions.send_test(subscription, by=by, at=NOW).event_type == "webhook.test"
    subscriptions.end(subscription, by=by, at=NOW)
    subscription.refresh_from_db()
    assert (subscription.secret, subscription.is_open) == ("-", False)


@pytest.mark.parametrize(
    ("url", "types", "refusal"),
    [
        ("https://jauh.test/hook", ["application.moved"], WebhookAddressRefused),
        ("https://10.0.0.1/", ["application.moved"], WebhookAddressRefused),
        ("https://kota.example/hook", ["no.such"], WebhookTypeRefused),
        ("https://kota.example/hook", ["webhook.test"], WebhookTypeRefused),
        ("https://kota.example/hook", ["test.secret"], WebhookTypeRefused),
    ],
)
def test_subscription_needs_an_allowed_host_and_types_the_system_may_read(
    url: str, types: list[str], refusal: type[Exception], monkeypatch: pytest.MonkeyPatch
):
    from accounts.domain.webhooks import event_types

    monkeypatch.setattr(event_types, "_declared", dict(event_types._declared))
    declare("test.secret", "Rahasia", scope="spm:read")

    with pytest.raises(refusal):
        subscriptions.subscribe(ApiClientFactory(), url=url, event_types=types, by=None, at=NOW)


def test_message_refuses_a_nik(subscription: WebhookSubscription):
    with pytest.raises(ValueError, match="personal data"):
        publishing.write(subscription, "application.moved", data={"note": "9901011504940000"}, at=NOW)


def test_old_messages_are_forgotten(subscription: WebhookSubscription, system: Receiver):
    waiting, sent = written(subscription), written(subscription)
    run(sent)

    keeping.forget(at=NOW + timedelta(days=91))

    assert list(WebhookMessage.objects.all()) == [waiting]
