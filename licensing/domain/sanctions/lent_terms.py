"""The terms of repair that inspections borrow from the ladder (inspections.domain.repair_terms)."""

from inspections.domain.repair_terms import RepairTerms, register as register_lender
from licensing.domain.sanctions.ladder import ANY, NOT
from licensing.models import SanctionStep

# The first step: findings of a visit, repaired by a day, before anybody is warned.
GUIDANCE = "PEMBINAAN"


def terms() -> RepairTerms | None:
    """Return guidance's term as the usual one, and those of all steps against facilities; None before loading."""
    steps = list(SanctionStep.objects.filter(repair_days__isnull=False))
    usual = next((step.repair_days for step in steps if step.code == GUIDANCE), None)
    if usual is None:
        return None
    # A visit is to a place, so steps of persons alone ("SIP") offer nothing.
    of_places = [step for step in steps if any(token == ANY or token.startswith(NOT) for token in step.types)]
    return RepairTerms(usual, tuple(sorted({step.repair_days for step in of_places if step.repair_days})))


def register() -> None:
    """Lend the terms; called once the apps are ready."""
    register_lender(terms)
