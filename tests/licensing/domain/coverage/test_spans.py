"""Interval arithmetic: lists of days joined, met and taken away, and counts over time."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from licensing.domain.coverage.spans import Interval, Span, Steps, common, course, interval, merged, union, without

pytestmark = pytest.mark.unit

DAYS = range(-1, 21)
parts = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda part: part[0] < part[1]), max_size=5)


def days(intervals: list[Interval]) -> set[int]:
    """Every day of some intervals."""
    return {day for first, after in intervals for day in range(first, after)}


@given(parts, parts)
def test_intervals_are_sets_of_days(left: list[Interval], right: list[Interval]) -> None:
    a, b = union(left), union(right)

    assert days(a) == days(left)
    assert days(common(a, b)) == days(left) & days(right)
    assert days(without(a, b)) == days(left) - days(right)


@given(parts)
def test_union_is_sorted_and_apart(left: list[Interval]) -> None:
    found = union(left)

    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_last_day_is_included() -> None:
    first, after = interval(date(2026, 1, 1), date(2026, 1, 2))

    assert after - first == 2


def test_person_holds_only_while_every_obliged_place_is_covered() -> None:
    one = Span("a", [(0, 10)], [(0, 10)])
    other = Span("a", [(5, 8)], [(6, 8)])

    assert list(merged([one, other])) == [Span("a", [(0, 10)], [(0, 5), (6, 10)])]


@given(st.lists(parts, max_size=4))
def test_steps_count_on_any_day(rows: list[list[Interval]]) -> None:
    first = date(2020, 1, 1).toordinal()
    moved = [[(first + a, first + b) for a, b in union(row)] for row in rows]

    counted = Steps(part for row in moved for part in row)

    for day in DAYS:
        assert counted.on(date.fromordinal(first + day)) == sum(day in days(row) for row in rows)


def test_course_gives_held_and_obliged() -> None:
    since = date(2020, 1, 1)
    begin = since.toordinal()
    found = course([Span("a", [(begin, begin + 5)], [(begin + 2, begin + 5)])])

    assert [found.on(date.fromordinal(begin + day)) for day in (0, 2, 5)] == [(0, 1), (1, 1), (0, 0)]
