"""The queue of a head of office: counts, the first 50 files and their nested clocks, against the same SQL by hand.

The database must be empty: it is migrated and filled here by `generate_series`, from one fixed seed of numbers.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.harness import Run, Subject, at_most, bench

AT = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
SIZES = {"city": 10_000, "national": 1_000_000}
FIRST = 50
OPEN = ("submitted", "verified", "registered", "assessing", "assessed", "approved", "recommended")


@bench("queue", database=True)
def queue(run: Run) -> Iterator[Subject]:
    size = SIZES[run.scale]
    user = seeded(size)
    run.note(applications=size)
    yield Subject("board", product=lambda: board(user), limit=by_hand, goal=at_most(1.5))


def seeded(size: int) -> Any:
    """Migrate, load the catalogue, write `size` applications with two clocks each; return the head of office."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.enums import Role
    from licensing.models import Allowance, Application, RecommendationType, RequirementSet
    from tests.factories.accounts import LicensingOfficeFactory, MembershipFactory, OfficeFactory

    call_command("migrate", verbosity=0)
    if Application.objects.exists():
        message = "the queue bench fills an empty database; this one holds applications"
        raise SystemExit(message)
    call_command("load_reference_data", verbosity=0)
    office, licensing = OfficeFactory(), LicensingOfficeFactory()
    kind = RecommendationType.objects.get(code="SIPP-PERAWAT", version=1)
    parameters = {
        "type": kind.pk,
        "set": RequirementSet.objects.get(type_code=kind.code, version=1).pk,
        "health": office.pk,
        "licensing": licensing.pk,
        "allowance": Allowance.objects.filter(clock="recommendation").values_list("pk", flat=True)[0],
        "size": size,
        "at": AT,
    }
    with connection.cursor() as cursor:
        for statement in SEED:
            cursor.execute(statement, parameters)
    held = MembershipFactory(role=Role.HEALTH_HEAD, office=office)
    return held.user


# One in ten files is open; its due moment lies within 300 hours around AT.
SEED = (
    """
    INSERT INTO licensing_application (number, type_id, requirement_set_id, kind, slot, state, version, legal_era,
        channel, client_id, external_reference, answers, applicant_name, identity_hash, phone_last4_hash, place_name,
        region_id, licensing_office_id, health_office_id, register_number, created_at, updated_at, submitted_at, due_at,
        due_clock, deemed, is_demo)
    SELECT '2026-01-' || lpad(n::text, 8, '0'), %(type)s, %(set)s, 'new', 1,
        CASE WHEN n %% 10 = 0 THEN (ARRAY['submitted','verified','registered','assessing','assessed','approved'])
            [1 + (n / 10) %% 6] ELSE 'licensed' END,
        1, 'uu17_2023', 'portal', '', '', '', 'Orang Contoh', '', '', 'Klinik Contoh', '16.74', %(licensing)s,
        %(health)s, '', %(at)s, %(at)s, %(at)s::timestamptz - interval '1 day',
        CASE WHEN n %% 10 = 0 THEN
            %(at)s::timestamptz + ((n::bigint * 7919) %% 1080000 - 540000) * interval '1 second' END,
        CASE WHEN n %% 10 = 0 THEN 'recommendation' ELSE '' END, false, false
    FROM generate_series(1, %(size)s) AS n
    """,
    """
    INSERT INTO licensing_applicationclock (application_id, name, allowance_id, state, counted, started_at, due_at)
    SELECT id, clock, %(allowance)s, CASE WHEN due_at IS NULL THEN 'stopped' ELSE 'running' END, true,
           created_at, due_at
    FROM licensing_application, (VALUES ('recommendation'), ('deemed_approval')) AS clocks (clock)
    """,
    "ANALYZE licensing_application",
    "ANALYZE licensing_applicationclock",
)


def board(user: Any) -> dict[str, Any]:
    """What the queue page asks the database for, through the product's own querysets."""
    from django.db.models import Q

    from core import capped
    from licensing.models import ApplicationClock
    from licensing.views.queue import queue_of

    rows = queue_of(user, everything=True).filter(state__in=OPEN)
    soon = Q(due_at__gte=AT, due_at__lt=AT + timedelta(hours=2))
    counts = capped.counts(rows, {"overdue": Q(due_at__lt=AT), "soon": soon})
    top = list(rows.values_list("pk", "number", "state", "due_at")[:FIRST])
    clocks = ApplicationClock.objects.filter(application_id__in=[row[0] for row in top])
    nested = sorted(clocks.order_by().values_list("application_id", "name", "due_at"))
    return {"counts": counts, "top": [row[1:] for row in top], "clocks": nested}


def by_hand() -> dict[str, Any]:
    """The same answer by three statements."""
    from django.db import connection

    from core.formats import CAP

    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"open": list(OPEN), "at": AT, "soon": AT + timedelta(hours=2), "most": CAP + 1})
        counts = dict(zip(("all", "overdue", "soon"), cursor.fetchone(), strict=True))
        cursor.execute(TOP, {"open": list(OPEN), "first": FIRST})
        top = cursor.fetchall()
        cursor.execute(CLOCKS, {"ids": [row[0] for row in top]})
        nested = sorted(cursor.fetchall())
    return {"counts": counts, "top": [row[1:] for row in top], "clocks": nested}


# Nobody reads a larger number than the cap.
_SOME = "FROM licensing_application WHERE state = ANY(%(open)s) AND region_id LIKE '16.74%%'"
COUNTS = f"""
    SELECT (SELECT count(*) FROM (SELECT 1 {_SOME} LIMIT %(most)s) AS first),
        (SELECT count(*) FROM (SELECT 1 {_SOME} AND due_at < %(at)s LIMIT %(most)s) AS first),
        (SELECT count(*) FROM (SELECT 1 {_SOME} AND due_at >= %(at)s AND due_at < %(soon)s LIMIT %(most)s) AS first)
"""
TOP = """
    SELECT id, number, state, due_at FROM licensing_application
    WHERE state = ANY(%(open)s) AND region_id LIKE '16.74%%' ORDER BY due_at, id LIMIT %(first)s
"""
CLOCKS = "SELECT application_id, name, due_at FROM licensing_applicationclock WHERE application_id = ANY(%(ids)s)"
