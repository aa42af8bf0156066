"""Pages anybody reads: the list of services and the figures of the promise."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from licensing.domain.reports.promise import PromiseFigures
from licensing.views import catalogue, landing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def test_all_types_stand_under_their_category(client: Client) -> None:
    page = client.get(reverse("type_list"))

    assert [section["key"] for section in page.context["sections"]] == list(catalogue.CATEGORIES)
    assert sum(len(section["types"]) for section in page.context["sections"]) == 75


def test_search_gives_one_list_without_categories(client: Client) -> None:
    page = client.get(reverse("type_list"), {"q": "perawat"})

    assert page.context["types"]
    assert not page.context["sections"]


@pytest.mark.parametrize(
    ("finished", "on_time", "shown"),
    [
        (1742, 1700, ("97,6 %", "1.700 dari 1.742 rekomendasi bulan ini")),
        (4, 4, ("–", "kurang dari 5 rekomendasi bulan ini")),
    ],
)
def test_landing_says_what_its_share_is_of(
    finished: int, on_time: int, shown: tuple[str, str], monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    now = timezone.now()
    month: Any = PromiseFigures(finished=finished, on_time=on_time, median_minutes=None, since=now, until=now)
    monkeypatch.setattr(landing, "promise_figures", lambda _office, *, at: month)

    first = client.get("/").context["trust"][0]

    assert (first["figure"].replace("\xa0", " "), first["basis"]) == shown
