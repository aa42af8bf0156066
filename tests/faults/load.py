"""A portal of real processes under load, and the ledger its callers keep of what was promised to them."""

import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import psycopg2
from django.db import connection

from core import audit
from tests.processes import PATIENCE_SECONDS, Web, eventually

# One turn of a file: agreed, sent back, assessed anew. Afterwards it lies where it lay.
TURN = {
    "approve": {},
    "send_back": {"note": "Mohon dilengkapi alasannya."},
    "assess": {
        "proposal": "grant",
        "summary": "Seluruh persyaratan terpenuhi.",
        "desk_checks": [{"code": code, "ok": True} for code in ("documents", "authority", "register", "law")],
    },
}
PAUSE_SECONDS = 0.05
AGAIN = (429, 503)


class Answer(NamedTuple):
    """What a caller saw: a status, or the name of what befell the connection."""

    status: int | str
    media_type: str = ""
    retry_after: str = ""


@dataclass
class Entry:
    """One request, and every answer to it; the last one is the promise."""

    number: str
    action: str
    key: str = ""
    answers: list[Answer] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        """Whether the caller was told that it is done."""
        return bool(self.answers) and self.answers[-1].status == httpx.codes.OK


@dataclass
class Desk:
    """Works on one file from a thread of its own; tries again with the same key until it is told that it is done."""

    number: str
    version: int
    tokens: dict[str, str]
    session: str
    webs: list[Web]
    pause: float = PAUSE_SECONDS
    writes: list[Entry] = field(default_factory=list)
    reads: list[Entry] = field(default_factory=list)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self.ending = Event()
        self.thread = Thread(target=self._run)
        self.clients = deque(web.client() for web in self.webs)

    def _run(self) -> None:
        try:
            while not self.ending.is_set():
                self.read()
                for action in TURN:
                    self.write(action)
                    self.ending.wait(self.pause)
        except Exception as error:  # noqa: BLE001  the edge of the thread; `under_load` raises it
            self.failure = error

    def close(self) -> None:
        """Finish the turn; raise what went wrong."""
        self.ending.set()
        self.thread.join()
        for client in self.clients:
            client.close()
        if self.failure is not None:
            raise self.failure

    def write(self, action: str) -> None:
        """Do the next verb."""
        entry = Entry(self.number, action, uuid4().hex)
        self.writes.append(entry)
        headers = {"Authorization": f"Bearer {self.tokens[action]}", "Idempotency-Key": entry.key}
        address = f"/api/v1/applications/{self.number}/actions/{action}/"
        done = self._ask(entry, "POST", address, headers=headers, json={"version": self.version, **TURN[action]})
        self.version = done.json()["version"]

    def read(self) -> None:
        """Look at the page of the file, and at the list another system asks for."""
        for address, headers in (
            (f"/permohonan/{self.number}/", {"Cookie": f"sessionid={self.session}"}),
            ("/api/v1/applications/", {"Authorization": f"Bearer {self.tokens['list']}"}),
        ):
            entry = Entry(self.number, address)
            self.reads.append(entry)
            self._ask(entry, "GET", address, headers=headers)

    def _ask(self, entry: Entry, method: str, address: str, **given: Any) -> httpx.Response:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                answer = self.clients[0].request(method, address, **given)
            except httpx.TransportError as error:
                entry.answers.append(Answer(type(error).__name__))
                self.clients.rotate()
            else:
                media_type = answer.headers["Content-Type"].partition(";")[0]
                entry.answers.append(Answer(answer.status_code, media_type, answer.headers.get("Retry-After", "")))
                if answer.status_code == httpx.codes.OK:
                    return answer
                assert answer.status_code in AGAIN, f"{method} {address}: {answer.status_code} {answer.text[:500]}"
            time.sleep(PAUSE_SECONDS)
        raise TimeoutError(f"{method} {address}: {entry.answers[-1]} after {PATIENCE_SECONDS} s")


