"""One file and where its rows go; the list of all files the apps declared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from core.loaded import Counts
from core.refdata.columns import Column


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


_registered: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Add a sheet; the same file name again replaces it."""
    _registered[sheet.file] = sheet


def sheet_of(file: str) -> Sheet:
    """The sheet of that file. Raises `KeyError`."""
    return _registered[file]


def sheets() -> list[Sheet]:
    """Every _registered sheet, each behind those it comes `after` and those it links to."""
    ordered: dict[str, Sheet] = {}

    def place(sheet: Sheet, waiting: tuple[str, ...]) -> None:
        if sheet.file in waiting:
            raise ValueError(f"sheets wait for each other: {' → '.join((*waiting, sheet.file))}")
        for name in (*sheet.after, *sheet.links.values()):
            if name != sheet.file and name in _registered:
                place(_registered[name], (*waiting, sheet.file))
        ordered.setdefault(sheet.file, sheet)

    for sheet in _registered.values():
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
