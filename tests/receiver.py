"""A system that receives webhooks: a loopback HTTP server that keeps what came and answers as told."""

import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


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


def own_certificate(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate of `name` by nobody: the context of its server, and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251  the library that checks it reads the clock as well
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(pem + secret)
        file.flush()
        server.load_cert_chain(file.name)
    return server, ssl.create_default_context(cadata=pem.decode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: Receiver

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A handshake that fails is the other side's affair."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.state.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        try:
            self._answer()
        except OSError:
            self.close_connection = True

    def _answer(self) -> None:
        if self.server.state.pause:
            self._drip()
            return
        self.send_response(self.server.state.status)
        if self.server.state.location:
            self.send_header("Location", self.server.state.location)
        self.send_header("Content-Length", str(len(self.server.state.body)))
        self.end_headers()
        self.wfile.write(self.server.state.body)

    def _drip(self) -> None:
        for each in b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000:
            if self.server.state.stopped.wait(self.server.state.pause):
                return
            self.wfile.write(bytes([each]))
            self.wfile.flush()

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver on a free port of this machine, encrypted when `tls` is given."""
    state = Receiver()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.state = state
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
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
