"""From an untrusted file to a harmless copy, by a child process that may fail without harm."""

import json
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from core.uploads.detection import Kind, detect
from core.uploads.naming import SUFFIXES, clean_display_name
from core.uploads.receiving import sha256_of
from core.uploads.refusals import InspectionUnavailable, Refusal, UnsafeFile

SANDBOX: Final = Path(__file__).with_name("sandbox.py")
WALL_SECONDS: Final = 10.0
OUT_OF_TIME: Final = -signal.SIGXCPU
KILLED_BY_HOST: Final = -signal.SIGKILL  # memory of the whole machine ran out, not of this file's share

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The only form in which an applicant's file is ever served. `sha256` is of the copy, `original_sha256` evidence.

    `content_type` is the copy's and may differ from the original's (a large PNG becomes a JPEG); `pages` is None for
    pictures.
    """

    path: Path
    content_type: str
    size: int
    sha256: str
    pages: int | None
    original_sha256: str
    display_name: str

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.content_type]


def inspect_and_rebuild(source: Path, *, declared_name: str, into: Path | None = None) -> Rebuilt:
    """Detect, refuse or rebuild the quarantined file `source`; the copy gets a random name in `into` (or beside it).

    Takes at most about ten seconds and, in this process, one megabyte; `source` is never changed. Raises `UnsafeFile`
    when the file can't be kept and `InspectionUnavailable` when this host could not finish. Neither leaves a copy.
    """
    kind = detect(source)
    target = (into or source.parent) / f"{secrets.token_hex(16)}.rebuilt"
    try:
        verdict = run_sandbox(kind, source, target)
        return described(verdict, source=source, target=target, declared_name=declared_name)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def described(verdict: dict[str, Any], *, source: Path, target: Path, declared_name: str) -> Rebuilt:
    if "refused" in verdict:
        raise UnsafeFile(Refusal(verdict["refused"]))
    target.chmod(0o600)
    return Rebuilt(
        path=target,
        content_type=verdict["content_type"],
        size=target.stat().st_size,
        sha256=sha256_of(target),
        pages=verdict["pages"],
        original_sha256=sha256_of(source),
        display_name=clean_display_name(declared_name, content_type=verdict["content_type"]),
    )


def run_sandbox(kind: Kind, source: Path, target: Path) -> dict[str, Any]:
    """The sandbox's verdict. Its silence after `ready` is the file's fault, silence before it is ours."""
    try:
        return read_verdict(spawn(kind, source, target))
    except subprocess.TimeoutExpired:
        raise InspectionUnavailable from None


def spawn(kind: Kind, source: Path, target: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", str(SANDBOX), kind, str(source.resolve()), str(target.resolve())]
    return subprocess.run(
        command,
        env={},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=WALL_SECONDS,
        check=False,
    )


def read_verdict(finished: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    lines = finished.stdout.decode().splitlines()
    if lines[:1] != ["ready"]:
        log.error(
            "upload_sandbox_does_not_start", exit_code=finished.returncode, stderr=finished.stderr[-2000:].decode()
        )
        raise InspectionUnavailable
    if len(lines) == 2 and finished.returncode == 0:  # noqa: PLR2004 - ready, verdict
        verdict: dict[str, Any] = json.loads(lines[1])
        return verdict
    log.warning("upload_sandbox_gave_up", exit_code=finished.returncode)
    if finished.returncode == KILLED_BY_HOST:
        raise InspectionUnavailable
    return {"refused": Refusal.BOMB if finished.returncode == OUT_OF_TIME else Refusal.DAMAGED}
