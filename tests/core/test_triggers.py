import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import triggers
from core.models import AuditChain, AuditEvent, OutboxJob
from core.triggers import legal_pairs, unique_keys

pytestmark = pytest.mark.django_db


def test_unique_keys_are_found_from_the_model() -> None:
    assert unique_keys(AuditEvent) == [("id",), ("hash",), ("chain_id", "seq")]


def test_removed_triggers_are_missing_until_installed_again() -> None:
    with triggers.without_guards():
        assert ("core_auditevent", "core_auditevent_append_only") in triggers.missing()

    assert triggers.missing() == set()


@pytest.fixture
def guarded_state(monkeypatch: pytest.MonkeyPatch) -> OutboxJob:
    """The state of an outbox job may go from pending to done only."""
    monkeypatch.setattr(triggers, "_registry", dict(triggers._registry))
    triggers.register(legal_pairs(OutboxJob, column="state", pairs=[("pending", "failed")]))
    triggers.install()
    return OutboxJob.objects.create(kind="x", queue="messages", key="k")


def test_legal_pair_and_standing_still_pass(guarded_state: OutboxJob) -> None:
    OutboxJob.objects.update(state="pending", attempts=1)
    OutboxJob.objects.update(state="failed")

    assert OutboxJob.objects.get().state == "failed"


def test_illegal_pair_is_refused_also_past_the_model(guarded_state: OutboxJob) -> None:
    with pytest.raises(DatabaseError, match="illegal pair"), transaction.atomic():
        OutboxJob.objects.update(state="dead")

    with pytest.raises(DatabaseError, match="illegal pair"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_outboxjob SET state = 'dead'")


def test_rebuilt_table_on_sqlite_gets_its_triggers_back() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite rebuilds tables")
    AuditChain.objects.create(name="x")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER core_auditchain_forward")  # what a rebuild does

    triggers.install()

    assert triggers.missing() == set()
    with pytest.raises(DatabaseError, match="one event at a time"), transaction.atomic():
        AuditChain.objects.update(seq=5)


def test_migrate_puts_every_guard_back() -> None:
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON licensing_application"
        cursor.execute(f"DROP TRIGGER licensing_application_state_pairs{on}")
    assert triggers.missing() != set()

    call_command("migrate", verbosity=0)

    assert triggers.missing() == set()


def test_flush_is_refused_and_takes_neither_rows_nor_guards() -> None:
    AuditChain.objects.create(name="x")

    with pytest.raises((CommandError, DatabaseError)), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)

    assert (AuditChain.objects.filter(name="x").count(), triggers.missing()) == (1, set())
