"""The list of applications, asked for by a system, against a bare server; and against its own naive way.

Both sides are WSGI programs called in this process: path, filters, cursor and headers in, the body out. The limit is
psycopg2 and orjson, no token, no scope, no limit of calls, no log; once with its statement as psycopg2 sends it, once
with one prepared by hand, as the portal does. The product is what gunicorn serves as `make run` starts it (warnings
are logged): token, scopes, region, throttle, all headers. The database must be empty; it is filled here.
"""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlencode

from bench import seeding
from bench.harness import Fact, Run, Subject, at_least, at_most, bench

LIST = "/api/v1/applications/"
FILTERS = "?state=verified&state=registered&type=SIPP-PERAWAT&kecamatan=16.74.01"
PAGE = 25
Program = Callable[[dict[str, Any], Any], Any]


@bench("api", database=True)
def api(run: Run) -> Iterator[Subject | Fact]:
    import orjson  # noqa: F401  named here, so that its absence is told before the rows are made
    from django.core.wsgi import get_wsgi_application

    from core.hot_reads import HotReads, key_behind

    rows = seeding.SIZES[run.scale]
    token = seeding.token_of(seeding.fill(rows))
    run.note(applications=rows)
    unlimited()
    ordinary = get_wsgi_application()
    portal, bare, prepared = HotReads(ordinary), limit(), limit(is_prepared=True)
    page_one = asked(portal, FILTERS, token)
    following = "?" + json.loads(page_one)["next"].partition("?")[2]
    for _n in range(2):
        asked(portal, FILTERS, token)
    # The portal seals its cursors; the bare server is asked for the same page by a plain one.
    plain = f"{FILTERS}&cursor={key_behind(parse_qs(following[1:])['cursor'][0])}"
    for other in (bare, prepared):
        require_same(asked(portal, following, token), asked(other, plain, token))
    yield Subject(
        "list_keyset",
        product=lambda: len(asked(portal, following, token)) > PAGE,
        limit=lambda: len(asked(bare, plain, token)) > PAGE,
        goal=at_least(0.8),
    )
    # No goal of the papers, whose bare server plans anew each time; a floor.
    yield Subject(
        "list_prepared",
        product=lambda: len(asked(portal, following, token)) > PAGE,
        limit=lambda: len(asked(prepared, plain, token)) > PAGE,
        goal=at_least(0.6),
    )
    # Asked for the first time: Django, its middleware, django-filter and serializers. A floor too.
    yield Subject(
        "list_first",
        product=lambda: len(asked(ordinary, following, token)) > PAGE,
        limit=lambda: len(asked(bare, plain, token)) > PAGE,
        goal=at_least(0.05),
    )
    yield Subject("serialized", product=lambda: tuned(PEOPLE), limit=lambda: naive(PEOPLE), goal=at_least(8))
    yield Fact("hot_queries", value=queries(lambda: asked(portal, following, token)), goal=at_most(1))
    yield Fact("ordinary_queries", value=queries(lambda: asked(ordinary, following, token)), goal=at_most(3))


def unlimited() -> None:
    """A bench asks more often than a system may; counting stays."""
    from rest_framework.throttling import UserRateThrottle

    UserRateThrottle.get_rate = lambda _self: "1000000/sec"


def asked(program: Program, query: str, token: str) -> bytes:
    """One request; raises unless it is 200."""
    statuses: list[str] = []

    def start(status: str, _headers: Any, *_rest: Any) -> None:
        statuses.append(status)

    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": LIST, "SCRIPT_NAME": "", "QUERY_STRING": query[1:],
        "HTTP_HOST": "localhost", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": token, "HTTP_ACCEPT": "application/json",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": None, "wsgi.version": (1, 0),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer = program(environ, start)
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    if not statuses[0].startswith("200"):
        raise RuntimeError(statuses[0], body[:500])
    return body


def require_same(mine: bytes, other: bytes) -> None:
    """Both sides give the same rows, and a link to more."""
    from bench.harness import UnequalError

    left, right = json.loads(mine), json.loads(other)
    if left["results"] != right["results"] or not (left["next"] and right["next"]):
        pairs = zip(left["results"], right["results"], strict=False)
        raise UnequalError(f"api: {next((pair for pair in pairs if pair[0] != pair[1]), 'links')}")


def queries(call: Callable[[], Any]) -> int:
    """How many statements one call takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as context:
        call()
    return len(context)


# --- by hand ------------------------------------------------------------------------------------------------------

STATEMENT = """
    SELECT a.id, a.number, t.code, t.name, a.kind, a.slot, a.state, t.delegated, a.version, a.applicant_name,
        a.place_name, a.region_id, a.external_reference, a.register_number, a.created_at, a.updated_at, a.submitted_at,
        a.verified_at, a.registered_at, a.decided_at, a.closed_at, a.due_at, a.due_clock, a.correct_by, a.deemed
    FROM licensing_application a JOIN licensing_recommendationtype t ON t.id = a.type_id
    WHERE a.state = ANY(%(states)s) AND upper(t.code) = upper(%(type)s)
        AND (a.region_id = %(kecamatan)s OR a.region_id LIKE %(below)s)
        AND a.region_id LIKE '16.74%%' AND a.id < %(after)s ORDER BY a.id DESC LIMIT 26
