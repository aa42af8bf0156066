"""A small server that plays the portal for the scripts: own pages, the real static files, the real policy."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'self'"
)
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}
FRAME = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Uji</title>
<link rel="stylesheet" href="/static/css/theme.css"></head><body><main>{body}</main>
<script type="module" src="/static/js/portal.js"></script></body></html>"""


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    body: str | bytes = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    drop: bool = False  # hang up without an answer


Page = Callable[[Request], Answer | str]


@dataclass
class Portal:
    """`pages` by path; every request but those for static files is kept in `requests`."""

    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    url: str = ""

    def posts(self, path: str) -> list[Request]:
        return [request for request in self.requests if (request.method, request.path) == ("POST", path)]

    def answer(self, request: Request) -> Answer:
        if request.path.startswith("/static/"):
            file = STATIC / request.path.removeprefix("/static/")
            found = file.is_file()
            return Answer(
                file.read_bytes() if found else b"", 200 if found else 404, TYPES.get(file.suffix, "text/plain")
            )
        self.requests.append(request)
        if request.path not in self.pages:
            return Answer(status=404)
        given = self.pages[request.path](request)
        return Answer(FRAME.format(body=given)) if isinstance(given, str) else given


@contextmanager
def portal() -> Iterator[Portal]:
    playing = Portal()

    class Handler(BaseHTTPRequestHandler):
        def serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = playing.answer(Request(self.command, self.path, dict(self.headers), body))
            if answer.drop:
                self.close_connection = True
                return
            data = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            if answer.location:
                self.send_header("Location", answer.location)
            if answer.kind.startswith("text/html"):
                self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = serve  # noqa: N815 - the server's own names

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    playing.url = f"http://127.0.0.1:{server.server_port}"
    yield playing
    server.shutdown()
    server.server_close()
    thread.join()
