"""Reading one file whole, with every flaw noted on the way."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from core.refdata.columns import Column
from core.refdata.declaring import Row, Sheet
from core.refdata.flaws import Flaw


def read(sheet: Sheet) -> tuple[list[Row], list[Flaw]]:
    """The rows of a sheet's file, and every flaw found in it."""
    try:
        text = sheet.path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [Flaw(sheet.file, 0, "", "the file is missing")]
    except UnicodeDecodeError as error:
        return [], [Flaw(sheet.file, 0, "", f"is not UTF-8: {error.reason}")]
    return _Reader(sheet, text).read()


class _Reader:
    """Reads one file and notes what is wrong on the way."""

    def __init__(self, sheet: Sheet, text: str) -> None:
        self.sheet, self.text = sheet, text
        self.flaws: list[Flaw] = []

    def read(self) -> tuple[list[Row], list[Flaw]]:
        lines = self._lines()
        _line, header = next(lines, (1, []))
        if not self._check_header(header):
            return [], self.flaws
        rows = [row for line, cells in lines if (row := self._row(line, header, cells)) is not None]
        self._check_keys(rows)
        return [row for row in rows if self.sheet.only is None or self.sheet.only(row)], self.flaws

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it starts on; a cell may span several."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        start = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._note(start, "", str(error))
                return
            if cells:
                yield start, cells
            start = reader.line_num + 1

    def _check_header(self, header: list[str]) -> bool:
        wanted = [column.name for column in self.sheet.columns]
        for name in wanted:
            if name not in header:
                self._note(1, name, "the column is missing")
        for name in header:
            if name not in wanted or header.count(name) > 1:
                self._note(1, name, "the column is unknown or stands twice")
        return not self.flaws

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row | None:
        if len(cells) != len(header):
            self._note(line, "", f"has {len(cells)} cells, the header {len(header)}")
            return None
        raw = dict(zip(header, cells, strict=True))
        values = {column.name: self._cell(line, column, raw[column.name]) for column in self.sheet.columns}
        row = Row(line, values)
        if any(flaw.line == line for flaw in self.flaws[-len(header) :]):
            return None
        for column, reason in self.sheet.check(row) if self.sheet.check else ():
            self._note(line, column, reason)
        return row

    def _cell(self, line: int, column: Column, cell: str) -> Any:
        try:
            return column.read(cell.strip())
        except ValueError as error:
            self._note(line, column.name, str(error))
            return None

    def _check_keys(self, rows: Iterable[Row]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            key = self.sheet.key_of(row)
            if first := seen.get(key):
                self._note(row.line, self.sheet.key[0], f"{key} stands already in line {first}")
            seen.setdefault(key, row.line)

    def _note(self, line: int, column: str, reason: str) -> None:
        self.flaws.append(Flaw(self.sheet.file, line, column, reason))
