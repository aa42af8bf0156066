"""SATUSEHAT as its documentation has it: a token by client credentials, and FHIR that is looked up and written."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import serving

CLIENT, SECRET = "klien-contoh", "rahasia-contoh"


@dataclass
class SatusehatFake:
    """`status` other than 200 is what FHIR calls answer; `tokens` are valid ones; `asked` is method and path."""

    url: str = ""
    status: int = 200
    tokens: list[str] = field(default_factory=list)
    issued: int = 0
    asked: list[str] = field(default_factory=list)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)

    def token(self) -> str:
        self.issued += 1
        self.tokens[:] = [f"token-{self.issued}"]
        return self.tokens[0]

    def put(self, resource: dict[str, Any], remote_id: str = "") -> dict[str, Any]:
        remote_id = remote_id or f"{resource['resourceType'].lower()}-{len(self.stored) + 1}"
        self.stored[f"{resource['resourceType']}/{remote_id}"] = {**resource, "id": remote_id}
        return self.stored[f"{resource['resourceType']}/{remote_id}"]

    def found(self, kind: str, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        rows = [row for path, row in self.stored.items() if path.startswith(f"{kind}/")]
        if "identifier" in query:
            system, _bar, value = query["identifier"][0].partition("|")
            rows = [row for row in rows if {"system": system, "value": value}.items() <= row["identifier"][0].items()]
        if "name" in query:
            rows = [row for row in rows if row["name"] == query["name"][0]]
        return rows


class Handler(BaseHTTPRequestHandler):
    fake: SatusehatFake

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path)
        if path.path == "/oauth2/v1/accesstoken":
            form = {name: values[0] for name, values in parse_qs(body).items()}
            right = form == {"client_id": CLIENT, "client_secret": SECRET} and path.query.endswith("client_credentials")
            return self.answer(
                *((200, {"access_token": self.fake.token(), "expires_in": "3599"}) if right else (401, {}))
            )
        return self.fhir(lambda _kind, _id, _query: (201, self.fake.put(json.loads(body))))

    def do_PUT(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))

        def replace(kind: str, remote_id: str, _query: Any) -> tuple[int, dict[str, Any]]:
            known = f"{kind}/{remote_id}" in self.fake.stored and body["id"] == remote_id
            return (200, self.fake.put(body, remote_id)) if known else (404, {})

        return self.fhir(replace)

    def do_GET(self) -> None:
        def search(kind: str, _id: str, query: Any) -> tuple[int, dict[str, Any]]:
            rows = self.fake.found(kind, query)
            return 200, {"resourceType": "Bundle", "total": len(rows), "entry": [{"resource": row} for row in rows]}

        return self.fhir(search)

    def fhir(self, act: Any) -> None:
        path = urlsplit(self.path)
        kind, _slash, remote_id = path.path.removeprefix("/fhir-r4/v1/").partition("/")
        self.fake.asked.append(f"{self.command} {kind}")
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.fake.tokens:
            return self.answer(401, {})
        if self.fake.status != 200:
            outcome = {"resourceType": "OperationOutcome", "issue": [{"details": {"text": "reference_not_found"}}]}
            return self.answer(self.fake.status, outcome)
        return self.answer(*act(kind, remote_id, parse_qs(path.query)))

    def answer(self, status: int, content: Any) -> None:
        raw = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: Any) -> None:  # type: ignore[override]
        """Say nothing: the request holds a secret."""


@contextmanager
def running_fake() -> Iterator[SatusehatFake]:
    fake = SatusehatFake()
    with serving(Handler, fake):
        yield fake
