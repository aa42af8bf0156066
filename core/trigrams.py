"""Search inside names by a trigram index, where PostgreSQL has the extension and lets us use it.

Apps register their columns in `AppConfig.ready`; `post_migrate` makes the indexes, so an extension allowed later is
taken up by the next `migrate`. Without it, and on SQLite, the plain index serves the beginnings of names.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

POSTGRESQL = "postgresql"
EXTENSION = "pg_trgm"
# A pattern shorter than a trigram would read the whole index.
SHORTEST = 3


@dataclass(frozen=True)
class TrigramIndex:
    """The index of one column of one table."""

    table: str
    column: str

    @property
    def name(self) -> str:
        """Name of the index."""
        return f"{self.table}_{self.column}_trigram"


_registry: dict[str, TrigramIndex] = {}


def register(*indexes: TrigramIndex) -> None:
    """Add columns to those `install` makes indexes for."""
    _registry.update({index.name: index for index in indexes})


def install(using: str = DEFAULT_DB_ALIAS, *, extension: str = EXTENSION) -> bool:
    """Make the missing indexes and tell whether all are there. A server without the extension is left as it is."""
    connection = connections[using]
    found.cache_clear()
    if connection.vendor != POSTGRESQL:
        return False
    # An index that is there is not asked for again: even IF NOT EXISTS waits for everybody who writes.
    tables, there = set(connection.introspection.table_names()), found(using)
    wanted = [index for index in _registry.values() if index.table in tables and index.name not in there]
    try:
        # Inside a savepoint: a refusal must not end the transaction of `migrate`.
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {connection.ops.quote_name(extension)}")
            for index in wanted:
                name, table, column = map(connection.ops.quote_name, (index.name, index.table, index.column))
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin ({column} gin_trgm_ops)")
    except DatabaseError:
        return False
    finally:
        found.cache_clear()
    return True


@lru_cache(maxsize=8)
def found(using: str = DEFAULT_DB_ALIAS) -> frozenset[str]:
    """Names of the registered indexes that the database has; read once a process."""
    connection = connections[using]
    if connection.vendor != POSTGRESQL or not _registry:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = ANY(current_schemas(false)) AND indexname = ANY(%s)",
            [sorted(_registry)],
        )
        return frozenset(str(name) for (name,) in cursor.fetchall())


def serves(index: TrigramIndex, key: str) -> bool:
    """Tell whether a search for `key` inside this column may use its index."""
    return len(key) >= SHORTEST and index.name in found()
