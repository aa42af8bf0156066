"""A system that receives webhooks: a loopback HTTP server that keeps what came and answers as told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`status` and `body` are what it answers; `pause` seconds before each byte of it; `location` redirects."""

    url: str = ""
    status: int = 204
    body: bytes = b""
    pause: float = 0.0
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            try:
                self._answer()
            except OSError:
                self.close_connection = True

        def _answer(self) -> None:
            if state.pause:
                self._drip()
                return
            self.send_response(state.status)
            if state.location:
                self.send_header("Location", state.location)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        def _drip(self) -> None:
            for each in b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000:
                if state.stopped.wait(state.pause):
                    return
                self.wfile.write(bytes([each]))
                self.wfile.flush()

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield state
    finally:
        state.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def until(condition: Any, seconds: float = 5.0) -> bool:
    """Wait for something another thread does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False
