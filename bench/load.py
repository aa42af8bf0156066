"""Thirty requests a second of the mixed journey, five minutes, against the portal as `make run` starts it.

Each call comes at its moment, whether or not those before are answered, and is timed from that moment: a portal that
falls behind shows it. One call in ten changes a file by the API; the others are pages of applicants, officers and the
public, and the list of a system. The database must be empty; it is filled here.
"""

import os
import random
import statistics
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from bench import seeding
from bench.harness import Fact, Run, at_most, bench
from tests.processes import Web

RATE = 30
SECONDS = 300
DESKS = 48
CALLERS = 32
SEED = 20_261_130
AS_MAKE_RUN = (
    "gunicorn", "sejaras.wsgi:application", "--preload", "--workers", "2", "--threads", "4", "--timeout", "60",
    "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket",
)  # fmt: skip


@bench("load", database=True)
def load(run: Run) -> Iterator[Fact]:
    rows = seeding.SIZES[run.scale]
    calls = filled(rows)
    run.note(applications=rows, rate=RATE, seconds=SECONDS)
    with (
        portal() as root,
        httpx.Client(
            base_url=root, timeout=60, limits=httpx.Limits(max_connections=CALLERS, keepalive_expiry=1)
        ) as line,
    ):
        drive(line, calls, seconds=10)
        seen = drive(line, calls, seconds=SECONDS)
    times = [each.seconds * 1000 for each in seen]
    failed = Counter(f"{each.kind}:{each.status}" for each in seen if each.status != httpx.codes.OK)
    run.note(requests=len(seen), p50_ms=round(statistics.median(times)), failed=dict(failed))
    for kind, slow in sorted(by_kind(seen).items()):
        run.note(**{f"{kind}_p95_ms": round(slow)})
    yield Fact("p95", value=percentile(times), unit="ms", goal=at_most(150), is_time=True)
    yield Fact("errors", value=failed.total(), goal=at_most(0))


Call = tuple[str, Callable[[httpx.Client], int]]


class Answer(NamedTuple):
    """What one call met; `seconds` from the moment it was due."""

    kind: str
    status: int
    seconds: float


def percentile(times: list[float]) -> float:
    """The 95th."""
    return statistics.quantiles(times, n=100)[94]


def by_kind(seen: list[Answer]) -> dict[str, float]:
    """The 95th percentile in milliseconds of each kind of call."""
    kinds = {each.kind for each in seen}
    return {kind: percentile([each.seconds * 1000 for each in seen if each.kind == kind]) for kind in kinds}


# --- the city, and what people ask it -----------------------------------------------------------------------------


@dataclass
class Desk:
    """One file that is approved, sent back and assessed, over and over."""

    number: str
    version: int
    tokens: dict[str, str]
    verbs: deque[str] = field(default_factory=lambda: deque(("approve", "send_back", "assess")))

    def write(self, line: httpx.Client) -> int:
        """Do the next verb."""
        from tests.faults.load import TURN

        verb = self.verbs[0]
        headers = {"Authorization": f"Bearer {self.tokens[verb]}", "Idempotency-Key": uuid4().hex}
        answer = line.post(
            f"/api/v1/applications/{self.number}/actions/{verb}/",
            json={"version": self.version, **TURN[verb]},
            headers=headers,
        )
        if answer.status_code == httpx.codes.OK:
            self.version = answer.json()["version"]
            self.verbs.rotate(-1)
        return answer.status_code


