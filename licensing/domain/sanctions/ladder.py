"""Which step of the ladder may be taken next. Pure: steps and history come as plain values.

The ladder is `reference/sanctions.csv`: each step names the one that follows when its term passes without repair.
A step is open when nothing leads to it, when the step before it was taken and its term is over, or when the reason
stands by itself (danger, STR withdrawn, false data, a court).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from licensing.enums import LicenceVerb

# Reasons that wait for no warning; what they rest on stands in `reasons.csv`.
AT_ONCE = frozenset(
    {
        "SUS_IMMEDIATE_RISK",
        "SUS_RESPONSIBLE_GONE",
        "SUS_WATER_FOOD_UNSAFE",
        "SUS_STR_SUSPENDED",
        "SUS_INVESTIGATION",
        "REV_STR_REVOKED",
        "REV_FALSE_DATA",
        "REV_GRAVE_BREACH",
        "REV_HOLDER_DIED",
        "REV_FACILITY_CLOSED",
        "REV_COURT",
        "REV_REQUIREMENTS_UNMET",
    }
)
ANY = "*"
NOT = "!"


@dataclass(frozen=True)
class Step:
    """One row of the ladder; `types` are a product ("SIP"), beginnings of type codes, "!SIP" or "*"."""

    code: str
    verb: str
    next_code: str
    types: tuple[str, ...]
    repair_days: int | None = None


@dataclass(frozen=True)
class Taken:
    """A step that was carried out; `repair_by` None = no term ran."""

    code: str
    done_on: date
    repair_by: date | None = None
    repaired: bool = False

    def has_failed(self, on: date) -> bool:
        """True when its term passed without repair."""
        return not self.repaired and self.repair_by is not None and on > self.repair_by


def fits(step: Step, *, product: str, type_code: str) -> bool:
    """True when the step belongs to the ladder of this type of licence."""
    for token in step.types:
        if token == ANY:
            return True
        bare = token.removeprefix(NOT)
        if (bare == product or type_code.startswith(bare)) != token.startswith(NOT):
            return True
    return False


def steps_for(ladder: Iterable[Step], *, product: str, type_code: str) -> list[Step]:
    """Return the steps of a type's ladder that the portal writes letters for, in order."""
    return [step for step in ladder if step.verb and fits(step, product=product, type_code=type_code)]


def is_open(step: Step, steps: Sequence[Step], history: Sequence[Taken], *, reason: str, on: date) -> bool:
    """Tell whether `step` may be taken now for this reason."""
    if step.verb == LicenceVerb.REINSTATE or reason in AT_ONCE:
        return True
    before = {row.code for row in steps if row.next_code == step.code}
    if not before:
        return step.verb == LicenceVerb.WARN
    return any(row.code in before and row.has_failed(on) for row in history)


def expected(steps: Sequence[Step], history: Sequence[Taken], *, on: date) -> Step | None:
    """Return the step the ladder has come to: what follows the last failed one, else the first warning."""
    failed = [row for row in history if row.has_failed(on)]
    if failed:
        last = max(failed, key=lambda row: (row.done_on, row.repair_by or row.done_on))
        following = next((row.next_code for row in steps if row.code == last.code), "")
        return next((row for row in steps if row.code == following), None)
    if any(not row.repaired and row.repair_by is not None for row in history):
        return None
    return next((row for row in steps if row.verb == LicenceVerb.WARN), None)
