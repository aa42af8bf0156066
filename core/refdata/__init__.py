"""Reference data from versioned CSV files: declared as sheets, checked whole, applied in one transaction.

An app declares its sheets in `<app>/reference.py`; the files lie in `<app>/reference/`::

    refdata.register(
        Sheet(
            app="accounts",
            file="regions.csv",
            model="accounts.Region",
            key=("code",),
            columns=(Text("code"), Text("parent_code", blank=True), Integer("established_year", blank=True)),
            values=lambda row, data: {"parent_id": row["parent_code"] or None, …},
            retire={"current": False},
        )
    )

The loader remembers the content of each row as it wrote it. A row whose content differs from that was edited by
people and is kept. Nothing is ever deleted; a row that left its file is retired. A second run writes nothing.
"""

from core.loaded import Counts
from core.refdata.columns import Boolean, Choice, Column, Day, Integer, Items, Number, Pattern, Text
from core.refdata.declaring import Data, Row, Sheet, register, sheets
from core.refdata.flaws import BrokenFile, Flaw
from core.refdata.loading import check, load
from core.refdata.reading import read

__all__ = [
    "Boolean",
    "BrokenFile",
    "Choice",
    "Column",
    "Counts",
    "Data",
    "Day",
    "Flaw",
    "Integer",
    "Items",
    "Number",
    "Pattern",
    "Row",
    "Sheet",
    "Text",
    "check",
    "load",
    "read",
    "register",
    "sheets",
]
