"""Sheets that go out: rows stream to the file, no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from core.sheets.cells import holds_live, inert

# Excel refuses these in the name of a sheet, and names over 31 characters.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
CREATED = datetime(2013, 1, 1, tzinfo=UTC)
_WIDTH, _WIDEST = 12, 60


@dataclass(frozen=True)
class SheetOut:
    """One sheet. `rows` may be a generator; `widths` are of columns, in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = field(default=())


def write(target: Path | IO[bytes], sheets: Iterable[SheetOut]) -> None:
    """Write an XLSX file: header bold and frozen, memory flat, all text as text."""
    import xlsxwriter  # slow import

    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
        "remove_timezone": True,
    }
    if isinstance(target, Path):
        options["tmpdir"] = str(target.parent)  # each sheet is a file until all are done
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        # The same rows give the same bytes, so that a file brought twice is known.
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name.translate(_FORBIDDEN)[:_LONGEST_NAME]), sheet, bold)


def _write_sheet(page: Any, sheet: SheetOut, bold: Any) -> None:
    for column, label in enumerate(sheet.header):
        wanted = sheet.widths[column] if column < len(sheet.widths) else max(_WIDTH, len(label) + 2)
        page.set_column(column, column, min(wanted, _WIDEST))
    page.freeze_panes(1, 0)
    page.write_row(0, 0, [inert(label) for label in sheet.header], bold)
    for number, row in enumerate(sheet.rows, start=1):
        page.write_row(number, 0, [inert(cell) for cell in row])


def write_csv(target: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV with commas; open the target with `newline=""` and, for Excel, as `utf-8-sig`."""
    writer = csv.writer(target)
    writer.writerow([inert(label) for label in header])
    writer.writerows([inert(cell) for cell in row] for row in rows)


def csv_text(rows: Sequence[Sequence[Any]]) -> str:
    """The same as text, without a header. All lines are searched at once; only where one is live, cell by cell."""
    text = _lines(rows)
    return _lines([[inert(cell) for cell in row] for row in rows]) if holds_live(text) else text


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue()
