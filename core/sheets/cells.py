"""Cells that a spreadsheet program must take for text, never for a formula.

Excel, LibreOffice and Google Sheets run a cell that begins with one of these signs, also when it came out of a CSV
(CWE-1236). A leading apostrophe makes it text. `plain_text` undoes exactly what `inert` did, so that a sheet of ours
may be filled in and sent back.
"""

import re
from typing import Any

# Full-width signs count too: some programs of East Asian locales read them as their narrow twins.
_FIRST = "'=+-@\t\r＝＋－＠"
_LIVE = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
# A cell begins a line or follows a comma, with or without a quote.
_BEFORE = (",", "\n", ',"', '\n"')
_MARKED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def inert(cell: Any) -> Any:
    """`cell` as it may be written: text that a program would run gets an apostrophe, all else stays."""
    # Its first sign tells of nearly every text that it is none; the pattern is asked about the rest.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FIRST and _LIVE.match(cell) else cell


def holds_live(lines: str) -> bool:
    """Whether CSV text of ours may hold a live cell; sees every one, and at times one that is none.

    Plain searches: a pattern over the whole text would take longer than writing it did.
    """
    if lines[:1] in _FIRST or (lines[:1] == '"' and lines[1:2] in _FIRST):
        return True
    # A return is always in quotes; without one it ends a line.
    signs = [sign for sign in _FIRST if sign in lines]
    return any(before + sign in lines for sign in signs for before in (_BEFORE[2:] if sign == "\r" else _BEFORE))


def plain_text(cell: str) -> str:
    """What stood in a cell before `inert`."""
    return cell[1:] if cell[:1] == "'" and _MARKED.match(cell) else cell
