"""Spreadsheets into the registers: upload → columns → dry run → decision → result → undo.

An app tells its kinds in `AppConfig.ready`; everything else is here::

    imports.register(Kind(code="placements", columns=(…), facts=…, check=…, plan=…))

    batch = staging.receive(path, …)          # rows staged encrypted, the columns proposed
    running.choose(batch, mapping, …)         # remembered; the dry run is queued
    running.check(batch)                      # in the worker: every flaw of every row
    running.decide(batch, mode, …)            # all or nothing, or good rows only; queued
    running.apply(batch)                      # in the worker
    undoing.ask(batch, …); undoing.undo(batch)

A kind decides and never writes: `plan` hands back drafts and changes, `bulk` writes them by COPY or executemany.
"""

from core.imports.columns import Blank, CellError, Choice, Column, Day, Number, Text, YesNo
from core.imports.kinds import (
    Change,
    Draft,
    Flaw,
    Kind,
    Outcome,
    Plan,
    Row,
    Scope,
    kind_of,
    kinds,
    register,
)
from core.imports.reasons import reason_of, register_reasons

__all__ = [
    "Blank",
    "CellError",
    "Change",
    "Choice",
    "Column",
    "Day",
    "Draft",
    "Flaw",
    "Kind",
    "Number",
    "Outcome",
    "Plan",
    "Row",
    "Scope",
    "Text",
    "YesNo",
    "kind_of",
    "kinds",
    "reason_of",
    "register",
    "register_reasons",
]
