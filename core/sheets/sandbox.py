"""Reads one untrusted spreadsheet and prints its rows as JSON lines.

Run as a program of its own, `python -I sandbox.py SOURCE MAX_ROWS MAX_CELLS MAX_UNPACKED [DELIMITER]`, with an empty
environment: it imports nothing of the portal, so a parser that is taken over finds no settings, no key and no
database. Two cells at opposite corners make a reader reserve the whole rectangle between them; here that meets the
limit of memory and ends this process instead of the worker.

Prints `"ready"`, then `["sheet", name]` and `["rows", [[number, cell, …], …]]`, and at last `["end"]` or
`["refused", reason]` with a value of `reading.SheetFlaw`. No last line means that a limit struck.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import python_calamine

MEBIBYTE: Final = 1024 * 1024
MEMORY_BYTES: Final = 640 * MEBIBYTE  # of addresses; a sheet of 100,000 rows and 15 columns fills a quarter
CPU_SECONDS: Final = 60
BATCH: Final = 500
LONGEST_CELL: Final = 2_000
MAX_MEMBERS: Final = 2_000
MAX_SHEETS: Final = 30
DELIMITERS: Final = ";\t,"
ENCODINGS: Final = ("utf-8-sig", "cp1252")
SAMPLE: Final = 20_000
MARKED: Final = re.compile(r"'+[=+\-@\t\r＝＋－＠]")  # written by `cells.inert`


class Refused(Exception):
    """The file is not read. The argument is the reason, a value of `reading.SheetFlaw`."""


def lock_down() -> None:
    """Hold this process to the memory and time an honest sheet needs; it writes nothing but its output."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


def sheets(
    source: Path, *, max_rows: int, max_cells: int, max_unpacked: int, delimiter: str = ""
) -> Iterator[tuple[str, Any]]:
    """Each sheet's name and its rows as `[number, cell, …]`, blank rows left out."""
    with source.open("rb") as file:
        head = file.read(4)
    budget = Budget(max_rows, max_cells)
    if head == b"PK\x03\x04":
        refuse_archive(source, max_unpacked)
        yield from workbook(source, budget)
    elif head[:2] in (b"\xd0\xcf", b"MZ", b"%P") or b"\0\0" in head:
        raise Refused("kind")
    else:
        yield "", budget.spend(text_rows(source, delimiter))


class Budget:
    """Rows and cells of the whole file."""

    def __init__(self, rows: int, cells: int) -> None:
        self.rows, self.cells = rows, cells

    def spend(self, rows: Any) -> Iterator[list[Any]]:
        """Pass rows on until the file has too many of them, or of cells."""
        for row in rows:
            self.rows -= 1
            self.cells -= len(row) - 1
            if self.rows < 0:
                raise Refused("rows")
            if self.cells < 0:
                raise Refused("cells")
            yield row


def refuse_archive(source: Path, max_unpacked: int) -> None:
    """Macros, passwords and archives that unfold too far."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused("damaged") from None
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > max_unpacked:
        raise Refused("bomb")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Refused("kind")


def workbook(source: Path, budget: Budget) -> Iterator[tuple[str, Any]]:
    """Visible sheets of an XLSX or ODS file."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(source))
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.visible == python_calamine.SheetVisibleEnum.Visible:
                yield about.name, budget.spend(sheet_rows(book, about.name))
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except python_calamine.CalamineError:
        raise Refused("damaged") from None


def sheet_rows(book: Any, name: str) -> Iterator[list[Any]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return
    pad = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [
            cell if type(cell) is str and len(cell) <= LONGEST_CELL and cell[:1] != "'" else plain(cell)
            for cell in cells
        ]
        if any(cell != "" for cell in row):
            yield [number, *pad, *row]


def plain(cell: Any) -> Any:
    """A cell as JSON carries it: days as 2026-01-31, whole numbers without a point."""
    if isinstance(cell, str):
        return (cell[1:] if MARKED.match(cell) else cell)[: LONGEST_CELL + 1]
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell) if isinstance(cell, timedelta) else cell


def text_rows(source: Path, delimiter: str = "") -> Iterator[list[Any]]:
    """Rows of a CSV file in the encoding and, where none is named, with the delimiter it seems to have."""
    text = decoded(source.read_bytes())
    if "\0" in text:
        raise Refused("kind")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    number = 1
    try:
        for cells in reader:
            row = [plain(cell.strip()) for cell in cells]
            if any(row):
                yield [number, *row]
            number = reader.line_num + 1
    except csv.Error:
        raise Refused("damaged") from None


def decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data, "utf-16")
    try:
        return data.decode(ENCODINGS[0])
    except UnicodeDecodeError:
        return decode(data, ENCODINGS[1])


def decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("kind") from None


def delimiter_of(text: str) -> str:
    """The delimiter most used in the first line that has one: a title above the headings mostly has none.

    Later lines have no say: a comma inside Indonesian figures must not win over semicolons.
    """
    lines = text[:SAMPLE].splitlines()
    first = next((line for line in lines if any(sign in line for sign in DELIMITERS)), DELIMITERS[-1])
    return max(DELIMITERS, key=first.count)


def say(*parts: Any) -> None:
    sys.stdout.write(json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n")


def main(source: str, rows: str, cells: str, unpacked: str, delimiter: str = "") -> None:
    """Print everything, or why not."""
    lock_down()
    say("ready")
    limits = {"max_rows": int(rows), "max_cells": int(cells), "max_unpacked": int(unpacked)}
    try:
        for name, found in sheets(Path(source), **limits, delimiter=delimiter):
            say("sheet", name)
            batch: list[Any] = []
            for row in found:
                batch.append(row)
                if len(batch) == BATCH:
                    say("rows", batch)
                    batch = []
            say("rows", batch)
    except Refused as refused:
        say("refused", str(refused))
    except MemoryError:
        say("refused", "bomb")
    else:
        say("end")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(*sys.argv[1:])
