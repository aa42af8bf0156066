"""Processes of ours beside a test: they see its database, its files and its broker."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
QUEUES = "letters,messages,webhooks,imports,sweeps"
# Machines that run the suite are busy: what is awaited nearly always comes at once.
STOP_SECONDS = 30
START_SECONDS = 90
PATIENCE_SECONDS = 90


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process that must see the same test database and files."""
    database = connection.settings_dict
    shared = {"TEST_DATA_DIR": str(settings.DATA_DIR), "TEST_DATABASE_NAME": str(database["NAME"])}
    if connection.vendor == "postgresql":
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        shared["TEST_DATABASE_URL"] = f"postgres://{database['USER']}{password}@{database_place(database['NAME'])}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "sejaras.settings.test", **shared, **more}


def database_place(name: str) -> str:
    """Host, port and `name` of a database of the test's PostgreSQL, as they end an address."""
    server = connection.settings_dict
    return f"{server['HOST'].replace('/', '%2F')}:{server['PORT'] or 5432}/{name}"


def eventually(holds: Callable[[], bool], *, within: float = PATIENCE_SECONDS, every: float = 0.05) -> None:
    """Wait until it holds, asking `every` so many seconds; fail when it does not in time."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"not within {within} s"
        time.sleep(every)


class _Child:
    """A process group of ours that a test may end and start again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.is_ending = False

    def _start(self, *words: str) -> None:
        command = [sys.executable, "-m", *words]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        self.is_ending = False

    def kill(self) -> None:
        """`kill -9` of the whole group, as a power cut would do."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def end(self) -> None:
        """SIGTERM: it takes nothing more and finishes what it has begun. Asked twice, some would not finish."""
        if self.process is not None and not self.is_ending:
            self.is_ending = True
            self.process.terminate()

    def stop(self) -> None:
        """The same, and wait; the whole group's end when that takes too long."""
        if self.process is None:
            return
        self.end()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None


class Worker(_Child):
    """One `celery worker`. Beat is off."""

    def start(self) -> None:
        """Start with two children; jobs sent before it listens are waiting in the broker."""
        command = ["celery", "--quiet", "-A", "sejaras", "worker", "-c", "2", "-Q", QUEUES]
        self._start(*command, "--loglevel", "ERROR", "--without-gossip", "--without-mingle")


class Web(_Child):
    """`gunicorn` as the image starts it, but with one worker and on loopback."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__(environment)
        self.address = f"127.0.0.1:{_lasting_port()}"

    def start(self) -> None:
        """Start; it answers a second or two later."""
        self._start(*_image_command(bind=self.address), "--workers", "1")

    def ready(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > end:
                message = f"gunicorn gave no answer in {START_SECONDS} s"
                raise RuntimeError(message)
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return client.get("/healthz/live").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def client(self) -> httpx.Client:
        """A client that keeps its connection, as a reverse proxy does."""
        return httpx.Client(base_url=f"http://{self.address}", timeout=STOP_SECONDS)

    def workers(self) -> list[str]:
        """The process ids of its workers."""
        master = self.process.pid if self.process else 0
        return Path(f"/proc/{master}/task/{master}/children").read_text().split()


def _lasting_port() -> int:
    """A free port that no outgoing connection takes while its server is down: they are given those from 32768."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311  no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _image_command(*, bind: str) -> list[str]:
    """The command of the image, bound elsewhere."""
    written = re.search(r"^CMD (\[.*?\])", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)
    assert written is not None
    words: list[str] = json.loads(written[1].replace("\\\n", ""))
    words[words.index("--bind") + 1] = bind
    return words
