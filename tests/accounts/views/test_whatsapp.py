"""Notices of the WhatsApp Cloud API: signed or refused, in any order, twice, and STOP."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.deliveries import deliver
from accounts.domain.messages import tell
from accounts.enums import Channel
from accounts.models import Delivery, InboxMessage, User
from core import messaging
from core.outbox import Postponed
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

NOON = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SECRET, PHONE_ID = "rahasia-uji", "1020304050"


@pytest.fixture(autouse=True)
def _configured(settings: Any) -> None:
    settings.WHATSAPP_APP_SECRET = SECRET
    settings.WHATSAPP_VERIFY_TOKEN = "kata-uji"
    settings.WHATSAPP_PHONE_ID = PHONE_ID


@pytest.fixture
def person() -> User:
    return UserFactory(phone="+628000000123", email="sari@contoh.example")


@pytest.fixture
def sent(person: User) -> Delivery:
    row = told(person)
    Delivery.objects.filter(pk=row.pk).update(state="sent", provider_id="wamid.1", sent_at=NOON)
    return row


def told(person: User, key: str = "k") -> Any:
    params = {"nomor": "2026-01-K7QD4M", "waktu": NOON, "batas": NOON, "hari_janji": 1}
    message = tell("REQ_RECEIVED", user=person, params=params, link="/x/", dedupe_key=key, at=NOON)
    return message.deliveries.filter(channel=Channel.WHATSAPP).first()


def notice(number: str = PHONE_ID, **value: Any) -> bytes:
    part = {"metadata": {"phone_number_id": number}, **value}
    return json.dumps({"entry": [{"changes": [{"value": part}]}]}).encode()


def call(client: Client, body: bytes, signature: str | None = None) -> int:
    right = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": right if signature is None else signature}
    address = reverse("whatsapp_hook")
    return client.post(address, body, content_type="application/json", headers=headers).status_code


def receipt(client: Client, *states: str, wamid: str = "wamid.1", **more: str) -> None:
    for state in states:
        assert call(client, notice(statuses=[{"id": wamid, "status": state, **more}])) == 200


def write(client: Client, text: str, wamid: str = "wamid.in", number: str = "628000000123") -> int:
    row = {"from": number, "id": wamid, "type": "text", "text": {"body": text}}
    return call(client, notice(messages=[row]))


@pytest.mark.parametrize(
    ("token", "answer"), [("kata-uji", (200, b"1158201444")), ("salah", (403, b"")), ("", (403, b""))]
)
def test_only_the_verify_token_gets_the_challenge(client: Client, token: str, answer: tuple[int, bytes]) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}

    response = client.get(reverse("whatsapp_hook"), asked)

    assert (response.status_code, response.content) == answer


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc"])
def test_notice_without_the_right_signature_changes_nothing(client: Client, sent: Delivery, signature: str) -> None:
    body = notice(statuses=[{"id": "wamid.1", "status": "read"}])

    status = call(client, body, signature)

    sent.refresh_from_db()
    assert (status, sent.state) == (403, "sent")


def test_address_does_not_exist_without_secrets(client: Client, settings: Any) -> None:
    settings.WHATSAPP_APP_SECRET = settings.WHATSAPP_VERIFY_TOKEN = ""

    assert (client.get(reverse("whatsapp_hook")).status_code, call(client, notice())) == (404, 404)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"entry": 5}', b'{"entry": [{"changes": [{"value": 1}]}]}', b"\xff"])
def test_signed_nonsense_is_answered_without_an_error(client: Client, body: bytes) -> None:
    assert call(client, body) in (200, 400)


@pytest.mark.parametrize(
    ("states", "after"),
    [
        (("delivered",), "delivered"),
        (("delivered", "read"), "read"),
        (("read", "delivered", "sent"), "read"),
        (("failed",), "failed"),
        (("delivered", "failed"), "delivered"),
        (("delivered", "delivered"), "delivered"),
    ],
)
def test_receipts_move_a_delivery_only_forward(
    client: Client, sent: Delivery, states: tuple[str, ...], after: str
) -> None:
    receipt(client, *states)

    sent.refresh_from_db()
    assert sent.state == after


def test_receipt_about_another_number_of_the_account_is_left_alone(client: Client, sent: Delivery) -> None:
    call(client, notice("999", statuses=[{"id": "wamid.1", "status": "read"}]))

    sent.refresh_from_db()
    assert sent.state == "sent"


class SilentBackend:
    """Takes the request and never answers."""

    neighbour = "whatsapp"

    def send(self, message: messaging.OutgoingMessage) -> str:
        raise messaging.AnswerLost(self.neighbour, "ReadTimeout")


def test_lost_answer_is_found_again_by_our_key_and_nothing_is_sent_twice(
    client: Client, person: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told(person)
    settings.MESSAGE_BACKENDS = {"whatsapp": f"{__name__}.SilentBackend", "email": "locmem"}
    monkeypatch.setattr(messaging, "backend_for", lambda _channel: SilentBackend())
    monkeypatch.setattr("accounts.domain.deliveries.can_be_called", lambda _number: True)
    with pytest.raises(Postponed):
        deliver(row.pk, at=NOON)

    receipt(client, "sent", wamid="wamid.9", biz_opaque_callback_data=f"delivery:{row.pk}")
    deliver(row.pk, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.provider_id) == ("sent", "wamid.9")


def test_request_that_got_no_answer_is_not_taken_for_an_unanswered_connection(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WHATSAPP_API_URL = "http://whatsapp.invalid"
    message = messaging.OutgoingMessage("whatsapp", "+628000000123", "X", "", key="delivery:1")

    def lose(*_args: object, **_kwargs: object) -> None:
        raise httpx.ReadTimeout("")

    monkeypatch.setattr(httpx.Client, "post", lose)

    with pytest.raises(messaging.AnswerLost):
        messaging.WhatsAppBackend().send(message)


def test_stop_switches_whatsapp_off_and_leaves_inbox_and_mail(client: Client, person: User) -> None:
    waiting = told(person)

    write(client, " Stop. ")

    person.refresh_from_db()
    told(person, key="later")
    channels = InboxMessage.objects.get(dedupe_key="later").deliveries.values_list("channel", flat=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messaging, "send", lambda _message: pytest.fail("sent after STOP"))
        deliver(waiting.pk, at=NOON)
    waiting.refresh_from_db()
    assert (person.channels, list(channels), waiting.state) == (["inbox", "email"], ["email"], "dropped")


def test_stop_that_comes_twice_is_answered_once(client: Client, person: User) -> None:
    write(client, "STOP")
    write(client, "STOP")

    assert InboxMessage.objects.filter(template="STOP_CONFIRMED").count() == 1


@pytest.mark.parametrize(("text", "number"), [("terima kasih", "628000000123"), ("STOP", "628000000999"), ("", "x")])
def test_other_words_and_unknown_numbers_change_nothing(client: Client, person: User, text: str, number: str) -> None:
    status = write(client, text, number=number)

    person.refresh_from_db()
    assert (status, person.channels, InboxMessage.objects.count()) == (200, [], 0)
