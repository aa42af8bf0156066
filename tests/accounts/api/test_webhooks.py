"""`/webhooks/`: a system manages its own subscriptions, and sees nobody else's."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain.webhooks import publishing
from accounts.enums import Role
from accounts.models import ApiClient, WebhookMessage, WebhookSubscription
from core import outbox
from core.models import AuditEvent, OutboxJob
from licensing.domain import webhooks
from tests.api import by_session, by_token, codes
from tests.factories.accounts import (
    LicensingOfficeFactory,
    RegionFactory,
    WebhookSubscriptionFactory,
    officer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

URL = "/api/v1/webhooks/"
BODY = {"url": "https://kota.example/hook", "event_types": ["application.moved", "licence.changed"]}


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def caller() -> APIClient:
    return by_token(LicensingOfficeFactory())


def made(caller: APIClient) -> dict[str, Any]:
    answer: dict[str, Any] = caller.post(URL, BODY).json()
    return answer


def test_secret_is_shown_once_and_the_subscription_listed(caller: APIClient):
    answer = caller.post(URL, BODY)

    found = answer.json()
    assert answer.status_code == 201
    assert found["secret"] == WebhookSubscription.objects.get().secret
    listed = caller.get(URL).json()["results"]
    del found["secret"]
    assert listed == [found] == [caller.get(f"{URL}{found['id']}/").json()]
    assert AuditEvent.objects.get(action="webhook.create").payload["client"] == "sistem-dpmptsp"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"url": "https://other.test/"}, "/url", "webhook_address_refused"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "/url", "webhook_address_refused"),
        ({"event_types": ["unknown"]}, "/event_types", "webhook_type_refused"),
        ({"event_types": []}, "/event_types", "min_length"),
        ({"secret": "mine"}, "/secret", "unknown_field"),
    ],
)
def test_refusal_names_the_member(caller: APIClient, changes: dict[str, Any], pointer: str, code: str):
    answer = caller.post(URL, {**BODY, **changes})

    assert (answer.status_code, codes(answer)) == (400, {pointer: code})


def test_a_type_outside_the_systems_scopes_is_refused(caller: APIClient):
    ApiClient.objects.update(scopes=["webhooks:manage", "licences:read"])

    answer = caller.post(URL, BODY)

    assert codes(answer) == {"/event_types": "webhook_type_refused"}


def test_rotation_test_and_end(caller: APIClient):
    row = made(caller)
    address = f"{URL}{row['id']}/"

    rotated = caller.post(f"{address}rotate/").json()
    tested = caller.post(f"{address}test/")

    assert rotated["secret"] != row["secret"]
    assert rotated["previous_secret_until"] == "2026-01-27T09:00:00+07:00"
    assert (tested.status_code, tested.json()["type"], tested.json()["state"]) == (202, "webhook.test", "pending")
    assert tested.json()["sequence"] is None
    assert caller.delete(address).status_code == 204
    assert (caller.get(address).status_code, caller.get(URL).json()["results"]) == (404, [])


def test_log_shows_attempts_and_dead_messages_are_replayed(caller: APIClient):
    subscription = WebhookSubscriptionFactory(client=ApiClient.objects.get())
    message = publishing.send_test(subscription, at=timezone.now())
    OutboxJob.objects.update(attempts=13)
    outbox.run(message.job_id)  # type: ignore[arg-type]  # nobody is at the address
    address = f"{URL}{subscription.public_id}/"

    (row,) = caller.get(f"{address}messages/", {"state": "dead"}).json()["results"]
    assert (row["state"], row["id"], row["sequence"]) == ("dead", message.message_id, 1)
    assert [(each["status"], each["error"]) for each in row["attempts"]] == [(None, "connect")]
    assert caller.get(f"{address}messages/", {"state": "pending"}).json()["results"] == []

    assert caller.post(f"{address}replay/").json() == {"replayed": 1}
    again = caller.post(f"{address}messages/{row['id']}/replay/")
    assert (again.status_code, again.json()["code"]) == (409, "webhook_waiting")
    WebhookMessage.objects.update(state="delivered")
    assert caller.post(f"{address}messages/{row['id']}/replay/").json()["replays"] == 2


def test_subscriptions_of_others_do_not_exist(caller: APIClient):
    far = LicensingOfficeFactory(code="DPMPTSP-9999", region=RegionFactory(code="99.99"))
    stranger = by_token(far, client_id="sistem-jauh")
    neighbour = by_token(LicensingOfficeFactory(), client_id="sistem-sekota")
    row = made(caller)
    message = publishing.send_test(WebhookSubscription.objects.get(), at=timezone.now())
    address = f"{URL}{row['id']}/"

    for other in (stranger, neighbour):
        assert other.get(URL).json()["results"] == []
        answers = [
            other.get(address),
            other.delete(address),
            other.get(f"{address}messages/"),
            *(other.post(f"{address}{verb}/") for verb in ("rotate", "test", "replay")),
            other.post(f"{address}messages/{message.message_id}/replay/"),
        ]
        assert {answer.status_code for answer in answers} == {404}
    assert WebhookSubscription.objects.get().is_open


def test_scope_and_person(caller: APIClient):
    made(caller)
    narrow = by_token(LicensingOfficeFactory(), "applications:read", client_id="sistem-sempit")
    admin = by_session(officer(Role.ADMIN))

    assert (narrow.get(URL).status_code, narrow.post(URL, BODY).status_code) == (403, 403)
    assert by_session(officer(Role.FRONT_OFFICE)).get(URL).status_code == 403
    # An administrator reads here; changes ask for the password, on the page.
    assert (len(admin.get(URL).json()["results"]), admin.post(URL, BODY).status_code) == (1, 403)


@pytest.mark.parametrize("count", [1, 3])
def test_log_takes_the_same_queries_whatever_its_length(caller: APIClient, count: int, django_assert_num_queries: Any):
    subscription = WebhookSubscriptionFactory(client=ApiClient.objects.get())
    for _each in range(count):
        publishing.publish(webhooks.APPLICATION, region="16.74", data={"number": "x"}, at=timezone.now())
    address = f"{URL}{subscription.public_id}/messages/"
    caller.get(address)

    with django_assert_num_queries(5):
        assert len(caller.get(address).json()["results"]) == count
