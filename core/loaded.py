"""Writing reference rows without overwriting people: create, update, keep or retire, in few queries.

What was written last is known by `LoadedRow`: a hash over the fields the file set. An object whose fields still
hash to that is as loaded and may be changed; any other was edited and is kept.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from django.db import models

from core.models import LoadedRow

BATCH = 500


@dataclass(frozen=True)
class Counts:
    """What a load did to one file's rows. `kept` were edited or removed by people, or stood there before."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    retired: int = 0

    @property
    def written(self) -> int:
        """Rows changed in the database; 0 on a second run."""
        return self.created + self.updated + self.retired


@dataclass(frozen=True)
class Target:
    """Where rows go: objects of `model`, found by `key` (fields, also across relations like `type__code`)."""

    source: str
    model: type[models.Model]
    key: tuple[str, ...]
    retire: Mapping[str, Any] = field(default_factory=dict)
    rows: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] | None = None
    revise: Callable[[Any, Mapping[str, Any]], Any] | None = None

    def objects(self) -> dict[str, models.Model]:
        """The objects now in the database by their key as text."""
        related = {path.rpartition("__")[0] for path in self.key} - {""}
        objects = self.model._base_manager.select_related(*related) if related else self.model._base_manager.all()
        chosen = self.rows(objects) if self.rows else objects
        return {self.key_of(obj): obj for obj in chosen}

    def key_of(self, obj: models.Model) -> str:
        """The same text as `Sheet.key_of` makes of the row."""
        return "|".join(str(_follow(obj, path)) for path in self.key)


class Fate(Enum):
    """What happens to one row."""

    CREATE = auto()
    UPDATE = auto()
    LEAVE = auto()
    KEEP = auto()


def write(target: Target, wanted: Iterable[tuple[str, Mapping[str, Any]]], *, at: datetime) -> Counts:
    """Bring the objects of `target` to `wanted`, pairs of key and field values. Inside the caller's transaction."""
    plan = _Plan(target, at)
    for key, values in wanted:
        plan.place(key, values)
    plan.retire_missing()
    return plan.carry_out()


def content_hash(obj: models.Model, names: Iterable[str]) -> str:
    """Hash of the named fields of `obj`, whether it comes from a file or from the database."""
    content = {name: _plain(obj, name) for name in names}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class _Plan:
    """Decides each row's fate, then writes in batches. A plan in which nothing changed writes nothing."""

    def __init__(self, target: Target, at: datetime) -> None:
        self.target, self.at = target, at
        self.objects = target.objects()
        self.records = {row.key: row for row in LoadedRow.objects.filter(source=target.source)}
        self.seen: set[str] = set()
        self.fates: list[Fate] = []
        self.created: list[models.Model] = []
        self.changed: dict[tuple[str, ...], list[models.Model]] = {}
        self.noted: dict[str, LoadedRow] = {}
        self.retired = 0

    def place(self, key: str, values: Mapping[str, Any]) -> None:
        """Decide about one row of the file."""
        self.seen.add(key)
        draft = self.target.model(**values)
        names = sorted(values)
        fate = self._fate(key, draft, names)
        self.fates.append(fate)
        if fate is Fate.CREATE:
            self.created.append(draft)
        elif fate is Fate.UPDATE:
            self._change(self.objects[key], values)
        if fate is not Fate.KEEP:
            self._note(key, names, content_hash(draft, names))

    def _fate(self, key: str, draft: models.Model, names: Sequence[str]) -> Fate:
        obj, record = self.objects.get(key), self.records.get(key)
        if obj is None:
            return Fate.CREATE if record is None else Fate.KEEP
        if content_hash(obj, names) == content_hash(draft, names):
            return Fate.LEAVE
        return Fate.UPDATE if record is not None and _as_loaded(obj, record) else Fate.KEEP

    def _change(self, obj: models.Model, values: Mapping[str, Any]) -> None:
        if self.target.revise is not None:
            self.target.revise(obj, values)
            return
        for name, value in values.items():
            setattr(obj, name, value)
        self.changed.setdefault(tuple(sorted(values)), []).append(obj)

    def _note(self, key: str, names: list[str], content: str, *, retired_at: datetime | None = None) -> None:
        """Remember the content, unless that is what is remembered already."""
        known = self.records.get(key)
        if known and (known.content_hash, known.fields, known.retired_at) == (content, names, retired_at):
            return
        record = known or LoadedRow(source=self.target.source, key=key)
        record.content_hash, record.fields = content, names
        record.loaded_at, record.retired_at = self.at, retired_at
        self.noted[key] = record

    def retire_missing(self) -> None:
        """Retire what an earlier file had and this one has not."""
        for key, record in self.records.items():
            if key not in self.seen and record.retired_at is None:
                self._retire(key, record)

    def _retire(self, key: str, record: LoadedRow) -> None:
        obj = self.objects.get(key)
        content = record.content_hash
        if obj is not None and _as_loaded(obj, record):
            self.retired += 1
            if self.target.retire:
                self._change(obj, self.target.retire)
                content = content_hash(obj, record.fields)
        self._note(key, record.fields, content, retired_at=self.at)

    def carry_out(self) -> Counts:
        """Write everything decided."""
        manager = self.target.model._base_manager
        manager.bulk_create(self.created, batch_size=BATCH)
        for names, objects in self.changed.items():
            fields = [_field(objects[0], name) for name in names]
            changing = [field.name for field in fields if not field.primary_key]
            manager.bulk_update(objects, changing, batch_size=BATCH)
        self._remember()
        count = self.fates.count
        return Counts(
            created=count(Fate.CREATE),
            updated=count(Fate.UPDATE),
            unchanged=count(Fate.LEAVE),
            kept=count(Fate.KEEP),
            retired=self.retired,
        )

    def _remember(self) -> None:
        new = [record for key, record in self.noted.items() if key not in self.records]
        old = [record for key, record in self.noted.items() if key in self.records]
        LoadedRow.objects.bulk_create(new, batch_size=BATCH)
        if old:
            names = ["content_hash", "fields", "loaded_at", "retired_at"]
            LoadedRow.objects.bulk_update(old, names, batch_size=BATCH)


def _as_loaded(obj: models.Model, record: LoadedRow) -> bool:
    """Nobody edited the object since it was loaded."""
    return content_hash(obj, record.fields) == record.content_hash


def _field(obj: models.Model, name: str) -> Any:
    return obj._meta.get_field(name)


def _plain(obj: models.Model, name: str) -> Any:
    """One spelling of a field's value, whether it was just read from a file or from the database."""
    model_field = _field(obj, name)
    value = model_field.to_python(getattr(obj, model_field.attname))
    if isinstance(value, Decimal):
        return _plain_decimal(value, getattr(model_field, "decimal_places", None))
    return value


def _plain_decimal(value: Decimal, places: int | None) -> str:
    return str(value if places is None else value.quantize(Decimal(1).scaleb(-places)))


def _follow(obj: Any, path: str) -> Any:
    for name in path.split("__"):
        obj = getattr(obj, name)
    return obj
