"""Processes of ours beside a test: they see its database, its files and its broker."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
QUEUES = "letters,messages,webhooks,imports,sweeps"
STOP_SECONDS = 15


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
