"""What a clock, a calendar or a beat that misbehaves does to a file (SECURITY 7, rows 13, 15, 20)."""

from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import InboxMessage
from core.models import Lease
from letters.domain import numbering
from licensing import tasks
from licensing.domain import clocks, transitions, watching
from licensing.domain.rulebook.catalogue import requirements_of
from licensing.enums import Action, ClockName, State
from licensing.models import Application, Licence
from tests.factories.licensing import LicenceFactory
from tests.licensing.journey import START, Journey, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture(scope="module")
def made(reference_data: None, django_db_blocker: Any) -> Journey:
    """Drafted, filled and sent once for the module."""
    with django_db_blocker.unblock():
        return Journey(make_cast()).draft().upload().submit()


@pytest.fixture
def sent(made: Journey) -> Journey:
    """A nurse's file on the technical desk, as it was sent."""
    journey = copy(made)
    journey.application = Application.objects.for_detail().get(pk=made.application.pk)
    return journey


@pytest.mark.parametrize("step", [timedelta(minutes=-5), timedelta(days=1), timedelta(days=-400)])
def test_clock_that_steps_leaves_a_ledger_in_order_and_copies_that_agree(sent: Journey, step: timedelta) -> None:
    sent.at += step

    sent.judge().verify()

    application = sent.application
    moments = list(application.events.order_by("seq").values_list("at", flat=True))
    later = max(sent.at, *moments) + timedelta(minutes=1)
    assert moments == sorted(moments)
    assert application.due_at is not None
    assert clocks.recompute([Application.objects.for_detail().get(pk=application.pk)], at=later) == []


@pytest.mark.parametrize("server", ["UTC", "Asia/Jayapura", "America/New_York"])
def test_zone_of_the_server_moves_no_limit(sent: Journey, server: str, settings: Any) -> None:
    expected = sent.judge().verify().application.due_at

    with time_machine.travel(sent.at.astimezone(ZoneInfo(server)), tick=False):
        reading = clocks.read_clocks(sent.application, at=sent.at)[ClockName.RECOMMENDATION]

    assert reading.due_at == expected


def test_year_of_a_number_turns_at_the_offices_midnight_whatever_the_server_says(sent: Journey) -> None:
    office = sent.application.health_office
    last = datetime(2026, 12, 31, 23, 59, 59, tzinfo=WIB)

    numbers = [
        numbering.take_running(office, series="UJI", at=moment.astimezone(UTC))
        for moment in (last, last, last + timedelta(seconds=1))
    ]

    assert numbers == [1, 2, 1]


def test_correction_nobody_watched_for_days_lapses_once(sent: Journey) -> None:
    sent.judge(gaps={requirements_of(sent.application)[0].code: "Berkas tidak terbaca, unggah ulang."})
    transitions.return_for_correction(sent.application, by=sent.cast.technical, at=sent.tick())
    late = sent.at + timedelta(days=40)

    assert [watching.lapse_silent(at=late), watching.lapse_silent(at=late)] == [1, 0]
    sent.application.refresh_from_db()
    assert sent.application.state == State.LAPSED
    assert sent.application.events.filter(action=Action.LAPSE).count() == 1


def test_beat_that_was_down_gives_each_warning_once(sent: Journey) -> None:
    late = sent.at + timedelta(days=5)

    first, second = watching.give_warnings(at=late), watching.give_warnings(at=late)

    # Four thresholds are noted, only the highest speaks; the supervisor hears once a day.
    assert (first, second) == (5, 0)
    assert InboxMessage.objects.filter(template__in=["CLOCK_50", "CLOCK_75", "CLOCK_90"]).count() == 0
    assert InboxMessage.objects.filter(template="PROMISE_MISSED").count() == 1


def test_two_beats_at_once_do_the_work_of_one(sent: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[datetime] = []
    monkeypatch.setattr(watching, "give_warnings", lambda *, at: runs.append(at))

    with time_machine.travel(START, tick=False):
        tasks.watch()
        tasks.watch()

    assert (len(runs), Lease.objects.filter(name="licensing.watch").count()) == (1, 1)


def test_reminder_of_a_leap_day_comes_once_however_late() -> None:
    licence: Licence = LicenceFactory(starts_on=date(2023, 3, 1), ends_on=date(2028, 2, 29))
    at = datetime(2028, 1, 31, 2, 0, tzinfo=UTC)

    for _night in range(3):
        watching.remind_licence_ends(at=at, on=date(2028, 1, 31))

    assert list(licence.reminders.values_list("days_before", flat=True)) == [30]


def test_rows_published_on_the_way_do_not_reach_a_running_file(sent: Journey) -> None:
    kind = sent.application.type
    before = [row.code for row in requirements_of(sent.application)]
    newer = type(kind).objects.get(pk=kind.pk)
    newer.pk, newer.version, newer.name = None, kind.version + 1, "Nama baru"
    newer.valid_from = sent.at.date()
    newer.save()

    sent.application.refresh_from_db()

    assert (sent.application.type.name, [row.code for row in requirements_of(sent.application)]) == (kind.name, before)
