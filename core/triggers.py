"""Database triggers, the same guard on both engines, reinstalled after every `migrate`.

A table rebuild on SQLite drops its triggers, so nothing is installed by a migration: apps register guards in
`AppConfig.ready` and `post_migrate` puts them back. `missing()` lets a test see that none was lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = "postgresql"
SQLITE = "sqlite"


@dataclass(frozen=True)
class Trigger:
    """One trigger of one table. `create` maps an engine to its statements; no entry means not needed there.

    On PostgreSQL the trigger's function carries the trigger's name.
    """

    name: str
    table: str
    create: Mapping[str, Sequence[str]]


_registry: dict[str, Trigger] = {}


def register(*triggers: Trigger) -> None:
    """Add guards to those `install` puts in place. Registering the same name again replaces it."""
    _registry.update({trigger.name: trigger for trigger in triggers})


def registered(vendor: str) -> list[Trigger]:
    """Every guard the engine needs, in the order of registration."""
    return [trigger for trigger in _registry.values() if vendor in trigger.create]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every registered trigger whose table exists in place. May run any number of times, also while people work.

    One transaction each: whoever holds one table and waits for the next one waits in a circle with a request.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for trigger in registered(connection.vendor):
        if trigger.table in tables:
            with transaction.atomic(using=using), connection.cursor() as cursor:
                if connection.vendor == SQLITE:  # PostgreSQL replaces, which readers need not wait for
                    cursor.execute(_drop(trigger, connection))
                for statement in trigger.create[connection.vendor]:
                    cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every registered trigger. Needs the owner of the tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for trigger in registered(connection.vendor):
            if trigger.table in tables:
                cursor.execute(_drop(trigger, connection))


@contextmanager
def without_guards(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Guards off inside the block: for the flush of transactional tests and for repairs by the owner."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def installed(using: str = DEFAULT_DB_ALIAS) -> set[tuple[str, str]]:
    """`(table, trigger)` of every trigger now in the database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor])
        return {(str(table), str(name)) for table, name in cursor.fetchall()}


def missing(using: str = DEFAULT_DB_ALIAS) -> set[tuple[str, str]]:
    """`(table, trigger)` of every registered trigger that is not in the database."""
    wanted = {(trigger.table, trigger.name) for trigger in registered(connections[using].vendor)}
    return wanted - installed(using)


_LIST = {
    SQLITE: "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    POSTGRESQL: (
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
    ),
}


def _drop(trigger: Trigger, connection: BaseDatabaseWrapper) -> str:
    name, table = connection.ops.quote_name(trigger.name), connection.ops.quote_name(trigger.table)
    on_table = f" ON {table}" if connection.vendor == POSTGRESQL else ""
    return f"DROP TRIGGER IF EXISTS {name}{on_table}"


# --- the guards ---------------------------------------------------------------------------------------------


def append_only(model: type[models.Model]) -> list[Trigger]:
    """Rows of `model` may be added, never changed, removed or replaced.

    SQLite lets `INSERT OR REPLACE` delete a row without firing the delete trigger. The insert guard therefore
    looks at *every* unique key; guarding the primary key alone lets a replace through the others.
    """
    table = model._meta.db_table
    message = f"{table} is append-only"
    change = Trigger(
        f"{table}_append_only",
        table,
        {
            SQLITE: [_sqlite_abort(f"{table}_append_only", f"BEFORE UPDATE ON {_quoted(table)}", message)],
            POSTGRESQL: _postgresql_refusal(
                f"{table}_append_only", f"BEFORE UPDATE OR DELETE ON {_quoted(table)} FOR EACH ROW", message
            ),
        },
    )
    return [change, _no_truncate(table, message), *_sqlite_only(model, message)]


def no_delete(model: type[models.Model]) -> list[Trigger]:
    """Rows of `model` may change but never go, also not by `INSERT OR REPLACE` or TRUNCATE."""
    table = model._meta.db_table
    message = f"rows of {table} are never deleted"
    delete = Trigger(
        f"{table}_no_erase",
        table,
        {
            POSTGRESQL: _postgresql_refusal(
                f"{table}_no_erase", f"BEFORE DELETE ON {_quoted(table)} FOR EACH ROW", message
            )
        },
    )
    return [delete, _no_truncate(table, message), *_sqlite_only(model, message)]


