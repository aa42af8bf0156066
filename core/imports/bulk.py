"""Thousands of rows into the database at once: COPY on PostgreSQL, executemany on SQLite.

Keys are taken before the rows are written, so that rows can refer to each other and nothing has to be read back.
Inside the caller's transaction. Signals and `save` are not called: a kind whose model needs them does it itself.
"""

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.db import connection, models
from encrypted_fields.fields import EncryptedFieldMixin

from core.crypto import lookups_of
from core.imports.kinds import Change, Draft
from core.names import NameKeyField

NULL = "\\N"


def insert(drafts: Sequence[Draft]) -> None:
    """Write drafts and set their keys; models in the order in which they first appear."""
    groups: dict[type[models.Model], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.model, []).append(draft)
    for model, group in groups.items():
        for draft, pk in zip(group, _reserved(model, len(group)), strict=True):
            draft.pk = pk
    for model, group in groups.items():
        _insert_group(model, group)


def update(changes: Iterable[Change], *, counted: bool = True) -> None:
    """Write changes, grouped by model and fields; `counted` makes each a new version of the row, where it has one."""
    groups: dict[tuple[type[models.Model], tuple[str, ...]], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.model, tuple(sorted(change.after))), []).append(change)
    for (model, names), group in groups.items():
        _update_group(model, names, group, counted=counted)


def fingerprints(model: type[models.Model], pks: Sequence[int]) -> dict[int, str]:
    """A short mark of each row as the database holds it; the same row gives the same mark.

    Encrypted columns count as there or not there: their text differs each time it is written, also by a change of
    keys. What they hold is compared by `secrets`.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    parts = [_fingerprint_part(field) for field in fields]
    # PostgreSQL makes the mark itself; a row of text is the same as long as the row is.
    on_server = connection.vendor == "postgresql"
    chosen = f"md5(ROW({', '.join(parts)})::text)" if on_server else ", ".join(parts)
    table, key = _name(model._meta.db_table), _pk(model)
    marks: dict[int, str] = {}
    for some in _slices(pks):
        places = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key}, {chosen} FROM {table} WHERE {key} IN ({places})", some)  # noqa: S608  names of ours
            rows = cursor.fetchall()
            marks.update((row[0], row[1][:12] if on_server else _mark(row[1:])) for row in rows)
    return marks


def secrets(drafts: Sequence[Draft]) -> dict[int, dict[str, Any]]:
    """What the encrypted columns of new rows hold, where no hash beside them tells; for the journal, encrypted too."""
    names = {model: _secret_names(model) for model in {draft.model for draft in drafts}}
    return {
        draft.pk or 0: held
        for draft in drafts
        if (held := {name: value for name in names[draft.model] if (value := draft.values.get(name))})
    }


def _secret_names(model: type[models.Model]) -> list[str]:
    hashed = {column.field for column in lookups_of(model)}
    fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedFieldMixin)]
    return [field.attname for field in fields if field.attname not in hashed]


# --- inserting ----------------------------------------------------------------------------------------------


def _reserved(model: type[models.Model], count: int) -> Iterator[int]:
    """Keys nobody else will use."""
    table, column = model._meta.db_table, _pk_column(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_name(table), column, count],
            )
            return iter([row[0] for row in cursor.fetchall()])
        # SQLite has one writer at a time, and AUTOINCREMENT goes on behind the largest key written.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return iter(range(first, first + count))


def _insert_group(model: type[models.Model], drafts: Sequence[Draft]) -> None:
    names, filled = _completed(model, drafts)
    fields = [_field(model, name) for name in names]
    columns = [_pk_column(model), *(field.column for field in fields)]
    preparers = [_preparer(field) for field in fields]
    prepared = list(zip(names, preparers, strict=True))
    rows = (
        [draft.pk, *[prepare(values[name]) if prepare else _key(values[name]) for name, prepare in prepared]]
        for draft, values in zip(drafts, filled, strict=True)
    )
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, columns, rows)
    else:
        _insert_many(model._meta.db_table, columns, rows)


def _completed(model: type[models.Model], drafts: Sequence[Draft]) -> tuple[list[str], list[Mapping[str, Any]]]:
    """Every column of the table, as COPY wants them: given, or the default of the field."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    derived: list[Any] = [field for field in fields if _is_derived(field)]
    constant = {field.attname: field.get_default() for field in fields if not callable(field.default)}
    called = {field.attname: field.get_default for field in fields if callable(field.default)}
    filled: list[Mapping[str, Any]] = []
    for draft in drafts:
        values = constant | draft.values
        for name, default in called.items():
            if name not in values:
                values[name] = default()
        if derived:
            row: Any = SimpleNamespace(**values)
            for field in derived:
                values[field.attname] = field.pre_save(row, True)
        filled.append(values)
    return [field.attname for field in fields], filled


