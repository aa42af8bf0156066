"""Servers restarted, a backup taken and a migration run while people work (SECURITY section 7, 5, 22, 24 and 25).

Real web processes on a PostgreSQL of their own, which keeps what it promises (`fsync`). Callers keep a ledger; what
became of it is read from the database.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection, models
from django.db.migrations import AddField, AddIndex, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.test import Client
from django.utils import timezone

from accounts.domain.calendars import forget_calendars
from core import audit, outbox
from core.models import JobState, OutboxJob
from core.uploads import rebuilding
from letters.models import Letter
from sejaras.settings.environment import postgresql_for_migrations
from tests.api import by_token
from tests.factories.accounts import WebhookSubscriptionFactory
from tests.faults.load import Desk, beside, broken_promises, events, promised, query, under_load
from tests.licensing.journey import Cast, Journey, assessed, make_cast
from tests.pg import OwnPostgres, own_postgres
from tests.processes import ROOT, Web, Worker, child_environment, eventually
from tests.receiver import receiver
from tests.redis_server import OwnRedis
from tests.stand_ins import spawned

pytestmark = [pytest.mark.worker]

DESKS = 4
WEBS = 3


@dataclass
class Portal:
    """What runs, and what it knows at the start."""

    server: OwnPostgres
    environment: dict[str, str]
    webs: list[Web]
    cast: Cast
    files: list[Journey]
    letter: Letter

    def desks(self, *, pause: float = 0.05) -> list[Desk]:
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
                    self.webs[place % WEBS :] + self.webs[: place % WEBS],
                    pause,
                )
            )
        return made


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, redis_child: OwnRedis) -> Iterator[Portal]:
    """A city with files on the desk of the head of division, one licence, and three web processes."""
    with ExitStack() as ends:
        server = ends.enter_context(own_postgres(fsync=True))
        redis_child.start()
        patch = ends.enter_context(pytest.MonkeyPatch.context())
        ends.enter_context(django_db_blocker.unblock())
        assert connection.vendor == "postgresql", "python -m tests.pg pytest …"
        connection.close()
        for name, value in postgresql_for_migrations(server.url).items():
            patch.setitem(connection.settings_dict, name, value)
        ends.callback(connection.close)
        yield _filled(server, redis_child.url, ends)


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
        licence, *files = [assessed(cast, place, at=timezone.now()) for place in range(1 + DESKS)]
        licence.approve().sign().issue()
        outbox.drain()
    environment = child_environment(REDIS_URL=redis_url)
    webs = [Web(environment) for _ in range(WEBS)]
    for web in webs:
        ends.callback(web.stop)
        web.start()
    for web in webs:
        web.ready()
    return Portal(server, environment, webs, cast, files, Letter.objects.get(kind_id="SIP"))


class _NoMigrations(dict[str, None]):
    """Tables come from the models, as in every other test."""

    def __contains__(self, _app: object) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


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


# --- 24: backup under load, restored elsewhere ------------------------------------------------------------------

LOOK = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from core import triggers
from letters.models import Letter
call_command("verify_audit")
letter = Letter.objects.get(kind_id="SIP")
print("guards missing:", sorted(triggers.missing()))
print("letter:", Client().get(f"/api/v1/verify/{letter.verify_code}/").json()["status"])
"""
FILES = """
    SELECT file_name, sha256 FROM letters_letter WHERE state = 'issued'
    UNION ALL SELECT stored_name, sha256 FROM licensing_document WHERE state = 'clean'"""


def test_backup_taken_under_load_is_whole_elsewhere(portal: Portal, tmp_path: Path) -> None:
    audit.anchor(at=timezone.now())
    elsewhere, dump = f"{connection.settings_dict['NAME']}_elsewhere", tmp_path / "dump"
    moment = beside()
    moment.set_session(isolation_level="REPEATABLE READ", readonly=True)

    with under_load(portal.desks()) as load:
        load.goes_on()
        # The name under which others read the same moment.
        name, kept = _rows(moment, "SELECT pg_export_snapshot()")[0][0], _counts(moment)
        load.goes_on()
        _pg(portal, "pg_dump", "--format=custom", f"--snapshot={name}", f"--file={dump}")
        shutil.copytree(settings.DATA_DIR, tmp_path / "data")
        load.goes_on()
    moment.close()
    query(f"CREATE DATABASE {elsewhere}")
    _pg(portal, "pg_restore", "--exit-on-error", str(dump), database=elsewhere)

    assert load.refusals == []
    assert kept["licensing_applicationevent"] < query("SELECT count(*) FROM licensing_applicationevent")[0][0]
    restored = beside(dbname=elsewhere)
    assert _counts(restored) == kept
    recorded = dict(_rows(restored, FILES))
    assert {name: _sha256(tmp_path / "data" / "files" / name) for name in recorded} == recorded != {}
    chains = _rows(restored, "SELECT name, seq FROM core_auditchain ORDER BY name")
    restored.close()
    assert _look(elsewhere, data=tmp_path / "data") == [
        *(f"{chain}: {length} rows, whole" for chain, length in chains),
        "guards missing: []",
        "letter: valid",
    ]


