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

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.exceptions import DomainError
from core.loaded import Counts, Target, write

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
    "register",
    "sheets",
]

TRUE_FALSE = {"true": True, "false": False}


# --- flaws --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flaw:
    """One thing wrong in a file. `line` counts from 1, the header; `column` empty = the whole line."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f", {self.column}" if self.column else ""
        return f"{self.file}:{self.line}{place}: {self.reason}"


class BrokenFile(DomainError):
    """Some files cannot be loaded; nothing was written. `flaws` lists all of them."""

    code = "broken_file"
    message = _("Berkas acuan tidak dapat dimuat: %(count)s kesalahan.")

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(params={"count": len(flaws)})
        self.flaws = tuple(flaws)

    def __str__(self) -> str:
        return "\n".join(map(str, self.flaws))


# --- columns ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column by its heading. `blank` allows an empty cell, which reads as `empty`; `default` then replaces it.

    `parse` raises `ValueError` with the reason.
    """

    name: str
    blank: bool = False
    default: Any = None
    empty: ClassVar[Any] = None

    def read(self, cell: str) -> Any:
        """The value of a stripped cell."""
        if cell:
            return self.parse(cell)
        if not self.blank:
            raise ValueError("is empty")
        return self.empty if self.default is None else self.default

    def parse(self, cell: str) -> Any:
        """The value of a cell that is not empty."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Column):
    """Text of at most `longest` characters; an empty cell reads as ""."""

    longest: int | None = None
    empty: ClassVar[Any] = ""

    def parse(self, cell: str) -> str:
        """Check the length."""
        if self.longest is not None and len(cell) > self.longest:
            raise ValueError(f"is longer than {self.longest} characters")
        return cell


@dataclass(frozen=True)
class Pattern(Text):
    """Text that matches the regular expression `form` whole."""

    form: str = ".*"

    def parse(self, cell: str) -> str:
        """Check the form."""
        if not re.fullmatch(self.form, cell):
            raise ValueError(f"{cell!r} does not look like {self.form}")
        return super().parse(cell)


@dataclass(frozen=True)
class Choice(Text):
    """One of `options`: the values of an enum, or plain words."""

    options: Iterable[str] = ()

    def parse(self, cell: str) -> str:
        """Check membership."""
        known = [str(option) for option in self.options]
        if cell not in known:
            raise ValueError(f"{cell!r} is none of {', '.join(known)}")
        return cell


@dataclass(frozen=True)
class Integer(Column):
    """A whole number, `least` ≤ n ≤ `most`."""

    least: int | None = None
    most: int | None = None

    def parse(self, cell: str) -> int:
        """Check digits and bounds."""
        if not re.fullmatch(r"-?\d+", cell):
            raise ValueError(f"{cell!r} is not a whole number")
        number = int(cell)
        _check_bounds(number, self.least, self.most)
        return number


@dataclass(frozen=True)
class Number(Column):
    """A decimal number with a point, `least` ≤ n ≤ `most`."""

    least: Decimal | int | None = None
    most: Decimal | int | None = None

    def parse(self, cell: str) -> Decimal:
        """Check form and bounds."""
        try:
            number = Decimal(cell)
        except InvalidOperation as error:
            raise ValueError(f"{cell!r} is not a number") from error
        if not number.is_finite():
            raise ValueError(f"{cell!r} is not a number")
        _check_bounds(number, self.least, self.most)
        return number


@dataclass(frozen=True)
class Boolean(Column):
    """`true` or `false`."""

    def parse(self, cell: str) -> bool:
        """Check the word."""
        if cell not in TRUE_FALSE:
            raise ValueError(f"{cell!r} is neither true nor false")
        return TRUE_FALSE[cell]


@dataclass(frozen=True)
class Day(Column):
    """An ISO date."""

    def parse(self, cell: str) -> date:
        """Check the form."""
        try:
            return date.fromisoformat(cell)
        except ValueError as error:
            raise ValueError(f"{cell!r} is not a date like 2026-01-31") from error


@dataclass(frozen=True)
class Items(Column):
    """A list inside a cell, separated by `separator`; an empty cell reads as []."""

    separator: str = ";"
    options: Iterable[str] = ()

    def read(self, cell: str) -> list[str]:
        """The parts, stripped, in their order."""
        if not cell and not self.blank:
            raise ValueError("is empty")
        parts = [part.strip() for part in cell.split(self.separator)] if cell else []
        known = [str(option) for option in self.options]
        for part in parts:
            if not part or (known and part not in known):
                raise ValueError(f"{part!r} is not allowed in the list")
        return parts


def _check_bounds(number: Decimal | int, least: Decimal | int | None, most: Decimal | int | None) -> None:
    if least is not None and number < least:
        raise ValueError(f"{number} is less than {least}")
    if most is not None and number > most:
        raise ValueError(f"{number} is more than {most}")


# --- sheets -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of a file, its cells read. `line` is where it starts."""

    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


