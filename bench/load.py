"""Thirty requests a second of the mixed journey, five minutes, against the portal as `make run` starts it.

Each call comes at its moment, whether or not those before are answered, and is timed from that moment: a portal that
falls behind shows it. One call in ten changes a file by the API; the others are pages of applicants, officers and the
public, and the list of a system. The database must be empty; it is filled here.
"""

import json
import os
import random
import statistics
import subprocess
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from bench import seeding
from bench.harness import Fact, Run, at_most, bench

RATE = 30
SECONDS = 300
DESKS = 48
CALLERS = 32
SEED = 20_261_130
PORTAL = ("gunicorn", "sejaras.wsgi:application", "--preload", "--workers", "2", "--threads", "4", "--timeout", "60",
          "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket")  # fmt: skip


@bench("load", database=True)
def load(run: Run) -> Iterator[Fact]:
    rows = seeding.SIZES[run.scale]
    city = filled(rows)
    run.note(applications=rows, rate=RATE, seconds=SECONDS)
    with (
        portal() as root,
        httpx.Client(
            base_url=root, timeout=60, limits=httpx.Limits(max_connections=CALLERS, keepalive_expiry=1)
        ) as line,
    ):
        drive(line, city, seconds=10)
        seen = drive(line, city, seconds=SECONDS)
    times = [each.seconds * 1000 for each in seen]
    failed = Counter(f"{each.kind}:{each.status}" for each in seen if each.status != httpx.codes.OK)
    run.note(requests=len(seen), p50_ms=round(statistics.median(times)), failed=dict(failed))
    for kind, slow in sorted(by_kind(seen).items()):
        run.note(**{f"{kind}_p95_ms": round(slow)})
    yield Fact("p95", value=percentile(times), unit="ms", goal=at_most(150), is_time=True)
    yield Fact("errors", value=failed.total(), goal=at_most(0))


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
class City:
    """Files on desks, and the calls that are made, each as often as it stands here."""

    desks: deque["Desk"]
    calls: list[tuple[str, Callable[[httpx.Client], int]]]


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


def filled(rows: int) -> City:
    """Write the rows of the register and `DESKS` whole files, and log everybody in."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from core import outbox
    from tests.api import by_token
    from tests.licensing.journey import Journey, make_cast

    office = seeding.fill(rows)
    call_command("collectstatic", interactive=False, verbosity=0)
    outbox._bell[:] = []  # noqa: SLF001  there is no worker to wake
    cast = make_cast()
    files = [assessed(Journey, cast, place, at=timezone.now()) for place in range(DESKS)]
    licence = Journey(cast, at=timezone.now(), answers=answers_of(DESKS)).draft().upload().submit().verify().assess()
    letter = licence.approve().sign().issue().application
    outbox.drain()

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
    code = letter.letter_links.select_related("letter").get(letter__kind_id="SIP").letter.verify_code
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
    return City(desks, calls + [("api_write", writing(desks))] * (len(calls) // 9))


def answers_of(place: int) -> dict[str, dict[str, str]]:
    """Somebody else for every file."""
    name = f"Perawat {ascii_uppercase[place // 26]}{ascii_uppercase[place % 26]}"
    return {
        "identity": {"name": name, "identity_number": f"99010115049400{place:02}"},
        "profession": {"str_name": name, "str_number": f"AA000000000001{place:02}"},
    }


def assessed(journey: Any, cast: Any, place: int, *, at: Any) -> Any:
    """A file that lies before the head of division."""
    made = journey(cast, at=at, answers=answers_of(place)).draft().upload().submit().verify().assess()
    made.application.refresh_from_db()
    return made.application


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


def drive(line: httpx.Client, city: City, *, seconds: int) -> list[Answer]:
    """Make `RATE` calls a second, each at its moment, in an order of fixed chance."""
    order = random.Random(SEED)  # noqa: S311  no secret
    plan = [order.choice(city.calls) for _call in range(RATE * seconds)]
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


@contextmanager
def portal() -> Iterator[str]:
    """The portal's web processes on a free port of loopback, ended by their id."""
    from django.conf import settings

    from tests.processes import free_port

    address = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "DATA_DIR": str(settings.DATA_DIR), "ALLOWED_HOSTS": "127.0.0.1"}
    command = [*PORTAL, "--bind", address]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], env=environment) as process:
        try:
            _wait_for(f"http://{address}/healthz/live", process)
            yield f"http://{address}"
        finally:
            process.terminate()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(json.dumps({"no answer": address, "ended": process.poll()}))
