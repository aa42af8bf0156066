"""The move table, every state × action × role, compared with the table in docs/workflow.md."""

import itertools
import re
from pathlib import Path

import pytest

from accounts.enums import Role
from licensing.domain.workflow import CLIENT, MOVES, PARTNER_LINK, SYSTEM, available, is_possible, state_pairs
from licensing.enums import Action, State

ROLES = (*[role.value for role in Role], SYSTEM, CLIENT, PARTNER_LINK)
TABLE = Path("docs/workflow.md")


def written_table() -> dict[str, tuple[set[str], str, set[str]]]:
    """Read verb → (sources, target, actors) from the document."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| .*\|", line)
        if match:
            verb, sources, target, actors = match.groups()
            rows[verb] = (set(sources.split(", ")), target, set(actors.split(", ")))
    return rows


def test_document_names_every_verb_and_no_other():
    assert set(written_table()) == {action.value for action in MOVES}


@pytest.mark.parametrize("action", MOVES, ids=str)
def test_document_tells_the_same_move_as_the_code(action):
    sources, target, actors = written_table()[action.value]

    move = MOVES[action]

    assert sources == {state.value for state in move.sources}
    assert target == (
        move.target.value if move.target else "same" if action != Action.REOPEN else "assessing or needs_correction"
    )
    assert actors == set(move.actors)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, MOVES)), ids=str)
def test_each_role_may_do_exactly_what_the_table_says(state, action):
    move = MOVES[action]

    allowed = {role for role in ROLES if action in available(state, {role})}

    assert allowed == (set(move.actors) if state in move.sources else set())


@pytest.mark.parametrize("action", [Action.ISSUE_LICENCE, Action.DEEM], ids=str)
def test_undelegated_types_end_without_dpmptsp(action):
    assert not any(is_possible(action, state=state, delegated=False) for state in State)


def test_finished_undelegated_file_offers_nothing():
    assert available(State.RECOMMENDED, set(ROLES), delegated=False) == []


def test_waiting_files_are_never_deemed_approved():
    waiting = {State.NEEDS_CORRECTION, State.REPAIRING, State.COORDINATING}

    assert not waiting & MOVES[Action.DEEM].sources


def test_pairs_hold_both_ways_of_reopening():
    pairs = state_pairs()

    assert ("refused", "assessing") in pairs
    assert ("lapsed", "needs_correction") in pairs
    assert ("draft", "licensed") not in pairs
