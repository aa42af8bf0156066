"""What was promised, and what each clock does in each state of the application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from licensing.enums import (
    Action,
    ClockName,
    Holder,
    State,
)


class Phase(StrEnum):
    """What a clock does while the application is in a state; a clock that never ran cannot pause or stop."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"


RUN = Phase.RUN

# DECISIONS 8, column "clocks", read by state. A state that is not named stops the clock.
RUNS: Mapping[ClockName, frozenset[State]] = MappingProxyType(
    {
        ClockName.VERIFICATION: frozenset({State.SUBMITTED}),
        ClockName.INTAKE: frozenset({State.VERIFIED}),
        ClockName.RECOMMENDATION: frozenset({State.REGISTERED, State.ASSESSING, State.ASSESSED, State.APPROVED}),
        ClockName.COORDINATION: frozenset({State.COORDINATING}),
        ClockName.LICENCE: frozenset({State.RECOMMENDED}),
        ClockName.DEEMED_APPROVAL: frozenset(
            {
                State.SUBMITTED,
                State.VERIFIED,
                State.REGISTERED,
                State.ASSESSING,
                State.ASSESSED,
                State.APPROVED,
                State.RECOMMENDED,
            }
        ),
    }
)

PAUSES: Mapping[ClockName, frozenset[State]] = MappingProxyType(
    {
        ClockName.VERIFICATION: frozenset({State.NEEDS_CORRECTION}),
        ClockName.INTAKE: frozenset(),
        ClockName.RECOMMENDATION: frozenset({State.REPAIRING, State.COORDINATING}),
        ClockName.COORDINATION: frozenset(),
        ClockName.LICENCE: frozenset(),
        ClockName.DEEMED_APPROVAL: frozenset({State.NEEDS_CORRECTION, State.REPAIRING, State.COORDINATING}),
    }
)

# The register desk holds a verified file; a refused or lapsed one lies with the applicant until reopened.
HOLDERS: Mapping[State, Holder] = MappingProxyType(
    {
        State.DRAFT: Holder.APPLICANT,
        State.SUBMITTED: Holder.DPMPTSP,
        State.NEEDS_CORRECTION: Holder.APPLICANT,
        State.VERIFIED: Holder.DINKES,
        State.REGISTERED: Holder.DINKES,
        State.ASSESSING: Holder.DINKES,
        State.ASSESSED: Holder.DINKES,
        State.APPROVED: Holder.DINKES,
        State.REPAIRING: Holder.APPLICANT,
        State.COORDINATING: Holder.OUTSIDE,
        State.RECOMMENDED: Holder.DPMPTSP,
        State.LICENSED: Holder.APPLICANT,
        State.REFUSED: Holder.APPLICANT,
        State.WITHDRAWN: Holder.APPLICANT,
        State.LAPSED: Holder.APPLICANT,
    }
)

ENDS = frozenset({State.LICENSED, State.REFUSED, State.WITHDRAWN, State.LAPSED})
UNCOUNTED_STOPS = frozenset({State.WITHDRAWN, State.LAPSED})


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One event of an application. `extension` names the clock whose allowance grows, and by how much."""

    at: datetime
    action: Action
    from_state: State
    to_state: State
    actor_role: str = ""
    note: str = ""
    extension: tuple[ClockName, Fraction] | None = None


@dataclass(frozen=True)
class ClockRule:
    """The promise under which an application was filed, in working days.

    `coordination_days` is None where no outside body is asked, `deemed_days` where silence never grants.
    """

    delegated: bool
    registration_by_hand: bool
    verification_days: Fraction
    intake_days: Fraction
    recommendation_days: Fraction
    licence_days: Fraction
    coordination_days: Fraction | None = None
    deemed_days: Fraction | None = None

    @cached_property
    def allowances(self) -> Mapping[ClockName, Fraction]:
        """The clocks this application has, each with its working days."""
        days = {
            ClockName.VERIFICATION: self.verification_days,
            ClockName.INTAKE: self.intake_days if self.registration_by_hand else None,
            ClockName.RECOMMENDATION: self.recommendation_days,
            ClockName.COORDINATION: self.coordination_days,
            ClockName.LICENCE: self.licence_days if self.delegated else None,
            ClockName.DEEMED_APPROVAL: self.deemed_days,
        }
        return {name: allowance for name, allowance in days.items() if allowance is not None}

    @cached_property
    def phases(self) -> Mapping[ClockName, Mapping[State, Phase]]:
        """What each clock does in each state."""
        return {name: {state: self._phase(name, state) for state in State} for name in ClockName}

    @cached_property
    def running(self) -> Mapping[State, tuple[ClockName, ...]]:
        """The clocks that run in each state."""
        return {state: tuple(name for name in self.allowances if self.phases[name][state] is RUN) for state in State}

    def _phase(self, name: ClockName, state: State) -> Phase:
        if is_end(state, rule=self):
            return Phase.STOP
        if state in RUNS[name]:
            return Phase.RUN
        return Phase.PAUSE if state in PAUSES[name] else Phase.STOP


def is_end(state: State, *, rule: ClockRule) -> bool:
    """Whether the application has its end product, or will get none."""
    return state in ENDS or (state == State.RECOMMENDED and not rule.delegated)
