"""The one table of what can be done with a pickup. Pure; buttons, guards and the database trigger read it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from outreach.enums import PickupState as State, PickupVerb as Verb


@dataclass(frozen=True)
class Move:
    """From which states a verb leads where."""

    before: AbstractSet[State]
    after: State


OPEN = frozenset({State.REPORTED, State.ACCEPTED, State.DEPARTED})
MOVES: dict[Verb, Move] = {
    Verb.ACCEPT: Move(frozenset({State.REPORTED}), State.ACCEPTED),
    Verb.RELEASE: Move(frozenset({State.ACCEPTED}), State.REPORTED),
    Verb.DEPART: Move(frozenset({State.ACCEPTED}), State.DEPARTED),
    Verb.ARRIVE: Move(frozenset({State.DEPARTED}), State.ARRIVED),
    Verb.FINISH: Move(frozenset({State.ARRIVED}), State.FINISHED),
    Verb.MERGE: Move(OPEN, State.MERGED),
    Verb.CANCEL: Move(OPEN, State.CANCELLED),
}
# The one button a driver sees; the others are behind the card.
NEXT: dict[State, Verb] = {
    State.REPORTED: Verb.ACCEPT,
    State.ACCEPTED: Verb.DEPART,
    State.DEPARTED: Verb.ARRIVE,
    State.ARRIVED: Verb.FINISH,
}


def state_pairs() -> set[tuple[str, str]]:
    """Every legal pair of states, for the database."""
    return {(before.value, move.after.value) for move in MOVES.values() for before in move.before}
