"""Counts that stop: exact below the cap, "more" above it, in one statement or two."""

from typing import Any

import pytest
from django.db.models import Q

from accounts.models import Region
from core import capped, formats
from tests.factories.accounts import RegionFactory

pytestmark = pytest.mark.django_db

CONDITIONS = {"level": Q(code__startswith="4"), "fives": Q(code__startswith="5"), "none": Q(code="")}


@pytest.fixture(autouse=True)
def _small_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (capped, formats):
        monkeypatch.setattr(module, "CAP", 3)


def fill(fours: int, fives: int) -> Any:
    for first, many in ((4, fours), (5, fives)):
        for place in range(many):
            RegionFactory(code=f"{first}{place}")
    return Region.objects.filter(code__regex="^[45]").order_by("name")


def test_few_are_counted_whole_in_one_statement(django_assert_num_queries: Any) -> None:
    rows = fill(2, 1)

    with django_assert_num_queries(1):
        found = capped.counts(rows, CONDITIONS)

    assert found == {"all": 3, "level": 2, "fives": 1, "none": 0}
    assert capped.count(rows) == 3


def test_many_stop_and_a_small_part_stays_exact(django_assert_num_queries: Any) -> None:
    rows = fill(6, 1)

    with django_assert_num_queries(2):
        found = capped.counts(rows, CONDITIONS)

    assert found == {"all": 4, "level": 4, "fives": 1, "none": 0}
    assert capped.count(rows) == 4


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (3, "3"), (4, "3+"), (400, "3+")])
def test_words_say_where_counting_stopped(count: int, words: str) -> None:
    assert formats.many(count) == words
