"""Cells that a spreadsheet program must take for text, never for a formula.

Excel, LibreOffice and Google Sheets run a cell that begins with one of these signs, also when it came out of a CSV
(CWE-1236). A leading apostrophe makes it text. `plain_text` undoes exactly what `inert` did, so that a sheet of ours
may be filled in and sent back.
"""

import re
from typing import Any

# Full-width signs count too: some programs of East Asian locales read them as their narrow twins.
_LIVE = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def inert(cell: Any) -> Any:
    """`cell` as it may be written: text that a program would run gets an apostrophe, all else stays."""
    return f"'{cell}" if isinstance(cell, str) and _LIVE.match(cell) else cell


def plain_text(cell: str) -> str:
    """What stood in a cell before `inert`."""
    return cell[1:] if cell[:1] == "'" and _MARKED.match(cell) else cell
