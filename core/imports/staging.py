"""A file becomes staged rows: read in a child, kept encrypted, the file itself is not kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from core import audit
from core.imports import mapping
from core.imports.kinds import Kind, Scope, kind_of
from core.models import ImportBatch, ImportChunk, ImportSetting, ImportState
from core.sheets import Limits, SheetFlaw, SheetRow, UnreadableSheet, read

CHUNK = 1_000


@dataclass
class _Sheet:
    """What is known of a sheet while its rows go by."""

    name: str
    first: list[list[Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: int = 0


def limits_of(kind: str) -> Limits:
    """How much of a file of this kind is read; the data say, else 100,000 rows."""
    setting = ImportSetting.objects.filter(pk=kind).first()
    return Limits(rows=setting.max_rows) if setting else Limits()


@transaction.atomic
def receive(
    path: Path,
    *,
    kind: str,
    name: str,
    scope: Scope,
    by: Any,
    at: datetime,
    place_name: str = "",
) -> ImportBatch:
    """Stage the rows of the file at `path` and propose its columns. Raises `UnreadableSheet`; then nothing is kept.

    `name` is what the person's file was called; nothing is read from it.
    """
    batch = ImportBatch.objects.create(
        kind=kind_of(kind).code,
        office_code=scope.office_code,
        region_code=scope.region_code,
        place=scope.place,
        place_name=place_name,
        file_name=" ".join(name.split())[:150],
        sha256=_sha256(path),
        is_demo=scope.is_demo,
        created_by=by,
        created_at=at,
    )
    limits = limits_of(kind)
    sheets = _stage(batch, read(path, limits=limits))
    _propose(batch, kind_of(kind), sheets, scope, limits)
    audit.record(
        action="import.receive",
        by=by,
        obj=batch,
        office=batch,
        payload={"kind": kind, "rows": batch.row_count, "sha256": batch.sha256[:16], "place": scope.place},
        at=at,
    )
    return batch


def same_before(batch: ImportBatch) -> ImportBatch | None:
    """The import that already brought this very file in."""
    same = ImportBatch.objects.filter(
        sha256=batch.sha256, kind=batch.kind, office_code=batch.office_code, place=batch.place, state=ImportState.DONE
    )
    return same.exclude(pk=batch.pk).order_by("-applied_at").first()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stage(batch: ImportBatch, rows: Iterator[SheetRow]) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    waiting: list[list[Any]] = []
    position = 0

    def keep() -> None:
        nonlocal position, waiting
        if waiting:
            ImportChunk.objects.create(
                batch=batch, sheet=sheets[-1].name, position=position, row_count=len(waiting), rows=waiting
            )
            position, waiting = position + 1, []

    for row in rows:
        if not sheets or sheets[-1].name != row.sheet:
            keep()
            sheets.append(_Sheet(row.sheet))
        sheet = sheets[-1]
        sheet.rows += 1
        if sheet.rows <= mapping.HEADER_WITHIN:
            sheet.first.append(row.cells)
            sheet.numbers.append(row.number)
        waiting.append([row.number, *row.cells])
        if len(waiting) == CHUNK:
            keep()
    keep()
    return sheets


def _propose(batch: ImportBatch, kind: Kind, sheets: list[_Sheet], scope: Scope, limits: Limits) -> None:
    """Choose the sheet that looks most like this kind, find its header, and map its columns."""
    scored = [(mapping.header_place(kind, sheet.first), sheet) for sheet in sheets if sheet.rows > 1]
    if not scored:
        raise UnreadableSheet(SheetFlaw.EMPTY, limits)
    _place, best = max(scored, key=lambda pair: pair[0][1])
    batch.sheets = [
        {
            "name": sheet.name,
            "rows": sheet.rows - header - 1,
            "number": sheet.numbers[header],
            "header": mapping.headings(sheet.first[header]),
        }
        for (header, _score), sheet in scored
    ]
    choose_sheet(batch, best.name)
    batch.mapping = mapping.remembered(batch, scope.owner) or mapping.proposed(kind, batch.header)
    batch.save()


def choose_sheet(batch: ImportBatch, name: str) -> None:
    """Take another sheet of the file; the caller saves. An unknown name changes nothing."""
    for sheet in batch.sheets:
        if sheet["name"] == name:
            batch.sheet, batch.row_count = name, max(sheet["rows"], 0)
            batch.header_number, batch.header = sheet["number"], sheet["header"]
