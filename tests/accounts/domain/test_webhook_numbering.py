"""Each subscription counts its own messages; offices do not wait for each other's counters."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.domain.webhooks import publishing, subscriptions
from accounts.domain.webhooks.delivering import body_of
from accounts.domain.webhooks.event_types import declare
from accounts.domain.webhooks.numbering import number
from accounts.models import WebhookMessage, WebhookSubscription
from core import audit, outbox
from core.models import AuditEvent
from tests.factories.accounts import ApiClientFactory, UserFactory, WebhookSubscriptionFactory
from tests.receiver import Receiver

NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
WAIT_SECONDS = 30
migration = import_module("accounts.migrations.0006_number_webhooks")


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.outbox._bell", [])


@pytest.fixture
def pair(system: Receiver) -> list[WebhookSubscription]:
    """Two systems that listen to the same moves."""
    declare("application.moved", "Permohonan berpindah keadaan", scope="applications:read")
    first = WebhookSubscriptionFactory(url=system.url)
    other = ApiClientFactory(client_id="sistem-lain", office=first.client.office, scopes=["applications:read"])
    return [first, WebhookSubscriptionFactory(url=system.url, client=other)]


def written(subscription: WebhookSubscription) -> WebhookMessage:
    return publishing.write(subscription, "application.moved", data={"number": "2026-01-AAAAAA"}, at=NOW)


def numbered(message: WebhookMessage) -> int | None:
    number(message)
    return message.sequence


def numbers(subscription: WebhookSubscription) -> list[int | None]:
    """In the order they were written."""
    return list(subscription.messages.order_by("pk").values_list("sequence", flat=True))


def together(*acts: Callable[[], object]) -> list[object]:
    """Run all of them at once, each on a connection of its own; their answers, or what they raised."""
    gate, answers = Barrier(len(acts), timeout=WAIT_SECONDS), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            answers[place] = act()
        except Exception as error:  # noqa: BLE001  the test looks at it
            answers[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    return answers


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_two_subscriptions_each_receive_1_2_3(pair: list[WebhookSubscription], system: Receiver):
    for _each in range(3):
        assert publishing.publish("application.moved", region="16.74", data={"number": "x"}, at=NOW) == 2

    told: dict[str, list[int]] = {}
    for message in WebhookMessage.objects.order_by("pk"):
        assert outbox.run(message.job_id) == "done"
        told.setdefault(message.subscription.public_id, []).append(json.loads(system.got[-1][1])["sequence"])

    assert told == {each.public_id: [1, 2, 3] for each in pair}


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_numbers_follow_the_order_of_writing_whoever_is_sent_first():
    subscription = WebhookSubscriptionFactory()
    first, second, third = (written(subscription) for _each in range(3))

    assert (numbered(second), numbers(subscription)) == (2, [1, 2, None])
    assert (numbered(first), numbered(third), numbered(second)) == (1, 3, 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_replay_keeps_the_number_and_the_body(system: Receiver):
    subscription = WebhookSubscriptionFactory(url=system.url)
    first, _second = written(subscription), written(subscription)
    outbox.run(first.job_id)
    first.refresh_from_db()

    again = subscriptions.replay(first, by=UserFactory(), at=NOW)
    outbox.run(again.job_id)

    assert [body.decode() for _headers, body in system.got] == [body_of(first)] * 2
    assert numbers(subscription) == [1, None]


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_forgotten_messages_give_no_number_back():
    subscription = WebhookSubscriptionFactory()
    numbered(written(subscription))
    subscription.messages.all().delete()

    assert numbered(written(subscription)) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_database_refuses_a_number_twice():
    subscription = WebhookSubscriptionFactory()
    first, second = written(subscription), written(subscription)
    numbered(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookMessage.objects.filter(pk=second.pk).update(sequence=1)


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_migration_gives_each_row_its_rank_and_takes_it_back(pair: list[WebhookSubscription]):
    for subscription in (pair[0], pair[1], pair[0]):
        written(subscription)

    editor = SimpleNamespace(connection=connection)
    migration.number_messages(apps, editor)

    assert [numbers(each) for each in pair] == [[1, 2], [1]]
    assert numbered(written(pair[0])) == 3
    migration.forget_numbers(apps, editor)
    assert [numbers(each) for each in pair] == [[None] * 3, [None]]
    pair[0].refresh_from_db()
    assert pair[0].last_sequence == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city")
def test_two_transactions_at_once_give_different_numbers_without_a_gap():
    subscription = WebhookSubscriptionFactory()
    messages = [written(subscription) for _each in range(4)]

    answers = together(*(lambda each=each: numbered(each) for each in reversed(messages)))

    assert answers == [4, 3, 2, 1]
    subscription.refresh_from_db()
    assert (numbers(subscription), subscription.last_sequence) == ([1, 2, 3, 4], 4)


def only_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city")
def test_message_of_an_open_change_holds_up_no_other_one():
    only_on_postgresql()
    subscription = WebhookSubscriptionFactory()

    with transaction.atomic():
        late = written(subscription)
        answers = together(lambda: numbered(written(subscription)))

    assert answers == [1]
    assert (numbered(late), numbers(subscription)) == (2, [2, 1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city")
def test_new_secret_and_a_change_of_the_same_office_do_not_wait_in_a_circle():
    """The verb has the subscription and waits for the audit chain; whoever has the chain writes a message."""
    only_on_postgresql()
    subscription, by = WebhookSubscriptionFactory(), UserFactory()
    rotation = Thread(target=together, args=(lambda: subscriptions.rotate(subscription, by=by, at=NOW),))

    with transaction.atomic():
        audit.record(action="application.verify", by=by, office=subscription.client.office, at=NOW)
        rotation.start()
        wait_for_a_waiter()
        written(subscription)
    rotation.join(WAIT_SECONDS)

    assert list(AuditEvent.objects.order_by("seq").values_list("action", flat=True)) == [
        "application.verify",
        "webhook.rotate",
    ]


def wait_for_a_waiter() -> None:
    """Until another connection stands at a lock."""
    for _each in range(WAIT_SECONDS * 20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waits")
