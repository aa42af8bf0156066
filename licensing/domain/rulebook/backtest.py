"""What a draft rule would have meant for a past file. Pure: facts in, outcome out, nothing read and nothing written.

A file fails by the draft when it lacks something the draft makes mandatory and its own rule did not, or when its
time, or the number of places, is over the new limit and was not over its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from licensing.domain.requirements import applicable
from licensing.enums import ApplicationKind, LegalEra, RequirementKind


@dataclass(frozen=True)
class Rule:
    """A requirement as far as selection needs it."""

    code: str
    label: str
    kind: str
    mandatory: bool
    applies_to: str
    legal_era: str


@dataclass(frozen=True)
class PastCase:
    """Facts of one past file. Days are working days of its recommendation or other clock, None when it had none.

    `places` is how many places its person already had on the day it was sent; `granted` what an extension added.
    """

    number: str
    type_code: str
    kind: ApplicationKind
    era: LegalEra
    applicant_key: str = ""
    uploaded: frozenset[str] = frozenset()
    agreed: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    used_days: Fraction | None = None
    allowed_days: Fraction | None = None
    granted: Fraction = Fraction(0)
    places: int | None = None
    place_limit: int | None = None


@dataclass(frozen=True)
class Reason:
    """Why a file fails: missing_document, missing_statement, missing_data, late, or too_many_places."""

    code: str
    about: str = ""
    label: str = ""


@dataclass(frozen=True)
class Outcome:
    """One file under the draft. `added_documents` may be negative when the draft asks for less."""

    number: str
    type_code: str
    applicant_key: str
    reasons: tuple[Reason, ...] = field(default=())
    added_documents: int = 0
    on_time_before: bool | None = None
    on_time_after: bool | None = None

    @property
    def fails(self) -> bool:
        """True when the draft refuses or delays what its own rule did not."""
        return bool(self.reasons)


def under_requirements(case: PastCase, draft: Sequence[Rule]) -> Outcome:
    """Compare the file's own set with the draft; an inspection row is judged on the spot and says nothing here."""
    before = applicable(case.rules, kind=case.kind, era=case.era)
    after = applicable(draft, kind=case.kind, era=case.era)
    known = {reason.about for reason in _missing(case, before)}
    reasons = tuple(reason for reason in _missing(case, after) if reason.about not in known)
    return Outcome(
        number=case.number,
        type_code=case.type_code,
        applicant_key=case.applicant_key,
        reasons=reasons,
        added_documents=len(_documents(after)) - len(_documents(before)),
    )


def _documents(rules: Iterable[Rule]) -> set[str]:
    return {rule.code for rule in rules if rule.kind == RequirementKind.DOCUMENT and rule.mandatory}


def _missing(case: PastCase, rules: Iterable[Rule]) -> list[Reason]:
    has = {
        RequirementKind.DOCUMENT.value: ("missing_document", case.uploaded),
        RequirementKind.STATEMENT.value: ("missing_statement", case.agreed),
        RequirementKind.DATA.value: ("missing_data", case.answered),
    }
    found = []
    for rule in rules:
        if rule.mandatory and rule.kind in has:
            code, given = has[rule.kind]
            if rule.code not in given:
                found.append(Reason(code, rule.code, rule.label))
    return found


def under_allowance(case: PastCase, days: Fraction) -> Outcome:
    """Compare the time a stopped clock used with another allowance; the very last moment is on time (rule 5)."""
    if case.used_days is None or case.allowed_days is None:
        return Outcome(case.number, case.type_code, case.applicant_key)
    before = case.used_days <= case.allowed_days
    after = case.used_days <= days + case.granted
    reasons = (Reason("late"),) if before and not after else ()
    return Outcome(case.number, case.type_code, case.applicant_key, reasons, on_time_before=before, on_time_after=after)


def under_place_limit(case: PastCase, limit: int) -> Outcome:
    """Tell whether a new place would have been one too many, which its own limit allowed."""
    is_new = case.kind == ApplicationKind.NEW and case.places is not None
    over = is_new and (case.places or 0) >= limit
    was_over = is_new and case.place_limit is not None and (case.places or 0) >= case.place_limit
    reasons = (Reason("too_many_places", str(case.places)),) if over and not was_over else ()
    return Outcome(case.number, case.type_code, case.applicant_key, reasons)


@dataclass(frozen=True)
class Summary:
    """Figures of a run; shares are None where no clock was compared, the mean where nobody applied."""

    files: int
    failing: int
    applicants: int
    added_per_applicant: Fraction | None
    compared: int
    on_time_before: int
    on_time_after: int


def summary_of(outcomes: Iterable[Outcome]) -> Summary:
    """Return the figures of all outcomes; a file without a known person counts as an applicant of its own."""
    rows = list(outcomes)
    added: dict[str, int] = {}
    for row in rows:
        key = row.applicant_key or row.number
        added[key] = added.get(key, 0) + row.added_documents
    timed = [row for row in rows if row.on_time_after is not None]
    return Summary(
        files=len(rows),
        failing=sum(row.fails for row in rows),
        applicants=len(added),
        added_per_applicant=Fraction(sum(added.values()), len(added)) if added else None,
        compared=len(timed),
        on_time_before=sum(bool(row.on_time_before) for row in timed),
        on_time_after=sum(bool(row.on_time_after) for row in timed),
    )
