"""Virus scanners behind one interface. Whatever is not a plain "clean" from a scanner that works is no answer."""

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, Protocol, assert_never
from urllib.parse import urlsplit

import clamd
from django.core.exceptions import ImproperlyConfigured

TIMEOUT_SECONDS: Final = 30.0
PROOF_INTERVAL_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class Clean:
    """`scanned` is False when no scanner is configured, which only the demonstration may do."""

    scanned: bool = True


@dataclass(frozen=True, slots=True)
class Infected:
    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No answer to rely on: the file stays `pending_scan`. `why` is for the log and the alarm, not for applicants."""

    why: str


Verdict = Clean | Infected | Unavailable


class Scanner(Protocol):
    def scan(self, path: Path) -> Verdict:
        """Judge the file at `path` within a bounded time; never raises for a scanner that is down, slow or odd."""


class NoScanner:
    """Calls every file clean and says that nobody looked."""

    def scan(self, path: Path) -> Verdict:  # noqa: ARG002 - the interface
        return Clean(scanned=False)


class ClamdScanner:
    """ClamAV's daemon over TCP or a Unix socket. The bytes are sent, so the daemon needs no access to our folders.

    Every ten minutes it must first find the EICAR test file: a daemon without signatures calls everything clean.
    """

    def __init__(
        self,
        connect: Callable[[], clamd.ClamdNetworkSocket],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._monotonic = monotonic
        self._proven_until = float("-inf")

    def scan(self, path: Path) -> Verdict:
        doubt = self._doubt()
        if doubt is not None:
            return doubt
        with path.open("rb") as file:
            return self._ask(file)

    def _doubt(self) -> Unavailable | None:
        if self._monotonic() < self._proven_until:
            return None
        match self._ask(io.BytesIO(clamd.EICAR)):
            case Infected():
                self._proven_until = self._monotonic() + PROOF_INTERVAL_SECONDS
                return None
            case Clean():
                return Unavailable("the scanner does not find the EICAR test file")
            case Unavailable() as verdict:
                return verdict
            case other:
                assert_never(other)

    def _ask(self, stream: BinaryIO) -> Verdict:
        try:
            answer = self._connect().instream(stream)
        except (clamd.ClamdError, OSError, UnicodeDecodeError) as error:
            self._proven_until = float("-inf")
            return Unavailable(f"{type(error).__name__}: {error}")
        return read_answer(answer)


def read_answer(answer: object) -> Verdict:
    """Only the two sentences of the protocol count; silence, another file's name or an error is no answer."""
    match answer:
        case {"stream": ("OK", None)}:
            return Clean()
        case {"stream": ("FOUND", str(name))}:
            return Infected(name)
        case _:
            return Unavailable(f"unexpected answer {answer!r:.100}")


class DeadlineSocket(socket.socket):
    """A socket whose time-out is for the whole conversation, and whose `send` sends everything.

    The clamd package sets a time-out per call, after connecting, and does not look at what `send` left over.
    """

    def __init__(self, family: socket.AddressFamily, *, seconds: float) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._deadline = time.monotonic() + seconds

    def _arm(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the scanner took too long")
        super().settimeout(left)

    def connect(self, address: object) -> None:
        self._arm()
        super().connect(address)  # type: ignore[arg-type]

    def send(self, data: bytes, flags: int = 0) -> int:  # type: ignore[override]
        self._arm()
        self.sendall(data, flags)
        return len(data)

    def recv_into(self, *args: object, **kwargs: object) -> int:
        self._arm()
        return super().recv_into(*args, **kwargs)  # type: ignore[arg-type]


class ClamdOverTCP(clamd.ClamdNetworkSocket):  # type: ignore[misc]
    def _init_socket(self) -> None:
        self.clamd_socket = DeadlineSocket(socket.AF_INET, seconds=self.timeout)
        self.clamd_socket.connect((self.host, self.port))


class ClamdOverUnix(clamd.ClamdUnixSocket):  # type: ignore[misc]
    def _init_socket(self) -> None:
        self.clamd_socket = DeadlineSocket(socket.AF_UNIX, seconds=self.timeout)
        self.clamd_socket.connect(self.unix_socket)


@lru_cache(maxsize=8)
def scanner_from(setting: str, *, address: str, demo: bool, timeout: float = TIMEOUT_SECONDS) -> Scanner:
    """The scanner named by `SCANNER`: `clamd` at `address` (`/path/of/socket` or `tcp://host:3310`), or `none`.

    One per process and address, so that its proof lasts. Raises `ImproperlyConfigured` for anything else and for
    `none` outside the demonstration, so that a portal with a slip in its settings does not start.
    """
    if setting == "none" and demo:
        return NoScanner()
    if setting == "clamd":
        return ClamdScanner(connection_to(address, timeout))
    raise ImproperlyConfigured(f"SCANNER={setting!r}: use clamd; none is for DEMO=1 only")


def connection_to(address: str, timeout: float) -> Callable[[], clamd.ClamdNetworkSocket]:
    url = urlsplit(address)
    if url.scheme == "tcp" and url.hostname:
        host, port = url.hostname, url.port or 3310
        return lambda: ClamdOverTCP(host, port, timeout)
    if url.scheme in {"", "unix"} and url.path.startswith("/"):
        return lambda: ClamdOverUnix(url.path, timeout)
    raise ImproperlyConfigured(f"CLAMD_SOCKET={address!r}: use /path/of/socket or tcp://host:port")
