"""The list of applications by one statement: the same answer as the ordinary one, for callers who still may."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connection, connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from accounts.models import ApiClient
from core import hot_reads
from core.hot_reads import HotReads
from licensing.enums import State
from licensing.models import Application, RecommendationType
from tests.api import ROOT, by_token
from tests.factories.accounts import LicensingOfficeFactory, OfficeFactory, RegionFactory
from tests.factories.licensing import ApplicationFactory, catalogue

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
LIST = f"{ROOT}/applications/"
MOMENT = "2026-01-26T02:00:00.120000+00:00"


class Reply(NamedTuple):
    """`queries` is one for a hot answer."""

    status: int
    body: Any
    queries: int
    headers: dict[str, str]


Ask = Callable[..., Reply]


def tokens() -> Any:
    return get_access_token_model().objects


@pytest.fixture(autouse=True)
def _only_where_the_database_writes_json(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite answers the ordinary way")
    hot_reads.forget()
    # As Django's own test client: the connection of a test outlives its requests, and its own age.
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "close_at", None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    hot_reads.forget()


@pytest.fixture
def ask(db: None) -> Ask:
    """A system of the city, by the WSGI application of the portal."""
    OfficeFactory()
    caller: Any = by_token(LicensingOfficeFactory(), "applications:read")
    tokens().update(expires="2099-01-01T00:00:00+00:00")  # the database has a clock of its own
    server = HotReads(WSGIHandler())

    def call(query: str = "", **more: str) -> Reply:
        environ = RequestFactory().get(LIST + query, **{**caller._credentials, **more}).environ
        heads: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
            heads.update(headers, status=int(status[:3]))

        with CaptureQueriesContext(connection) as context:
            raw = b"".join(server(environ, start))

        return Reply(heads.pop("status"), json.loads(raw), len(context), heads)

    return call


def hot(ask: Ask, query: str = "", **more: str) -> tuple[Reply, Reply]:
    """The ordinary answer, and the third one, which one statement gives."""
    ordinary, _second, third = (ask(query, **more) for _n in range(3))
    assert (ordinary.queries > 1, third.queries) == (True, 1)
    return ordinary, third


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_state_is_written_as_the_serializer_writes_it(ask: Ask, language: str):
    for code in ("SIPP-PERAWAT", "SIP-NAKES-WNA"):
        catalogue(code)
        kind = RecommendationType.objects.get(code=code)
        for state in set(State) - {State.DRAFT}:
            ApplicationFactory(type=kind, state=state, place_name='Klinik "Satu" \\ é', submitted_at=MOMENT)

    ordinary, again = hot(ask, "?page_size=100", HTTP_ACCEPT_LANGUAGE=language)

    assert len(again.body["results"]) == 2 * (len(State) - 1)
    assert {row["state_label"] for row in again.body["results"] if row["state"] == "recommended"} != {""}
    assert again.body == ordinary.body
    own = {"X-Request-ID", "Content-Length"}
    assert {name: text for name, text in again.headers.items() if name not in own} == {
        name: text for name, text in ordinary.headers.items() if name not in own
    }
    assert again.headers["X-Request-ID"] != ordinary.headers["X-Request-ID"]


def test_pages_lead_to_each_other_as_before(ask: Ask):
    for _n in range(5):
        ApplicationFactory(state="submitted")
    query = "?state=submitted&page_size=2&kecamatan=16.74"
    first, again = hot(ask, query)
    assert again.body == first.body
    following = first.body["next"].partition(LIST)[2]
    hot_reads.forget()
    ordinary = ask(following)
    hot(ask, query)

    second = ask(following)

    assert (second.queries, second.body) == (1, ordinary.body)
    assert second.body["previous"] is not None
    assert ask(second.body["next"].partition(LIST)[2]).body["next"] is None
    assert ask(second.body["previous"].partition(LIST)[2]).body["results"] == first.body["results"]


def test_what_changed_a_moment_ago_is_in_the_answer(ask: Ask):
    row = ApplicationFactory(state="submitted")
    hot(ask)

    Application.objects.filter(pk=row.pk).update(state="verified", verified_at=timezone.now())
    ApplicationFactory(state="submitted", region=RegionFactory(code="16.73.01.1001"))
    ApplicationFactory(state="submitted")

    again = ask()
    assert again.queries == 1
    assert [each["state"] for each in again.body["results"]] == ["submitted", "verified"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda: tokens().update(expires="2026-01-01T00:00:00+00:00"), 401),
        (lambda: tokens().all().delete(), 401),
        (lambda: ApiClient.objects.update(is_active=False), 401),
        (lambda: ApiClient.objects.update(scopes=["letters:read"]), 403),
        (lambda: tokens().update(scope="letters:read"), 403),
    ],
    ids=["expired", "revoked", "switched off", "narrowed", "other scope"],
)
def test_caller_who_no_longer_may_is_refused_at_once(ask: Ask, change: Callable[[], Any], status: int):
    ApplicationFactory(state="submitted")
    hot(ask)

    change()

    assert ask().status == status


def test_system_that_moved_to_another_city_reads_that_one(ask: Ask):
    ApplicationFactory(state="submitted")
    hot(ask)

    ApiClient.objects.update(office=LicensingOfficeFactory(code="DPMPTSP-1673", region=RegionFactory(code="16.73")))

    assert ask().body["results"] == []


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("?count=true", {}),
        ("?breached=true", {}),
        ("?cursor=eA%3D%3D", {}),
        ("", {"HTTP_COOKIE": "sessionid=x"}),
        ("", {"HTTP_X_FORWARDED_HOST": "lain.example"}),
    ],
)
def test_what_is_unusual_goes_the_ordinary_way(ask: Ask, query: str, more: dict[str, str]):
    ApplicationFactory(state="submitted")

    assert [ask(query, **more).queries > 1 for _n in range(3)] == [True] * 3


def test_calls_count_for_the_limit_of_the_system(ask: Ask, monkeypatch: pytest.MonkeyPatch):
    from rest_framework.throttling import UserRateThrottle

    monkeypatch.setattr(UserRateThrottle, "get_rate", lambda _self: "5/min")
    monkeypatch.setattr(hot_reads, "FLUSH_SECONDS", 0.0)
    ApplicationFactory(state="submitted")
    hot(ask)

    statuses = [ask().status for _n in range(4)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
