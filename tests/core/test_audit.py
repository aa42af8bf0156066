import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from core import audit, grants, tasks, triggers
from core.audit_chain import Fault
from core.models import AuditChain, AuditEvent, Lease

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 13, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def user() -> User:
    return User.objects.create(name="Petugas Contoh", email="petugas@demo.example")


@pytest.fixture
def three(user: User) -> list[AuditEvent]:
    return [audit.record(action=f"step_{n}", by=user, payload={"n": n}) for n in range(1, 4)]


@pytest.fixture
def unguarded() -> Iterator[None]:
    """An attacker who may drop triggers."""
    with triggers.without_guards():
        yield


def faults() -> list[tuple[str, int, str]]:
    found = [verdict.fault for verdict in audit.verify()]
    return [(fault.chain, fault.seq, fault.code) for fault in found if isinstance(fault, Fault)]


def test_event_keeps_who_what_and_why(user: User) -> None:
    event = audit.record(action="nik_read", by=user, obj=user, reason="cocokkan", role="technical", at=NOON)

    event.refresh_from_db()
    assert (event.chain_id, event.seq, event.at, event.actor, event.role) == ("portal", 1, NOON, user, "technical")
    assert (event.action, event.object_type, event.object_id) == ("nik_read", "accounts.User", str(user.pk))
    assert event.reason == "cocokkan"


def test_chain_of_three_is_whole(three: list[AuditEvent]) -> None:
    assert [(verdict.chain, verdict.length, verdict.fault) for verdict in audit.verify()] == [("portal", 3, None)]


def test_each_office_has_its_own_chain(user: User) -> None:
    class Office:
        code = "dinkes-contoh"

    audit.record(action="a", by=user)
    event = audit.record(action="b", by=user, office=Office())

    assert (event.chain_id, event.seq, event.prev_hash) == ("dinkes-contoh", 1, "")


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(action="a", by=None)


@pytest.mark.parametrize(
    "payload", [{"nik": "9971010101900000"}, {"n": 9971010101900000}, {"x": "9971 0101 0190 0000"}]
)
def test_identity_number_in_the_payload_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(audit.PayloadRefused):
        audit.record(action="a", by=None, payload=payload)


def test_identity_number_in_a_reason_is_masked() -> None:
    event = audit.record(action="a", by=None, reason="cek 9971010101900000")

    assert event.reason == "cek [nik]"


ATTACKS: dict[str, tuple[str, int, str]] = {
    "UPDATE core_auditevent SET action = 'other' WHERE seq = 2": ("portal", 2, "content"),
    "UPDATE core_auditevent SET actor_id = NULL WHERE seq = 1": ("portal", 1, "content"),
    "DELETE FROM core_auditevent WHERE seq = 2": ("portal", 2, "sequence"),
    "DELETE FROM core_auditevent WHERE seq = 3": ("portal", 3, "head"),
    "UPDATE core_auditevent SET seq = 9 WHERE seq = 2": ("portal", 2, "sequence"),
    "DELETE FROM core_auditevent": ("portal", 1, "head"),
}


@pytest.mark.parametrize(("attack", "fault"), ATTACKS.items())
@pytest.mark.usefixtures("unguarded")
def test_attack_past_the_triggers_is_found(three: list[AuditEvent], attack: str, fault: tuple[str, int, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(attack)

    assert faults() == [fault]


@pytest.mark.usefixtures("unguarded")
def test_row_slipped_in_between_is_found(three: list[AuditEvent]) -> None:
    AuditEvent.objects.filter(seq=3).update(seq=4)
    forged = AuditEvent.objects.get(seq=2)
    forged.pk, forged.seq, forged.prev_hash = None, 3, three[1].hash
    forged.hash = audit.entry_of(forged).digest()
    forged.save(force_insert=True)

    assert faults() == [("portal", 4, "link")]


@pytest.mark.usefixtures("unguarded")
def test_cut_tail_with_a_fitting_head_is_found_by_the_anchor(three: list[AuditEvent]) -> None:
    audit.anchor(at=NOON)
    AuditEvent.objects.filter(seq=3).delete()
    AuditChain.objects.update(seq=2, hash=three[1].hash)

    assert faults() == [("portal", 3, "anchor")]


@pytest.mark.usefixtures("unguarded")
def test_whole_chain_taken_away_is_found_by_the_anchor(three: list[AuditEvent]) -> None:
    audit.anchor(at=NOON)
    AuditEvent.objects.all().delete()
    AuditChain.objects.all().delete()

    assert faults() == [("portal", 1, "anchor")]


@pytest.mark.usefixtures("unguarded")
def test_head_taken_away_is_found(three: list[AuditEvent]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the head for its events")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditchain")

    assert faults() == [("portal", 4, "head")]
    audit.AuditChain.objects.create(name="portal", seq=3, hash=three[2].hash)  # the test's end checks keys


def refused(statement: str, parameters: tuple[Any, ...] = ()) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditevent SET action = 'other'",
        "DELETE FROM core_auditevent",
        "DELETE FROM core_auditchain",
        "UPDATE core_auditchain SET seq = 1",
        "UPDATE core_auditchain SET hash = ''",
    ],
)
def test_trail_can_not_be_written_over(three: list[AuditEvent], statement: str) -> None:
    assert refused(statement)


