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
from contextlib import suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
QUEUES = "letters,messages,webhooks,imports,sweeps"
STOP_SECONDS = 15
START_SECONDS = 30


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process that must see the same test database and files."""
    database = connection.settings_dict
    shared = {"TEST_DATA_DIR": str(settings.DATA_DIR), "TEST_DATABASE_NAME": str(database["NAME"])}
    if connection.vendor == "postgresql":
        host = database["HOST"].replace("/", "%2F")
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        where = f"{host}:{database['PORT'] or 5432}/{database['NAME']}"
        shared["TEST_DATABASE_URL"] = f"postgres://{database['USER']}{password}@{where}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "sejaras.settings.test", **shared, **more}


class Worker:
    """One `celery worker` process group that a test may kill and start again. Beat is off."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start with two children; jobs sent before it listens are waiting in the broker."""
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "sejaras", "worker", "-c", "2", "-Q", QUEUES]
        command += ["--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

    def kill(self) -> None:
        """`kill -9` of the whole group, as a power cut would do."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """A warm stop; the whole group's end when that takes too long."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None


class Web:
    """`gunicorn` as the image starts it, but with one worker and on loopback."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.address = f"127.0.0.1:{_lasting_port()}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start; it answers a second or two later."""
        command = [sys.executable, "-m", *_image_command(bind=self.address), "--workers", "1"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

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

    def stop(self) -> None:
        """SIGTERM: it finishes what it has begun. The whole group's end when that takes too long."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


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
