"""All files checked first, then applied in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction

from core.loaded import Counts, Target, write
from core.refdata.declaring import Data, Row, Sheet, sheet_of, sheets
from core.refdata.flaws import BrokenFile, Flaw
from core.refdata.reading import read


def _link_flaws(sheet: Sheet, files: Mapping[str, Sequence[Row]], known: Mapping[str, set[str]]) -> Iterator[Flaw]:
    for column, file in sheet.links.items():
        for row in files[sheet.file]:
            value = row[column]
            for part in value if isinstance(value, list) else [value]:
                if part not in (None, "") and str(part) not in known[file]:
                    yield Flaw(sheet.file, row.line, column, f"{part!r} is not in {file}")


def load(
    chosen: Sequence[Sheet] | None = None,
    *,
    at: datetime,
    progress: Callable[[Sheet, Counts], None] = lambda _sheet, _counts: None,
) -> dict[str, Counts]:
    """Check all files, then apply them in one transaction. Returns counts by file name.

    Raises `BrokenFile` with every flaw of every file; then nothing was written.
    """
    wanted = sheets() if chosen is None else list(chosen)
    return _apply_all(wanted, Data(check(wanted), at), progress)


def check(wanted: Sequence[Sheet]) -> dict[str, Sequence[Row]]:
    """Read all files and return their rows. Raises `BrokenFile` with every flaw of every file."""
    files: dict[str, Sequence[Row]] = {}
    flaws: list[Flaw] = []
    for sheet in wanted:
        files[sheet.file], found = read(sheet)
        flaws += found
    flaws += _flaws_between(wanted, files)
    if flaws:
        raise BrokenFile(flaws)
    return files


def _flaws_between(wanted: Sequence[Sheet], files: Mapping[str, Sequence[Row]]) -> list[Flaw]:
    """Links that lead nowhere. A linked file that is not part of this load is read for its keys."""
    known = {sheet.file: {sheet.key_of(row) for row in files[sheet.file]} for sheet in wanted}
    for name in {name for sheet in wanted for name in sheet.links.values()} - set(known):
        known[name] = {sheet_of(name).key_of(row) for row in read(sheet_of(name))[0]}
    return [flaw for sheet in wanted for flaw in _link_flaws(sheet, files, known)]


def _apply_all(wanted: Sequence[Sheet], data: Data, progress: Callable[[Sheet, Counts], None]) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    with transaction.atomic():
        for sheet in wanted:
            counts[sheet.file] = _apply(sheet, data)
            progress(sheet, counts[sheet.file])
    return counts


def _apply(sheet: Sheet, data: Data) -> Counts:
    rows = data.rows(sheet.file)
    if sheet.apply is not None:
        return sheet.apply(rows, data)
    if sheet.values is None or not sheet.model:
        raise TypeError(f"{sheet.file}: a sheet needs `model` and `values`, or `apply`")
    values = sheet.values
    wanted = ((sheet.key_of(row), values(row, data)) for row in rows)
    return write(_target(sheet), wanted, at=data.at)


def _target(sheet: Sheet) -> Target:
    return Target(
        source=sheet.file,
        model=apps.get_model(sheet.model),
        key=sheet.fields_key or sheet.key,
        retire=sheet.retire,
        rows=sheet.rows,
        revise=sheet.revise,
    )
