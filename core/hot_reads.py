"""Lists that machines ask for again and again: the second time one statement answers, before Django is entered.

A view that has answered a list the ordinary way, every check made, may leave a `Plan` behind: the statement of that
list, in which PostgreSQL writes the rows as JSON, and the question whether the caller still is who they were. The
same request from the same caller is then answered by that one statement. Nothing is trusted that was kept: the
statement itself asks the database for token, system and scopes, and any other answer than the one at planning time
sends the request the ordinary way. So does everything unusual: another address, a session, a condition, a filter.

Plans live in the memory of a process for a minute, at most `MOST` of them. SQLite has none. Each connection to the
database prepares a statement once (planning it takes longer than running it) and keeps the newest of them; a pooler
that gives every transaction another connection cannot have that: set `HOT_READS=0` there.
"""

import hashlib
import itertools
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote_plus, urlencode
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection

from core.crypto import seal, unseal

logger = structlog.get_logger(__name__)

Environ = Mapping[str, Any]
Application = Callable[..., Iterable[bytes]]

LASTS_SECONDS = 60.0
MOST = 500
# A plan of PostgreSQL takes some 100 kB of its memory.
MOST_PREPARED = 50
# Counts of a caller reach the shared cache this often, and are no further behind than that.
FLUSH_SECONDS = 1.0
BEARER = "Bearer "
CURSOR = PURPOSE = "cursor"  # what it is called, and what it is sealed for
# What may change an answer besides caller, path and query; whoever sends one of the others goes the ordinary way.
PART_OF_KEY = ("HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme", "SERVER_PORT")
UNUSUAL = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_X_FORWARDED_HOST")
# Set for each answer anew.
OWN_HEADERS = {"content-length", "x-request-id", "date"}
SERVED, OFFERED = "sejaras.hot_reads", "sejaras.hot_plan"
SENTINEL = 2**62 + 20260126  # stands for the key a page begins behind; no row has it


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL and its parameters, one of its kind; the `SENTINEL` among them stands for the key a page begins behind."""

    sql: str
    parameters: tuple[Any, ...]

    def written_out(self, cursor: Any) -> str:
        """The SQL with its parameters in it, but `$1` for the key a page begins behind."""
        text: str = cursor.mogrify(self.sql, self.parameters).decode()
        return text.replace(str(SENTINEL), "$1::bigint")


@dataclass(frozen=True)
class Prepared:
    """How a list is answered again. Both statements give rows of (witness, JSON text, key), one more than a page.

    `witness` is what the database said of the caller; `address` is what stands before and behind a cursor in a link.
    """

    first: Statement
    following: Statement
    witness: str
    size: int
    address: tuple[str, str]
    meter: "Meter"


@dataclass(frozen=True)
class Plan:
    """The same with the headers of the ordinary answer, until a moment of the monotonic clock."""

    prepared: Prepared
    headers: tuple[tuple[str, str], ...]
    until: float


@dataclass
class Meter:
    """Counts the calls of one caller for the throttle that counts the others, in batches of a second."""

    key: str
    most: int
    seconds: float
    pending: list[float] = field(default_factory=list)
    flushed: float = field(default_factory=time.monotonic)
    is_full: bool = False

    def allows(self) -> bool:
        """Count one call; False once the caller is over the limit, and the ordinary way says so."""
        self.pending.append(time.time())
        if time.monotonic() - self.flushed >= FLUSH_SECONDS:
            self.flush()
        return not self.is_full

    def flush(self) -> None:
        """Add what was counted here to the history that all processes share."""
        mine, self.pending, self.flushed = self.pending, [], time.monotonic()
        now = time.time()
        history = [moment for moment in cache.get(self.key, []) if moment > now - self.seconds]
        history = [*reversed(mine), *history][: self.most]
        cache.set(self.key, history, self.seconds)
        self.is_full = len(history) >= self.most


_asked: "OrderedDict[tuple[Any, ...], float]" = OrderedDict()
_plans: "OrderedDict[tuple[Any, ...], Plan]" = OrderedDict()
_lock = Lock()


def key_of(environ: Environ) -> tuple[Any, ...] | None:
    """What a request is known by; None for one that is never answered here. The token goes in as its hash."""
    token = environ.get("HTTP_AUTHORIZATION", "")
    if environ.get("REQUEST_METHOD") != "GET" or not token.startswith(BEARER):
        return None
    if any(environ.get(name) for name in UNUSUAL):
        return None
    query, _after = _split(environ.get("QUERY_STRING", ""))
    about = tuple(environ.get(name, "") for name in PART_OF_KEY)
    return (hashlib.sha256(token.encode()).digest(), environ.get("PATH_INFO", ""), query, about)


@lru_cache(maxsize=MOST)
def _split(query: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """The pairs of a query in one order without its cursor, and the cursor: links of a list have their own order."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return tuple(sorted(pair for pair in pairs if pair[0] != CURSOR)), dict(pairs).get(CURSOR, "")


def wants_plan(environ: Environ) -> bool:
    """Whether a view should prepare a plan for this request: served here, and asked before within a minute."""
    key = key_of(environ) if environ.get(SERVED) else None
    if key is None or connection.vendor != "postgresql" or not settings.HOT_READS:
        return False
    now = time.monotonic()
    with _lock:
        before = _asked.pop(key, None)
        _asked[key] = now
        while len(_asked) > MOST:
            _asked.popitem(last=False)
    return before is not None and now - before < LASTS_SECONDS


