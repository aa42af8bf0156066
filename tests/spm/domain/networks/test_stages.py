"""Which stage is open, what it waits for, and what is due when."""

from dataclasses import replace
from datetime import date

import pytest

from spm.domain.networks import stages
from spm.domain.networks.stages import Facts

WHOLE = Facts(
    members=frozenset({1, 2}),
    workers=frozenset({1, 2}),
    papers=frozenset({"SK"}),
    opening={1: frozenset({"MOU", "SK"})},
    has_problem=True,
    has_started=True,
)


@pytest.mark.parametrize(
    ("change", "stage", "missing"),
    [
        ({}, 5, ()),
        ({"papers": frozenset()}, 1, ("paper",)),
        ({"members": frozenset({1}), "workers": frozenset({1})}, 1, ("members",)),
        ({"has_problem": False}, 2, ("problem",)),
        ({"workers": frozenset()}, 3, ("tasks",)),
        ({"workers": frozenset({1, 3})}, 3, ("stranger",)),
        ({"has_started": False}, 4, ("start",)),
        ({"opening": {1: frozenset({"SK"}), 3: frozenset({"ALUR"})}}, 3, ("paper",)),
    ],
)
def test_a_stage_opens_when_the_one_before_is_complete(change, stage, missing):
    facts = replace(WHOLE, **change)

    assert (stages.open_stage(facts), stages.missing(stage, facts)) == (stage, missing)


@pytest.mark.parametrize(
    ("done", "on", "due"),
    [
        ([], date(2026, 1, 20), date(2026, 1, 31)),
        ([], date(2026, 3, 2), date(2026, 1, 31)),
        ([date(2026, 1, 1)], date(2026, 3, 2), date(2026, 2, 28)),
        ([date(2026, 1, 1), date(2026, 2, 1)], date(2026, 2, 20), date(2026, 3, 31)),
    ],
)
def test_the_earliest_month_without_a_sheet_is_due_on_its_last_day(done, on, due):
    assert stages.monitoring_due(date(2026, 1, 15), done, on) == due


@pytest.mark.parametrize(
    ("held", "every", "due"),
    [
        ([], 6, date(2026, 2, 28)),
        ([], 12, date(2026, 8, 31)),
        ([date(2026, 3, 2)], 6, date(2026, 9, 2)),
    ],
)
def test_an_evaluation_is_due_half_a_year_or_a_year_after_the_last(held, every, due):
    assert stages.evaluation_due(date(2025, 8, 31), held, every) == due
