"""A signing service that answers, refuses, dawdles, breaks, or signs and loses its answer."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

NIK = "9916740101900000"
PASSPHRASE = "frasa-rahasia"
REFUSALS = {
    "wrong_passphrase": (400, {"status": 2031, "error": "Passphrase anda salah"}),
    "expired": (400, {"status": 4999, "error": "Certificate has expired"}),
    "unknown_signer": (400, {"status": 2011, "error": "NIK belum terdaftar"}),
    "strange": (400, {"status": 4711, "error": "Kuota harian habis"}),
    "broken": (500, {"error": "internal"}),
    "busy": (503, {"error": "maintenance"}),
}


@dataclass
class BsreFake:
    """`mode` is ok, one of REFUSALS, slow (answers too late), lost (signs, then hangs up), html, or empty."""

    url: str = ""
    mode: str = "ok"
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)
    signed: dict[str, bytes] = field(default_factory=dict)

    def sign(self, body: dict[str, Any]) -> bytes:
        pdf = base64.b64decode(body["file"][0])
        return self.signed.setdefault(hashlib.sha256(pdf).hexdigest(), pdf + b"\n% signed by the fake\n")


class Handler(BaseHTTPRequestHandler):
    fake: BsreFake

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.asked.append("sign")
        if self.fake.mode in REFUSALS:
            return self.answer(*REFUSALS[self.fake.mode])
        if body["nik"] != NIK or body["passphrase"] != PASSPHRASE:
            return self.answer(*REFUSALS["wrong_passphrase"])
        return self.after_signing(self.fake.sign(body))

    def after_signing(self, pdf: bytes) -> None:
        time.sleep(self.fake.delay)
        if self.fake.mode == "lost":
            self.close_connection = True
            return None
        if self.fake.mode == "html":
            return self.answer(200, "<html>login</html>")
        if self.fake.mode == "empty":
            return self.answer(200, {"file": []})
        return self.answer(200, {"file": [base64.b64encode(pdf).decode()]})

    def do_GET(self) -> None:
        self.fake.asked.append("find")
        pdf = self.fake.signed.get(self.path.rpartition("/")[2])
        if pdf is None:
            return self.answer(404, {"error": "not found"})
        return self.answer(200, {"file": [base64.b64encode(pdf).decode()]})

    def answer(self, status: int, content: Any) -> None:
        raw = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:  # type: ignore[override]
        """Say nothing: the request holds a passphrase."""


@contextmanager
def running_fake() -> Iterator[BsreFake]:
    fake = BsreFake()
    with serving(Handler, fake):
        yield fake
