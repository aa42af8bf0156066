"""Staged rows read by the columns of their kind: values, and every flaw of every cell and row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.imports.columns import CellError, Reader
from core.imports.kinds import Flaw, Kind, Plan, Row, Scope
from core.imports.memory import Memory
from core.models import ImportBatch, ImportChunk


@dataclass
class Judged:
    """What became of the rows of a chunk. `flaws` are as they are stored; `plan` is of the `good` rows."""

    good: list[Row] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    flaws: list[list[Any]] = field(default_factory=list)
    refused: int = 0
    # One letter a row of the chunk, `-` for those above the data.
    outcomes: str = ""


REFUSED, NO_ROW = "r", "-"


class Judge:
    """Reads chunk after chunk of one batch, in order: it remembers the keys it has seen."""

    def __init__(self, batch: ImportBatch, kind: Kind, scope: Scope) -> None:
        self.batch, self.kind, self.scope = batch, kind, scope
        self.readers: list[tuple[str, int, Reader, bool]] = [
            (column.name, batch.mapping[column.name], column.reader(), column.required)
            for column in kind.columns
            if column.name in batch.mapping
        ]
        self.columns = {column.name: column for column in kind.columns}
        self.memory = Memory()

    def judge(self, chunk: ImportChunk) -> Judged:
        """Read a chunk and plan its good rows. Nothing is written."""
        found = Judged()
        raw = {number: cells for number, *cells in chunk.rows if number > self.batch.header_number}
        rows = [self._row(number, cells, found) for number, cells in raw.items()]
        facts = self.kind.facts(rows, self.scope, self.memory)
        bad = {flaw[0] for flaw in found.flaws}
        for row in rows:
            flaws = [*self.kind.check(row, facts), *self._twice(row)]
            if flaws:
                bad.add(row.number)
                found.flaws += [self._stored(row.number, flaw, raw[row.number]) for flaw in flaws]
            if row.number not in bad:
                found.good.append(row)
        found.refused = len(bad)
        found.flaws.sort(key=lambda flaw: flaw[0])
        found.plan = self.kind.plan(found.good, facts)
        letters = {row.number: outcome[0] for row, outcome in zip(found.good, found.plan.outcomes, strict=True)}
        absent = dict.fromkeys(bad, REFUSED)
        found.outcomes = "".join(letters.get(line[0]) or absent.get(line[0], NO_ROW) for line in chunk.rows)
        return found

    def _row(self, number: int, cells: list[Any], found: Judged) -> Row:
        row = Row(number, {})
        width = len(cells)
        for name, place, read, required in self.readers:
            cell = cells[place] if place < width else ""
            if cell == "" or cell is None:
                if required:
                    self._note(found, row, name, CellError("required"), "")
                continue
            try:
                row.values[name] = read(cell)
            except CellError as error:
                self._note(found, row, name, error, cell)
        return row

    def _note(self, found: Judged, row: Row, name: str, error: CellError, cell: Any) -> None:
        row.unread.add(name)
        flaw = Flaw(name, error.code, error.params, error.suggestion)
        found.flaws.append(self._flaw(row.number, flaw, cell))

    def _twice(self, row: Row) -> Iterator[Flaw]:
        key = self.kind.key(row)
        if key is None:
            return
        first = self.memory.first("rows", repr(key), row.number)
        if first != row.number:
            yield Flaw("", "twice", {"row": first})

    def _stored(self, number: int, flaw: Flaw, cells: list[Any]) -> list[Any]:
        place = self.batch.mapping.get(flaw.column)
        return self._flaw(number, flaw, cells[place] if place is not None and place < len(cells) else "")

    def _flaw(self, number: int, flaw: Flaw, cell: Any) -> list[Any]:
        column = self.columns.get(flaw.column)
        shown = column.shown(cell) if column is not None and cell != "" else ""
        return [number, flaw.column, flaw.code, shown, dict(flaw.params), flaw.suggestion]
