"""The calendar changes by two people, as new versions; open clocks are told."""

from datetime import UTC, date, datetime

import pytest

from accounts.domain import calendar_changes
from accounts.domain.calendar_changes import snapshot_after
from accounts.domain.calendars import work_calendar
from accounts.enums import Role
from accounts.exceptions import AlreadyDecided, CalendarUnclear, SecondPersonNeeded
from accounts.models import CalendarVersion, Office, User
from accounts.signals import calendar_confirmed
from core.exceptions import NotAllowed
from core.workdays import WorkCalendar
from tests.factories.accounts import MembershipFactory, OfficeFactory

pytestmark = pytest.mark.usefixtures("texts")

NOW = datetime(2026, 1, 23, 3, 0, tzinfo=UTC)
MONDAY = date(2026, 1, 26)
BRIDGE = {"kind": "add_holiday", "date": "2026-01-26", "type": "cuti_bersama", "name": "Cuti bersama contoh"}


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def admin(office: Office) -> User:
    return MembershipFactory(role=Role.ADMIN, office=office).user


@pytest.fixture
def head(office: Office) -> User:
    return MembershipFactory(role=Role.HEALTH_HEAD, office=office).user


def propose(office: Office, by: User, change: dict = BRIDGE) -> CalendarVersion:
    return calendar_changes.propose(office, change, reason="SKB 2026", by=by, at=NOW)


def test_a_proposal_changes_no_clock(office: Office, admin: User):
    version = propose(office, admin)

    assert (version.number, version.state) == (2, "proposed")
    assert work_calendar(office).is_working(MONDAY)


def test_the_second_person_puts_it_into_force_and_listeners_hear(office: Office, admin: User, head: User):
    heard: list[CalendarVersion] = []

    def listen(version: CalendarVersion, **_rest: object) -> None:
        heard.append(version)

    calendar_confirmed.connect(listen)
    version = calendar_changes.confirm(propose(office, admin).pk, by=head, at=NOW)
    calendar_confirmed.disconnect(listen)

    assert not work_calendar(office).is_working(MONDAY)
    assert heard == [version]


def test_who_proposes_does_not_confirm(office: Office):
    legal = MembershipFactory(role=Role.LEGAL, office=office).user
    version = propose(office, legal)

    with pytest.raises(SecondPersonNeeded):
        calendar_changes.confirm(version.pk, by=legal, at=NOW)


def test_only_the_matrix_lets_people_propose(office: Office, head: User):
    with pytest.raises(NotAllowed):
        propose(office, head)


def test_two_proposals_confirmed_out_of_order_both_hold(office: Office, admin: User, head: User):
    first = propose(office, admin)
    second = propose(office, admin, {**BRIDGE, "date": "2026-01-27"})

    calendar_changes.confirm(second.pk, by=head, at=NOW)
    calendar_changes.confirm(first.pk, by=head, at=NOW)

    calendar = work_calendar(office)
    assert [calendar.is_working(date(2026, 1, day)) for day in (26, 27, 28)] == [False, False, True]
    assert CalendarVersion.objects.newest(office.pk) == first


def test_a_rejected_proposal_is_decided(office: Office, admin: User, head: User):
    version = calendar_changes.reject(propose(office, admin).pk, by=head, reason="belum ada SKB", at=NOW)

    with pytest.raises(AlreadyDecided):
        calendar_changes.confirm(version.pk, by=head, at=NOW)
    assert work_calendar(office).is_working(MONDAY)


def test_a_holiday_can_be_taken_back(office: Office):
    snapshot = snapshot_after(office, {"kind": "remove_holiday", "date": "2026-01-16"})

    assert WorkCalendar.from_snapshot(snapshot, office.zone).is_working(date(2026, 1, 16))


def test_new_hours_hold_from_their_date(office: Office):
    hours = [{"weekday": day, "open": "08:00", "close": "15:30"} for day in range(1, 6)]
    change = {"kind": "change_hours", "pattern": "baru", "label": "Jam baru", "valid_from": "2026-02-02"}

    calendar = WorkCalendar.from_snapshot(snapshot_after(office, {**change, "hours": hours}), office.zone)

    assert [f"{start:%H.%M}" for start, _end in calendar.intervals(date(2026, 2, 2))] == ["08.00"]
    assert [f"{start:%H.%M}" for start, _end in calendar.intervals(MONDAY)] == ["07.30", "13.00"]


def test_an_announced_ramadan_replaces_the_guess(office: Office):
    change = {"kind": "announce_ramadan", "starts_on": "2026-02-18", "ends_on": "2026-03-19"}

    calendar = WorkCalendar.from_snapshot(snapshot_after(office, change), office.zone)

    opens = [f"{calendar.intervals(date(2026, month, day))[0].start:%H.%M}" for month, day in ((2, 18), (3, 25))]
    assert opens == ["08.00", "07.30"]


def test_next_years_ramadan_keeps_this_years(office: Office):
    change = {"kind": "announce_ramadan", "starts_on": "2027-02-08", "ends_on": "2027-03-09"}

    calendar = WorkCalendar.from_snapshot(snapshot_after(office, change), office.zone)

    opens = [f"{calendar.intervals(day)[0].start:%H.%M}" for day in (date(2026, 2, 23), date(2027, 2, 10))]
    assert opens == ["08.00", "08.00"]


def test_a_confirmed_year_is_no_longer_provisional(office: Office):
    snapshot = snapshot_after(office, {"kind": "confirm_year", "year": 2027})

    assert 2027 in snapshot["confirmed_years"]
    assert not WorkCalendar.from_snapshot(snapshot, office.zone).day(date(2027, 3, 1)).provisional


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "unknown"},
        {**BRIDGE, "date": "26-01-2026"},
        {**BRIDGE, "date": "2026-01-01"},
        {**BRIDGE, "type": "liburan"},
        {**BRIDGE, "name": " "},
        {"kind": "remove_holiday", "date": "2026-01-26"},
        {"kind": "confirm_year", "year": 2026},
        {"kind": "change_hours", "pattern": "x", "label": "x", "valid_from": "2026-02-02", "hours": []},
        {
            "kind": "change_hours",
            "pattern": "x",
            "label": "x",
            "valid_from": "2026-02-02",
            "hours": [{"weekday": 1, "open": "16:00", "close": "07:30"}],
        },
        {"kind": "announce_ramadan", "starts_on": "2026-03-20", "ends_on": "2026-02-19"},
    ],
)
def test_nonsense_is_refused(office: Office, change: dict):
    with pytest.raises(CalendarUnclear):
        snapshot_after(office, change)