@dataclass
class Load:
    """All desks at once."""

    desks: list[Desk]

    @property
    def writes(self) -> list[Entry]:
        """The ledger."""
        return [entry for desk in self.desks for entry in desk.writes]

    @property
    def refusals(self) -> list[Answer]:
        """Every answer to anybody that was not the one hoped for."""
        return [each for entry in self.writes + self.reads for each in entry.answers if each.status != httpx.codes.OK]

    @property
    def reads(self) -> list[Entry]:
        """Everything that was looked at."""
        return [entry for desk in self.desks for entry in desk.reads]

    def acknowledged(self) -> int:
        """How many changes were promised so far."""
        return sum(entry.is_acknowledged for entry in list(self.writes))

    def goes_on(self, more: int = 8) -> None:
        """Wait until so many further changes were promised."""
        wanted = self.acknowledged() + more
        eventually(lambda: self.acknowledged() >= wanted or any(desk.failure for desk in self.desks))


@contextmanager
def under_load(desks: list[Desk]) -> Iterator[Load]:
    """Let the desks work inside the block; afterwards each has finished its turn, or its failure is raised."""
    with ExitStack() as ends:
        for desk in desks:
            ends.callback(desk.close)
        for desk in desks:
            desk.thread.start()
            ends.callback(desk.ending.set)
        yield Load(desks)


# --- what must hold afterwards, read past the portal ------------------------------------------------------------

BROKEN = {
    "state without event": """
        SELECT a.number FROM licensing_application a JOIN LATERAL (
            SELECT to_state FROM licensing_applicationevent e WHERE e.application_id = a.id ORDER BY seq DESC LIMIT 1
        ) last ON true WHERE a.state <> last.to_state""",
    "event that does not follow the one before": """
        SELECT application_id, seq FROM (
            SELECT *, row_number() OVER w AS place, lag(to_state) OVER w AS before FROM licensing_applicationevent
            WINDOW w AS (PARTITION BY application_id ORDER BY seq)
        ) e WHERE seq <> place OR (place > 1 AND from_state <> before)""",
    "event without trace, or trace without event": """
        SELECT * FROM (
            SELECT application_id::text AS file, 'application.' || action AS did, count(*)
            FROM licensing_applicationevent GROUP BY 1, 2
        ) e FULL JOIN (
            SELECT object_id AS file, action AS did, count(*) FROM core_auditevent
            WHERE object_type = 'licensing.Application' AND action IN (
                SELECT DISTINCT 'application.' || action FROM licensing_applicationevent
            ) GROUP BY 1, 2
        ) t USING (file, did) WHERE e.count IS DISTINCT FROM t.count""",
    "number missing or taken twice": """
        SELECT office_id, series, year FROM letters_letter WHERE running IS NOT NULL GROUP BY 1, 2, 3
        HAVING count(DISTINCT running) <> count(*) OR max(running) <> count(*)""",
}


def broken_promises() -> dict[str, list[tuple[Any, ...]]]:
    """Rows that stand against an invariant, by its name; and chains that are not whole."""
    found = {name: query(sql) for name, sql in BROKEN.items()}
    found["chain"] = [(verdict.chain, verdict.fault) for verdict in audit.verify() if verdict.fault]
    return {name: rows for name, rows in found.items() if rows}


def query(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the portal's database."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def events() -> Counter[tuple[str, str]]:
    """How often each verb of a turn stands in the ledger of each file."""
    sql = """SELECT number, action, count(*) FROM licensing_applicationevent e
             JOIN licensing_application a ON a.id = e.application_id GROUP BY 1, 2"""
    return Counter({(number, action): times for number, action, times in query(sql)})


def promised(load: Load) -> Counter[tuple[str, str]]:
    """The same of what callers were promised."""
    return Counter((entry.number, entry.action) for entry in load.writes if entry.is_acknowledged)


def beside(**other: str) -> "psycopg2.extensions.connection":
    """A connection of our own beside those of Django, to the same server."""
    return psycopg2.connect(**{**connection.get_connection_params(), **other})
