"""Rows of a spreadsheet, read by a child process that a hostile file cannot leave."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.exceptions import RuleBroken

SANDBOX = Path(__file__).with_name("sandbox.py")
DELIMITERS = (";", "\t", ",")  # those of CSV files


class SheetFlaw(StrEnum):
    """Why a file is not read."""

    KIND = "kind"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105  the name of a reason
    MACROS = "macros"
    BOMB = "bomb"
    ROWS = "rows"
    CELLS = "cells"
    EMPTY = "empty"
    SIZE = "size"


MESSAGES: dict[SheetFlaw, Promise] = {
    SheetFlaw.KIND: _("Berkas ini bukan XLSX, ODS, atau CSV. Simpan ulang lembar kerja Anda sebagai XLSX."),
    SheetFlaw.DAMAGED: _(
        "Berkas ini rusak atau terpotong. Buka di aplikasi lembar kerja, simpan ulang, lalu unggah lagi."
    ),
    SheetFlaw.PASSWORD: _("Berkas ini dikunci sandi. Simpan ulang tanpa sandi, lalu unggah lagi."),
    SheetFlaw.MACROS: _("Berkas ini memuat makro. Simpan ulang sebagai XLSX tanpa makro."),
    SheetFlaw.BOMB: _(
        "Isi berkas ini terlalu besar bila dibuka. Hapus kolom dan baris kosong di ujung lembar, lalu unggah lagi."
    ),
    SheetFlaw.ROWS: _("Berkas ini lebih dari %(rows)s baris. Bagi menjadi beberapa berkas."),
    SheetFlaw.CELLS: _("Berkas ini lebih dari %(cells)s sel. Hapus kolom yang tidak diperlukan."),
    SheetFlaw.EMPTY: _("Berkas ini tidak berisi baris data."),
    SheetFlaw.SIZE: _("Berkas ini lebih besar dari %(megabytes)s MB. Bagi menjadi beberapa berkas."),
}


@dataclass(frozen=True)
class Limits:
    """How much of a file is read: rows and cells over all sheets, bytes packed and unpacked."""

    rows: int = 100_000
    cells: int = 3_000_000
    size: int = 25 * 1024 * 1024
    unpacked: int = 400 * 1024 * 1024

    @property
    def params(self) -> dict[str, int]:
        """What the messages say of the limits."""
        return {"rows": self.rows, "cells": self.cells, "megabytes": self.size // 1024 // 1024}


class UnreadableSheet(RuleBroken):
    """A file that is no spreadsheet, or none we open; `flaw` says why."""

    code: ClassVar[str] = "unreadable_sheet"

    def __init__(self, flaw: SheetFlaw, limits: Limits) -> None:
        super().__init__(MESSAGES[flaw], params=limits.params)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not blank. `number` is the one the program shows; `sheet` is empty for a CSV."""

    sheet: str
    number: int
    cells: list[Any]


def read(path: Path, *, limits: Limits | None = None, delimiter: str = "") -> Iterator[SheetRow]:
    """Yield the rows of every visible sheet, in order; memory stays flat. Raises `UnreadableSheet`.

    `delimiter` is that of a CSV, guessed where it is empty; whoever knows the headings may try each.
    The header counts as a row. A file is refused where its limit is met, so a caller that keeps rows as they come
    must be ready to throw them away.
    """
    bounds = limits or Limits()
    if path.stat().st_size > bounds.size:
        raise UnreadableSheet(SheetFlaw.SIZE, bounds)
    with _child(path, bounds, delimiter) as lines:
        sheet = ""
        for line in lines:
            verb, *rest = json.loads(line)
            if verb == "sheet":
                sheet = rest[0]
            elif verb == "rows":
                for number, *cells in rest[0]:
                    yield SheetRow(sheet, number, cells)
            elif verb == "refused":
                raise UnreadableSheet(SheetFlaw(rest[0]), bounds)
            elif verb == "end":
                return
        # Its silence before the end is the file's fault: memory or time ran out.
        raise UnreadableSheet(SheetFlaw.BOMB, bounds)


@contextmanager
def _child(path: Path, limits: Limits, delimiter: str) -> Iterator[Any]:
    counts = map(str, (limits.rows + 1, limits.cells, limits.unpacked))
    command = [sys.executable, "-I", str(SANDBOX), str(path.resolve()), *counts, delimiter]
    with subprocess.Popen(
        command, env={}, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process.stdout
        finally:
            process.kill()  # a reader that stopped early leaves it at a full pipe
