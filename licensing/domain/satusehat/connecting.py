"""Calls to SATUSEHAT by its public documentation: a token by client credentials, then FHIR R4 with it.

`{SATUSEHAT_URL}/oauth2/v1/accesstoken?grant_type=client_credentials` and `{SATUSEHAT_URL}/fhir-r4/v1/…`.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from core import outgoing
from core.exceptions import NeighbourDown

NEIGHBOUR = "satusehat"
TOKEN_PATH, FHIR_PATH = "/oauth2/v1/accesstoken", "/fhir-r4/v1/"
# A token is given back this many seconds before its end, so that none runs out on the way.
EARLY = 60
AGAIN = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
Resource = dict[str, Any]


class RefusedThere(Exception):
    """They understood and said no; the same again would be refused again. The text is theirs."""


@dataclass
class _Token:
    value: str = ""
    owner: str = ""
    until: float = 0.0


# Of this process: a token never lies in a cache or a log.
_token = _Token()


def missing() -> list[str]:
    """Settings that are still empty; the adapter is off while there are any."""
    names = ("SATUSEHAT_URL", "SATUSEHAT_CLIENT_ID", "SATUSEHAT_CLIENT_SECRET", "SATUSEHAT_ORGANIZATION")
    return [name for name in names if not getattr(settings, name)]


def is_on() -> bool:
    """True once everything is set."""
    return not missing()


def find(kind: str, **query: str) -> list[Resource]:
    """Resources of a search, at most one page. Raises NeighbourDown or RefusedThere."""
    answer = _ask("GET", f"{kind}?{urlencode(query)}")
    return [entry["resource"] for entry in answer.get("entry", []) if isinstance(entry.get("resource"), dict)]


def create(resource: Resource) -> str:
    """Their id of a new resource. Raises as `find`."""
    return _id_of(_ask("POST", resource["resourceType"], resource))


def replace(resource: Resource, remote_id: str) -> bool:
    """Write a resource they have over; False when they have none of that id. Raises as `find`."""
    return bool(_ask("PUT", f"{resource['resourceType']}/{remote_id}", {**resource, "id": remote_id}, lost=True))


def _id_of(answer: Resource) -> str:
    found = answer.get("id")
    if not isinstance(found, str) or not found:
        raise NeighbourDown(NEIGHBOUR, "an answer without an id")
    return found


def _ask(method: str, path: str, body: Resource | None = None, *, lost: bool = False) -> Resource:
    answer = _called(method, path, body)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        # It ran out early, or was taken back: once with a new one.
        forget_token()
        answer = _called(method, path, body)
    if lost and answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return {}
    return _content(answer)


@sensitive_variables()
def _called(method: str, path: str, body: Resource | None) -> outgoing.Answer:
    headers = {"Authorization": f"Bearer {_bearer()}", "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    content = b"" if body is None else json.dumps(body).encode()
    return _sent(outgoing.Call(method, _base() + FHIR_PATH + path, content, headers))


@sensitive_variables()
def _bearer() -> str:
    if _token.owner == settings.SATUSEHAT_CLIENT_ID and time.monotonic() < _token.until:
        return _token.value
    form = {"client_id": settings.SATUSEHAT_CLIENT_ID, "client_secret": settings.SATUSEHAT_CLIENT_SECRET}
    call = outgoing.Call(
        "POST",
        f"{_base()}{TOKEN_PATH}?grant_type=client_credentials",
        urlencode(form).encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    given = _content(_sent(call))
    value, seconds = str(given.get("access_token", "")), str(given.get("expires_in", ""))
    if not value:
        raise NeighbourDown(NEIGHBOUR, "an answer without a token")
    _token.value, _token.owner = value, settings.SATUSEHAT_CLIENT_ID
    _token.until = time.monotonic() + (int(seconds) if seconds.isdigit() else 0) - EARLY
    return value


def forget_token() -> None:
    """The next call asks for a new one."""
    _token.until = 0.0


def _base() -> str:
    return str(settings.SATUSEHAT_URL).rstrip("/")


def _rules() -> outgoing.Rules:
    """The one host of the setting; plain HTTP and this machine for tests and the demo only."""
    return outgoing.Rules((urlsplit(_base()).hostname or "",), local=settings.WEBHOOK_LOCAL)


def _sent(call: outgoing.Call) -> outgoing.Answer:
    try:
        return outgoing.send(call, rules=_rules())
    except outgoing.NoAnswer as error:
        # `from None`: the cause may hold the request, and with it the secret.
        raise NeighbourDown(NEIGHBOUR, error.code) from None


def _content(answer: outgoing.Answer) -> Resource:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in AGAIN:
        raise NeighbourDown(NEIGHBOUR, f"HTTP {answer.status}")
    try:
        content = json.loads(answer.text)
    except ValueError:
        content = None
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise RefusedThere(f"HTTP {answer.status} {_said(content)}".strip())
    if not isinstance(content, dict):
        raise NeighbourDown(NEIGHBOUR, "an answer that is no JSON")
    return content


def _said(content: Any) -> str:
    """The words of an OperationOutcome."""
    issues = content.get("issue", []) if isinstance(content, Mapping) else []
    texts = [
        str((issue.get("details") or {}).get("text") or issue.get("diagnostics") or issue.get("code") or "")
        for issue in issues
        if isinstance(issue, Mapping)
    ]
    return "; ".join(filter(None, texts))[:200]
