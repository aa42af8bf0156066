"""The table of licence moves: compared with the document, and intervals against a plain replay, day by day."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from licensing.domain.licences.moves import (
    EFFECT_ON_OLD,
    MOVES,
    Flaw,
    Interval,
    NotPossible,
    after,
    check,
    in_force,
    status_on,
)
from licensing.enums import ApplicationKind, LicenceState, LicenceVerb

pytestmark = pytest.mark.unit

START = date(2026, 1, 1)
L, V = LicenceState, LicenceVerb
CHANGES = {V.SUSPEND: L.SUSPENDED, V.REINSTATE: L.ACTIVE, V.REVOKE: L.REVOKED, V.SURRENDER: L.SURRENDERED}


def written_table() -> dict[str, tuple[set[str], str, set[str], set[str], str]]:
    """Read verb → (sources, target, actors, own actors, letter) from the document."""
    rows = {}
    for line in Path("docs/workflow.md").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\| \*\*(\w+)\*\* \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|", line)
        if match:
            verb, sources, target, actors, own, letter = match.groups()
            rows[verb] = (set(sources.split(", ")), target, set(actors.split(", ")), set(own.split(", ")), letter)
    return rows


def test_document_tells_the_same_moves_as_the_code() -> None:
    code = {
        verb.value: (
            {state.value for state in move.sources},
            move.target.value if move.target else "same",
            set(move.actors),
            set(move.own_actors),
            move.letter or "-",
        )
        for verb, move in MOVES.items()
    }

    assert written_table() == code


def test_each_kind_of_application_does_its_own_to_the_old_licence() -> None:
    assert EFFECT_ON_OLD == {
        ApplicationKind.RENEWAL: L.REPLACED,
        ApplicationKind.MOVE: L.SURRENDERED,
        ApplicationKind.NEW: None,
        ApplicationKind.CHANGE: L.REPLACED,
        ApplicationKind.REPLACEMENT: L.REPLACED,
    }


def test_change_from_a_day_to_come_leaves_today_as_it_is() -> None:
    rows = [Interval(L.ACTIVE, START)]

    cut, new = after(rows, V.SUSPEND, target=L.SUSPENDED, on=START + timedelta(days=9), ends_on=None)

    found = [*cut, new]
    assert [status_on(found, START + timedelta(days=n)) for n in (0, 8, 9, 90)] == [
        L.ACTIVE,
        L.ACTIVE,
        L.SUSPENDED,
        L.SUSPENDED,
    ]


def test_an_end_overtakes_what_was_planned_after_it() -> None:
    planned = [Interval(L.ACTIVE, START, date(2026, 2, 1)), Interval(L.SUSPENDED, date(2026, 2, 1))]

    cut, new = after(planned, V.REVOKE, target=L.REVOKED, on=date(2026, 1, 15), ends_on=None)

    assert [row.is_empty for row in cut] == [False, True]
    assert status_on([*cut, new], date(2026, 3, 1)) == L.REVOKED


@pytest.mark.parametrize(
    ("verb", "rows", "on", "ends_on", "flaw"),
    [
        (V.SUSPEND, [Interval(L.ACTIVE, START)], date(2025, 12, 31), None, Flaw.BEFORE_START),
        (V.SUSPEND, [Interval(L.ACTIVE, START)], date(2027, 1, 2), date(2027, 1, 1), Flaw.EXPIRED),
        (V.REINSTATE, [Interval(L.ACTIVE, START)], START, None, Flaw.WRONG_STATUS),
        (V.SURRENDER, [Interval(L.REVOKED, START)], START, None, Flaw.WRONG_STATUS),
        (
            V.SUSPEND,
            [Interval(L.ACTIVE, START, date(2026, 3, 1)), Interval(L.REVOKED, date(2026, 3, 1))],
            date(2026, 2, 1),
            None,
            Flaw.LATER_CHANGE,
        ),
        (V.EXPIRE, [Interval(L.ACTIVE, START)], START, None, Flaw.NEVER),
    ],
)
def test_table_says_why_not(
    verb: LicenceVerb, rows: list[Interval], on: date, ends_on: date | None, flaw: Flaw
) -> None:
    with pytest.raises(NotPossible) as refused:
        check(rows, verb, on=on, ends_on=ends_on)

    assert refused.value.flaw == flaw


steps = st.lists(
    st.tuples(st.sampled_from(list(CHANGES)), st.integers(min_value=0, max_value=40), st.integers(0, 5)), max_size=12
)


@settings(max_examples=400, deadline=None)
@given(steps=steps, last=st.one_of(st.none(), st.integers(min_value=0, max_value=60)))
def test_status_at_any_date_equals_a_replay_of_the_verbs(
    steps: list[tuple[LicenceVerb, int, int]], last: int | None
) -> None:
    """The replay keeps one status per day in a dict and knows nothing of intervals."""
    ends_on = START + timedelta(days=last) if last is not None else None
    days = [START + timedelta(days=n) for n in range(120)]
    replay = dict.fromkeys(days, L.ACTIVE)
    changes: list[date] = []
    rows = [Interval(L.ACTIVE, START)]
    today = START
    for verb, ahead, later in steps:
        today += timedelta(days=later)
        on = today + timedelta(days=ahead)
        is_possible = (
            replay[on] in MOVES[verb].sources
            and (ends_on is None or on <= ends_on)
            and (CHANGES[verb] in (L.REVOKED, L.SURRENDERED) or not any(day > on for day in changes))
        )
        try:
            cut, new = after(rows, verb, target=CHANGES[verb], on=on, ends_on=ends_on)
        except NotPossible:
            assert not is_possible
            continue
        assert is_possible
        rows = [*cut, new]
        changes = [day for day in changes if day < on] + [on]
        replay.update({day: CHANGES[verb] for day in days if day >= on})

    assert {day: status_on(rows, day) for day in days} == replay
    valid = {day for day in days if replay[day] == L.ACTIVE and (ends_on is None or day <= ends_on)}
    assert {day for day in days if in_force(rows, starts_on=START, ends_on=ends_on, on=day)} == valid
    assert all(sum(row.covers(day) for row in rows) == 1 for day in days)
