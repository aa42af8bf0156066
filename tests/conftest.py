"""What every test gets: closed sockets, a marker by what it touches; servers and browser on request."""

import gc
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from sejaras.celery import app
from sejaras.settings.environment import broker_options, broker_url
from tests import stand_ins
from tests.processes import ROOT, Worker, child_environment
from tests.redis_server import OwnRedis, own_redis
from tests.standing_rows import KeptRows

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104  compared, never bound
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client", "admin_client"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reverse", choices=("all", "unit"), help="run all tests, or the units, in reverse order")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test without a marker is `integration` when it touches the database, else `unit`.

    Whoever walks files through the whole workflow is `slow`, by what the module imports. Modules that stand on the
    reference data follow each other, so that it is loaded once, and the long ones come first.
    """
    for item in items:
        if {"Journey", "make_cast"} & set(vars(item.module)):  # type: ignore[attr-defined]
            item.add_marker("slow")
        if not any(item.get_closest_marker(name) for name in ("unit", "integration", "browser", "worker")):
            item.add_marker("integration" if _touches_database(item) else "unit")
    turned = config.getoption("--reverse")
    if turned == "all":
        items.reverse()
    elif turned == "unit":
        units = [item for item in items if item.get_closest_marker("unit")]
        items[:] = [*(item for item in items if not item.get_closest_marker("unit")), *reversed(units)]
    standing = {item.module for item in items if "reference_data" in item.fixturenames}  # type: ignore[attr-defined]
    slow = {item.module for item in items if item.get_closest_marker("slow")}  # type: ignore[attr-defined]
    items.sort(key=lambda item: (item.module not in standing, item.module not in slow))  # type: ignore[attr-defined]


def pytest_sessionstart() -> None:
    """Thousands of collected items are no garbage: the collector need not walk them again and again."""
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """From here on it looks at nothing that was collected."""
    gc.collect()
    gc.freeze()


_stand_ins = pytest.MonkeyPatch()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of the test is made, blank sheets and uploads without a child, unless it asks for more."""
    stand_ins.put_in_place(item, _stand_ins)


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


@pytest.fixture
def broker(redis_child: OwnRedis) -> Iterator[OwnRedis]:
    """The doorbell of this test rings at `redis_child`, which it may stop and start."""
    before = app.conf.broker_url, app.conf.broker_transport_options
    redis_child.start()
    app.conf.broker_url = broker_url(redis_child.url, embedded=Path())
    app.conf.broker_transport_options = broker_options(redis_child.url, worker=False)
    app._after_fork()  # forget connections to the broker before
    yield redis_child
    app.conf.broker_url, app.conf.broker_transport_options = before
    app._after_fork()


@pytest.fixture
def worker(transactional_db: None, broker: OwnRedis) -> Iterator[Worker]:
    """A real Celery worker on `broker` and the test database."""
    running = Worker(child_environment(REDIS_URL=broker.url))
    running.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _no_anchors_left(settings: Any) -> Iterator[None]:
    """Anchors lie outside the database: those of a test would accuse the chains of the next one."""
    yield
    shutil.rmtree(settings.DATA_DIR / "anchors", ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Throttles count from zero in every test."""
    yield
    cache.clear()


_kept = KeptRows()
_next_item = pytest.StashKey[pytest.Item | None]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    item.config.stash[_next_item] = nextitem


@pytest.fixture(scope="module")
def reference_data(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All CSV files loaded; every test of the module runs in a savepoint above them.

    Loaded once for all modules in a row that ask for it; what a module adds goes with the module.
    """

    def wanted_next() -> bool:
        following = request.config.stash.get(_next_item, None)
        names = getattr(following, "fixturenames", ())
        return following is not None and "reference_data" in names and not _flushes(following)

    def load() -> None:
        call_command("load_reference_data", verbosity=0)

    with _kept.above(django_db_blocker, load, keep=wanted_next):
        yield


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
    return {
        **browser_context_args,
        "viewport": size,
        "locale": "id-ID",
        "timezone_id": "Asia/Jakarta",
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def _allow_sync_database_beside_playwright(request: pytest.FixtureRequest) -> None:
    """Playwright's own event loop makes Django think that the test is asynchronous; its flush comes after us."""
    if request.node.get_closest_marker("browser"):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
