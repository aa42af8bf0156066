"""Two versions of a requirement set side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
COMPARED = ("label_id", "citation", "kind", "mandatory", "note")


@dataclass(frozen=True)
class Pair:
    """One requirement on both sides; None where a side has not got it."""

    before: Row | None
    after: Row | None

    @property
    def change(self) -> str:
        """`added`, `removed`, `changed` or `same`."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if any(self.before[name] != self.after[name] for name in COMPARED) else "same"


def paired(before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    """Return the rows of both sides by code, case and era: those of `after` in their order, then what went."""

    def key(row: Row) -> tuple[Any, ...]:
        return row["code"], row["applies_to"], row["legal_era"]

    old = {key(row): row for row in before}
    new = {key(row): row for row in after}
    pairs = [Pair(old.get(name), row) for name, row in new.items()]
    return pairs + [Pair(row, None) for name, row in old.items() if name not in new]