@dataclass(frozen=True)
class Sheet:
    """One file and where its rows go.

    * `columns` names every column of the file; an unknown or missing one is a flaw.
    * `key` are the columns that identify a row; the same key twice is a flaw.
    * `links` maps a column to the file whose key it must name, for example {"type_code": "recommendation-types.csv"};
      empty cells pass, lists are checked part by part.
    * `check(row)` yields reasons why the row as a whole is wrong, as `(column, reason)`.
    * `model` and `values(row, data)` say which fields a row sets; `fields_key` names the model fields that find its
      object again, when they differ from `key`. `retire` are the values set when a row left the file.
    * `rows` narrows the objects the file is about, for example to the newest versions.
    * `revise(obj, values)` replaces setting the values on `obj`, for objects that are not changed in place.
    * `apply(rows, data)` replaces all of that for files that do not map to rows of one model; it must write
      nothing when nothing changed, and returns its `Counts`.
    * `after` names files that must be applied first; `only(row)` leaves out rows that are not for this app.
    """

    app: str
    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    model: str = ""
    values: Callable[[Row, "Data"], Mapping[str, Any]] | None = None
    fields_key: tuple[str, ...] = ()
    retire: Mapping[str, Any] = field(default_factory=dict)
    rows: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] | None = None
    revise: Callable[[Any, Mapping[str, Any]], Any] | None = None
    apply: Callable[[Sequence[Row], "Data"], Counts] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Row], Iterable[tuple[str, str]]] | None = None
    after: tuple[str, ...] = ()
    only: Callable[[Row], bool] | None = None
    folder: Path | None = None

    @property
    def path(self) -> Path:
        """Where the file lies: `<app>/reference/<file>` unless `folder` says otherwise."""
        return (self.folder or Path(apps.get_app_config(self.app).path) / "reference") / self.file

    def key_of(self, row: Row) -> str:
        """The key of a row as text, parts joined by `|`."""
        return "|".join(str(row[column]) for column in self.key)


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Add a sheet; the same file name again replaces it."""
    _sheets[sheet.file] = sheet


def sheets() -> list[Sheet]:
    """Every registered sheet, each behind those it comes `after` and those it links to."""
    ordered: dict[str, Sheet] = {}

    def place(sheet: Sheet, waiting: tuple[str, ...]) -> None:
        if sheet.file in waiting:
            raise ValueError(f"sheets wait for each other: {' → '.join((*waiting, sheet.file))}")
        for name in (*sheet.after, *sheet.links.values()):
            if name != sheet.file and name in _sheets:
                place(_sheets[name], (*waiting, sheet.file))
        ordered.setdefault(sheet.file, sheet)

    for sheet in _sheets.values():
        place(sheet, ())
    return list(ordered.values())


@dataclass
class Data:
    """What a sheet may look at while it is applied: the rows of other files and ids of objects by key."""

    files: Mapping[str, Sequence[Row]]
    at: datetime
    _ids: dict[tuple[str, str], dict[Any, Any]] = field(default_factory=dict)

    def rows(self, file: str) -> Sequence[Row]:
        """The rows of another file of this load."""
        return self.files[file]

    def pk(self, model: str, key: Any, *, by: str = "code") -> Any:
        """Primary key of the `model` whose field `by` is `key`; None for an empty key. One query per model.

        Raises `KeyError` for an unknown one: declare the column in `links` and it is a flaw of the file instead.
        """
        if key in (None, ""):
            return None
        ids = self._ids.setdefault((model, by), {})
        if key not in ids:
            ids.update(apps.get_model(model)._base_manager.values_list(by, "pk"))
        return ids[key]


# --- reading ------------------------------------------------------------------------------------------------


def read(sheet: Sheet) -> tuple[list[Row], list[Flaw]]:
    """The rows of a sheet's file, and every flaw found in it."""
    try:
        text = sheet.path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [Flaw(sheet.file, 0, "", "the file is missing")]
    except UnicodeDecodeError as error:
        return [], [Flaw(sheet.file, 0, "", f"is not UTF-8: {error.reason}")]
    return _Reader(sheet, text).read()


