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
# A cell begins a line or follows a comma; one with a tab or a return in front is quoted by the writer.
_LIVE_LINE = re.compile(r"(?:^|[,\n])(?:'*[=+\-@\t＝＋－＠]|\"'*[=+\-@\t\r＝＋－＠])")
_MARKED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def inert(cell: Any) -> Any:
    """`cell` as it may be written: text that a program would run gets an apostrophe, all else stays."""
    # Its first sign tells of nearly every text that it is none; the pattern is asked about the rest.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FIRST and _LIVE.match(cell) else cell


def holds_live(lines: str) -> bool:
    """Whether CSV text of ours may hold a live cell; sees every one, and at times one that is none."""
    return _LIVE_LINE.search(lines) is not None


def plain_text(cell: str) -> str:
    """What stood in a cell before `inert`."""
    return cell[1:] if cell[:1] == "'" and _MARKED.match(cell) else cell
