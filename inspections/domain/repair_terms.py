"""How many working days a repair may take. The ladder of sanctions says so; licensing, which stands above, lends it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.exceptions import Unavailable


@dataclass(frozen=True)
class RepairTerms:
    """Working days: `usual` where the inspector set no day, `offered` to choose from, the shortest first."""

    usual: int
    offered: tuple[int, ...]


class RepairTermsMissing(Unavailable):
    """Nobody lends the terms, or the ladder is not loaded: a finding without a last day must not be written."""

    code = "repair_terms_missing"
    message = _("Tenggat perbaikan belum dimuat. Hubungi administrator, lalu kirim lagi.")


Lender = Callable[[], RepairTerms | None]
_lenders: list[Lender] = []


def register(lender: Lender) -> None:
    """Name who knows the ladder; called once when the apps are ready."""
    _lenders[:] = [lender]


def known_terms() -> RepairTerms | None:
    """Return the terms as the ladder has them today; None while nobody lends them."""
    return _lenders[0]() if _lenders else None


def repair_terms() -> RepairTerms:
    """Return the terms as the ladder has them today. Raises RepairTermsMissing."""
    terms = known_terms()
    if terms is None:
        raise RepairTermsMissing
    return terms
