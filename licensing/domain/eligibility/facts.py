"""What the rules look at and what they find. Plain values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from licensing.domain.requirements import RequirementLike
from licensing.enums import ApplicationKind, LegalEra, Subject


@dataclass(frozen=True)
class Finding:
    """One finding; `params` fill the text of `findings.csv`, `requirement` names the row it belongs to."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    requirement: str = ""
    section: str = ""


@dataclass(frozen=True)
class HeldLicence:
    """A licence in force the person already holds in this profession."""

    number: str
    place_id: int | None
    place_name: str
    slot: int
    ends_on: date | None
    practice_hours: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class PlaceFacts:
    """What the register knows of the place; `known` False when it was only typed."""

    known: bool
    place_id: int | None = None
    name: str = ""
    inside_region: bool = True
    needs_licence: bool = False
    licensed: bool = True
    suspended: bool = False
    closed: bool = False
    open_findings: int = 0
    other_responsible: bool = False


@dataclass(frozen=True)
class DocumentFacts:
    """The current file of one requirement row."""

    code: str
    label: str
    state: str
    refusal: str = ""
    sha256: str = ""
    valid_until: date | None = None
    uploaded_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at, gathered by `licensing.domain.findings`."""

    on: date
    subject: Subject
    kind: ApplicationKind
    era: LegalEra
    delegated: bool
    coordination: str
    coordination_days: int
    type_code: str
    is_foreign_type: bool
    slot: int
    requirements: tuple[RequirementLike, ...]
    identity: Mapping[str, object]
    profession: Mapping[str, object]
    place_answers: Mapping[str, object]
    business: Mapping[str, object]
    details: Mapping[str, object]
    statements: frozenset[str]
    documents: tuple[DocumentFacts, ...]
    place: PlaceFacts
    professions_of_type: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    nik_name_on_register: str = ""
    is_own_record: bool = False
    str_used_by_other: bool = False
    held: tuple[HeldLicence, ...] = ()
    # Licences of other types: they use no place of this profession, but nobody is at two places at once.
    held_of_other_types: tuple[HeldLicence, ...] = ()
    old_licence: HeldLicence | None = None
    place_limit: int | None = None
    skp_target: int | None = None
    skp_points: int | None = None
    responsible_elsewhere: str = ""
    open_duplicate: str = ""
    consent_missing_of: str = ""
    sanction_until: date | None = None
    education: frozenset[str] = frozenset()
    officer_is_tied: bool = False
    phone_verified: bool = True
    prior_findings: int = 0


Rule = Callable[[Facts], Iterable[Finding]]


def date_of(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def count_of(value: object) -> int:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else 0


def masked_name(name: str) -> str:
    """Return a name as initials and dots: "Sari Wulandari" → "S••• W•••"."""
    return " ".join(f"{part[0]}•••" for part in name.split() if part)
