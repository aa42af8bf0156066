"""An office asks for a client, another person decides, the secret is seen once, somebody switches the system off."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain.reauthentication import SESSION_KEY
from accounts.enums import Role
from accounts.models import ApiClient, ClientRequest, Delivery, InboxMessage, User
from core.idempotency import FORM_KEY
from core.models import AuditEvent
from tests.api import ROOT
from tests.factories.accounts import (
    ApiClientFactory,
    ClientRequestFactory,
    LicensingOfficeFactory,
    RegionFactory,
    officer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "texts")]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-01-26T02:00:00+00:00", tick=False) as moving:
        yield moving


def at_work(user: User) -> Client:
    """A browser whose password was typed just now."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[SESSION_KEY] = timezone.now().isoformat()
    session.save()
    return browser


@pytest.fixture
def clerk() -> User:
    return officer(Role.FRONT_OFFICE, name="Novi Contoh")


@pytest.fixture
def admin() -> User:
    return officer(Role.ADMIN, name="Wening Contoh")


def fields(**more: Any) -> dict[str, Any]:
    return {
        "office": LicensingOfficeFactory().pk,
        "name": "SIMRS Contoh",
        "organisation": "RS Contoh",
        "purpose": "Membaca izin tenaga kesehatan rumah sakit, sekali sehari.",
        "scopes": ["licences:read", "fhir:read"],
        "contact_name": "Penghubung Contoh",
        "contact_email": "Teknis@contoh.example",
        FORM_KEY: "k1",
        **more,
    }


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def press(browser: Client, name: str, public_id: str, **fields: Any) -> Any:
    return browser.post(reverse(name, args=[public_id]), {FORM_KEY: name, **fields}, follow=True)


def token(client_id: str, secret: str, **more: str) -> Any:
    body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, **more}
    return APIClient().post("/oauth/token/", body, format="multipart")


def asked(by: User) -> ClientRequest:
    return ClientRequestFactory(requested_by=by)


def approved(clerk: User, admin: User) -> ApiClient:
    row = asked(clerk)
    press(at_work(admin), "client_request_approve", row.public_id, scopes=row.scopes)
    return ApiClient.objects.get(request=row)


def secret_of(browser: Client, system: ApiClient, key: str) -> str:
    answer = browser.post(reverse("client_secret", args=[system.client_id]), {FORM_KEY: key})
    found = re.search(r'data-testid="secret">([^<]+)<', answer.content.decode())
    assert found, text_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    return found[1]


def test_request_waits_for_another_person_who_is_told(clerk: User, admin: User):
    answer = at_work(clerk).post(reverse("client_request_create"), fields(), follow=True)

    row = ClientRequest.objects.get()
    assert "menunggu keputusan orang lain" in text_of(answer)
    assert (row.scopes, row.contact_email) == (["licences:read", "fhir:read"], "teknis@contoh.example")
    assert list(InboxMessage.objects.values_list("user__name", "template_id")) == [
        ("Wening Contoh", InboxMessage.objects.get().template_id)
    ]
    assert AuditEvent.objects.get(action="api_client.ask").actor == clerk
    assert not ApiClient.objects.exists()


def test_second_person_gives_fewer_scopes_and_both_are_told(clerk: User, admin: User):
    row = asked(clerk)

    press(at_work(admin), "client_request_approve", row.public_id, scopes=["licences:read"])

    system = ApiClient.objects.get()
    assert (system.scopes, system.office, system.request) == (["licences:read"], row.office, row)
    assert InboxMessage.objects.get(user=clerk).template.code == "API_CLIENT_APPROVED"
    contact = Delivery.objects.get(message__user=None)
    assert (contact.recipient, system.client_id in contact.text) == ("teknis@contoh.example", False)
    event = AuditEvent.objects.get(action="api_client.approve")
    assert (event.actor, event.payload["scopes"]) == (admin, ["licences:read"])


def test_refusal_keeps_its_reason_for_the_asker(clerk: User, admin: User):
    row = asked(clerk)

    press(at_work(admin), "client_request_refuse", row.public_id, reason="Cakupan belum dijelaskan.")

    page = text_of(at_work(clerk).get(reverse("client_request_detail", args=[row.public_id])))
    assert ("Cakupan belum dijelaskan." in page, "Ditolak" in page) == (True, True)
    assert {each.template.code for each in InboxMessage.objects.all()} == {
        "API_CLIENT_REFUSED",
        "API_CLIENT_REFUSED_CONTACT",
    }
    assert AuditEvent.objects.get(action="api_client.refuse").reason == "Cakupan belum dijelaskan."
    again = press(at_work(admin), "client_request_approve", row.public_id, scopes=row.scopes)
    assert "sudah diputuskan" in text_of(again)


def test_nobody_approves_the_own_request(admin: User):
    row = ClientRequestFactory(requested_by=admin, office=admin.memberships.get().office)

    answer = press(at_work(admin), "client_request_approve", row.public_id, scopes=row.scopes)

    assert answer.status_code == 403
    assert not ApiClient.objects.exists()


