"""Spreadsheets in and out: the one door to calamine (XLSX, ODS), CSV, and XlsxWriter.

    for row in read(path):                       # UnreadableSheet: damaged, a bomb, too many rows …
        row.sheet, row.number, row.cells         # number as the program shows it; cells are str, int, float, bool

    write(path, [SheetOut("Tenaga", header, rows)])

What is read was written by strangers, so a child process with limits reads it. What is written may hold words of
strangers, so no cell can become a formula (`inert`); `read` takes the mark away again.
"""

from core.sheets.cells import inert, plain_text
from core.sheets.reading import DELIMITERS, Limits, SheetFlaw, SheetRow, UnreadableSheet, read
from core.sheets.writing import SheetOut, csv_text, write, write_csv

__all__ = [
    "DELIMITERS",
    "Limits",
    "SheetFlaw",
    "SheetOut",
    "SheetRow",
    "UnreadableSheet",
    "csv_text",
    "inert",
    "plain_text",
    "read",
    "write",
    "write_csv",
]
