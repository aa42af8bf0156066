"""What a dry run found: pages of flaws, the sheet to mend, the template to begin with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from core import sheets
from core.imports.columns import Column
from core.imports.kinds import Kind, kind_of
from core.imports.reasons import reason_of
from core.models import ImportBatch, ImportChunk

COLUMNS_SHOWN = 4


@dataclass(frozen=True)
class FlawLine:
    """One flaw as a page prints it; `shown` is masked for sensitive columns."""

    sheet: str
    number: int
    column: str
    shown: str
    reason: str


def flaws(batch: ImportBatch, *, start: int, count: int) -> list[FlawLine]:
    """`count` flaws from the `start`th on, in the order of the sheet. Opens only the chunks they lie in."""
    kind = kind_of(batch.kind)
    found: list[FlawLine] = []
    skipped = 0
    for pk, in_chunk in _flawed(batch).values_list("pk", "flaw_count"):
        if skipped + in_chunk > start and len(found) < count:
            lines = ImportChunk.objects.get(pk=pk).flaws or []
            begin = max(start - skipped, 0)
            found += [_line(batch, kind, flaw) for flaw in lines[begin : begin + count - len(found)]]
        skipped += in_chunk
    return found


@dataclass(frozen=True)
class RowLine:
    """One row of the sheet as a list prints it: its number and some cells, masked where they are sensitive."""

    number: int
    cells: tuple[str, ...]


def headings(batch: ImportBatch) -> list[str]:
    """What the sheet calls the columns that `rows` shows."""
    kind = kind_of(batch.kind)
    return [heading(batch, kind, column.name) for column in _shown(batch, kind)]


def rows(batch: ImportBatch, outcome: str, *, start: int, count: int) -> list[RowLine]:
    """`count` rows with that outcome (or "refused") from the `start`th on. Opens only the chunks they lie in."""
    shown = [(column, batch.mapping[column.name]) for column in _shown(batch, kind_of(batch.kind))]
    found: list[RowLine] = []
    skipped = 0
    chunks = batch.chunks.filter(sheet=batch.sheet).order_by("position")
    for pk, letters in chunks.values_list("pk", "outcomes"):
        places = [place for place, letter in enumerate(letters or "") if letter == outcome[0]]
        if skipped + len(places) > start and len(found) < count:
            begin = max(start - skipped, 0)
            raw = ImportChunk.objects.only("rows").get(pk=pk).rows
            found += [_row_line(raw[place], shown) for place in places[begin : begin + count - len(found)]]
        skipped += len(places)
    return found


def _shown(batch: ImportBatch, kind: Kind) -> list[Column]:
    """The columns one knows a row by: those that must be there, then the next ones."""
    mapped = [column for column in kind.columns if column.name in batch.mapping]
    return sorted(mapped, key=lambda column: not column.required)[:COLUMNS_SHOWN]


def _row_line(raw: list[Any], shown: list[tuple[Column, int]]) -> RowLine:
    number, *cells = raw
    return RowLine(
        number,
        tuple(
            column.shown(cells[place]) if place < len(cells) and cells[place] not in ("", None) else ""
            for column, place in shown
        ),
    )


def most_common(batch: ImportBatch, count: int = 5) -> list[tuple[str, str, int]]:
    """The commonest reasons that stand more than once: column, sentence without suggestion, how often."""
    kind = kind_of(batch.kind)
    counter: Counter[tuple[str, str, str]] = Counter()
    sample: dict[tuple[str, str, str], Any] = {}
    for chunk in _flawed(batch).iterator(chunk_size=1):
        for _number, column, code, _shown, params, _suggestion in chunk.flaws or []:
            key = (column, code, "" if code == "twice" else str(sorted(params.items())))
            counter[key] += 1
            sample.setdefault(key, params)
    return [
        (heading(batch, kind, column), reason_of(code, sample[column, code, rest]), often)
        for (column, code, rest), often in counter.most_common(count)
        if often > 1
    ]


def _flawed(batch: ImportBatch) -> Any:
    return batch.chunks.filter(sheet=batch.sheet, flaw_count__gt=0).order_by("position")


def _line(batch: ImportBatch, kind: Kind, flaw: list[Any]) -> FlawLine:
    number, column, code, shown, params, suggestion = flaw
    return FlawLine(batch.sheet, number, heading(batch, kind, column), shown, reason_of(code, params, suggestion))


def heading(batch: ImportBatch, kind: Kind, column: str) -> str:
    """What the sheet calls a column; the kind's own name where it has none."""
    place = batch.mapping.get(column)
    if place is not None and place < len(batch.header):
        return str(batch.header[place])
    found = kind.column(column)
    return str(found.label) if found is not None else _("Seluruh baris")


# --- sheets that go out -------------------------------------------------------------------------------------


def write_errors(batch: ImportBatch, target: Path | IO[bytes], *, clear: bool) -> None:
    """The refused rows as they were, each with its number and reasons behind: mend it and send it in again.

    `clear` shows sensitive cells whole; only who brought the file gets it so.
    """
    kind = kind_of(batch.kind)
    header = [*batch.header, _("Baris asal"), _("Yang perlu diperbaiki")]
    rows = _error_rows(batch, kind, clear=clear)
    sheets.write(target, [sheets.SheetOut(_("Perlu diperbaiki"), header, rows)])


def _error_rows(batch: ImportBatch, kind: Kind, *, clear: bool) -> Iterator[list[Any]]:
    hidden = {place for name, place in batch.mapping.items() if (column := kind.column(name)) and column.sensitive}
    width = len(batch.header)
    for chunk in _flawed(batch).iterator(chunk_size=1):
        reasons: dict[int, list[str]] = {}
        for flaw in chunk.flaws or []:
            line = _line(batch, kind, flaw)
            reasons.setdefault(line.number, []).append(f"{line.column}: {line.reason}")
        for number, *cells in chunk.rows or []:
            if number in reasons:
                full = (cells + [""] * width)[:width]
                shown = full if clear else [_masked(kind, cell, place in hidden) for place, cell in enumerate(full)]
                yield [*shown, number, "\n".join(reasons[number])]


def _masked(_kind: Kind, cell: Any, is_hidden: bool) -> Any:  # noqa: FBT001  a predicate's answer
    return Column("", "", sensitive=True).shown(cell) if is_hidden and cell != "" else cell


def write_template(kind: Kind, target: Path | IO[bytes]) -> None:
    """An empty sheet of this kind: the columns with one invented row, and a second sheet that explains them."""
    header = [str(column.label) for column in kind.columns]
    about = [
        [str(column.label), _("wajib") if column.required else _("boleh kosong"), str(column.hint), column.example]
        for column in kind.columns
    ]
    explained = [_("Kolom"), _("Isian"), _("Keterangan"), _("Contoh")]
    sheets.write(
        target,
        [
            sheets.SheetOut(str(kind.label), header, [[column.example for column in kind.columns]]),
            sheets.SheetOut(_("Penjelasan"), explained, about, widths=(24, 14, 60, 24)),
        ],
    )
