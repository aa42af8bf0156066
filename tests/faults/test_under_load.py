"""Servers restarted, a backup taken and a migration run while people work (SECURITY section 7, 5, 22, 24 and 25).

Real web processes on a PostgreSQL of their own, which keeps what it promises (`fsync`). Callers keep a ledger; what
became of it is read from the database.
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.domain.calendars import forget_calendars
from core import outbox
from core.uploads import rebuilding
from letters.models import Letter
from sejaras.settings.environment import postgresql
from tests.api import by_token
from tests.faults.load import Desk, beside, broken_promises, events, eventually, promised, query, under_load
from tests.licensing.journey import Cast, Journey, make_cast
from tests.pg import OwnPostgres, own_postgres
from tests.processes import Web, child_environment
from tests.redis_server import own_redis
from tests.stand_ins import spawned

pytestmark = [pytest.mark.worker]

DESKS = 4


@dataclass
class Portal:
    """What runs, and what it knows at the start."""

    server: OwnPostgres
    environment: dict[str, str]
    webs: list[Web]
    cast: Cast
    files: list[Journey]
    letter: Letter

    def desks(self) -> list[Desk]:
        """One officer's desk per file."""
        head, tpk = self.cast.division_head.user, self.cast.tpk.user
        office = Letter.objects.select_related("office").get(pk=self.letter.pk).office
        callers = {
            "approve": by_token(office, user=head),
            "assess": by_token(office, user=tpk),
            "list": by_token(office),
        }
        tokens = {
            name: str(caller._credentials["HTTP_AUTHORIZATION"]).removeprefix("Bearer ")
            for name, caller in callers.items()
        }
        browser = Client()
        browser.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
        made = []
        for place, file in enumerate(self.files):
            file.application.refresh_from_db()
            made.append(
                Desk(
                    file.application.number,
                    file.application.version,
                    {**tokens, "send_back": tokens["approve"]},
                    browser.cookies["sessionid"].value,
                    self.webs[place % 2 :] + self.webs[: place % 2],
                )
            )
        return made


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any) -> Iterator[Portal]:
    """A city with files on the desk of the head of division, one licence, and two web processes."""
    with ExitStack() as ends:
        server = ends.enter_context(own_postgres(fsync=True))
        redis = ends.enter_context(own_redis())
        patch = ends.enter_context(pytest.MonkeyPatch.context())
        ends.enter_context(django_db_blocker.unblock())
        assert connection.vendor == "postgresql", "python -m tests.pg pytest …"
        connection.close()
        for name, value in postgresql(server.url).items():
            patch.setitem(connection.settings_dict, name, value)
        ends.callback(connection.close)
        yield _filled(server, redis.url, ends)


def _filled(server: OwnPostgres, redis_url: str, ends: ExitStack) -> Portal:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "_bell", [])
        patch.setattr(rebuilding, "spawn", spawned)
        patch.setattr("django.conf.settings.MIGRATION_MODULES", _NoMigrations(), raising=False)
        call_command("migrate", run_syncdb=True, verbosity=0)
        forget_calendars()
        ends.callback(forget_calendars)
        call_command("load_reference_data", verbosity=0)
        cast = make_cast()
        licence, *files = [_assessed(cast, place) for place in range(1 + DESKS)]
        licence.approve().sign().issue()
        outbox.drain()
    environment = child_environment(REDIS_URL=redis_url)
    webs = [Web(environment), Web(environment)]
    for web in webs:
        ends.callback(web.stop)
        web.start()
    return Portal(server, environment, webs, cast, files, Letter.objects.get(kind_id="SIP"))


class _NoMigrations(dict[str, None]):
    """Tables come from the models, as in every other test."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def _assessed(cast: Cast, place: int) -> Journey:
    name = f"Perawat {'ABCDEFGH'[place]}"
    answers = {
        "identity": {"name": name, "identity_number": f"99010115049400{place:02}"},
        "profession": {"str_name": name, "str_number": f"AA000000000001{place:02}"},
    }
    return Journey(cast, at=timezone.now(), answers=answers).draft().upload().submit().verify().assess()


# --- 5: PostgreSQL restarted during approve ---------------------------------------------------------------------


def test_restarts_of_postgresql_lose_no_approval_and_halve_none(portal: Portal) -> None:
    before, workers = events(), [web.workers() for web in portal.webs]
    desks = portal.desks()
    # Whoever approves has written state and event, and waits here for the chain of the office.
    chain = beside()
    chain.cursor().execute("SELECT 1 FROM core_auditchain FOR UPDATE")

    with under_load(desks) as load:
        eventually(lambda: query("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted") == [(DESKS,)])
        connection.close()
        portal.server.restart()
        with suppress(psycopg2.Error):
            chain.close()
        for _ in range(2):
            load.goes_on()
            portal.server.restart()
        load.goes_on()

    first = [desk.writes[0] for desk in desks]
    assert {(entry.action, entry.answers[0].status) for entry in first} == {("approve", 503)}
    assert {(each.status, each.retry_after) for each in load.refusals} == {(503, "5")}
    assert {each.media_type for each in load.refusals} <= {"application/problem+json", "text/html"}
    assert events() - before == promised(load)
    assert broken_promises() == {}
    assert [web.workers() for web in portal.webs] == workers
