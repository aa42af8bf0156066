import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_unknown_page_is_a_page(client: Client) -> None:
    answer = client.get("/tidak-ada/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_unknown_api_address_is_a_problem_document(client: Client) -> None:
    answer = client.get("/api/v1/tidak-ada/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_form_without_its_key_is_refused_with_a_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/masuk/", {"name": "x"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/html; charset=utf-8")


def test_every_answer_carries_its_request_id(client: Client) -> None:
    assert len(client.get("/healthz/live").headers["X-Request-ID"]) == 36


def test_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/tidak-ada/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy
