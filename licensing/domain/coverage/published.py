"""Coverage figures for whoever sees counts only: which of them are shown."""

from collections.abc import Mapping

from core.hiding import Counts, hidden
from licensing.domain.coverage.counting import Figure, Key


def counts_of(figure: Figure) -> Counts:
    """Return the two counts of a figure."""
    return Counts(figure.held, figure.lacking)


def hidden_keys(total: Figure, rows: Mapping[Key, Figure]) -> frozenset[Key]:
    """Return the rows that must not be shown; all of them while the total itself is small."""
    if counts_of(total).is_small:
        return frozenset(rows)
    return hidden(counts_of(total), {key: counts_of(figure) for key, figure in rows.items()})
