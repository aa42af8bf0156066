"""What every test gets: closed sockets, a marker by what it touches; servers and browser on request."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.redis_server import OwnRedis, own_redis

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104  compared, never bound
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reverse", action="store_true", help="run the tests in reverse order")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test without a marker is `integration` when it touches the database, else `unit`."""
    for item in items:
        if not any(item.get_closest_marker(name) for name in ("unit", "integration", "browser", "worker")):
            item.add_marker("integration" if _touches_database(item) else "unit")
    if config.getoption("--reverse"):
        items.reverse()


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(autouse=True, scope="session")
def _closed_sockets() -> Iterator[None]:
    """Only this machine can be reached: a test that calls out fails with the address it wanted."""
    connect = socket.socket.connect

    def connect_inside(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            message = f"a test tried to reach {address}"
            raise ConnectionRefusedError(message)
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect_inside)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _guards_off_for_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """The flush after a transactional test empties guarded tables: as owner, triggers off. It puts them back."""
    if not _flushes(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    from core import triggers  # models are loaded only now

    yield
    triggers.remove()


def _flushes(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server", "worker"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or (marker is not None and bool(marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def redis_child() -> Iterator[OwnRedis]:
    """A Redis of this run that a test may stop and start."""
    with own_redis() as child:
        yield child


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process of ours that must see the same test database and files."""
    from django.conf import settings  # after the test settings are final

    database = connection.settings_dict
    if connection.vendor == "postgresql":
        host = database["HOST"].replace("/", "%2F")
        url = f"postgres://{database['USER']}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
        more = {"TEST_DATABASE_URL": url, **more}
    shared = {"TEST_DATA_DIR": str(settings.DATA_DIR), "TEST_DATABASE_NAME": str(database["NAME"])}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "sejaras.settings.test", **shared, **more}


@pytest.fixture
def worker(transactional_db: None, redis_child: OwnRedis) -> Iterator["Worker"]:
    """A real Celery worker with beat off, on Redis and the test database."""
    running = Worker(child_environment(REDIS_URL=redis_child.url))
    running.start()
    yield running
    running.stop()


class Worker:
    """One `celery worker` process group that a test may kill and start again."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start with two children; jobs sent before it listens are waiting in the broker."""
        queues = "letters,messages,webhooks,imports,sweeps"
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "sejaras",
            "worker",
            "-c",
            "2",
            "-l",
            "WARNING",
            "-Q",
            queues,
        ]
        command += ["--without-gossip", "--without-mingle"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

    def kill(self) -> None:
        """`kill -9` of the whole group, as a power cut would do."""
        if self.process is not None:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """A warm stop, then the group's end whatever is left."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None


# --- browser ---
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, never a download."""
    found = subprocess.run([ROOT / "bin" / "chromium"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.fail("no Chromium: bin/provision browser, or set CHROMIUM")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    return {**browser_type_launch_args, "executable_path": found.stdout.strip(), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Desktop size and Indonesian, as UX.md measures; a phone test sets its own size."""
    size = {"width": 1280, "height": 800}
    return {**browser_context_args, "viewport": size, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture(autouse=True)
def _allow_sync_database_beside_playwright(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Playwright's own event loop makes Django think that the test is asynchronous."""
    if request.node.get_closest_marker("browser"):
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
