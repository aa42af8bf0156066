"""The sum of the children is the parent, however people are divided: by place, month, sex, age or disability."""

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from spm.domain.evaluation import POOLED, SUM, Count, evaluate, over_months

# Village, unit, month, sex, disability; served and due.
CELL = st.tuples(
    st.sampled_from(("16.74.01.1001", "16.74.01.1002", "16.74.02.1003", "16.71.01.1001")),
    st.integers(1, 3),
    st.integers(1, 12),
    st.sampled_from("LP"),
    st.sampled_from(("ya", "tidak")),
    st.integers(0, 500),
    st.integers(0, 500),
)
CELLS = st.lists(CELL, max_size=40, unique_by=lambda cell: cell[:5])
LEVELS = {"country": 0, "province": 2, "city": 5, "district": 8, "village": 13}


def worked_out(cells: list[Any], *, due_last: bool = False, method: str = POOLED) -> Count:
    """The figure of these cells: each unit over its months first, then all units together."""
    key = lambda cell: (cell[0], cell[1])  # noqa: E731  # used twice below
    units = [
        over_months(((cell[2], Count(cell[5], cell[6])) for cell in unit), due_last=due_last)
        for _place, unit in groupby(sorted(cells, key=key), key=key)
    ]
    return evaluate(method, [("", unit) for unit in units]).total


def together(counts: list[Count]) -> Count:
    """Added up."""
    return sum(counts, Count(0))


@pytest.mark.parametrize("due_last", [False, True])
@pytest.mark.parametrize(("parent", "child"), [("country", "province"), ("province", "city"), ("city", "village")])
@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_places_add_up_to_the_place_above(cells: Any, parent: str, child: str, *, due_last: bool) -> None:
    above = sorted({cell[0][: LEVELS[parent]] for cell in cells})
    for code in above:
        own = [cell for cell in cells if cell[0].startswith(code)]
        below = sorted({cell[0][: LEVELS[child]] for cell in own})
        parts = [worked_out([cell for cell in own if cell[0].startswith(part)], due_last=due_last) for part in below]

        assert together(parts) == worked_out(own, due_last=due_last)


@pytest.mark.parametrize("place", [2, 3, 4], ids=["month", "sex", "disability"])
@pytest.mark.parametrize("method", [POOLED, SUM])
@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_groups_add_up_to_everybody(cells: Any, place: int, method: str) -> None:
    groups = sorted({cell[place] for cell in cells})

    parts = [worked_out([cell for cell in cells if cell[place] == group], method=method) for group in groups]

    assert together(parts) == worked_out(cells, method=method)
