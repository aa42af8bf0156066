"""Stand-ins for the virus scanner: one in the process, and a daemon that speaks clamd's protocol and can misbehave."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.uploads import Clean, Verdict
from tests.core.hostile_bases import EICAR


class FakeScanner:
    """Gives the verdicts it was told, the last one for ever, and remembers what it saw."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = list(verdicts) or [Clean()]
        self.seen: list[bytes] = []

    def scan(self, path: Path) -> Verdict:
        self.seen.append(path.read_bytes())
        return self.verdicts.pop(0) if len(self.verdicts) > 1 else self.verdicts[0]


@contextmanager
def fake_clamd(folder: Path, behaviour: str = "honest") -> Iterator[str]:
    """A daemon on a Unix socket in `folder`, found at the given path. Behaviours are the keys of `ANSWERS` and

    `slow` (one byte every 50 ms), `hangs` (never answers), `closes` (hangs up at once).
    """
    path = folder / "clamd"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        thread = threading.Thread(target=serve, args=(server, behaviour), daemon=True)
        thread.start()
        try:
            yield str(path)
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=2)


def serve(server: socket.socket, behaviour: str) -> None:
    with suppress(OSError):
        while True:
            client, _ = server.accept()
            with client, suppress(OSError):
                answer(client, behaviour)


def answer(client: socket.socket, behaviour: str) -> None:
    if behaviour == "closes":
        return
    data = received(client)
    if behaviour == "hangs":
        client.recv(1)
        return
    reply = ANSWERS.get(behaviour, honest)(data)
    step = 1 if behaviour == "slow" else len(reply) or 1
    for at in range(0, len(reply), step):
        client.sendall(reply[at : at + step])
        time.sleep(0.05 if behaviour == "slow" else 0)


def received(client: socket.socket) -> bytes:
    stream = client.makefile("rb")
    assert stream.readline() == b"nINSTREAM\n"
    parts = []
    while size := struct.unpack("!L", stream.read(4))[0]:
        parts.append(stream.read(size))
    return b"".join(parts)


def honest(data: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\n" if EICAR in data else b"stream: OK\n"


def awake_only_for_the_test_file(data: bytes) -> bytes:
    return honest(data) if data.strip() == EICAR else b"stream: lstat() failed ERROR\n"


ANSWERS = {
    "honest": honest,
    "liar": lambda _: b"stream: OK\n",
    "failing": awake_only_for_the_test_file,
    "other file": lambda data: honest(data).replace(b"stream", b"lain"),
    "gibberish": lambda _: b"\xff\xfe halo\n",
    "silent": lambda _: b"",
    "full": lambda _: b"INSTREAM size limit exceeded. ERROR\n",
}
