"""Inbox rows and their deliveries: strict texts, chosen channels, quiet hours, one reminder a day, once only."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from accounts.domain import profiles
from accounts.domain.deliveries import deliver
from accounts.domain.messages import MessageRefused, tell
from accounts.enums import Channel
from accounts.models import Delivery, InboxMessage, User
from core import messaging, outbox
from core.exceptions import NeighbourDown
from core.models import JobState, OutboxJob
from core.outbox import Permanent, Postponed
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("texts")

# Monday 26 January 2026, 10.00 WIB
NOON = datetime(2026, 1, 26, 3, 0, tzinfo=UTC)
NIGHT = datetime(2026, 1, 26, 14, 30, tzinfo=UTC)  # 21.30 WIB
RECEIVED = {"nomor": "2026-01-K7QD4M", "waktu": NOON, "batas": NOON + timedelta(days=1), "hari_janji": 1}
REMINDER = {"nomor": "2026-01-K7QD4M", "jumlah": 2, "tanggal": date(2026, 2, 9)}


@pytest.fixture(autouse=True)
def _no_messages_left() -> None:
    messaging.outbox.clear()


@pytest.fixture
def person() -> User:
    return UserFactory(phone="+628000000123", email="sari@contoh.example")


def received(user: User, *, key: str = "k", at: datetime = NOON, **changes: object) -> InboxMessage:
    params = {**RECEIVED, **changes}
    return tell("REQ_RECEIVED", user=user, params=params, link="/permohonan/x/", dedupe_key=key, at=at)


def reminder(user: User, *, key: str, at: datetime = NOON) -> InboxMessage:
    params = {**REMINDER}
    return tell("REQ_CORRECTION_REMINDER", user=user, params=params, link="/permohonan/x/", dedupe_key=key, at=at)


def test_the_inbox_holds_both_languages_with_dates_written_for_people(person: User):
    message = received(person)

    assert message.text == (
        "SEJARAS: Permohonan 2026-01-K7QD4M kami terima Senin, 26 Januari 2026 pukul 10.00 WIB. Tim Teknis memeriksa "
        "persyaratan paling lambat Selasa, 27 Januari 2026 pukul 10.00 WIB. Janji 1 hari kerja mulai dihitung setelah "
        "permohonan terdaftar. Layanan ini tanpa biaya. Lihat: http://testserver/permohonan/x/"
    )
    assert "Monday, 26 January 2026" in message.text_en


def test_every_channel_of_the_template_with_an_address_gets_a_delivery(person: User):
    message = received(person)

    rows = message.deliveries.order_by("pk")
    assert [(row.channel, row.recipient) for row in rows] == [
        ("whatsapp", "+628000000123"),
        ("email", "sari@contoh.example"),
    ]
    assert list(OutboxJob.objects.order_by("pk").values_list("kind", flat=True)) == [
        "message.whatsapp",
        "message.email",
    ]


def test_the_profile_chooses_the_channels(person: User):
    person.channels = ["inbox", "email"]
    person.save()

    assert [row.channel for row in received(person).deliveries.all()] == ["email"]


def test_without_consent_only_the_inbox_speaks(person: User):
    person.consent_at = None
    person.save()

    message = received(person)

    assert (message.pk is not None, message.deliveries.count()) == (True, 0)


def test_officers_hear_of_their_work_without_consent():
    officer = MembershipFactory(user=UserFactory(consent_at=None)).user

    assert [row.channel for row in received(officer).deliveries.all()] == ["email"]


def test_the_same_event_is_told_once(person: User):
    assert received(person).pk == received(person).pk

    assert (InboxMessage.objects.count(), Delivery.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nomor": "9974010101010000"}, "16-digit"),
        ({"nomor": "x" * 600}, "characters"),
    ],
)
def test_what_must_not_be_said_is_refused(person: User, changes: dict, reason: str):
    with pytest.raises(MessageRefused, match=reason):
        received(person, **changes)

    assert InboxMessage.objects.count() == 0


def test_a_gap_in_the_text_is_refused(person: User):
    with pytest.raises(MessageRefused, match="batas"):
        tell("REQ_RECEIVED", user=person, params={"nomor": "1", "waktu": NOON}, dedupe_key="k", at=NOON)


@pytest.mark.parametrize(
    ("hour", "waits_until"),
    [
        (datetime(2026, 1, 26, 12, 59, tzinfo=UTC), None),  # 19.59
        (datetime(2026, 1, 26, 13, 0, tzinfo=UTC), datetime(2026, 1, 26, 23, 0, tzinfo=UTC)),  # 20.00
        (datetime(2026, 1, 26, 20, 0, tzinfo=UTC), datetime(2026, 1, 26, 23, 0, tzinfo=UTC)),  # 03.00
        (datetime(2026, 1, 26, 23, 0, tzinfo=UTC), None),  # 06.00
    ],
)
def test_nights_are_quiet(person: User, hour: datetime, waits_until: datetime | None):
    row = received(person, at=hour).deliveries.first()

    assert row.not_before == waits_until
    if waits_until:
        assert OutboxJob.objects.first().next_attempt_at == waits_until


def test_urgent_messages_do_not_wait_for_the_morning(person: User):
    params = {"nomor": "2026-01-K7QD4M", "waktu_kunjungan": NOON}

    message = tell("VISIT_CHANGED", user=person, params=params, link="/x/", dedupe_key="k", at=NIGHT)

    assert [row.not_before for row in message.deliveries.all()] == [None, None]


def test_a_second_reminder_waits_for_the_next_day(person: User):
    reminder(person, key="a")

    row = reminder(person, key="b", at=NOON + timedelta(hours=2)).deliveries.get()

    assert row.not_before == datetime(2026, 1, 26, 23, 0, tzinfo=UTC)  # Tuesday 06.00


def test_a_channel_sends_and_says_so(person: User):
    row = received(person).deliveries.get(channel=Channel.EMAIL)

    deliver(row.pk, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.sent_at) == ("sent", NOON)
    assert [(sent.to, sent.text) for sent in messaging.outbox] == [("sari@contoh.example", row.text)]


def test_nothing_is_sent_twice(person: User):
    row = received(person).deliveries.get(channel=Channel.EMAIL)

    deliver(row.pk, at=NOON)
    deliver(row.pk, at=NOON)

    assert len(messaging.outbox) == 1


def test_half_sent_is_not_sent_again(person: User):
    row = received(person).deliveries.get(channel=Channel.EMAIL)
    Delivery.objects.filter(pk=row.pk).update(state="sending")

    with pytest.raises(Permanent):
        deliver(row.pk, at=NOON)

    assert (Delivery.objects.get(pk=row.pk).state, messaging.outbox) == ("failed", [])


def test_a_dead_gateway_gives_the_delivery_back(person: User, monkeypatch: pytest.MonkeyPatch):
    row = received(person).deliveries.get(channel=Channel.WHATSAPP)
    with monkeypatch.context() as patch:
        patch.setattr(messaging, "send", _gateway_is_down)
        with pytest.raises(NeighbourDown):
            deliver(row.pk, at=NOON)
    assert Delivery.objects.get(pk=row.pk).state == "pending"

    deliver(row.pk, at=NOON)

    assert Delivery.objects.get(pk=row.pk).state == "sent"


def _gateway_is_down(_message: object) -> str:
    raise NeighbourDown("whatsapp", "timeout")


def test_a_reminder_that_waited_too_long_is_dropped_with_a_note(person: User):
    row = reminder(person, key="a").deliveries.get()

    deliver(row.pk, at=NOON + timedelta(days=3))

    row.refresh_from_db()
    assert (row.state, row.error, messaging.outbox) == ("dropped", "sudah lewat waktunya", [])


def test_a_late_delivery_waits_for_the_morning(person: User):
    row = received(person).deliveries.get(channel=Channel.EMAIL)

    with pytest.raises(Postponed) as late:
        deliver(row.pk, at=NIGHT)

    assert late.value.until == datetime(2026, 1, 26, 23, 0, tzinfo=UTC)


def test_stop_holds_back_what_already_waits(person: User):
    row = received(person, at=NIGHT).deliveries.get(channel=Channel.EMAIL)
    profiles.stop_messages(person, at=NIGHT + timedelta(minutes=5))

    deliver(row.pk, at=NIGHT + timedelta(hours=10))

    row.refresh_from_db()
    assert (row.state, row.error) == ("dropped", "penerima menghentikan pesan")


def test_after_stop_only_the_inbox_speaks(person: User):
    profiles.stop_messages(person, at=NOON)

    assert received(person).deliveries.count() == 0
    assert Delivery.objects.get().message.template_id == "STOP_CONFIRMED"


@pytest.mark.django_db(transaction=True)
def test_the_outbox_brings_messages_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "_bell", [])
    with time_machine.travel(NOON, tick=False):
        received(UserFactory(phone="+628000000123"))

        assert outbox.drain() == 2

    assert set(OutboxJob.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert [sent.channel for sent in messaging.outbox] == ["whatsapp", "email"]


def test_whatsapp_gets_the_variables_of_the_approved_text(person: User):
    row = received(person).deliveries.get(channel=Channel.WHATSAPP)

    deliver(row.pk, at=NOON)

    assert messaging.outbox[0].params == (
        "2026-01-K7QD4M",
        "Senin, 26 Januari 2026 pukul 10.00 WIB",
        "Selasa, 27 Januari 2026 pukul 10.00 WIB",
        "1",
        "http://testserver/permohonan/x/",
    )


def test_texts_and_addresses_are_not_readable_in_the_table(person: User):
    received(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, text, variables FROM accounts_delivery")
        raw = str(cursor.fetchall())

    assert "+628000000123" not in raw
    assert "K7QD4M" not in raw
