"""Questions a system of one city could ask to learn of another, from the committed document and the routes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from django.conf import settings
from django.core.cache import cache as counters
from django.db import transaction
from rest_framework.test import APIClient

from tests.contract.cities import City, facts_of
from tests.contract.routes import Call, calls

DOCUMENT = Path("docs/openapi.yaml")
# Headers in which a row could show; the rest is the same for every answer.
TOLD_BY = ("Content-Type", "ETag", "Location", "Last-Modified", "Link", "Retry-After")
# Members that are random in each answer.
RANDOM = ("trace_id", "number", "id", "secret")
METHODS = ("get", "post", "put", "patch", "delete")
DAYS = {"date": "2026-01-27", "date-time": "2026-01-27T00:00:00+07:00"}
OF_NAME = {"by": ["kecamatan", "city"], "count": ["true"], "year": ["2026"]}
NO_ROWS = ("cursor", "reason")  # a cursor is sealed (tests/core/test_lists.py)


@dataclass(frozen=True)
class Probe:
    """One question, and how it is told from others."""

    method: str
    url: str
    body: Any = field(default=None, hash=False)
    headers: dict[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.url} {json.dumps(self.body) if self.body else ''}".strip()


@dataclass(frozen=True)
class Reply:
    """What an answer tells: status, telling headers, body without what is random."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def asked(caller: APIClient, probe: Probe) -> Reply:
    """Ask, and take back whatever it did."""
    counters.clear()
    with transaction.atomic():
        multipart = probe.method == "put"
        answer = getattr(caller, probe.method)(
            probe.url,
            probe.body,
            format=None if probe.method == "get" else "multipart" if multipart else "json",
            headers=probe.headers,
        )
        told = tuple((name, answer.headers[name]) for name in TOLD_BY if name in answer.headers)
        reply = Reply(answer.status_code, told, _plain(answer, made=probe.method != "get"))
        transaction.set_rollback(True)
    return reply


JSON = re.compile(r"^application/(\w+\+)?json")
# What the law asks across cities: how many places, at which hours (PP 28/2024 Art. 682). Names are not told.
BY_LAW = ("PLACE_LIMIT_REACHED", "PLACE_ORDER_MISMATCH", "HOURS_CLASH", "HOURS_TRAVEL_SHORT")


def _plain(answer: Any, *, made: bool) -> str:
    if not JSON.search(answer.headers.get("Content-Type", "")):
        return repr(answer.getvalue())
    body = answer.json()
    if isinstance(body, list):
        body = [row for row in body if row.get("code") not in BY_LAW]
    if isinstance(body, dict):
        dropped = RANDOM if made else ("trace_id",)
        body = {name: value for name, value in body.items() if name not in dropped}
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


@cache
def document() -> dict[str, Any]:
    """The committed document."""
    found: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return found


def operation_of(call: Call) -> dict[str, Any]:
    """The operation of a call in the document; empty for addresses it leaves out."""
    path = "/" + call.path.replace("<str:", "{").replace(">", "}")
    found: dict[str, Any] = document()["paths"].get(path, {}).get(call.method, {})
    return found


def objects(city: City | None) -> dict[Call, Probe]:
    """Every address that names a row, with the row of `city`; without one with a row that does not exist."""
    return {call: Probe(call.method, call.url(city), _body(call)) for call in calls() if call.is_object}


def _body(call: Call) -> Any:
    return None if call.method in ("get", "put", "delete") else {"version": 1}


def lists(near: City, far: City) -> Iterator[Probe]:
    """Every list and figure of `near`: bare, and by each parameter with values of both cities.

    Who is shown what is decided before the engine; there PostgreSQL answers the bare ones. An export has the rows
    and filters of its list in each format; one format is asked by parameter.
    """
    for call in calls():
        if call.method != "get" or call.is_public:  # what stands open to everybody is nobody's secret
            continue
        url = call.url(near)
        yield Probe("get", url)
        whole = settings.TEST_DATABASE_URL or url.endswith(("/ndjson/", "/xlsx/"))
        for parameter in () if whole else operation_of(call).get("parameters", ()):
            if parameter["in"] == "query":
                yield from (
                    Probe("get", f"{url}?{urlencode({parameter['name']: value, **_needed(call, parameter)})}")
                    for value in _values(parameter, near, far)
                )


def _needed(call: Call, asked_by: dict[str, Any]) -> dict[str, str]:
    """The parameters without which the operation answers nothing."""
    given = {"from": "2026-01-26", "to": "2026-01-30", "start": "2026-01-26T10:00:00+07:00", "working_days": "1"}
    given |= {"year": "2026"}
    parameters = operation_of(call).get("parameters", ())
    needed = [each["name"] for each in parameters if each.get("required") and each["in"] == "query"]
    return {name: given[name] for name in needed if name != asked_by["name"]}


def _values(parameter: dict[str, Any], near: City, far: City) -> list[str]:
    name, shape = parameter["name"], parameter["schema"]
    shape = shape.get("items", shape)
    if name in NO_ROWS:
        return []
    if name in facts_of(far):
        more = [far.named["licence_number"]] if name in ("number", "identifier") else []
        return [*(str(facts_of(city)[name]) for city in (near, far)), *more]
    choices = [str(choice) for choice in shape.get("enum", ()) if choice]
    usual = {"boolean": "true", "integer": "1"}.get(shape.get("type"), far.code)
    return OF_NAME.get(name) or choices[:1] or [DAYS.get(shape.get("format", ""), usual)]


def attempts(near: City, far: City | None) -> list[Probe]:
    """Writes of `near` whose bodies name a row of `far`; without one a row that does not exist."""
    named = far.named if far else {}
    place, number = named.get("facility", "x" * 22), named.get("licence_number", "500.16.7/X")
    village = far.village if far else "99.99.99.9999"
    applicant = {"name": "Bima Pratama", "nik": "9902020202900000", "phone": "0800 0000 456"}
    draft = {"type": "SIPP-PERAWAT", "kind": "new", "applicant": applicant}
    figure = {"indicator": "KK-1", "facility": place, "month": "2026-01", "cells": [{"numerator": 1}]}
    call = {"kind": "pick_up", "need": "pregnant", "region": village, "place": "Rumah Mbah Contoh, RT 02"}
    root, own = "/api/v1", f"/api/v1/applications/{near.named['draft']}/"
    return [
        Probe("post", f"{root}/applications/", {**draft, "place": {"facility": place}}),
        Probe("post", f"{root}/applications/", {**draft, "kind": "renewal", "previous_licence": number}),
        Probe("patch", own, {"version": 1, "place": {"facility": place}}),
        Probe("post", f"{root}/spm/values/", {"figures": [figure]}),
        Probe("post", f"{root}/ilp/values/", {"figures": [figure]}),
        Probe("post", f"{root}/outreach/pickups/", call),
        *(
            Probe("get", f"{root}/{path}", headers={"If-None-Match": f'"{named.get("sha256", "x")}"'})
            for path in (f"letters/{named.get('letter', 'x' * 22)}/file/",)
        ),
        *(
            Probe("post", f"{root}/webhooks/{near.named['webhook']}/messages/{message}/replay/")
            for message in (named.get("message", "msg_tidakada"),)
        ),
    ]
