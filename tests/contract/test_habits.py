"""Habits of every address below `/api/`: how it refuses, what it names, keys of writes, ETags, language, limits."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from accounts.domain.calendars import forget_calendars
from tests.api import ROOT, by_token
from tests.contract.cities import AT, City, make_city
from tests.contract.probes import operation_of
from tests.contract.routes import METHODS, Call, calls
from tests.factories.accounts import CITY

pytestmark = [pytest.mark.slow, pytest.mark.integration, pytest.mark.django_db]

# On PostgreSQL every ninth address: habits are Python, and the same there.
CALLS = calls()[::9] if settings.TEST_DATABASE_URL else calls()
MEMBERS = {"type", "title", "status", "code", "detail", "errors", "trace_id"}
WRITES = ("post", "put", "patch", "delete")
# What rarely changes, and letters.
TAGGED = (
    "types/", "types/SIPP-PERAWAT/", "types/SIPP-PERAWAT/requirements/", "calendar/?from=2026-01-26&to=2026-01-27",
    "hlc/public/", "applications/{application}/letters/", "letters/{letter}/file/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    forget_calendars()
    with time_machine.travel(AT, tick=False):
        yield
    forget_calendars()
    logging.disable(logging.NOTSET)


@pytest.fixture
def city(reference_data: None, db: None) -> City:
    return make_city(CITY)


@pytest.fixture
def system(city: City) -> APIClient:
    caller = by_token(city.office, client_id=city.client_id)
    caller.handler.raise_request_exception = False
    return caller


def asked(caller: APIClient, method: str, url: str, **given: Any) -> Any:
    """One question whose effects are taken back."""
    cache.clear()
    with transaction.atomic():
        answer = getattr(caller, method)(url, **given)
        answer.getvalue()  # streams end, and close what they read
        transaction.set_rollback(True)
    return answer


def flaws(answer: Any, status: int) -> list[str]:
    """What is not as RFC 9457 and the contract have it."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != status or kind != "application/problem+json":
        return [f"{answer.status_code} {kind} instead of {status}"]
    body = answer.json()
    told = [
        "members" if set(body) != MEMBERS else "",
        "status" if body["status"] != status else "",
        "request id" if answer.headers.get("X-Request-ID") != body["trace_id"] else "",
        "no text" if not body["title"] or not body["detail"] else "",
    ]
    return [flaw for flaw in told if flaw]


def by_path() -> dict[str, list[Call]]:
    """The calls of each address."""
    found: dict[str, list[Call]] = {}
    for call in calls():
        found.setdefault(call.path, []).append(call)
    return found


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/", "/api/v2/types/", f"{ROOT}/nobody/", f"{ROOT}/types", "/api/x"]
)
@pytest.mark.parametrize("method", METHODS)
def test_unknown_address_is_a_problem_whatever_the_method(db, address, method):
    assert flaws(getattr(APIClient(), method)(address), 404) == []


def test_other_methods_are_405_and_those_served_are_told(system, city):
    told = {}
    for path, served in by_path().items():
        methods = {call.method for call in served}
        other = next(method for method in METHODS if method not in methods)
        answer = asked(system, other, served[0].url(city))
        allowed = {name.strip().lower() for name in answer.headers.get("Allow", "").split(",")}
        if found := flaws(answer, 405) + [f"Allow lacks {name}" for name in methods - allowed]:
            told[f"{other} {path}"] = found

    assert told == {}


def test_media_type_nobody_reads_is_415_and_a_long_body_413(system, city):
    told = {}
    for call in CALLS:
        if call.method not in WRITES or "requestBody" not in operation_of(call):
            continue
        url = call.url(city)
        unread = asked(system, call.method, url, data="<x/>", content_type="application/xml")
        large = asked(system, call.method, url, data="{}", content_type="application/json", CONTENT_LENGTH="9" * 9)
        # A verb that no system may do is refused before its body is looked at.
        found = flaws(large, 413) + ([] if unread.status_code == 403 else flaws(unread, 415))
        if found:
            told[f"{call.method} {call.path}"] = found

    assert told == {}


def test_type_that_the_address_does_not_speak_is_406(system, city):
    told = {}
    for call in CALLS:
        if call.method == "get":
            answer = asked(system, "get", call.url(city), headers={"Accept": "text/html;q=0.9, application/xml"})
            if found := flaws(answer, 406):
                told[call.path] = found
    assert told == {}

    for accept in ("application/json", "*/*", "application/*;q=0.8", "text/html, */*;q=0.1", ""):
        assert system.get(f"{ROOT}/types/", headers={"Accept": accept}).status_code == 200
    letter = f"{ROOT}/letters/{city.named['letter']}/file/"
    assert asked(system, "get", letter, headers={"Accept": "application/pdf"}).status_code == 200


def test_every_write_looks_at_its_key_and_every_query_is_strict(system, city):
    """A key that is too long, and a parameter nobody knows, are refused by name wherever they are sent."""
    told = {}
    for call in CALLS:
        if call.method in WRITES:
            answer = asked(system, call.method, call.url(city), headers={"Idempotency-Key": "k" * 129})
            wanted = "/Idempotency-Key"
        else:
            answer = asked(system, "get", f"{call.url(city)}?nobody=1")
            wanted = "/nobody"
        found = flaws(answer, 400)
        if found or [each["pointer"] for each in answer.json()["errors"]] != [wanted]:
            told[f"{call.method} {call.path}"] = found or answer.json()

    assert told == {}


@pytest.mark.parametrize("address", TAGGED)
def test_what_rarely_changes_is_not_sent_twice(system, city, address):
    url = f"{ROOT}/{address.format(**city.named)}"
    first = system.get(url)
    again = system.get(url, headers={"If-None-Match": first.headers["ETag"]})
    other = system.get(url, headers={"If-None-Match": '"another"'})

    assert (first.status_code, again.status_code, again.content, other.status_code) == (200, 304, b"", 200)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_answers_speak_the_language_asked_for(system, city):
    url = f"{ROOT}/licences/nobody/"
    told = {lang: system.get(url, headers={"Accept-Language": lang}) for lang in ("id", "en", "en-GB;q=0.9, id;q=0.1")}

    assert [answer.json()["title"] for answer in told.values()] == ["Tidak ditemukan", "Not found", "Not found"]
    assert all("Accept-Language" in answer.headers["Vary"] for answer in told.values())


def test_callers_are_counted_apart_and_told_when_to_come_back(city, monkeypatch):
    monkeypatch.setattr(
        SimpleRateThrottle, "THROTTLE_RATES", {**SimpleRateThrottle.THROTTLE_RATES, "user": "1/min", "anon": "1/min"}
    )
    first, second = (by_token(city.office, client_id=name) for name in (city.client_id, "sistem-kedua"))
    nobody, elsewhere = APIClient(REMOTE_ADDR="192.0.2.1"), APIClient(REMOTE_ADDR="192.0.2.2")
    cache.clear()

    answers = [caller.get(f"{ROOT}/{path}/") for caller, path in (
        (first, "licences"), (first, "facilities"), (second, "licences"),
        (nobody, "types"), (nobody, "hlc/public"), (elsewhere, "types"),
    )]  # fmt: skip

    assert [answer.status_code for answer in answers] == [200, 429, 200, 200, 429, 200]
    assert flaws(answers[1], 429) + flaws(answers[4], 429) == []
    assert 0 < int(answers[1].headers["Retry-After"]) <= 60