def filled(rows: int) -> list[Call]:
    """Write the rows of the register and `DESKS` whole files, log everybody in; returns what is asked, as often."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from core import outbox
    from tests.api import by_token
    from tests.licensing.journey import assessed, make_cast

    office = seeding.fill(rows)
    call_command("collectstatic", interactive=False, verbosity=0)
    outbox._bell[:] = []  # noqa: SLF001  there is no worker to wake
    cast = make_cast()
    journeys = [assessed(cast, place, at=timezone.now()) for place in range(DESKS + 1)]
    licensed = journeys.pop().approve().sign().issue().application
    outbox.drain()
    files = [each.application for each in journeys]
    for each in files:
        each.refresh_from_db()

    def session(user: Any) -> dict[str, str]:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}

    def token(user: Any = None) -> str:
        headers: dict[str, str] = by_token(office, user=user)._credentials  # type: ignore[attr-defined]  # noqa: SLF001
        return headers["HTTP_AUTHORIZATION"].removeprefix("Bearer ")

    head, tpk = token(cast.division_head.user), token(cast.tpk.user)
    desks = deque(
        Desk(each.number, each.version, {"approve": head, "send_back": head, "assess": tpk}) for each in files
    )
    applicant, technical, system = session(cast.applicant.user), session(cast.technical.user), token()
    own = [f"/permohonan/{each.number}/" for each in files]
    lists = [f"/api/v1/applications/?state={state}" for state in ("verified", "registered", "submitted")]
    code = licensed.letter_links.select_related("letter").get(letter__kind_id="SIP").letter.verify_code
    # All calls come from one address: of the public pages, only as many as one may ask for.
    asked: list[tuple[int, str, list[str], dict[str, str]]] = [
        (6, "landing", ["/"], {}),
        (6, "services", ["/layanan/", "/layanan/SIPP-PERAWAT/"], {}),
        (1, "verify", [f"/v/{code}/"], {}),
        (1, "track", ["/lacak/"], {}),
        (1, "register", ["/register-izin/?q=Orang+Contoh+17"], {}),
        (6, "own_files", ["/pemohon/"], applicant),
        (12, "own_file", own, applicant),
        (14, "queue", ["/berkas/"], technical),
        (12, "file", own, technical),
        (10, "api_list", lists, {"Authorization": f"Bearer {system}"}),
    ]
    calls = [(kind, reading(addresses, headers)) for times, kind, addresses, headers in asked for _time in range(times)]
    return calls + [("api_write", writing(desks))] * (len(calls) // 9)


def reading(addresses: list[str], headers: dict[str, str]) -> Callable[[httpx.Client], int]:
    """Look at one of the addresses."""
    return lambda line: line.get(random.choice(addresses), headers=headers).status_code  # noqa: S311  no secret


def writing(desks: deque[Desk]) -> Callable[[httpx.Client], int]:
    """Change the file that was left alone the longest."""

    def write(line: httpx.Client) -> int:
        desk = desks.popleft()
        try:
            return desk.write(line)
        finally:
            desks.append(desk)

    return write


# --- driving ------------------------------------------------------------------------------------------------------


def drive(line: httpx.Client, calls: list[Call], *, seconds: int) -> list[Answer]:
    """Make `RATE` calls a second, each at its moment, in an order of fixed chance."""
    order = random.Random(SEED)  # noqa: S311  no secret
    plan = [order.choice(calls) for _call in range(RATE * seconds)]
    begun = time.perf_counter() + 0.2

    def call(place: int) -> Answer:
        kind, ask = plan[place]
        due = begun + place / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        try:
            status = ask(line)
        except httpx.TransportError:
            status = 0
        return Answer(kind, status, time.perf_counter() - due)

    with ThreadPoolExecutor(CALLERS) as callers:
        return list(callers.map(call, range(len(plan))))


class Portal(Web):
    """The portal's web processes as `make run` starts them, on a port of loopback."""

    def start(self) -> None:
        self._start(*AS_MAKE_RUN, "--bind", self.address)


@contextmanager
def portal() -> Iterator[str]:
    """Start it; ends it by its id."""
    from django.conf import settings

    made = Portal({**os.environ, "DATA_DIR": str(settings.DATA_DIR), "ALLOWED_HOSTS": "127.0.0.1"})
    try:
        made.start()
        made.ready()
        yield f"http://{made.address}"
    finally:
        made.stop()
