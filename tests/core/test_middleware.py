import errno
from typing import Any

import psycopg2
import pytest
import structlog
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.models import User
from core.middleware import (
    NoStoreMiddleware,
    PlainAddressMiddleware,
    RequestIdMiddleware,
    UnavailableMiddleware,
    resource_answer,
)

factory = RequestFactory()


def ok(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def test_answer_carries_the_id_of_its_log_lines() -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        response = RequestIdMiddleware(ok)(factory.get("/", headers={"X-Request-ID": "forged"}))

    assert response["X-Request-ID"] == "abc"


@pytest.mark.parametrize("address", ["/types/a%00b/", "/types/?q=%00"])
def test_address_with_nul_is_refused(address: str) -> None:
    with pytest.raises(BadRequest):
        PlainAddressMiddleware(ok)(factory.get(address))


def page_of(user: Any) -> HttpResponse:
    request = factory.get("/")
    request._cached_user = user  # type: ignore[attr-defined]
    return NoStoreMiddleware(ok)(request)


def test_personal_page_is_kept_by_no_cache() -> None:
    assert "no-store" in page_of(User(name="Siti"))["Cache-Control"]


def test_public_page_may_be_cached() -> None:
    assert "Cache-Control" not in page_of(AnonymousUser())
    assert "Cache-Control" not in NoStoreMiddleware(ok)(factory.get("/"))


def test_answer_to_a_token_is_kept_by_no_cache() -> None:
    response = NoStoreMiddleware(ok)(factory.get("/api/v1/x/", headers={"Authorization": "Bearer x"}))

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone"), 503), (OSError(errno.ENOSPC, "No space left"), 507)]
)
@pytest.mark.parametrize(("path", "content_type"), [("/", "text/html"), ("/api/v1/x/", "application/problem+json")])
def test_resource_away_is_said_as_page_or_problem(error: Exception, status: int, path: str, content_type: str) -> None:
    response = UnavailableMiddleware(ok).process_exception(factory.get(path), error)

    assert response is not None
    assert response.status_code == status
    assert response["Content-Type"].startswith(content_type)
    assert response.headers.get("Retry-After") == ("5" if status == 503 else None)


def test_server_that_died_during_a_statement_is_away() -> None:
    cut = DatabaseError("server closed the connection unexpectedly")
    cut.__cause__ = psycopg2.DatabaseError()

    answers = [resource_answer(factory.get("/"), error) for error in (cut, DatabaseError("no row was updated"))]

    assert [answer and answer.status_code for answer in answers] == [503, None]


def test_other_errors_are_left_to_django() -> None:
    assert resource_answer(factory.get("/"), ZeroDivisionError()) is None
    assert UnavailableMiddleware(ok)(factory.get("/")).content == b"ok"
