"""Small cells: which rows of a published table are hidden so that no count under five can be worked out.

Pure: counts in, decisions out. A cell is small when it is 1 to 4. A row with a small cell is hidden whole, and so
are further rows until what is hidden, taken together, could itself be shown: then neither the total less the shown
rows nor a neighbouring row tells a small count (SECURITY, threat 17).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

FEW: Final = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Counts:
    """`held` and `lacking` of one row; together they are the obliged."""

    held: int
    lacking: int

    @property
    def obliged(self) -> int:
        """All that count."""
        return self.held + self.lacking

    @property
    def is_small(self) -> bool:
        """Tell whether one of the three counts is 1 to 4; `lacking` also below zero (more held than obliged)."""
        return any(0 < count < FEW for count in (self.held, abs(self.lacking), self.obliged))

    def less(self, other: "Counts") -> "Counts":
        """Return what is left when another row is taken away."""
        return Counts(self.held - other.held, self.lacking - other.lacking)


def hidden(total: Counts, rows: Mapping[Key, Counts]) -> frozenset[Key]:
    """Return the rows that must not be shown beside `total`, which itself is shown only when it is not small.

    Rows need not add up to the total (a person may count in two rows): what is left of the total is judged as well.
    """
    gone = {key for key, counts in rows.items() if counts.is_small}
    order = sorted((key for key in rows if key not in gone), key=lambda key: (rows[key].obliged, str(key)))
    while _tells(total, rows, gone) and order:
        gone.add(order.pop(0))
    return frozenset(gone)


def _tells(total: Counts, rows: Mapping[Key, Counts], gone: set[Key]) -> bool:
    """Tell whether the hidden rows can be worked out: together, or as what is left of the total."""
    if not gone:
        return _sum(rows, set(rows)).obliged >= total.obliged and total.less(_sum(rows, set(rows))).is_small
    if len(gone) == 1:
        return True
    left = total.less(_sum(rows, set(rows) - gone))
    return _sum(rows, gone).is_small or left.is_small


def _sum(rows: Mapping[Key, Counts], keys: set[Key]) -> Counts:
    return Counts(sum(rows[key].held for key in keys), sum(rows[key].lacking for key in keys))
