import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from tests.api import ROOT, codes

pytestmark = pytest.mark.django_db


def test_catalogue_lists_all_types_once(reference_data):
    rows = APIClient().get(f"{ROOT}/types/").json()["results"]

    assert len({row["code"] for row in rows}) == len(rows) == 75


def test_catalogue_is_not_sent_twice(reference_data):
    first = APIClient().get(f"{ROOT}/types/")
    again = APIClient().get(f"{ROOT}/types/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_type_tells_its_promise(reference_data):
    row = APIClient().get(f"{ROOT}/types/sipp-perawat/").json()

    assert (row["code"], row["delegated"], row["deemed_days"], row["kinds"]) == (
        "SIPP-PERAWAT",
        True,
        5,
        ["new", "renewal", "move", "change", "replacement"],
    )


def test_unknown_type_is_404(reference_data):
    assert APIClient().get(f"{ROOT}/types/SIP-KUCING/").status_code == 404


def test_requirements_follow_the_day(reference_data):
    def read(on: str) -> set[str]:
        answer = APIClient().get(f"{ROOT}/types/SIPP-PERAWAT/requirements/", {"on": on, "kind": "new"})
        return {row["code"] for row in answer.json()["results"]}

    assert "REKOM-OP" not in read("2026-01-23")
    assert {"FORM", "FOTO", "STR-SEUMUR-HIDUP"} <= read("2026-01-23")


@pytest.mark.parametrize(
    ("query", "pointer"), [({"on": "kemarin"}, "/on"), ({"kind": "gift"}, "/kind"), ({"at": "1"}, "/at")]
)
def test_query_of_the_wrong_shape_is_pointed_at(query, pointer, reference_data):
    answer = APIClient().get(f"{ROOT}/types/SIPP-PERAWAT/requirements/", query)

    assert (answer.status_code, list(codes(answer))) == (400, [pointer])


def test_texts_follow_the_language(reference_data):
    def first(language: str) -> str:
        url = f"{ROOT}/types/SIPP-PERAWAT/requirements/"
        return APIClient().get(url, headers={"Accept-Language": language}).json()["results"][0]["label"]

    assert (first("id"), first("en")) == ("Formulir permohonan", "Application form")


def test_pair_shows_the_file_without_names(journey):
    answer = APIClient().post(f"{ROOT}/track/", {"number": journey.application.number.lower(), "phone_last4": "0123"})

    found = answer.json()
    assert (answer.status_code, found["state"], found["applicant"]) == (200, "submitted", "S••• W•••")
    assert [row["state"] for row in found["timeline"]] == ["submitted"]
    assert "Sari" not in answer.content.decode()


def test_wrong_pair_and_unknown_number_answer_alike(journey, django_assert_num_queries):
    bodies = []
    for number in (journey.application.number, "2026-01-ZZZZZZ"):
        with django_assert_num_queries(2):
            answer = APIClient().post(f"{ROOT}/track/", {"number": number, "phone_last4": "9999"})
        bodies.append((answer.status_code, {**answer.json(), "trace_id": ""}))

    assert bodies[0] == bodies[1]
    assert bodies[0][0] == 404


def test_guessing_is_stopped_with_a_time_to_wait(journey):
    cache.clear()
    body = {"number": "2026-01-ZZZZZZ", "phone_last4": "9999"}

    answers = [APIClient().post(f"{ROOT}/track/", body) for _n in range(21)]

    assert [answer.status_code for answer in answers[:20]] == [404] * 20
    assert (answers[20].status_code, int(answers[20].headers["Retry-After"]) > 0) == (429, True)


def test_unknown_address_is_a_problem_and_no_page():
    for method in ("get", "post", "delete"):
        answer = getattr(APIClient(), method)(f"{ROOT}/nothing/here/")
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_bad_token_is_401_where_none_is_needed(reference_data):
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION="Bearer karangan")

    answer = caller.get(f"{ROOT}/types/")

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
