"""The entry sheet."""

from typing import Any

import pytest

from accounts.enums import Role
from spm.models import Indicator, Value
from tests.spm.people import browser, puskesmas, puskesmas_office, worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def recorder() -> Any:
    """The browser of PKM-01's recorder."""
    return browser(worker(Role.PUSKESMAS_RECORDER, puskesmas_office()), Role.PUSKESMAS_RECORDER)


def test_a_recorder_fills_in_a_month() -> None:
    place, first = puskesmas(), Indicator.objects.get(code="KK-01")
    url = f"/spm/isian/{place.public_id}/?bulan=2026-01"

    answer = recorder().post(url, {f"n-{first.pk}": 40, f"d-{first.pk}": 100})

    assert answer.status_code == 302
    row = Value.objects.get()
    assert (row.numerator, row.denominator, row.facility_id, f"{row.month:%Y-%m}") == (40, 100, place.pk, "2026-01")


def test_more_served_than_due_without_a_reason_is_refused_and_nothing_is_lost() -> None:
    place, first = puskesmas(), Indicator.objects.get(code="KK-01")

    answer = recorder().post(
        f"/spm/isian/{place.public_id}/?bulan=2026-01", {f"n-{first.pk}": 140, f"d-{first.pk}": 100}
    )

    assert answer.status_code == 422
    assert 'value="140"' in answer.content.decode()
    assert Value.objects.count() == 0


def test_men_and_women_apart_replace_the_whole() -> None:
    place, first = puskesmas(), Indicator.objects.get(code="KK-07")
    url, key = f"/spm/isian/{place.public_id}/?bulan=2026-01", first.pk
    client = recorder()
    client.post(url, {f"n-{key}": 40, f"d-{key}": 100})

    client.post(url, {f"n-{key}-L": 18, f"d-{key}-L": 45, f"n-{key}-P": 22, f"d-{key}-P": 55})

    assert sorted(Value.objects.current().values_list("sex", "numerator")) == [("L", 18), ("P", 22)]


def test_the_target_of_the_year_is_carried_into_the_next_month() -> None:
    place, first = puskesmas(), Indicator.objects.get(code="KK-01")
    client = recorder()
    client.post(f"/spm/isian/{place.public_id}/?bulan=2026-01", {f"n-{first.pk}": 40, f"d-{first.pk}": 123})

    page = client.get(f"/spm/isian/{place.public_id}/?bulan=2026-02").content.decode()

    assert 'value="123"' in page


def test_the_sheet_of_another_puskesmas_is_not_found() -> None:
    other = puskesmas("PKM-02", "16.74.02.1009")

    assert recorder().get(f"/spm/isian/{other.public_id}/").status_code == 404


@pytest.mark.parametrize("places", [1, 3])
def test_list_costs_the_same_queries_for_any_number_of_puskesmas(places: int, django_assert_num_queries: Any) -> None:
    for number in range(places):
        puskesmas(f"PKM-{number}", f"16.74.02.10{number + 3:02d}")
    client = browser(worker(Role.PLANNER), Role.PLANNER)
    client.get("/spm/isian/")

    with django_assert_num_queries(9):
        client.get("/spm/isian/")
