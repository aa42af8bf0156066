"""Quiet failures are told: a post nobody can sign for, a gateway that is away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.domain.warnings import warn_of_absent_signers, warn_of_gateways
from accounts.enums import Role
from accounts.models import Absence, InboxMessage, Office
from accounts.signals import files_due
from core.models import OutboxJob
from tests.factories.accounts import MembershipFactory, MessageTemplateFactory, OfficeFactory, OfficialFactory

AFTERNOON = datetime(2026, 1, 23, 7, 5, tzinfo=UTC)  # Friday 14.05 WIB
MONDAY = date(2026, 1, 26)


@pytest.fixture
def office(db: None) -> Office:
    for code in ("SIGNER_ABSENT", "GATEWAY_DOWN"):
        MessageTemplateFactory(code=code)
    office = OfficeFactory()
    Absence.objects.create(official=OfficialFactory(office=office), starts_on=MONDAY, ends_on=MONDAY)
    return office


@pytest.fixture
def three_files_due() -> Iterator[None]:
    def count(on: date, **_rest: object) -> int:
        return 3 if on == MONDAY else 0

    files_due.connect(count)
    yield
    files_due.disconnect(count)


def test_the_heads_hear_at_14_of_an_absent_signer(office: Office, three_files_due: None):
    head = MembershipFactory(role=Role.HEALTH_HEAD, office=office).user

    assert warn_of_absent_signers(at=AFTERNOON - timedelta(minutes=10)) == 0
    assert warn_of_absent_signers(at=AFTERNOON) == 1

    text = head.inbox.get().text
    assert text.startswith("SEJARAS: Pada Senin, 26 Januari 2026 pejabat penanda tangan tidak hadir")
    assert "3 berkas jatuh tempo" in text


def test_once_a_day_is_enough(office: Office):
    MembershipFactory(role=Role.HEALTH_HEAD, office=office)

    for minutes in (0, 10, 20):
        warn_of_absent_signers(at=AFTERNOON + timedelta(minutes=minutes))

    assert InboxMessage.objects.count() == 1


def test_administrators_hear_of_a_gateway_that_is_away(office: Office):
    admin = MembershipFactory(role=Role.ADMIN, office=office).user
    since = AFTERNOON - timedelta(minutes=11)
    OutboxJob.objects.create(kind="message.whatsapp", queue="messages", key="k", due_at=since)

    warn_of_gateways(at=AFTERNOON)
    warn_of_gateways(at=AFTERNOON + timedelta(minutes=10))

    assert admin.inbox.get().text.startswith("SEJARAS: Saluran WhatsApp tidak menerima pesan sejak Jumat, 23 Januari")


def test_a_short_wait_is_no_outage(office: Office):
    MembershipFactory(role=Role.ADMIN, office=office)
    OutboxJob.objects.create(kind="message.email", queue="messages", key="k", due_at=AFTERNOON)

    assert warn_of_gateways(at=AFTERNOON + timedelta(minutes=5)) == 0
