"""Typed readers of the environment. A value that cannot be read stops the start with its variable's name."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

DEMO_SECRETS = frozenset({"", "demo", "secret", "changeme", "change-me", "sejaras-demo", "sejaras-demo-secret"})
YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off", "")
LEAST_SECRET_LENGTH = 50
KEY_NAMES = ("SECRET_KEY", "SALT_KEY", "LOOKUP_KEY")


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. Anything else is an error: a mistyped DEMO=fasle must not count as either."""
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in YES + NO:
        message = f"{name}={value!r} is neither yes nor no; write 1 or 0"
        raise ImproperlyConfigured(message)
    return value in YES


def one_of(name: str, *, choices: tuple[str, ...], default: str) -> str:
    """The variable `name`, which must be one of `choices`."""
    value: str = env.str(name, default=default)
    if value not in choices:
        message = f"{name}={value!r} is not one of {', '.join(choices)}"
        raise ImproperlyConfigured(message)
    return value


def folder(name: str, *, default: Path) -> Path:
    """The absolute folder named by `name`; it need not exist yet."""
    return Path(env.str(name, default=str(default))).expanduser().resolve()


def own_keys(path: Path) -> dict[str, str]:
    """The installation's keys by name, written to `path` (mode 0600) on first use; the environment wins.

    Two processes may start at once: the file appears whole or not at all, and the first one stays.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text("".join(f"{name}={secrets.token_urlsafe(50)}\n" for name in KEY_NAMES), encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    kept = dict(line.split("=", 1) for line in path.read_text(encoding="ascii").splitlines())
    return {name: env.str(name, default="") or kept[name] for name in KEY_NAMES}


def sqlite(path: Path, *, synchronous: str = "FULL") -> dict[str, Any]:
    """A SQLite database in WAL mode. IMMEDIATE serialises writers; `SELECT … FOR UPDATE` does nothing there."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
        },
    }


def postgresql(url: str, *, statement_timeout: str = "30s", lock_timeout: str = "3s") -> dict[str, Any]:
    """PostgreSQL from a URL. Any other engine is refused: SQLite and PostgreSQL are the tested ones."""
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if database["ENGINE"] != "django.db.backends.postgresql":
        message = "DATABASE_URL must start with postgres://, or be left out for SQLite"
        raise ImproperlyConfigured(message)
    database["HOST"] = unquote(database["HOST"])  # a Unix socket's folder travels percent-encoded
    # Short statements only: compiling one (jit) costs a hundred times what it saves, whenever a guess of rows is high.
    # Indexes lie in memory or on an SSD: at the default cost of a turning disk, a city is read through the country.
    # A row with all that hangs on it is fifteen tables: trying orders of eight at a time takes 14 ms, of six 3 ms.
    # Starting a second process costs 20 ms, twenty times what the default says: only what takes seconds is worth it.
    planner = "-c jit=off -c random_page_cost=1.1 -c join_collapse_limit=6 -c parallel_setup_cost=20000"
    session = f"-c lock_timeout={lock_timeout} -c statement_timeout={statement_timeout} {planner}"
    database["OPTIONS"] = {"connect_timeout": 5, "options": session, **database.get("OPTIONS", {})}
    return {**database, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def postgresql_for_migrations(url: str) -> dict[str, Any]:
    """The same for `migrate`: statements may take long, but locks are given up before anybody behind them has to."""
    return postgresql(url, statement_timeout="0", lock_timeout="2s")


def broker_url(redis_url: str, *, embedded: Path) -> str:
    """The broker: Redis where there is one, else kombu's SQLAlchemy transport on a file of its own."""
    if redis_url:
        return redis_url.replace("unix://", "redis+socket://", 1)
    return f"sqla+sqlite:///{embedded}"


def broker_options(redis_url: str, *, worker: bool) -> dict[str, Any]:
    """How long to wait for the broker: a web request gives up at once, a worker has time.

    The SQLAlchemy transport hands its options to `create_engine`, which refuses unknown ones.
    """
    if not redis_url:
        return {"connect_args": {"timeout": 20 if worker else 1}}
    wait = 5 if worker else 0.3
    # More than 3 × the hard time limit of a task; the default of an hour is far too long.
    options = {"visibility_timeout": 900, "socket_timeout": wait, "socket_connect_timeout": wait}
    # Without a limit kombu tries to connect for six seconds, whatever the time-outs of one try.
    return options if worker else {**options, "max_retries": 0}


def unsafe_in_production(settings: dict[str, Any]) -> list[str]:
    """Each reason why production must not start with `settings`; empty when it may."""
    reasons = [
        f"{name} is missing, a demo value or shorter than {LEAST_SECRET_LENGTH} characters"
        for name in KEY_NAMES
        for value in [settings[name][0] if isinstance(settings[name], list) else settings[name]]
        if value in DEMO_SECRETS or value.startswith("django-insecure-") or len(value) < LEAST_SECRET_LENGTH
    ]
    if len({str(settings[name]) for name in KEY_NAMES}) < len(KEY_NAMES) and not reasons:
        reasons.append("SECRET_KEY, SALT_KEY and LOOKUP_KEY must differ")
    if settings["DEMO"]:
        reasons.append("DEMO=1 opens the demo log-ins")
    if settings["SCANNER"] == "none":
        reasons.append("SCANNER=none passes uploads without a virus scan")
    if settings["WEBHOOK_LOCAL"]:
        reasons.append("WEBHOOK_LOCAL=1 lets webhooks call this machine without encryption")
    if not settings["ALLOWED_HOSTS"] or "*" in settings["ALLOWED_HOSTS"]:
        reasons.append("ALLOWED_HOSTS must name the portal's own host")
    if settings["SIGNER"] == "local" and settings["LOCAL_SIGNER_PASSPHRASE"] in DEMO_SECRETS:
        reasons.append("SIGNER=local needs a LOCAL_SIGNER_PASSPHRASE of its own")
    if not settings["SITE_URL"].startswith("https://"):
        reasons.append("SITE_URL must be the portal's https:// address")
    return reasons
