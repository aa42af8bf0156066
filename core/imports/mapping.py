"""Which column of a sheet is which: proposed from the headings, remembered once somebody chose."""

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.imports.columns import Column, plain_name
from core.imports.exceptions import ColumnsMissing, ColumnTwice
from core.imports.kinds import Kind
from core.models import ImportBatch, ImportMapping

# Titles and notes stand above the header of many offices' sheets.
HEADER_WITHIN = 15
LIKENESS = 0.85

Mapped = dict[str, int]


def fingerprint(header: Sequence[str]) -> str:
    """The same for the same headings, however they are spaced or capitalised."""
    return hashlib.sha256("\n".join(map(plain_name, header)).encode()).hexdigest()


def header_place(kind: Kind, rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """Index of the row that looks most like the header, and how many columns of `kind` it names; (0, 0) = none."""
    scores = [(len(proposed(kind, headings(cells))), -index) for index, cells in enumerate(rows[:HEADER_WITHIN])]
    best, place = max(scores, default=(0, 0))
    return -place, best


def headings(cells: Sequence[Any]) -> list[str]:
    """The cells of a header as texts."""
    return [" ".join(str(cell).split())[:100] for cell in cells]


def proposed(kind: Kind, header: Sequence[str]) -> Mapped:
    """Column name → place in the header: exact headings first, then those spelled nearly so."""
    free = {place: plain_name(text) for place, text in enumerate(header) if plain_name(text)}
    found: Mapped = {}
    for likeness in (1.0, LIKENESS):
        for column in kind.columns:
            if column.name not in found and (place := _place_of(column, free, likeness)) is not None:
                found[column.name] = place
                del free[place]
    return found


def _place_of(column: Column, free: Mapping[int, str], likeness: float) -> int | None:
    names = column.names
    for place, text in free.items():
        if text in names or (likeness < 1 and difflib.get_close_matches(text, names, n=1, cutoff=likeness)):
            return place
    return None


def remembered(batch: ImportBatch, owner: str) -> Mapped | None:
    """What this owner chose for the same headings before."""
    row = ImportMapping.objects.filter(owner=owner, kind=batch.kind, fingerprint=fingerprint(batch.header)).first()
    return None if row is None else {str(name): int(place) for name, place in row.mapping.items()}


def remember(batch: ImportBatch, owner: str, *, at: datetime) -> None:
    """Keep the choice for the next file with these headings."""
    ImportMapping.objects.update_or_create(
        owner=owner,
        kind=batch.kind,
        fingerprint=fingerprint(batch.header),
        defaults={"mapping": batch.mapping, "used_at": at},
    )


def checked(kind: Kind, header: Sequence[str], chosen: Mapping[str, int | None]) -> Mapped:
    """The choice as it is stored. Raises `ColumnsMissing` for required columns, `ColumnTwice` for one used twice."""
    mapped = {
        column.name: place
        for column in kind.columns
        if (place := chosen.get(column.name)) is not None and 0 <= place < len(header)
    }
    missing = [str(column.label) for column in kind.columns if column.required and column.name not in mapped]
    if missing:
        raise ColumnsMissing(params={"names": ", ".join(missing)})
    places = list(mapped.values())
    twice = sorted({header[place] for place in places if places.count(place) > 1})
    if twice:
        raise ColumnTwice(params={"names": ", ".join(twice)})
    return mapped
