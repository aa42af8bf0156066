"""What a kind of import is: its columns, what it looks up, what it refuses, and what it would write."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise

from core.imports.columns import Column
from core.imports.memory import Memory


@dataclass(frozen=True)
class Scope:
    """For whom a sheet is read: an office with its region, or an employer's one place (a facility's public id).

    `on` is the local day the file was brought on, `at` the instant, `by_id` the key of who brought it.
    """

    on: date
    office_code: str = ""
    region_code: str = ""
    place: str = ""
    is_demo: bool = False
    at: datetime | None = None
    by_id: int | None = None

    @property
    def owner(self) -> str:
        """Whose mappings are remembered."""
        return self.place or self.office_code

    @property
    def is_employer(self) -> bool:
        """True for a PJ: they add to the register and never change what it knows of a person."""
        return bool(self.place)


@dataclass(slots=True)
class Row:
    """A row read: values by column name, None for an empty cell. `unread` are columns with a flaw of their own."""

    number: int
    values: dict[str, Any]
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def given(self, *names: str) -> dict[str, Any]:
        """The values among `names` that the sheet gives."""
        return {name: value for name in names if (value := self.values.get(name)) is not None}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One reason against a row. `column` empty = the whole row."""

    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str = ""


class Outcome(StrEnum):
    """What a row does to the register."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True, eq=False)
class Draft:
    """A row of the database to be inserted. Values are by attribute (`person_id`) and may be other drafts."""

    model: type[models.Model]
    values: dict[str, Any]
    pk: int | None = None


@dataclass(slots=True)
class Change:
    """Fields of an object that get other values; `before` is what an undo puts back."""

    model: type[models.Model]
    pk: int
    before: dict[str, Any]
    after: dict[str, Any]


Subject = tuple[type[models.Model], int | Draft]


@dataclass
class Plan:
    """What rows would do: one outcome each, and what is written for it. Drafts stand behind those they refer to."""

    outcomes: list[Outcome] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    # Changes before the drafts are written, put back after they are gone: where one row at a time may hold.
    room: list[Change] = field(default_factory=list)
    # One a row: the object of the register whose history tells of it.
    subjects: list[Subject] = field(default_factory=list)

    def add(self, outcome: Outcome, model: type[models.Model], key: int | Draft) -> None:
        """Say what the next row does, and whose history tells of it."""
        self.outcomes.append(outcome)
        self.subjects.append((model, key))

    def settle(self, model: type[models.Model], pk: int, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> Outcome:
        """Plan to bring an object from `now` to `wanted`; says whether that changes anything."""
        after = {name: value for name, value in wanted.items() if now[name] != value}
        if not after:
            return Outcome.UNCHANGED
        self.changes.append(Change(model, pk, {name: now[name] for name in after}, after))
        return Outcome.CHANGED


@dataclass(frozen=True)
class Kind:
    """One kind of sheet.

    * `columns` in the order of the template; `key(row)` identifies a row, the same key twice in a file is a flaw.
    * `facts(rows, scope, memory)` looks up in few queries what the rows name; it gets a thousand rows at a time.
      `memory` lasts through one run over the file: what is looked up once, and what rows above have taken.
    * `check(row, facts)` yields every flaw that needs more than one cell; cells with flaws of their own are None.
    * `plan(rows, facts)` gets rows without flaws. It writes nothing; facts are those of these rows.
    * `page` is the name of the page that lists what was brought in.
    * `by_office`, `by_employer`: who may bring it; `policy` is the row of the matrix that says so, empty for the
      registers of people and places.
    """

    code: str
    label: Promise
    about: Promise
    columns: tuple[Column, ...]
    key: Callable[[Row], Hashable | None]
    facts: Callable[[Sequence[Row], Scope, Memory], Any]
    check: Callable[[Row, Any], Iterable[Flaw]]
    plan: Callable[[Sequence[Row], Any], Plan]
    page: str = ""
    by_office: bool = True
    by_employer: bool = False
    policy: str = ""
    against_undo: Callable[[Mapping[type[models.Model], Sequence[int]]], Iterable[str]] | None = None

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same code again replaces it."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with that code. Raises `KeyError`."""
    return _kinds[code]


def kinds() -> list[Kind]:
    """Every kind, those of lower apps first."""
    return list(_kinds.values())