def only_when(model: type[models.Model], *, name: str, column: str, condition: str, message: str) -> Trigger:
    """An UPDATE that sets `column` passes only when the SQL `condition` over OLD and NEW is true.

    Keep the condition to plain comparisons: it runs unchanged on both engines.
    """
    table = model._meta.db_table
    event = f"BEFORE UPDATE OF {_quoted(column)} ON {_quoted(table)}"
    return Trigger(
        name,
        table,
        {
            SQLITE: [_sqlite_abort(name, event, message, when=f"NOT ({condition})")],
            POSTGRESQL: _postgresql_refusal(name, f"{event} FOR EACH ROW WHEN (NOT ({condition}))", message),
        },
    )


def legal_pairs(model: type[models.Model], *, column: str, pairs: Sequence[tuple[str, str]]) -> Trigger:
    """`column` of `model` may only go from the first to the second value of one of `pairs`, or stay.

    `QuerySet.update()` passes by every guard in Python; this one it does not.
    """
    table, name = model._meta.db_table, _quoted(column)
    legal = " OR ".join(
        f"(OLD.{name} = {_literal(before)} AND NEW.{name} = {_literal(after)})" for before, after in pairs
    )
    return only_when(
        model,
        name=f"{table}_{column}_pairs",
        column=column,
        condition=f"OLD.{name} = NEW.{name} OR {legal or '1 = 0'}",
        message=f"{table}.{column}: illegal pair",
    )


def _sqlite_only(model: type[models.Model], message: str) -> list[Trigger]:
    table = model._meta.db_table
    delete = _sqlite_abort(f"{table}_no_delete", f"BEFORE DELETE ON {_quoted(table)}", message)
    known = f"EXISTS (SELECT 1 FROM {_quoted(table)} WHERE {_same_row(model)})"  # noqa: S608 - names of our models
    event = f"BEFORE INSERT ON {_quoted(table)}"
    replace = _sqlite_abort(f"{table}_no_replace", event, message, when=known)
    return [
        Trigger(f"{table}_no_delete", table, {SQLITE: [delete]}),
        Trigger(f"{table}_no_replace", table, {SQLITE: [replace]}),
    ]


def _same_row(model: type[models.Model]) -> str:
    """SQL that is true for a row sharing any unique key with NEW."""
    keys = [" AND ".join(f"{_quoted(column)} = NEW.{_quoted(column)}" for column in key) for key in unique_keys(model)]
    return " OR ".join(f"({key})" for key in keys)


def unique_keys(model: type[models.Model]) -> list[tuple[str, ...]]:
    """Columns of every unique key of `model`: primary key, unique fields, unconditional constraints."""
    fields = [(str(field.column),) for field in model._meta.concrete_fields if field.unique]
    groups = [
        constraint.fields for constraint in model._meta.constraints if isinstance(constraint, models.UniqueConstraint)
    ]
    together = [tuple(group) for group in model._meta.unique_together]
    return fields + [_columns(model, group) for group in [*groups, *together]]


def _columns(model: type[models.Model], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(model._meta.get_field(name).column) for name in names)  # type: ignore[union-attr]


def _no_truncate(table: str, message: str) -> Trigger:
    event = f"BEFORE TRUNCATE ON {_quoted(table)} FOR EACH STATEMENT"
    name = f"{table}_no_truncate"
    return Trigger(name, table, {POSTGRESQL: _postgresql_refusal(name, event, message)})


def _sqlite_abort(name: str, event: str, message: str, *, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return f"CREATE TRIGGER {_quoted(name)} {event}{condition} BEGIN SELECT RAISE(ABORT, {_literal(message)}); END"


def _postgresql_refusal(name: str, event: str, message: str) -> list[str]:
    function = (
        f"CREATE OR REPLACE FUNCTION {_quoted(name)}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        f"MESSAGE = {_literal(message)}; END $$"
    )
    return [function, f"CREATE OR REPLACE TRIGGER {_quoted(name)} {event} EXECUTE FUNCTION {_quoted(name)}()"]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
