import pytest
from rest_framework.test import APIClient

from tests.api import ROOT, codes

pytestmark = pytest.mark.django_db


def test_each_day_tells_its_hours_and_holiday(city):
    found = APIClient().get(f"{ROOT}/calendar/", {"from": "2026-01-01", "to": "2026-01-02"}).json()

    new_year, friday = found["results"]
    assert (new_year["working"], bool(new_year["holiday"]), new_year["intervals"]) == (False, True, [])
    assert friday["working"] is True
    assert friday["intervals"][0]["from"].endswith("+07:00")


def test_office_can_be_named(city):
    answer = APIClient().get(f"{ROOT}/calendar/", {"from": "2026-01-02", "to": "2026-01-02", "office": "DPMPTSP-1674"})

    assert answer.json()["office"] == "DPMPTSP-1674"


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ({"from": "2026-01-02"}, {"/to": "required"}),
        ({"from": "2026-01-02", "to": "2026-01-01"}, {"/to": "range_invalid"}),
        ({"from": "2026-01-01", "to": "2028-01-01"}, {"/to": "range_invalid"}),
        ({"from": "2026-01-01", "to": "2026-01-02", "office": "X"}, {"/office": "office_unknown"}),
        ({"from": "2026-01-01", "to": "2026-01-02", "offce": "X"}, {"/offce": "unknown_parameter"}),
    ],
)
def test_query_of_the_wrong_shape_is_pointed_at(query, pointers, city):
    answer = APIClient().get(f"{ROOT}/calendar/", query)

    assert (answer.status_code, codes(answer)) == (400, pointers)


def test_calendar_is_not_sent_twice(city):
    query = {"from": "2026-01-01", "to": "2026-01-31"}
    first = APIClient().get(f"{ROOT}/calendar/", query)
    again = APIClient().get(f"{ROOT}/calendar/", query, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_one_working_day_from_a_tuesday_is_wednesday(city):
    url = f"{ROOT}/calendar/due/?start=2026-01-13T10:00:00+07:00&working_days=1"

    found = APIClient().get(url).json()

    assert (found["starts_at"], found["due_at"]) == ("2026-01-13T10:00:00+07:00", "2026-01-14T10:00:00+07:00")
    assert (found["used"], found["provisional"]) == (0.0, False)
    assert sum(row["fraction"] for row in found["explanation"]) == pytest.approx(1)
    assert set(found["explanation"][0]) == {"from", "to", "fraction", "note"}


def test_pause_takes_the_outer_limit_away(city):
    pause = "2026-01-13T11:00:00%2B07:00/2026-01-15T11:00:00%2B07:00"
    url = f"{ROOT}/calendar/due/?start=2026-01-13T10:00:00%2B07:00&working_days=1&pauses={pause}"

    found = APIClient().get(url).json()

    assert (found["due_at"], found["outer_limit_at"]) == (
        "2026-01-19T10:00:00+07:00",
        None,
    )  # Friday the 16th is a holiday
    assert found["used"] > 0


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"start": "2026-01-13", "working_days": "1"}, "/start"),
        ({"start": "2026-01-13T10:00:00", "working_days": "1"}, "/start"),
        ({"start": "2026-01-13T10:00:00Z", "working_days": "-1"}, "/working_days"),
        ({"start": "1900-01-13T10:00:00Z", "working_days": "1"}, "/start"),
        ({"start": "2026-01-13T10:00:00Z", "working_days": "1", "pauses": "x"}, "/pauses"),
    ],
)
def test_promise_of_the_wrong_shape_is_pointed_at(query, pointer, city):
    answer = APIClient().get(f"{ROOT}/calendar/due/", query)

    assert (answer.status_code, list(codes(answer))) == (400, [pointer])