def _rows(session: Any, sql: str) -> list[tuple[Any, ...]]:
    with session.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _counts(session: Any) -> dict[str, int]:
    """Rows of every table."""
    tables = _rows(session, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name: _rows(session, f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in tables}  # noqa: S608


def _pg(portal: Portal, program: str, *words: str, database: str = "") -> None:
    """Run a client program of the server's version; fail with what it said."""
    where = portal.server.url.rpartition("/")[0]
    name = database or connection.settings_dict["NAME"]
    command = [portal.server.program(program), f"--dbname={where}/{name}", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _look(database: str, *, data: Path) -> list[str]:
    """What the portal says of itself over there."""
    environment = child_environment(TEST_DATA_DIR=str(data))
    environment["TEST_DATABASE_URL"] = f"{environment['TEST_DATABASE_URL'].rpartition('/')[0]}/{database}"
    command = [sys.executable, "-c", LOOK]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout.splitlines()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- 25: rolling restarts under load ----------------------------------------------------------------------------

# Each ends a web process by SIGTERM, while the last one comes back and a third one serves.
ROUNDS = 8
# The rounds after which the worker is ended; it is back one round later.
WORKER_ENDS = (1, 5)
CUT = {"ConnectError", "ReadError", "WriteError", "RemoteProtocolError"}


def test_rolling_restarts_lose_no_promise_and_tell_everybody_once(portal: Portal, broker: OwnRedis) -> None:
    before, worker = events(), Worker(portal.environment)

    with ExitStack() as ends:
        told = ends.enter_context(receiver())
        WebhookSubscriptionFactory(url=told.url)
        ends.callback(worker.stop)
        worker.start()
        with under_load(portal.desks(pause=0.8)) as load:
            for turn in range(ROUNDS):
                one, last = portal.webs[turn % WEBS], portal.webs[turn % WEBS - 1]
                one.end()
                last.ready()
                load.goes_on(2)
                one.stop()
                one.start()
                if turn in WORKER_ENDS:
                    worker.end()
                if turn - 1 in WORKER_ENDS:
                    worker.stop()
                    worker.start()
            one.ready()
        eventually(_all_is_done, within=2 * outbox.LEASE.total_seconds(), every=1)

    assert {"ConnectError"} <= {each.status for each in load.refusals} <= CUT
    assert events() - before == promised(load)
    assert broken_promises() == {}
    news = [(headers["webhook-id"], json.loads(body)["data"]) for headers, body in told.got]
    assert len({number for number, _data in news}) == len(news)
    assert Counter((data["number"], data["action"]) for _number, data in news) == promised(load)


def _all_is_done() -> bool:
    """Nothing waits; what nobody rang for, or what was lost with the broker, is rung for as beat would.

    A job that ended with its worker comes back when its lease has run out; messages of an evening wait for the morning.
    """
    now = timezone.now()
    outbox.sweep(at=now)
    assert not OutboxJob.objects.filter(state=JobState.DEAD).exists()
    put_off = {"queue": "messages", "state": JobState.PENDING, "attempts": 0, "next_attempt_at__gt": now}
    return not OutboxJob.objects.undone().exclude(**put_off).exists()


# --- 22: migration under traffic --------------------------------------------------------------------------------

LOCK_TIMEOUT_SECONDS = 2  # of `migrate`; requests wait for three


def _migration(*operations: Operation) -> Migration:
    made = Migration("under_traffic", "licensing")
    made.operations = list(operations)
    return made


WIDER = _migration(
    AddField("application", "under_traffic", models.IntegerField(null=True)),
    AddIndex("application", models.Index(fields=["under_traffic"], name="application_under_traffic")),
)


def test_migration_gives_way_to_a_long_reader_and_passes_under_traffic(portal: Portal) -> None:
    before, state = events(), ProjectState.from_apps(apps)
    reader = beside()
    reader.cursor().execute("SELECT 1 FROM licensing_application")

    with under_load(portal.desks()) as load:
        load.goes_on(4)
        begun = time.monotonic()
        with pytest.raises(OperationalError, match="lock timeout"), connection.schema_editor() as editor:
            WIDER.apply(state.clone(), editor)
        waited = time.monotonic() - begun
        # What every `migrate` ends with: guards, indexes, rights, permissions.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
        reader.close()
        load.goes_on(4)
        with connection.schema_editor() as editor:
            WIDER.apply(state.clone(), editor)
        load.goes_on(4)
        with connection.schema_editor() as editor:
            WIDER.unapply(state.clone(), editor)
        load.goes_on(4)

    assert LOCK_TIMEOUT_SECONDS <= waited < 2 * LOCK_TIMEOUT_SECONDS
    assert load.refusals == []
    assert events() - before == promised(load)
    assert broken_promises() == {}
