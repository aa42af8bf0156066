"""Webhooks through the browser's eyes: subscribe, see the secret once, test, replay, rotate, end."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.reauthentication import SESSION_KEY
from accounts.domain.webhooks import publishing
from accounts.enums import Role
from accounts.models import ApiClient, WebhookMessage, WebhookSubscription
from core.idempotency import FORM_KEY
from core.models import AuditEvent, JobState, OutboxJob
from tests.factories.accounts import (
    PASSWORD,
    ApiClientFactory,
    LicensingOfficeFactory,
    RegionFactory,
    WebhookSubscriptionFactory,
    officer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(officer(Role.ADMIN))
    return client


def fresh(client: Client) -> Client:
    """The password was typed just now."""
    session = client.session
    session[SESSION_KEY] = timezone.now().isoformat()
    session.save()
    return client


def fields(system: ApiClient, **more: Any) -> dict[str, Any]:
    return {
        "client": system.pk,
        "url": "https://kota.example/hook",
        "event_types": ["application.moved"],
        FORM_KEY: "k1",
        **more,
    }


def dead_message(subscription: WebhookSubscription) -> WebhookMessage:
    message = publishing.write(subscription, "application.moved", data={"number": "2026-01-AAAAAA"}, at=timezone.now())
    WebhookMessage.objects.filter(pk=message.pk).update(state="dead")
    OutboxJob.objects.filter(pk=message.job_id).update(state=JobState.DEAD)
    return message


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_secret_is_shown_once_and_only_with_the_password(admin: Client):
    system = ApiClientFactory()

    asked = admin.post(reverse("webhook_create"), fields(system))
    made = admin.post(reverse("webhook_create"), fields(system, password=PASSWORD))
    again = admin.post(reverse("webhook_create"), fields(system, password=PASSWORD))

    row = WebhookSubscription.objects.get()
    assert (asked.status_code, made.status_code) == (422, 200)
    assert row.secret in text_of(made)
    assert "no-store" in made.headers["Cache-Control"]
    address = reverse("webhook_detail", args=[row.public_id])
    assert again.headers["Location"] == address
    assert row.secret not in text_of(admin.get(address))
    assert AuditEvent.objects.get(action="webhook.create").actor == row.created_by


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "https://jauh.test/"}, "Host ini belum diizinkan"),
        ({"url": "ftp://kota.example/"}, "harus diawali https://"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "Host ini belum diizinkan"),
        ({"event_types": ["licence.changed"]}, "di luar cakupan izin sistem: licence.changed"),
        ({"event_types": []}, "Pilih paling sedikit satu jenis"),
        ({"client": 0}, "Pilih sistem"),
    ],
)
def test_refusal_stands_in_the_form(admin: Client, changes: dict[str, Any], said: str):
    answer = fresh(admin).post(reverse("webhook_create"), fields(ApiClientFactory(), **changes))

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not WebhookSubscription.objects.exists()


def test_rotation_shows_the_new_secret(admin: Client):
    row = WebhookSubscriptionFactory()
    url = reverse("webhook_rotate", args=[row.public_id])

    assert admin.get(url).status_code == 200
    answer = fresh(admin).post(url, {FORM_KEY: "k"})

    old, fresh_row = row.secret, WebhookSubscription.objects.get()
    assert fresh_row.secret in text_of(answer)
    assert (fresh_row.previous_secret, fresh_row.secret != old) == (old, True)


def test_buttons_of_a_subscription(admin: Client):
    row = WebhookSubscriptionFactory()
    dead_message(row)

    def press(name: str) -> str:
        return text_of(admin.post(reverse(name, args=[row.public_id]), follow=True))

    assert "Peristiwa uji masuk antrean" in press("webhook_test")
    assert "1 pesan dikirim ulang" in press("webhook_replay")
    assert "Langganan dimatikan" in press("webhook_switch")
    assert "Langganan ini sedang mati" in press("webhook_test")
    assert "menyala lagi" in press("webhook_switch")
    assert WebhookMessage.objects.filter(event_type="webhook.test").count() == 1
    ended = fresh(admin).post(reverse("webhook_end", args=[row.public_id]), {FORM_KEY: "k"}, follow=True)
    assert "Langganan diakhiri" in text_of(ended)
    assert not WebhookSubscription.objects.current().exists()


def test_message_page_shows_body_and_attempts_and_sends_again(admin: Client):
    message = dead_message(WebhookSubscriptionFactory())
    message.attempts.create(at=timezone.now(), milliseconds=41, status=500, answer="<b>rusak</b>")
    url = reverse("webhook_message", args=[message.public_id])

    page = text_of(admin.get(url))
    assert "&lt;b&gt;rusak&lt;/b&gt;" in page
    assert (message.message_id in page, "41 md" in page, "2026-01-AAAAAA" in page) == (True, True, True)

    replay = reverse("webhook_message_replay", args=[message.public_id])
    assert "masuk antrean lagi" in text_of(admin.post(replay, follow=True))
    assert "masih menunggu kirim" in text_of(admin.post(replay, follow=True))


def test_list_says_what_is_missing_and_how_many_need_somebody(admin: Client):
    assert "Belum ada sistem instansi lain" in text_of(admin.get(reverse("webhook_list")))
    system = ApiClientFactory()
    assert "Belum ada langganan" in text_of(admin.get(reverse("webhook_list")))
    row = WebhookSubscriptionFactory(client=system)
    dead_message(row)
    publishing.send_test(row, at=timezone.now())

    assert admin.get(reverse("webhook_list")).context["table"].rows[0].cells[4].text == "1"
    detail = admin.get(reverse("webhook_detail", args=[row.public_id]), {"keadaan": "gagal"})
    assert len(detail.context["table"].rows) == 1


def test_systems_and_messages_of_another_region_do_not_exist(admin: Client):
    far = LicensingOfficeFactory(code="DPMPTSP-9999", region=RegionFactory(code="99.99"))
    system = ApiClientFactory(office=far)
    row = WebhookSubscriptionFactory(client=system)
    message = dead_message(row)
    fresh(admin)

    answers = [
        admin.get(reverse("webhook_detail", args=[row.public_id])),
        admin.get(reverse("webhook_rotate", args=[row.public_id])),
        admin.get(reverse("webhook_message", args=[message.public_id])),
        admin.post(reverse("webhook_message_replay", args=[message.public_id])),
        *(
            admin.post(reverse(name, args=[row.public_id]), {FORM_KEY: "k"})
            for name in ("webhook_test", "webhook_replay", "webhook_switch", "webhook_rotate", "webhook_end")
        ),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "Belum ada sistem" in text_of(admin.get(reverse("webhook_list")))
    assert admin.post(reverse("webhook_create"), fields(system)).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_whatever_their_length(admin: Client, count: int, django_assert_num_queries: Any):
    system = ApiClientFactory()
    for _each in range(count):
        WebhookSubscriptionFactory(client=system)
    row = WebhookSubscription.objects.first()
    assert row is not None
    for _each in range(count):
        dead_message(row).attempts.create(at=timezone.now(), milliseconds=1, status=500)
    detail = reverse("webhook_detail", args=[row.public_id])
    for address in (reverse("webhook_list"), detail):
        admin.get(address)

    with django_assert_num_queries(9):
        admin.get(reverse("webhook_list"))
    with django_assert_num_queries(11):
        admin.get(detail)
