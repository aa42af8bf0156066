"""From the move of a file to the other system: one transaction, the worker, a signature that holds."""

import copy
import json
from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from standardwebhooks import Webhook

from accounts.enums import HookState
from accounts.models import WebhookMessage, WebhookSubscription
from core import outbox
from core.models import JobState, OutboxJob
from licensing.models import Application, Licence
from tests.factories.accounts import (
    ApiClientFactory,
    LicensingOfficeFactory,
    RegionFactory,
    WebhookSubscriptionFactory,
)
from tests.licensing.journey import NIK, START, Journey, make_cast, work
from tests.receiver import Receiver, receiver

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def system() -> Iterator[Receiver]:
    """The other side."""
    with receiver() as running:
        yield running


@pytest.fixture(scope="module")
def drafted(reference_data: None, django_db_blocker: pytest.FixtureRequest) -> Journey:
    """A file ready to be sent."""
    with django_db_blocker.unblock(), time_machine.travel(START, tick=False):  # type: ignore[attr-defined]
        return Journey(make_cast()).draft().upload()


@pytest.fixture
def journey(drafted: Journey, db: None) -> Journey:
    found = copy.copy(drafted)
    found.application = Application.objects.for_detail().get(pk=drafted.application.pk)
    return found


def listener(url: str, *kinds: str) -> WebhookSubscription:
    made: WebhookSubscription = WebhookSubscriptionFactory(url=url, event_types=list(kinds) or ["application.moved"])
    return made


def test_move_reaches_the_other_system_signed(journey: Journey, system: Receiver):
    subscription = listener(system.url)

    journey.submit()
    job = OutboxJob.objects.get(kind="webhook.send")
    state = outbox.run(job.pk)

    headers, body = system.got[0]
    message = WebhookMessage.objects.get()
    assert (state, message.state, headers["webhook-id"]) == (JobState.DONE, HookState.DELIVERED, message.message_id)
    assert Webhook(subscription.secret).verify(body, headers) == {
        "type": "application.moved",
        "timestamp": journey.application.events.last().at.isoformat(),
        "sequence": 1,
        "data": {
            "number": journey.application.number,
            "action": "submit",
            "from": "draft",
            "state": "submitted",
            "version": journey.application.version,
        },
    }


def test_rolled_back_move_tells_nobody(journey: Journey):
    listener("http://127.0.0.1:9/hook")

    with transaction.atomic():
        journey.submit()
        written = WebhookMessage.objects.count()
        transaction.set_rollback(True)

    jobs = OutboxJob.objects.filter(kind="webhook.send")
    assert (written, WebhookMessage.objects.count(), jobs.count()) == (1, 0, 0)


def test_region_scope_and_filter_decide_who_is_told(journey: Journey):
    def of(region: str, *kinds: str, scopes: tuple[str, ...] = ("applications:read",)) -> WebhookSubscription:
        office = LicensingOfficeFactory(code=f"DPMPTSP-{region}", region=RegionFactory(code=region))
        client = ApiClientFactory(office=office, scopes=list(scopes))
        return WebhookSubscriptionFactory(client=client, event_types=list(kinds) or ["application.moved"])

    own, province = of("16.74"), of("16")
    for each in (of("16.73"), of("16.7"), of("16.74", "licence.changed"), of("16.74", scopes=("letters:read",))):
        assert each.is_open
    WebhookSubscriptionFactory(client=own.client, off_reason="by_hand")
    WebhookSubscriptionFactory(client=ApiClientFactory(office=own.client.office, is_active=False))

    journey.submit()

    assert {message.subscription for message in WebhookMessage.objects.all()} == {own, province}


def test_journey_tells_letters_and_the_licence_without_a_name(journey: Journey):
    listener("http://127.0.0.1:9/hook", "application.moved", "letter.issued", "licence.changed")

    journey.submit().verify().assess().approve().sign().issue()
    work()

    told = list(WebhookMessage.objects.order_by("pk"))
    text = json.dumps([message.data for message in told])
    licence = Licence.objects.get()
    assert {message.event_type for message in told} == {"application.moved", "letter.issued", "licence.changed"}
    moves = [message.data for message in told if message.event_type == "application.moved"]
    assert [move["version"] for move in moves] == sorted(move["version"] for move in moves)
    assert (moves[-1]["state"], moves[-1]["version"]) == ("licensed", Application.objects.get().version)
    assert next(m.data for m in told if m.event_type == "licence.changed")["id"] == licence.public_id
    assert not any(word in text for word in ("Sari", "Wulandari", NIK, "0000123"))