@pytest.mark.parametrize("table", ["core_auditevent", "core_auditevent CASCADE", "core_auditchain CASCADE"])
def test_trail_can_not_be_truncated(three: list[AuditEvent], table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    assert refused(f"TRUNCATE {table}")


@pytest.mark.parametrize("shared", ["id", "chain and seq", "hash"])
def test_insert_or_replace_is_refused_through_every_unique_key(three: list[AuditEvent], shared: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces")
    old = three[1]
    row = {"id": 99, "chain_id": "portal", "seq": 77, "hash": "0" * 64}
    same: dict[str, Callable[[], dict[str, Any]]] = {
        "id": lambda: {"id": old.pk},
        "chain and seq": lambda: {"seq": old.seq},
        "hash": lambda: {"hash": old.hash},
    }
    row |= same[shared]()
    columns = "id, chain_id, seq, hash, at, role, action, object_type, object_id, reason, payload, prev_hash"
    values = (row["id"], row["chain_id"], row["seq"], row["hash"], "2026-01-13", "", "x", "", "", "", "{}", "")

    places = ", ".join(["%s"] * len(values))
    assert refused(f"INSERT OR REPLACE INTO core_auditevent ({columns}) VALUES ({places})", values)  # noqa: S608


def test_app_role_may_add_but_neither_change_nor_remove(three: list[AuditEvent], settings: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    settings.DATABASE_APP_ROLE = "sejaras_app_test"
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE sejaras_app_test NOLOGIN")  # rolled back with the test
        triggers.remove()
        grants.install()
        cursor.execute("SET ROLE sejaras_app_test")

    assert audit.record(action="allowed", by=None).seq == 4
    assert refused("UPDATE core_auditevent SET action = 'other'")
    assert refused("DELETE FROM core_auditevent")
    assert refused("TRUNCATE core_auditevent")
    assert refused("DROP TRIGGER core_auditevent_append_only ON core_auditevent")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db(transaction=True)
def test_offices_writing_at_once_make_whole_chains() -> None:
    barrier = Barrier(6)

    def write(office: SimpleNamespace) -> None:
        barrier.wait()
        for step in range(5):
            with transaction.atomic():
                audit.record(action=f"step_{step}", by=None, office=office)
        connection.close()

    threads = [Thread(target=write, args=[SimpleNamespace(code=f"office-{n % 2}")]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = [(verdict.chain, verdict.length, verdict.fault) for verdict in audit.verify()]
    assert found == [("office-0", 15, None), ("office-1", 15, None)]


def test_every_guard_is_in_the_database() -> None:
    assert triggers.missing() == set()


def test_command_names_the_first_bad_row(three: list[AuditEvent], capsys: pytest.CaptureFixture[str]) -> None:
    with triggers.without_guards():
        AuditEvent.objects.filter(seq=2).update(reason="other")

    with pytest.raises(CommandError):
        call_command("verify_audit")

    assert capsys.readouterr().out.startswith("portal: row 2 is the first bad one (content)")


def test_dump_is_checked_without_the_database(
    three: list[AuditEvent], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("dump_audit")
    lines = capsys.readouterr().out.splitlines()
    edited = [json.dumps({**json.loads(line), "seq": 9}) if '"seq":3' in line else line for line in lines]
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    whole.write_text("\n".join(lines))
    cut.write_text("\n".join(edited))

    call_command("verify_audit", dump=whole)
    with pytest.raises(CommandError):
        call_command("verify_audit", dump=cut)

    assert "portal: 3 rows, whole" in capsys.readouterr().out


def test_signing_stops_without_a_fresh_anchor() -> None:
    audit.record(action="a", by=None, at=NOON - timedelta(days=3))

    with pytest.raises(audit.AnchorMissing):
        audit.require_fresh_anchor(at=NOON)
    audit.anchor(at=NOON)

    audit.require_fresh_anchor(at=NOON + timedelta(hours=25))
    with pytest.raises(audit.AnchorMissing):
        audit.require_fresh_anchor(at=NOON + timedelta(hours=27))


def test_new_installation_may_sign_before_its_first_anchor() -> None:
    audit.record(action="a", by=None, at=NOON)

    audit.require_fresh_anchor(at=NOON + timedelta(hours=1))


def test_sweep_makes_up_for_a_missed_anchor(three: list[AuditEvent]) -> None:
    assert audit.anchor_files() == []

    tasks.sweep()
    Lease.objects.all().delete()
    tasks.sweep()

    (path,) = audit.anchor_files()
    assert len(path.read_text().splitlines()) == 1


def test_anchors_of_one_day_stand_in_one_file(three: list[AuditEvent], tmp_path: Path) -> None:
    audit.anchor(at=NOON)
    path = audit.anchor(at=NOON + timedelta(hours=1))

    assert path == tmp_path / "anchors" / "2026-01-13.jsonl"
    assert [json.loads(line)["seq"] for line in path.read_text().splitlines()] == [3, 3]
