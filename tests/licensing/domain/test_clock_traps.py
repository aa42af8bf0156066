"""The seventeen traps other systems fall into, one test or more each (clock-traps)."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from core.workdays import HolidayRow, HoursRow, Snapshot, WorkCalendar, snapshot_of
from licensing.domain.sla import (
    ClockReading,
    ClockRule,
    LedgerEntry,
    LineKind,
    Mark,
    SegmentKind,
    due_at,
    holder_stretches,
    readings,
)
from licensing.enums import Action, ClockName, ClockState, Holder, State

pytestmark = pytest.mark.unit

JAKARTA = ZoneInfo("Asia/Jakarta")
REFERENCE = Path(__file__).parents[3] / "accounts" / "reference"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


SHIPPED = snapshot_of(rows("holidays.csv"), rows("office-hours.csv"))
OFFICE = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)
ONE_DAY = ClockRule(
    delegated=True,
    registration_by_hand=True,
    verification_days=Fraction(1),
    intake_days=Fraction(1, 4),
    recommendation_days=Fraction(1),
    licence_days=Fraction(1),
    coordination_days=Fraction(5),
    deemed_days=Fraction(5),
)


def local(text: str, tz: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def ledger(*steps: str) -> list[LedgerEntry]:
    """A ledger from lines such as "2026-01-13 10:00 registered", from draft on."""
    entries, state = [], State.DRAFT
    for step in steps:
        moment, _, name = step.rpartition(" ")
        entries.append(LedgerEntry(local(moment), Action.CREATE, state, State(name)))
        state = State(name)
    return entries


def promise(
    entries: list[LedgerEntry], at: str, *, rule: ClockRule = ONE_DAY, office: WorkCalendar = OFFICE
) -> ClockReading:
    read = readings(entries, calendar_open=office, rule=rule, at=local(at))
    return read[ClockName.RECOMMENDATION]


def with_closed(day: str) -> WorkCalendar:
    added: HolidayRow = {"date": day, "kind": "cuti_bersama", "name": "Cuti bersama tambahan"}
    snapshot: Snapshot = {**SHIPPED, "holidays": [*SHIPPED["holidays"], added]}
    return WorkCalendar.from_snapshot(snapshot, JAKARTA)


def test_trap_01_nights_without_the_nightly_job_change_nothing() -> None:
    entries = ledger("2026-01-12 10:00 registered")

    every_night = [promise(entries, f"2026-01-{day} 02:00") for day in (13, 14, 15)]
    once_late = promise(entries, "2026-01-15 02:00")

    assert every_night[-1] == once_late
    assert {clock.due_at for clock in every_night} == {local("2026-01-13 10:00")}
    assert [promise(entries, "2026-01-15 02:00") for _ in range(5)] == [once_late] * 5


def test_trap_02_the_same_day_of_another_month_counts() -> None:
    entries = ledger(
        "2026-03-13 09:00 registered",
        "2026-03-16 09:00 repairing",
        "2026-04-16 09:00 assessing",
    )

    clock = promise(entries, "2026-04-16 15:00")

    assert clock.used == 1 + Fraction(300, 450)


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)])
def test_trap_03_zones_are_attached_with_today_s_offset(zone: str, offset: int) -> None:
    tz = ZoneInfo(zone)
    office = WorkCalendar.from_snapshot(SHIPPED, tz)
    one_minute_left = local("2026-01-13 15:59", tz).astimezone(UTC)
    closing = local("2026-01-13 16:00", tz).astimezone(UTC)
    midnight = local("2026-01-14 00:00", tz)

    due = office.add(one_minute_left, 1)

    assert due.utcoffset() == timedelta(hours=offset)
    assert office.used(one_minute_left, midnight) == Fraction(1, 450)
    assert office.used(closing, midnight) == 0


def test_trap_03_the_zone_of_the_server_is_of_no_consequence() -> None:
    in_utc = [replace(entry, at=entry.at.astimezone(UTC)) for entry in ledger("2026-01-23 15:00 registered")]

    with time_machine.travel(datetime(2026, 1, 24, tzinfo=ZoneInfo("America/New_York"))):
        clock = readings(in_utc, calendar_open=OFFICE, rule=ONE_DAY, at=timezone.now())

    assert clock[ClockName.RECOMMENDATION].due_at == local("2026-01-26 14:30")


def test_trap_04_monday_to_monday_is_five_and_friday_to_monday_over_a_month_end_is_one() -> None:
    assert OFFICE.used(local("2026-01-05 10:00"), local("2026-01-12 10:00")) == 5
    assert OFFICE.used(local("2026-01-30 07:30"), local("2026-02-02 07:30")) == 1
    assert OFFICE.add(local("2026-01-05 10:00"), 5) == local("2026-01-12 10:00")
    assert OFFICE.add(local("2026-01-30 13:00"), 1) == local("2026-02-02 11:30")


def test_trap_05_a_bridge_day_decreed_for_tomorrow_moves_open_clocks_and_no_closed_one() -> None:
    decreed = with_closed("2026-01-14")
    running = ledger("2026-01-13 10:00 registered")
    finished = ledger("2026-01-12 10:00 registered", "2026-01-13 09:00 recommended")

    moved = promise(running, "2026-01-13 11:00", office=decreed)
    kept = readings(
        finished,
        calendar_open=decreed,
        calendars_closed={ClockName.RECOMMENDATION: OFFICE},
        rule=ONE_DAY,
        at=local("2026-01-13 11:00"),
    )

    assert promise(running, "2026-01-13 11:00").due_at == local("2026-01-14 10:00")
    assert moved.due_at == local("2026-01-15 10:00")
    assert kept[ClockName.RECOMMENDATION] == promise(finished, "2026-01-13 11:00")


def test_trap_06_a_year_without_a_decree_is_flagged_as_provisional() -> None:
    before = promise(ledger("2026-12-30 10:00 registered"), "2026-12-30 10:00")
    over_new_year = promise(ledger("2026-12-31 10:00 registered"), "2026-12-31 10:00")

    assert (before.due_at, before.provisional) == (local("2026-12-31 10:00"), False)
    assert over_new_year.due_at is not None
    assert over_new_year.due_at.year == 2027
    assert over_new_year.provisional


def test_trap_07_a_promise_changed_by_decree_leaves_earlier_files_alone() -> None:
    two_days = replace(ONE_DAY, recommendation_days=Fraction(2))

    before = promise(ledger("2026-06-30 10:00 registered"), "2026-07-01 09:00")
    after = promise(ledger("2026-07-01 10:00 registered"), "2026-07-01 11:00", rule=two_days)

    assert (before.allowance, before.due_at) == (Fraction(1), local("2026-07-01 10:00"))
    assert (after.allowance, after.due_at) == (Fraction(2), local("2026-07-03 10:00"))


def test_trap_08_a_reopened_refusal_goes_on_from_the_share_already_used() -> None:
    entries = ledger(
        "2026-01-12 10:00 registered",
        "2026-01-12 11:00 refused",
        "2026-02-02 08:00 assessing",
    )

    refused, reopened = promise(entries, "2026-01-20 10:00"), promise(entries, "2026-02-02 08:00")

    assert (refused.state, refused.on_time) == (ClockState.STOPPED, True)
    assert (reopened.state, reopened.used) == (ClockState.RUNNING, Fraction(60, 450))
    assert reopened.due_at == local("2026-02-02 15:30")
    assert [segment.kind for segment in reopened.segments] == [
        SegmentKind.RUNNING,
        SegmentKind.STOPPED,
        SegmentKind.RUNNING,
    ]


@pytest.mark.parametrize("at", ["2026-01-14 07:00", "2026-01-14 10:00"])
def test_trap_09_the_deadline_day_is_due_today_up_to_the_moment_itself(at: str) -> None:
    clock = promise(ledger("2026-01-13 10:00 registered"), at)

    assert (clock.mark, clock.on_time) == (Mark.DUE_TODAY, None)


def test_trap_09_remaining_zero_is_neither_done_nor_blank_and_equality_is_on_time() -> None:
    clock = promise(ledger("2026-01-13 10:00 registered"), "2026-01-14 10:00")
    signed = promise(ledger("2026-01-13 10:00 registered", "2026-01-14 10:00 recommended"), "2026-01-14 10:00")

    assert (clock.remaining, clock.share) == (Fraction(0), Fraction(1))
    assert clock.due_at == local("2026-01-14 10:00")
    assert clock.state is ClockState.RUNNING
    assert signed.on_time


def test_trap_10_a_pause_moves_office_time_only() -> None:
    entries = ledger(
        "2026-01-22 10:00 registered",
        "2026-01-22 15:00 repairing",
        "2026-01-26 09:00 assessing",
    )

    clock = promise(entries, "2026-01-26 09:00")

    assert clock.used == Fraction(240, 450)
    assert clock.due_at == local("2026-01-26 13:30")


def test_trap_11_an_open_pause_stands_still_and_names_no_date() -> None:
    entries = ledger("2026-01-13 10:00 registered", "2026-01-13 11:00 repairing")

    now, later = promise(entries, "2026-01-13 11:30"), promise(entries, "2026-01-13 13:30")

    assert (now.used, now.remaining, now.remaining_time) == (later.used, later.remaining, later.remaining_time)
    assert (later.mark, later.due_at) == (Mark.PAUSED, None)


def test_trap_12_two_pauses_and_an_extension_add_up_and_are_all_listed() -> None:
    five_days = replace(ONE_DAY, recommendation_days=Fraction(5))
    moves = ledger(
        "2026-02-02 07:30 registered",
        "2026-02-03 07:30 repairing",
        "2026-02-04 07:30 assessing",
        "2026-02-05 07:30 coordinating",
        "2026-02-09 07:30 assessing",
    )
    decree = LedgerEntry(
        local("2026-02-09 09:00"),
        Action.EXTEND,
        State.ASSESSING,
        State.ASSESSING,
        extension=(ClockName.RECOMMENDATION, Fraction(2)),
    )

    clock = promise([*moves, decree], "2026-02-09 12:00", rule=five_days)

    minutes = [(segment.kind, int(segment.used * 450), int(segment.granted)) for segment in clock.segments]
    assert minutes == [
        (SegmentKind.RUNNING, 450, 0),
        (SegmentKind.PAUSED, 0, 0),
        (SegmentKind.RUNNING, 450, 0),
        (SegmentKind.PAUSED, 0, 0),
        (SegmentKind.RUNNING, 90, 0),
        (SegmentKind.EXTENSION, 0, 2),
        (SegmentKind.RUNNING, 180, 0),
    ]
    assert (clock.allowance, clock.due_at) == (Fraction(7), local("2026-02-13 16:30"))
    lines = [line for line in clock.explanation if line.kind in {LineKind.USED, LineKind.LEFT}]
    assert sum(line.working_days for line in lines) == 7
    assert not clock.counted


def test_trap_13_two_offices_at_once_do_not_touch_each_other() -> None:
    short: Snapshot = {
        "holidays": [],
        "hours": [
            {
                "pattern": "normal",
                "label": "Pendek",
                "valid_from": "2019-01-01",
                "valid_until": None,
                "weekday": weekday,
                "open": "09:00",
                "close": "11:00",
            }
            for weekday in range(1, 7)
        ],
        "confirmed_years": [2026],
    }
    city = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)
    other = WorkCalendar.from_snapshot(short, ZoneInfo("Asia/Jayapura"))
    starts = [local("2026-01-05 09:30") + timedelta(hours=7 * step) for step in range(300)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda start: (city.add(start, 9), other.add(start, 9)), starts))

    alone = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)
    assert [mine for mine, _ in together] == [alone.add(start, 9) for start in starts]
    assert {theirs.utcoffset() for _, theirs in together} == {timedelta(hours=9)}


def test_trap_14_the_rest_runs_after_each_of_three_returns() -> None:
    entries = ledger(
        "2026-01-12 08:00 submitted",
        "2026-01-12 09:00 needs_correction",
        "2026-01-13 08:00 submitted",
        "2026-01-13 09:00 needs_correction",
        "2026-01-14 08:00 submitted",
        "2026-01-14 09:00 needs_correction",
        "2026-01-15 08:00 submitted",
    )

    read = readings(entries, calendar_open=OFFICE, rule=ONE_DAY, at=local("2026-01-15 08:00"))

    clock = read[ClockName.VERIFICATION]
    assert (clock.used, clock.due_at) == (Fraction(180, 450), local("2026-01-15 13:30"))
    assert [segment.kind for segment in clock.segments].count(SegmentKind.PAUSED) == 3


def test_trap_15_nights_and_sundays_count_only_round_the_clock() -> None:
    start, end = local("2026-01-24 20:00"), local("2026-01-26 07:30")
    outreach = WorkCalendar.round_the_clock(JAKARTA)

    assert OFFICE.used(start, end) == 0
    assert outreach.used(start, end) * 24 == Fraction(71, 2)
    assert outreach.add(start, Fraction(4, 24)) == local("2026-01-25 00:00")


def test_trap_16_every_minute_from_submission_to_the_product_has_one_holder() -> None:
    entries = ledger(
        "2026-01-12 10:00 submitted",
        "2026-01-12 11:00 needs_correction",
        "2026-01-13 10:00 submitted",
        "2026-01-13 12:00 verified",
        "2026-01-14 16:00 registered",
        "2026-01-15 08:00 assessing",
        "2026-01-15 09:00 coordinating",
        "2026-01-20 09:00 assessing",
        "2026-01-20 11:00 approved",
        "2026-01-20 12:00 recommended",
        "2026-01-21 09:00 licensed",
    )

    stretches = holder_stretches(entries, rule=ONE_DAY, at=local("2026-02-01 08:00"))

    assert [stretch.holder for stretch in stretches] == [
        Holder.DPMPTSP,
        Holder.APPLICANT,
        Holder.DPMPTSP,
        Holder.DINKES,
        Holder.OUTSIDE,
        Holder.DINKES,
        Holder.DPMPTSP,
    ]
    assert all(earlier.end == later.start for earlier, later in pairwise(stretches))
    assert sum((each.end - each.start for each in stretches), timedelta()) == timedelta(days=8, hours=23)


def test_trap_17_each_day_uses_the_hours_in_force_on_that_day() -> None:
    longer: list[HoursRow] = [
        {
            **row,
            "pattern": "baru",
            "valid_from": "2026-05-01",
            "open": row["open"].replace("07:30", "07:00"),
        }
        for row in SHIPPED["hours"]
        if row["pattern"] == "normal"
    ]
    changed = WorkCalendar.from_snapshot({**SHIPPED, "hours": [*SHIPPED["hours"], *longer]}, JAKARTA)
    april = ledger("2026-04-21 10:00 registered", "2026-04-22 09:00 recommended")

    assert promise(april, "2026-06-02 09:00", office=changed) == promise(april, "2026-06-02 09:00")
    assert changed.used(local("2026-04-30 07:30"), local("2026-04-30 16:00")) == 1
    assert changed.used(local("2026-05-04 07:30"), local("2026-05-04 16:00")) == Fraction(450, 480)


def test_the_queue_column_follows_every_trap_by_the_same_calculation() -> None:
    entries = ledger("2026-01-23 15:00 registered")

    assert due_at(entries, calendar=OFFICE, rule=ONE_DAY) == local("2026-01-26 14:30")
    assert due_at(entries, calendar=with_closed("2026-01-26"), rule=ONE_DAY) == local("2026-01-27 14:30")