class _Reader:
    """Reads one file and notes what is wrong on the way."""

    def __init__(self, sheet: Sheet, text: str) -> None:
        self.sheet, self.text = sheet, text
        self.flaws: list[Flaw] = []

    def read(self) -> tuple[list[Row], list[Flaw]]:
        lines = self._lines()
        _line, header = next(lines, (1, []))
        if not self._check_header(header):
            return [], self.flaws
        rows = [row for line, cells in lines if (row := self._row(line, header, cells)) is not None]
        self._check_keys(rows)
        return [row for row in rows if self.sheet.only is None or self.sheet.only(row)], self.flaws

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it starts on; a cell may span several."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        start = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._note(start, "", str(error))
                return
            if cells:
                yield start, cells
            start = reader.line_num + 1

    def _check_header(self, header: list[str]) -> bool:
        wanted = [column.name for column in self.sheet.columns]
        for name in wanted:
            if name not in header:
                self._note(1, name, "the column is missing")
        for name in header:
            if name not in wanted or header.count(name) > 1:
                self._note(1, name, "the column is unknown or stands twice")
        return not self.flaws

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row | None:
        if len(cells) != len(header):
            self._note(line, "", f"has {len(cells)} cells, the header {len(header)}")
            return None
        raw = dict(zip(header, cells, strict=True))
        values = {column.name: self._cell(line, column, raw[column.name]) for column in self.sheet.columns}
        row = Row(line, values)
        if any(flaw.line == line for flaw in self.flaws[-len(header) :]):
            return None
        for column, reason in self.sheet.check(row) if self.sheet.check else ():
            self._note(line, column, reason)
        return row

    def _cell(self, line: int, column: Column, cell: str) -> Any:
        try:
            return column.read(cell.strip())
        except ValueError as error:
            self._note(line, column.name, str(error))
            return None

    def _check_keys(self, rows: Iterable[Row]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            key = self.sheet.key_of(row)
            if first := seen.get(key):
                self._note(row.line, self.sheet.key[0], f"{key} stands already in line {first}")
            seen.setdefault(key, row.line)

    def _note(self, line: int, column: str, reason: str) -> None:
        self.flaws.append(Flaw(self.sheet.file, line, column, reason))


def _link_flaws(sheet: Sheet, files: Mapping[str, Sequence[Row]], known: Mapping[str, set[str]]) -> Iterator[Flaw]:
    for column, file in sheet.links.items():
        for row in files[sheet.file]:
            value = row[column]
            for part in value if isinstance(value, list) else [value]:
                if part not in (None, "") and str(part) not in known[file]:
                    yield Flaw(sheet.file, row.line, column, f"{part!r} is not in {file}")


# --- loading ------------------------------------------------------------------------------------------------


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
        known[name] = {_sheets[name].key_of(row) for row in read(_sheets[name])[0]}
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
