"""The one move table (DECISIONS 8), readable aloud. Pure: buttons, API, checks and docs derive from it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from accounts.enums import Role
from licensing.enums import Action, State

SYSTEM = "system"
CLIENT = "client"
PARTNER_LINK = "partner_link"

OPEN_AFTER_SUBMIT = frozenset(
    {
        State.SUBMITTED,
        State.NEEDS_CORRECTION,
        State.VERIFIED,
        State.REGISTERED,
        State.ASSESSING,
        State.ASSESSED,
        State.REPAIRING,
        State.COORDINATING,
        State.APPROVED,
        State.RECOMMENDED,
    }
)
# A file that waits for the applicant or an outside body is never deemed approved (DECISIONS 13).
DEEMABLE = OPEN_AFTER_SUBMIT - {State.NEEDS_CORRECTION, State.REPAIRING, State.COORDINATING}


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which state (None = stays), and by whom."""

    sources: frozenset[State]
    target: State | None
    actors: frozenset[str]
    needs_note: bool = False
    reauthenticate: bool = False

    def lands_in(self, state: State) -> State:
        """State after the move, started from `state`."""
        if self.target is not None:
            return self.target
        return REOPENS.get(state, state)


# `reopen` goes back to where the decision or the silence came from.
REOPENS = {State.REFUSED: State.ASSESSING, State.LAPSED: State.NEEDS_CORRECTION}

_APPLICANT = frozenset({Role.APPLICANT.value, Role.PJ.value})
_HEALTH_HEAD = frozenset({Role.HEALTH_HEAD.value})
_TPK = frozenset({Role.TPK.value})


def _move(
    sources: set[State] | frozenset[State],
    target: State | None,
    *actors: str,
    needs_note: bool = False,
    reauthenticate: bool = False,
) -> Move:
    return Move(frozenset(sources), target, frozenset(str(a) for a in actors), needs_note, reauthenticate)


S = State
MOVES: dict[Action, Move] = {
    Action.SUBMIT: _move({S.DRAFT}, S.SUBMITTED, *_APPLICANT, Role.FRONT_OFFICE.value, CLIENT),
    Action.RETURN: _move({S.SUBMITTED}, S.NEEDS_CORRECTION, Role.TECHNICAL.value, CLIENT),
    Action.RESUBMIT: _move({S.NEEDS_CORRECTION}, S.SUBMITTED, *_APPLICANT, Role.FRONT_OFFICE.value, CLIENT),
    Action.VERIFY: _move({S.SUBMITTED}, S.VERIFIED, Role.TECHNICAL.value, CLIENT),
    Action.REGISTER: _move({S.VERIFIED}, S.REGISTERED, Role.REGISTER_CLERK.value, SYSTEM),
    Action.START_ASSESSMENT: _move({S.REGISTERED}, S.ASSESSING, *_TPK),
    Action.REQUEST_VISIT: _move({S.REGISTERED, S.ASSESSING}, S.ASSESSING, *_TPK),
    Action.REQUIRE_REPAIR: _move({S.ASSESSING}, S.REPAIRING, *_TPK),
    Action.REPAIRED: _move({S.REPAIRING}, S.ASSESSING, *_TPK),
    Action.REQUEST_COORDINATION: _move({S.ASSESSING}, S.COORDINATING, *_TPK),
    Action.ANSWER_COORDINATION: _move({S.COORDINATING}, S.ASSESSING, *_TPK, PARTNER_LINK),
    Action.ASSESS: _move({S.ASSESSING}, S.ASSESSED, *_TPK),
    Action.APPROVE: _move({S.ASSESSED}, S.APPROVED, Role.DIVISION_HEAD.value),
    Action.SEND_BACK: _move(
        {S.ASSESSED, S.APPROVED}, S.ASSESSING, Role.DIVISION_HEAD.value, *_HEALTH_HEAD, needs_note=True
    ),
    Action.SIGN: _move({S.APPROVED}, S.RECOMMENDED, *_HEALTH_HEAD, reauthenticate=True),
    Action.REFUSE: _move({S.APPROVED}, S.REFUSED, *_HEALTH_HEAD, needs_note=True, reauthenticate=True),
    Action.ISSUE_LICENCE: _move({S.RECOMMENDED}, S.LICENSED, Role.LICENCE_HEAD.value, CLIENT, reauthenticate=True),
    Action.WITHDRAW: _move({S.DRAFT} | OPEN_AFTER_SUBMIT, S.WITHDRAWN, *_APPLICANT, CLIENT),
    Action.LAPSE: _move({S.NEEDS_CORRECTION}, S.LAPSED, SYSTEM),
    Action.EXTEND: _move(OPEN_AFTER_SUBMIT, None, *_HEALTH_HEAD, needs_note=True),
    Action.REOPEN: _move({S.REFUSED, S.LAPSED}, None, *_HEALTH_HEAD, needs_note=True),
    Action.DEEM: _move(DEEMABLE, S.LICENSED, SYSTEM),
}

# Verbs only for types delegated to DPMPTSP; the others end in `recommended` with the office's own product.
DELEGATED_ONLY = frozenset({Action.ISSUE_LICENCE, Action.DEEM})


def is_possible(action: Action, *, state: State, delegated: bool) -> bool:
    """Tell whether the table allows `action` in `state` at all, whoever asks."""
    if action in DELEGATED_ONLY and not delegated:
        return False
    # An undelegated file is finished once recommended: nothing may withdraw or extend it any more.
    if state == State.RECOMMENDED and not delegated:
        return False
    return state in MOVES[action].sources


def available(state: State, roles: AbstractSet[str], *, delegated: bool = True) -> list[Action]:
    """Return the verbs open to holders of `roles` in `state`, in table order; guards come on top."""
    return [
        action
        for action, move in MOVES.items()
        if is_possible(action, state=state, delegated=delegated) and move.actors & roles
    ]


def state_pairs() -> frozenset[tuple[str, str]]:
    """All legal (from, to) pairs; the database triggers are made from this."""
    return frozenset(
        (source.value, move.lands_in(source).value)
        for move in MOVES.values()
        for source in move.sources
        if move.lands_in(source) != source
    )