"""
TYPES = {"states": "text[]", "type": "text", "kecamatan": "text", "below": "text", "after": "bigint"}
PREPARE = f"PREPARE page ({', '.join(TYPES.values())}) AS " + STATEMENT % {
    name: f"${place}" for place, name in enumerate(TYPES, 1)
}
CALL = f"EXECUTE page ({', '.join(f'%({name})s' for name in TYPES)})"
INSTANTS = (
    "created_at", "updated_at", "submitted_at", "verified_at", "registered_at", "decided_at", "closed_at", "due_at",
)  # fmt: skip


def limit(*, is_prepared: bool = False) -> Program:
    """A bare server with a connection of its own; labels and verbs from tables it was given."""
    from zoneinfo import ZoneInfo

    import orjson
    import psycopg2
    from django.db import connection

    from accounts.domain.principal import principal_of
    from accounts.models import ApiClient
    from licensing.domain.workflow import available
    from licensing.enums import State
    from licensing.rules import actor_of

    settings = connection.settings_dict
    own = psycopg2.connect(
        dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"],
        host=settings["HOST"], port=settings["PORT"] or None, options="-c timezone=Asia/Jakarta",
    )  # fmt: skip
    own.autocommit = True
    with own.cursor() as cursor:
        cursor.execute(PREPARE)
    zone = ZoneInfo("Asia/Jakarta")
    roles = actor_of(principal_of(ApiClient.objects.select_related("office").get())).roles
    verbs = {
        (state.value, flag): [str(each) for each in available(state, roles, delegated=flag)]
        for state in State
        for flag in (True, False)
    }
    labels = {state.value: str(state.label) for state in State}

    def program(environ: dict[str, Any], start: Any) -> list[bytes]:
        query = parse_qs(environ["QUERY_STRING"])
        after = query["cursor"][0]
        kecamatan = query["kecamatan"][0]
        with own.cursor() as cursor:
            cursor.execute(
                CALL if is_prepared else STATEMENT,
                {"states": query["state"], "type": query["type"][0], "kecamatan": kecamatan, "below": f"{kecamatan}.%",
                 "after": int(after)},
            )  # fmt: skip
            found = cursor.fetchall()
        results = [
            {
                "number": row[1], "type": row[2], "type_name": row[3], "kind": row[4], "slot": row[5], "state": row[6],
                "state_label": labels[row[6]], "version": row[8], "applicant_name": row[9], "place_name": row[10],
                "region": row[11], "kecamatan": row[11][:8], "external_reference": row[12], "register_number": row[13],
                **{name: moment and moment.astimezone(zone) for name, moment in zip(INSTANTS, row[14:22], strict=True)},
                "due_clock": row[22], "correct_by": row[23], "deemed": row[24],
                "available_actions": verbs[row[6], row[7]],
            }
            for row in found[:PAGE]
        ]  # fmt: skip

        def link(position: int) -> str:
            pairs = sorted({**query, "cursor": [str(position)]}.items())
            return f"http://localhost{LIST}?{urlencode(pairs, doseq=True)}"

        following = link(found[PAGE - 1][0]) if len(found) > PAGE else None
        body = orjson.dumps({"results": results, "next": following, "previous": link(-found[0][0])})
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return program


# --- the serialized list of practitioners, and the same without its prefetches -----------------------------------

PEOPLE = 25


def tuned(count: int) -> Any:
    """A page of practitioners with their placements, as the view reads it."""
    from django.db.models import Prefetch

    from workforce.api.practitioners import ENCRYPTED, PractitionerSerializer
    from workforce.models import Placement, Practitioner

    seen = Placement.objects.select_related("facility").order_by("starts_on", "pk")
    rows = (
        Practitioner.objects.select_related("person", "profession", "merged_into")
        .defer(*(f"person__{name}" for name in ENCRYPTED))
        .prefetch_related(Prefetch("placements", queryset=seen, to_attr="seen_placements"))
        .order_by("-pk")[:count]
    )
    return PractitionerSerializer(rows, many=True).data


def naive(count: int) -> Any:
    """The same serializer over rows that fetch everything one by one."""
    from workforce.api.practitioners import PractitionerSerializer
    from workforce.models import Practitioner

    rows = list(Practitioner.objects.order_by("-pk")[:count])
    for row in rows:
        row.seen_placements = row.placements.order_by("starts_on", "pk")
    return PractitionerSerializer(rows, many=True).data
