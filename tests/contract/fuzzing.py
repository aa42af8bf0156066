"""Schemathesis over every operation and every kind of caller, inside this process; nothing a case does is kept.

A fault is a 5xx, an answer the document does not know, refused input that was taken, an answer without its right,
or a word of the other city. Cases come from a seed; the same seed asks the same questions.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from typing import Any

import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed as seeded, settings as run_settings, strategies as st
from schemathesis import GenerationMode, checks as known
from schemathesis.core.failures import Failure, FailureGroup

from accounts.enums import Role
from accounts.rules import matrix
from tests.api import ALL_SCOPES, by_token
from tests.contract.cities import CANARY, City
from tests.contract.probes import document
from tests.contract.routes import Call, calls
from tests.factories.accounts import officer

CHECKS = (
    known.not_a_server_error,
    known.status_code_conformance,
    known.content_type_conformance,
    known.response_headers_conformance,
    known.response_schema_conformance,
    known.negative_data_rejection,
)
# Who signs in to give a token: each desk of the main job, and one who keeps figures.
PERSONS = (
    Role.APPLICANT,
    Role.TECHNICAL,
    Role.REGISTER_CLERK,
    Role.TPK,
    Role.DIVISION_HEAD,
    Role.HEALTH_HEAD,
    Role.LICENCE_HEAD,
    Role.AUDITOR,
    Role.PLANNER,
    Role.PROVINCE,
)


@dataclass(frozen=True)
class Caller:
    """One kind of client: its header, what its token carries, the column of the matrix, and its share of cases."""

    name: str
    token: str = ""
    scopes: frozenset[str] = frozenset()
    role: str = "public"
    share: int = 1
    is_stranger: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """What proves who calls."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def may(self, call: Call) -> bool:
        """Whether scope and matrix open the operation at all."""
        return call.is_public or (call.scope in self.scopes and matrix()[call.policy][self.role].allows)


@dataclass
class Outcome:
    """What came of a run."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many cases were asked."""
        return sum(self.cases.values())

    def __str__(self) -> str:
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        lines = [f"{self.total} cases by {len(self.cases)} kinds of callers; answers {statuses}"]
        return "\n".join([*lines, *(f"{name}\n    {text}" for name, text in self.faults.items())])


def callers(near: City, far: City) -> Iterator[Caller]:
    """The city's whole system first; then the other city's, nobody, each scope alone, and persons at each desk."""
    every = frozenset(ALL_SCOPES)
    yield Caller("system", _token(near, every), every, Role.AGENCY)
    yield Caller("stranger", _token(far, every), every, Role.AGENCY, share=6, is_stranger=True)
    yield Caller("anonymous", share=3)
    for scope in ALL_SCOPES:
        yield Caller(scope, _token(near, [scope]), frozenset({scope}), Role.AGENCY)
    for role in PERSONS:
        user = officer(role)
        yield Caller(f"person {role}", _token(near, every, user=user), every, role)


def _token(city: City, scopes: Any, *, user: Any = None) -> str:
    caller = by_token(city.office, *scopes, client_id=city.client_id, user=user)
    text: str = caller._credentials["HTTP_AUTHORIZATION"]
    return text.removeprefix("Bearer ")


def fuzz(near: City, far: City, *, cases: int, seed: int) -> Outcome:
    """Ask about `cases` questions, spread over operations and callers by their share."""
    outcome = Outcome()
    with _open_database():
        _ask_all(near, far, outcome, cases=cases, seed=seed)
    return outcome


