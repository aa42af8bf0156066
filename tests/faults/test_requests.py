"""Hostile requests: forms without their key, endless bodies, forged headers, redirects away (rows 30, 39 to 43)."""

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.messaging import EmailBackend, OutgoingMessage
from tests.api import ROOT, by_token
from tests.factories.accounts import PASSWORD, LicensingOfficeFactory, MembershipFactory, UserFactory
from tests.factories.licensing import ApplicationFactory
from tests.permissions.test_pages import PAGES

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("reference_data"),
    pytest.mark.slow,
]

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED = {"whatsapp_hook"}  # a signature over the body stands for the key; tests/accounts/views/test_whatsapp.py
NOBODY = {"number": "2026-01-000000", "public_id": "x", "pk": 0, "uuid": UUID(int=0)}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def strict(role: Role) -> Client:
    """A browser whose forms must carry their key."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(MembershipFactory(role=role).user, backend=BACKEND)
    return browser


# --- 43: forms without their key, other methods -----------------------------------------------------------------


@pytest.mark.slow
def test_every_page_refuses_a_form_without_its_key() -> None:
    browser = strict(Role.HEALTH_HEAD)

    answers = {page.name: browser.post(page.url(NOBODY)).status_code for page in PAGES if page.name not in SIGNED}

    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert len(answers) > 80


def test_session_of_a_browser_does_not_open_the_api_without_the_key() -> None:
    answer = strict(Role.DIVISION_HEAD).post(f"{ROOT}/applications/", {}, content_type="application/json")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "how", [{"headers": {"X-HTTP-Method-Override": "POST"}}, {"headers": {"X-Method-Override": "POST"}}]
)
def test_address_that_takes_forms_only_is_not_fooled_by_an_override(how: dict[str, Any], client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)

    assert client.get(reverse("messages_stop") + "?_method=POST", **how).status_code == 405
    assert User.objects.filter(messages_stopped_at__isnull=False).count() == 0


# --- 30: bodies without end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000])
def test_json_nested_ten_thousand_deep_is_400(body: str) -> None:
    caller = by_token(LicensingOfficeFactory())

    answer = caller.post(f"{ROOT}/applications/", body, content_type="application/json")

    assert answer.status_code == 400


def test_ten_thousand_fields_are_400(client: Client) -> None:
    fields = {f"f{number}": "x" for number in range(10_000)}

    assert client.post(reverse("application_track"), fields).status_code == 400


def test_body_beyond_the_limit_is_refused_before_it_is_parsed(client: Client) -> None:
    heavy = "n=" + "x" * (12 * 1024 * 1024)

    answer = client.post(reverse("application_track"), heavy, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (400, 413)


# --- 41: forged headers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "testserver.evil.example", "a b"])
def test_forged_host_is_400(host: str, client: Client) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_forwarded_host_changes_no_address(client: Client) -> None:
    page = client.get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})

    assert "evil.example" not in page.content.decode()


def test_line_break_in_a_subject_makes_no_header(mailoutbox: list[Any]) -> None:
    text = "Perihal\r\nBcc: korban@contoh.example\n\nisi"
    subject = "Perihal\r\nBcc: korban@contoh.example"

    EmailBackend().send(OutgoingMessage("email", "sari@contoh.example", "X", text, subject=subject))

    [mail] = mailoutbox
    assert (mail.bcc, "\n" in mail.subject, mail.recipients()) == ([], False, ["sari@contoh.example"])


# --- 42: redirects ----------------------------------------------------------------------------------------------

AWAY = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "%2f%2fevil",
]


@pytest.mark.parametrize("target", [*AWAY, "///evil.example", "http:evil.example", "/%09/evil.example\t//evil"])
@pytest.mark.parametrize("name", ["session_create", "set_language"])
def test_next_never_leaves_the_portal(name: str, target: str, client: Client) -> None:
    user = UserFactory()
    form = {"contact": user.email, "password": PASSWORD, "language": "en", "next": target}

    answer = client.post(reverse(name), form)

    # As a browser reads it: a backslash is a slash, tabs are not there.
    to = answer.headers["Location"].replace("\\", "/").replace("\t", "")
    assert (answer.status_code, urlsplit(urljoin("http://testserver/masuk/", to)).netloc) == (302, "testserver")


# --- 34 and 39: what can be guessed takes the same work ---------------------------------------------------------


def work(act: Callable[[], HttpResponse]) -> tuple[int, int, int]:
    """Status, queries and password hashes of an answer: the same work takes the same time."""
    hashed = 0
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        nonlocal hashed
        hashed += 1
        return encode(self, password, salt)

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        status = act().status_code
    return status, len(queries), hashed


def test_sign_in_takes_the_same_work_for_known_and_unknown() -> None:
    user = UserFactory()

    def sign_in(contact: str) -> HttpResponse:
        return Client().post(reverse("session_create"), {"contact": contact, "password": "salah-sekali-12"})

    known, unknown = (work(lambda who=who: sign_in(who)) for who in (user.email, "tidak.ada@contoh.example"))

    assert known[0] == unknown[0]
    assert (known[2] > 0, known[1:] == unknown[1:]) == (True, True)


def test_tracking_takes_the_same_work_for_a_wrong_pair_and_an_unknown_number() -> None:
    application = ApplicationFactory(state="submitted")

    def track(number: str) -> HttpResponse:
        return Client().post(reverse("application_track"), {"number": number, "phone_last4": "0001"})

    track("2026-01-YYYYYY")  # whoever comes first reads the portal's own rows into the cache
    wrong, unknown = (work(lambda which=which: track(which)) for which in (application.number, "2026-01-ZZZZZZ"))

    assert wrong == unknown