def _is_derived(field: Any) -> bool:
    """Fields that fill themselves at every write: `auto_now`, keys derived from another field."""
    return type(field).pre_save is not models.Field.pre_save and (
        not isinstance(field, models.DateField) or field.auto_now or field.auto_now_add
    )


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Draft) else value


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    # An unquoted \N is NULL; the writer quotes only what needs it, and no value of ours is these two signs.
    writer.writerows([NULL if cell is None else cell for cell in row] for row in rows)
    text.seek(0)
    names = ", ".join(map(_name, columns))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {_name(table)} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", text)


def _insert_many(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(map(_name, columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_name(table)} ({names}) VALUES ({places})", list(rows))  # noqa: S608  names of ours


# --- updating -----------------------------------------------------------------------------------------------


def _update_group(model: type[models.Model], names: Sequence[str], changes: Sequence[Change], *, counted: bool) -> None:
    derived = [field for field in model._meta.concrete_fields if _follows(field, names)]
    fields = [*(_field(model, name) for name in names), *derived]
    preparers = [_preparer(field) for field in fields]
    rows = [
        [
            *(
                prepare(value) if prepare else _key(value)
                for value, prepare in zip(_new_values(change, names, derived), preparers, strict=True)
            ),
            change.pk,
        ]
        for change in changes
    ]
    table, key = _name(model._meta.db_table), _pk(model)
    # Whoever has the row open in a form must learn that it changed.
    has_version = any(field.name == "version" for field in model._meta.concrete_fields)
    one_more = ", version = version + 1" if counted and has_version else ""
    sets = ", ".join(f"{_name(field.column)} = %s" for field in fields) + one_more
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _update_from_copy(cursor, (table, key), fields, rows, one_more.replace("= version", "= old.version"))
        else:
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", rows)  # noqa: S608  names of ours


def _follows(field: Any, names: Sequence[str]) -> bool:
    """Fields that change with others: the hour of the change, the key derived from a name."""
    if isinstance(field, models.DateField):
        return field.auto_now and field.attname not in names
    return isinstance(field, NameKeyField) and "name" in names


def _new_values(change: Change, names: Sequence[str], derived: Sequence[Any]) -> list[Any]:
    given = [change.after[name] for name in names]
    return given + [field.pre_save(SimpleNamespace(**change.after), False) for field in derived]


def _update_from_copy(
    cursor: Any, names: tuple[str, str], fields: Sequence[Any], rows: Sequence[Any], counted: str
) -> None:
    """A table of the transaction takes the new values, one UPDATE takes them over; `names` are table and key."""
    table, key = names
    columns = [_name(field.column) for field in fields]
    cursor.execute("DROP TABLE IF EXISTS import_changes")
    cursor.execute(
        f"CREATE TEMPORARY TABLE import_changes ON COMMIT DROP AS SELECT {', '.join([*columns, key])} "  # noqa: S608  names of ours
        f"FROM {table} WHERE false"
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([NULL if cell is None else cell for cell in row] for row in rows)
    text.seek(0)
    cursor.copy_expert(f"COPY import_changes FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", text)
    sets = ", ".join(f"{column} = news.{column}" for column in columns) + counted
    cursor.execute(f"UPDATE {table} AS old SET {sets} FROM import_changes AS news WHERE old.{key} = news.{key}")  # noqa: S608  names of ours
    cursor.execute("DROP TABLE import_changes")


# --- columns ------------------------------------------------------------------------------------------------


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.name, field.attname))


def _preparer(field: Any) -> Any:
    """What turns a value into what the column stores; None where the driver takes it as it is, or a draft's key."""
    if type(field) is models.JSONField:
        return lambda value: None if value is None else json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(field, EncryptedFieldMixin):
        return lambda value: None if value is None else field.get_prep_value(value)
    plain = isinstance(field, models.BooleanField | models.ForeignKey | models.CharField | models.IntegerField)
    # COPY takes days, instants and decimals as Python writes them.
    if plain or (connection.vendor == "postgresql" and isinstance(field, models.DateField | models.DecimalField)):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _fingerprint_part(field: Any) -> str:
    column = _name(field.column)
    return f"{column} IS NULL" if isinstance(field, EncryptedFieldMixin) else column


def _mark(cells: Sequence[Any]) -> str:
    return f"{zlib.crc32(repr(cells).encode()):08x}"


def _pk_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _pk(model: type[models.Model]) -> str:
    return _name(_pk_column(model))


def _name(text: str) -> str:
    return connection.ops.quote_name(text)


def _slices(pks: Sequence[int], size: int = 900) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), size):
        yield pks[start : start + size]