@contextmanager
def _open_database() -> Iterator[None]:
    """A request in this process must not close the connection on which everything is taken back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _ask_all(near: City, far: City, outcome: Outcome, *, cases: int, seed: int) -> None:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = _read_whole(get_wsgi_application())
    by_path = {(call.method, _path(call)): call for call in calls()}
    found = [each.ok() for each in schema.get_all_operations()]
    system, *others = callers(near, far)
    deck = [caller for caller in others for _ in range(caller.share)]
    Random(seed).shuffle(deck)  # noqa: S311  # a fixed order, not a secret
    asking = cycle(deck)
    pairs = cases // 2  # each question is asked by the city's whole system, and by one other
    for number, operation in enumerate(found):
        count = pairs * (number + 1) // len(found) - pairs * number // len(found)
        if count:
            call = by_path[operation.method.lower(), operation.path]
            turns = [(system, other) for other in islice(asking, count)]
            _ask(operation, call, turns, (near, far), outcome, seed=seed + number)


def _read_whole(app: Any) -> Any:
    """The same application; answers are read to their end and closed, as a server does."""

    def read(environ: Any, start_response: Any) -> list[bytes]:
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return read


def _path(call: Call) -> str:
    return "/" + call.path.replace("<str:", "{").replace(">", "}")


def _ask(
    operation: Any,
    call: Call,
    turns: list[tuple[Caller, Caller]],
    cities: tuple[City, City],
    outcome: Outcome,
    *,
    seed: int,
) -> None:
    near, far = cities
    rows = [call.kwargs(near), call.kwargs(near), call.kwargs(far), {}] if call.is_object else [call.kwargs(near), {}]
    strategies = [
        operation.as_strategy(generation_mode=mode, path_parameters=path or None)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for path in rows
    ]
    waiting = iter(turns)

    @seeded(seed)
    @run_settings(
        max_examples=len(turns), phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(strategies), likely=st.booleans())
    def run(case: Any, likely: bool) -> None:  # noqa: FBT001  # Hypothesis draws it
        if likely and case.meta.generation.mode == GenerationMode.POSITIVE:
            case.body = _likely(case.body, near)
        for caller in next(waiting, turns[-1]):
            _judge(case, call, caller, outcome)

    run()


def _likely(body: Any, near: City) -> Any:
    """The body with names of rows that are there, so that a case gets further than the first check."""
    if not isinstance(body, dict):
        return body
    names = {
        "version": 1, "type": "SIPP-PERAWAT", "facility": near.named["facility"], "region": near.village,
        "indicator": "KK-1", "month": "2026-01", "requirement": "STR-SEUMUR-HIDUP", "nik": "9901011504940000",
        "phone": "0800 0000 123", "number": near.named["application"], "phone_last4": "0123",
        "url": "http://127.0.0.1:9/hook", "event_types": ["application.moved"],
    }  # fmt: skip
    return {
        name: names[name] if name in names and not isinstance(value, dict) else _likely(value, near)
        for name, value in body.items()
    }


def _judge(case: Any, call: Call, caller: Caller, outcome: Outcome) -> None:
    cache.clear()
    with transaction.atomic():
        answer = case.call(headers=caller.headers)
        transaction.set_rollback(True)
    outcome.cases[caller.name] += 1
    outcome.statuses[answer.status_code] += 1
    said = answer.content.decode(errors="replace")
    told = [*_refused_by(case, answer), *_unauthorised(call, caller, answer.status_code, said)]
    asked = f"{case.method} {case.formatted_path} {case.query or ''} {_short(case.body)}"
    for fault in told:
        name = f"{call.method} {call.path} as {caller.name}: {fault}"
        if name[:300] not in outcome.faults:
            outcome.faults[name[:300]] = f"{asked[:400]}\n    {answer.status_code} {said[:400]}"
            sys.stderr.write(f"{name[:300]}\n    {outcome.faults[name[:300]]}\n")


def _refused_by(case: Any, answer: Any) -> Iterator[str]:
    try:
        case.validate_response(answer, checks=list(CHECKS))
    except FailureGroup as group:
        yield from (f"{each.title}: {each.message}" for each in group.exceptions if isinstance(each, Failure))


def _unauthorised(call: Call, caller: Caller, status: int, said: str) -> Iterator[str]:
    if status < 400 and not caller.may(call):
        yield "an answer without its right"
    # A NUL in the address is refused before anybody asks who sends it.
    if not caller.token and not call.is_public and status != 401 and '"bad_request"' not in said:
        yield "anonymous, and no 401"
    if CANARY in said and not caller.is_stranger and not call.is_public and status < 400:
        yield "a word of the other city"


def _short(body: Any) -> str:
    try:
        return json.dumps(body, ensure_ascii=True)
    except (TypeError, ValueError):
        return repr(body)
