"""A Redis for the tests: the one `TEST_REDIS_URL` names, else a child of ours on a Unix socket.

`python -m tests.redis_server COMMAND…` runs the command with `REDIS_URL` set.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.beside import run_beside

START_SECONDS = 10


class NoRedisError(Exception):
    """No server binary, or it did not start."""


class OwnRedis:
    """One `redis-server` child that can be stopped and started again, empty each time unless `durable`."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self.url = f"unix://{folder}/redis.sock"
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait for the first answer; nothing to do while it runs."""
        if self.process is not None:
            return
        binary = shutil.which("redis-server")
        if binary is None:
            message = "no Redis: set TEST_REDIS_URL, or install one (apt-get install redis-server)"
            raise NoRedisError(message)
        append = "yes" if self.durable else "no"
        command = [binary, "--port", "0", "--unixsocket", f"{self.folder}/redis.sock", "--save", ""]
        command += ["--appendonly", append, "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        client = redis.Redis.from_url(self.url)
        while time.monotonic() < end:
            try:
                client.ping()
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
            else:
                client.close()
                return
        message = f"redis-server gave no answer in {START_SECONDS} s"
        raise NoRedisError(message)

    def stop(self) -> None:
        """End the child; calls to the broker fail from now on."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=START_SECONDS)
            self.process = None


@contextmanager
def own_redis(*, durable: bool = False) -> Iterator[OwnRedis]:
    """A child of ours, started; ended and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sejaras-redis-"))
    child = OwnRedis(folder, durable=durable)
    try:
        child.start()
        yield child
    finally:
        child.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The URL of the Redis for this test run."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    with own_redis() as child:
        yield child.url


def main(command: list[str]) -> int:
    """Run `command` with `REDIS_URL` set; its exit code."""
    with server() as url:
        return run_beside(command, REDIS_URL=url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
