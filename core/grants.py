"""What the portal's own role may do on PostgreSQL, when it does not own the tables.

In production migrations run as the owner (`DATABASE_OWNER_URL`) and `DATABASE_APP_ROLE` names the role of web and
worker. It reads and writes everything but may only add to the append-only tables.
"""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from core.models import AuditEvent
from core.triggers import POSTGRESQL

APPEND_ONLY = [AuditEvent]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Grant the app's role its rights; nothing to do without one, or on SQLite."""
    role: str = getattr(settings, "DATABASE_APP_ROLE", "")
    connection = connections[using]
    if not role or connection.vendor != POSTGRESQL:
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.ops.quote_name(role)):
            cursor.execute(statement)


def statements(role: str) -> list[str]:
    """The SQL, for a role name already quoted."""
    append_only = [f'"{model._meta.db_table}"' for model in APPEND_ONLY]
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}" for table in append_only),
    ]