def test_secret_is_shown_once_opens_the_api_and_is_changed(clerk: User, admin: User, clock: Any):
    system, browser = approved(clerk, admin), at_work(clerk)

    first = secret_of(browser, system, "a")
    again = browser.post(reverse("client_secret", args=[system.client_id]), {FORM_KEY: "a"})
    given = token(system.client_id, first)
    second = secret_of(browser, system, "b")

    assert again.headers["Location"] == reverse("client_detail", args=[system.client_id])
    assert first not in text_of(browser.get(again.headers["Location"]))
    assert given.json()["scope"].split() == ["licences:read", "fhir:read"]
    assert [token(system.client_id, each).status_code for each in (first, second)] == [401, 200]
    assert token(system.client_id, second, scope="hlc:read").json()["error"] == "invalid_scope"
    system.refresh_from_db()
    assert system.last_token_at == timezone.now()
    assert list(AuditEvent.objects.filter(action__endswith="secret").values_list("action", flat=True)) == [
        "api_client.take_secret"
    ]
    assert AuditEvent.objects.filter(action="api_client.rotate").count() == 1
    assert not AuditEvent.objects.filter(payload__icontains=first).exists()


def test_secret_needs_the_password_and_another_person_than_who_approved(clerk: User, admin: User):
    system = approved(clerk, admin)
    address = reverse("client_secret", args=[system.client_id])
    tired = Client()
    tired.force_login(clerk)

    assert tired.post(address, {FORM_KEY: "k"}).status_code == 422
    assert at_work(admin).post(address, {FORM_KEY: "k"}).status_code == 404
    ClientRequest.objects.update(decided_by=clerk)
    assert at_work(clerk).post(address, {FORM_KEY: "k"}).status_code == 403


def test_switched_off_at_once_and_on_again_by_who_decides(clerk: User, admin: User):
    system = approved(clerk, admin)
    secret = secret_of(at_work(clerk), system, "a")
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token(system.client_id, secret).json()['access_token']}")
    assert caller.get(f"{ROOT}/licences/").status_code == 200

    off = press(at_work(clerk), "client_off", system.client_id, reason="Rahasianya bocor.")

    assert "Rahasianya bocor." in text_of(off)
    assert (caller.get(f"{ROOT}/licences/").status_code, token(system.client_id, secret).status_code) == (401, 401)
    assert at_work(clerk).post(reverse("client_on", args=[system.client_id])).status_code == 403
    press(at_work(admin), "client_on", system.client_id)
    assert token(system.client_id, secret).status_code == 200
    verbs = ["api_client.switch_off", "api_client.switch_on"]
    assert AuditEvent.objects.filter(action__in=verbs).count() == 2


def test_clerk_keeps_only_what_they_asked_for_and_the_head_what_the_office_has(clerk: User):
    mine = ClientRequestFactory(requested_by=clerk, client=ApiClientFactory(name="Punya saya"))
    ClientRequestFactory(client=ApiClientFactory(name="Punya rekan"))
    far = LicensingOfficeFactory(code="DPMPTSP-9999", region=RegionFactory(code="99.99"))
    ClientRequestFactory(office=far, client=ApiClientFactory(name="Kota lain", office=far))

    def names(user: User) -> list[str]:
        return [str(row.cells[0].text) for row in at_work(user).get(reverse("client_list")).context["table"].rows]

    assert names(clerk) == ["Punya saya"]
    assert names(officer(Role.LICENCE_HEAD)) == ["Punya rekan", "Punya saya"]
    assert names(officer(Role.HEALTH_HEAD)) == ["Punya rekan", "Punya saya"]
    assert names(officer(Role.PLANNER)) == []
    assert mine.client is not None
    assert at_work(officer(Role.PLANNER)).get(reverse("client_detail", args=[mine.client.client_id])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scopes": []}, "Pilih paling sedikit satu cakupan"),
        ({"scopes": ["everything"]}, "everything"),
        ({"purpose": "data"}, "satu kalimat lengkap"),
        ({"contact_email": "teknis"}, "Tulis pos-el lengkap"),
        ({"office": 0}, "Pilih perangkat daerah Anda"),
    ],
)
def test_incomplete_request_says_what_is_missing(clerk: User, changes: dict[str, Any], said: str):
    answer = at_work(clerk).post(reverse("client_request_create"), fields(**changes))

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_asker_takes_back_what_nobody_decided(clerk: User):
    row = asked(clerk)

    page = press(at_work(clerk), "client_request_take_back", row.public_id)

    assert "Ditarik kembali" in text_of(page)
    assert press(at_work(clerk), "client_request_take_back", row.public_id).status_code == 200
    assert AuditEvent.objects.filter(action="api_client.take_back").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_whatever_its_length(clerk: User, count: int, django_assert_num_queries: Any):
    for number in range(count):
        ClientRequestFactory(requested_by=clerk, client=ApiClientFactory(name=f"Sistem {number}"))
        asked(clerk)
    browser = at_work(clerk)
    browser.get(reverse("client_list"))

    with django_assert_num_queries(10):
        browser.get(reverse("client_list"))