def offer(environ: dict[str, Any], prepared: Prepared) -> None:
    """Leave what the view prepared, for `HotReads` to keep together with the headers of the ordinary answer."""
    environ[OFFERED] = prepared


def forget() -> None:
    """Drop all plans; for tests."""
    with _lock:
        _plans.clear()
        _asked.clear()


class HotReads:
    """WSGI: answers what it has a plan for, and hands all else to Django."""

    def __init__(self, ordinary: Application) -> None:
        self.ordinary = ordinary

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request."""
        key = key_of(environ)
        if key is None:
            return self.ordinary(environ, start_response)
        plan = _plans.get(key)
        answer = None if plan is None else self._answered(plan, environ)
        if plan is None or answer is None:
            return self._ordinary(key, environ, start_response)
        request_id = str(uuid.uuid4())
        start_response("200 OK", [*plan.headers, ("X-Request-ID", request_id), ("Content-Length", str(len(answer)))])
        logger.info(
            "request_finished", code=200, request=f"GET {environ['PATH_INFO']}", request_id=request_id, hot=True
        )
        return [answer]

    def _ordinary(self, key: tuple[Any, ...], environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        heads: list[tuple[str, str]] = []

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            heads[:] = headers
            return start_response(status, headers, *rest)

        environ[SERVED] = True
        answer = self.ordinary(environ, started)
        prepared = environ.pop(OFFERED, None)
        if prepared is not None:
            kept = tuple((name, value) for name, value in heads if name.lower() not in OWN_HEADERS)
            with _lock:
                _plans[key] = Plan(prepared, kept, time.monotonic() + LASTS_SECONDS)
                while len(_plans) > MOST:
                    _plans.popitem(last=False)
        return answer

    def _answered(self, plan: Plan, environ: Environ) -> bytes | None:
        how = plan.prepared
        if time.monotonic() > plan.until or not how.meter.allows():
            return None
        _query, cursor = _split(environ.get("QUERY_STRING", ""))
        after = key_behind(cursor)
        if cursor and after is None:
            return None
        rows = _rows(how.first if after is None else how.following, after)
        if not rows or rows[0][0] != how.witness:
            return None
        return page(how, rows, is_first=after is None)


def _rows(statement: Statement, after: int | None) -> Sequence[tuple[str, str, int]]:
    """Rows, or none when the database is away: the ordinary way knows what to say then."""
    if connection.close_at is not None and time.monotonic() >= connection.close_at:
        return ()
    try:
        with connection.cursor() as cursor:
            name = _prepared(cursor, statement)
            cursor.execute(f"EXECUTE {name}" if after is None else f"EXECUTE {name}({after:d})")
            found: Sequence[tuple[str, str, int]] = cursor.fetchall()
    except (DatabaseError, InterfaceError):
        connection.close()
        return ()
    return found


# By connection of psycopg2: the statements it has prepared, oldest use first, and what they are called there.
_names: "WeakKeyDictionary[Any, OrderedDict[Statement, str]]" = WeakKeyDictionary()
_numbers = itertools.count()


def _prepared(cursor: Any, statement: Statement) -> str:
    """What this connection calls the statement; it learns it now when it is new to it."""
    known = _names.setdefault(connection.connection, OrderedDict())
    name = known.get(statement)
    if name is None:
        name = f"hot_{next(_numbers)}"
        # Not by Django's cursor: the text is whole, and a per cent sign in it means itself.
        cursor.cursor.execute(f"PREPARE {name} AS {statement.written_out(cursor)}")
        known[statement] = name
        if len(known) > MOST_PREPARED:
            cursor.cursor.execute(f"DEALLOCATE {known.popitem(last=False)[1]}")
    known.move_to_end(statement)
    return name


def page(how: Prepared, rows: Sequence[tuple[str, str, int]], *, is_first: bool) -> bytes:
    """The body of one page as `core.pagination` gives it."""
    shown = rows[: how.size]
    following = link(how.address, shown[-1][2], reverse=False) if len(rows) > how.size else "null"
    previous = "null" if is_first else link(how.address, shown[0][2], reverse=True)
    body = ",".join(row[1] for row in shown)
    return f'{{"results":[{body}],"next":{following},"previous":{previous}}}'.encode()


def link(address: tuple[str, str], position: int, *, reverse: bool) -> str:
    """The address of a page as a JSON text, its cursor as `core.pagination` writes it.

    A query of ours holds no quote and no backslash: they are encoded.
    """
    text = urlencode([("p", position), ("o", 0), ("r", int(reverse))])
    return f'"{address[0]}{quote_plus(seal(text, PURPOSE))}{address[1]}"'


def key_behind(cursor: str) -> int | None:
    """The key a page of a forward cursor begins behind; None for any other cursor, or for none."""
    try:
        found = parse_qs(unseal(cursor, PURPOSE), strict_parsing=True) if cursor else {}
        return int(found["p"][0]) if found["o"] == ["0"] and found["r"] == ["0"] else None
    except (KeyError, ValueError):
        return None
