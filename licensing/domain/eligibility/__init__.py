"""The eligibility meter: every finding at once, with code and params. Pure; the law of the file is an argument.

Texts, remedies and rules of law stand in `findings.csv`; a finding is advice to the officer as well, and only
level `block` stops sending. Findings a machine cannot judge (a wrong document in a slot, an unclear face) are
left to the technical team and have no rule here: see `JUDGED_BY_PEOPLE`.
"""

from licensing.domain.eligibility.facts import DocumentFacts, Facts, Finding, HeldLicence, PlaceFacts, Rule, masked_name
from licensing.domain.eligibility.papers import (
    document_findings,
    nib_findings,
    process_findings,
    statement_findings,
)
from licensing.domain.eligibility.person import identity_findings, skp_findings, str_findings
from licensing.domain.eligibility.place import (
    RENEWAL_WINDOW,
    RESPONSIBLE_TYPE,
    facility_findings,
    independence_findings,
    place_limit_findings,
    renewal_findings,
    responsible_findings,
)

JUDGED_BY_PEOPLE = frozenset(
    {
        "DOC_WRONG_SLOT",
        "PHOTO_UNFIT",
        "KBLI_UNFIT",
        "WATER_TEST_FAILED",
        "HANDLER_SHARE_LOW",
        "FACILITY_KIND_UNFIT",
    }
)

RULES: tuple[Rule, ...] = (
    identity_findings,
    str_findings,
    skp_findings,
    renewal_findings,
    place_limit_findings,
    facility_findings,
    independence_findings,
    responsible_findings,
    nib_findings,
    document_findings,
    statement_findings,
    process_findings,
)


def findings(facts: Facts) -> list[Finding]:
    """Return every finding, in the order of the task list; nothing stops at the first."""
    return [found for rule in RULES for found in rule(facts)]


__all__ = [
    "RENEWAL_WINDOW",
    "RESPONSIBLE_TYPE",
    "DocumentFacts",
    "Facts",
    "Finding",
    "HeldLicence",
    "PlaceFacts",
    "findings",
    "masked_name",
]
