"""Which requirements hold for a file: by kind and legal era. Pure.

Era of a file (roles.md section 2): `uu17_2023` when filed on or after 8 August 2023, or filed before and not
yet verified on that day; otherwise `pre_uu17_2023`. Never today's date (PRODUCT 7).
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from licensing.enums import ApplicationKind, LegalEra, RequirementKind

# UU 17/2023 was promulgated on this day (Ps. 458).
UU17_DATE = date(2023, 8, 8)

BOTH = "both"


class RequirementLike(Protocol):
    """What selection needs of a requirement row."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def mandatory(self) -> bool: ...
    @property
    def applies_to(self) -> str: ...
    @property
    def legal_era(self) -> str: ...


R = TypeVar("R", bound=RequirementLike)

# DECISIONS 10: a change or a replacement asks for the type's statements and what proves the change or loss.
PROOF_CODES = frozenset({"NIK", "SIP-LAMA", "IZIN-LAMA", "SERT-LAMA", "STPT-LAMA"})


def era_of(filed_on: date, verified_on: date | None) -> LegalEra:
    """Return the legal era of a file; a file not yet verified on 8 August 2023 moves to the new rules."""
    if filed_on >= UU17_DATE:
        return LegalEra.NEW
    if verified_on is None or verified_on >= UU17_DATE:
        return LegalEra.NEW
    return LegalEra.OLD


def applicable(requirements: Iterable[R], *, kind: ApplicationKind, era: LegalEra) -> list[R]:
    """Return the rows that hold for a file of `kind` in `era`, in their order.

    `both` means new and renewal; a move uses the `both` rows and the `move` rows (domain/README.md).
    """
    in_era = [row for row in requirements if row.legal_era in (BOTH, era)]
    if kind in (ApplicationKind.CHANGE, ApplicationKind.REPLACEMENT):
        return [row for row in in_era if row.kind == RequirementKind.STATEMENT or row.code in PROOF_CODES]
    return [row for row in in_era if row.applies_to in (BOTH, kind)]


def needing_upload(requirements: Iterable[R]) -> list[R]:
    """Return the rows an applicant answers with a file."""
    return [row for row in requirements if row.kind == RequirementKind.DOCUMENT]


def missing_documents(requirements: Iterable[R], *, uploaded: set[str]) -> list[R]:
    """Return mandatory document rows without a file."""
    return [row for row in needing_upload(requirements) if row.mandatory and row.code not in uploaded]


def missing_statements(requirements: Iterable[R], *, agreed: set[str]) -> list[R]:
    """Return mandatory statements not agreed to."""
    return [
        row
        for row in requirements
        if row.kind == RequirementKind.STATEMENT and row.mandatory and row.code not in agreed
    ]
