"""Clocks of an application, read from its ledger."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from core.workdays import Snapshot, WorkCalendar, snapshot_of
from licensing.domain.sla import (
    ClockReading,
    ClockRule,
    LedgerEntry,
    LineKind,
    Mark,
    SegmentKind,
    due_at,
    earliest,
    holder_stretches,
    readings,
    warnings_due,
)
from licensing.enums import Action, ClockName, ClockState, Holder, State

pytestmark = pytest.mark.unit

JAKARTA = ZoneInfo("Asia/Jakarta")
REFERENCE = Path(__file__).parents[3] / "accounts" / "reference"
unhurried = settings(deadline=None)  # a busy machine is no counterexample


def rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


SHIPPED = snapshot_of(rows("holidays.csv"), rows("office-hours.csv"))
OFFICE = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)
DELEGATED = ClockRule(
    delegated=True,
    registration_by_hand=True,
    verification_days=Fraction(1),
    intake_days=Fraction(1, 4),
    recommendation_days=Fraction(1),
    licence_days=Fraction(1),
    coordination_days=Fraction(5),
    deemed_days=Fraction(5),
)
OWN_PRODUCT = replace(DELEGATED, delegated=False, deemed_days=None)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def ledger(*steps: str) -> list[LedgerEntry]:
    """A ledger from lines such as "2026-01-13 10:00 registered", from draft on."""
    entries, state = [], State.DRAFT
    for step in steps:
        moment, _, name = step.rpartition(" ")
        reached = State(name)
        entries.append(LedgerEntry(local(moment), Action.CREATE, state, reached))
        state = reached
    return entries


def extended(entries: list[LedgerEntry], moment: str, clock: ClockName, days: int) -> list[LedgerEntry]:
    """The same ledger with a decree in its place."""
    at = local(moment)
    state = [entry.to_state for entry in entries if entry.at <= at][-1]
    decree = LedgerEntry(at, Action.EXTEND, state, state, extension=(clock, Fraction(days)))
    return sorted([*entries, decree], key=lambda entry: entry.at)


def clocks(
    entries: list[LedgerEntry], at: str, *, rule: ClockRule = DELEGATED, office: WorkCalendar = OFFICE
) -> dict[ClockName, ClockReading]:
    return readings(entries, calendar_open=office, rule=rule, at=local(at))


def recommendation(
    entries: list[LedgerEntry], at: str, *, rule: ClockRule = DELEGATED, office: WorkCalendar = OFFICE
) -> ClockReading:
    return clocks(entries, at, rule=rule, office=office)[ClockName.RECOMMENDATION]


def to_the_minute(at: datetime | None) -> datetime | None:
    return at and at.replace(second=0, microsecond=0)


EXAMPLES = [
    ("2026-01-13 10:00", "2026-01-13 10:00", "2026-01-14 10:00", "2026-01-14 16:00"),
    ("2026-01-15 14:00", "2026-01-15 14:00", "2026-01-19 14:00", "2026-01-19 16:00"),
    ("2026-01-23 16:45", "2026-01-26 07:30", "2026-01-26 16:00", "2026-01-27 16:00"),
    ("2026-01-23 16:00", "2026-01-23 16:00", "2026-01-26 15:30", "2026-01-26 16:00"),
    ("2026-02-13 15:00", "2026-02-13 15:00", "2026-02-18 14:30", "2026-02-18 16:00"),
    ("2026-01-24 09:00", "2026-01-26 07:30", "2026-01-26 16:00", "2026-01-27 16:00"),
    ("2026-01-14 12:20", "2026-01-14 13:00", "2026-01-15 12:00", "2026-01-15 16:00"),
    ("2026-03-02 09:00", "2026-03-02 09:00", "2026-03-03 09:00", "2026-03-03 15:00"),
    ("2026-03-17 14:30", "2026-03-17 14:30", "2026-03-25 15:25", "2026-03-25 16:00"),
    ("2025-08-15 15:30", "2025-08-15 15:30", "2025-08-19 15:00", "2025-08-19 16:00"),
    ("2024-11-26 15:30", "2024-11-26 15:30", "2024-11-28 15:30", "2024-11-28 16:00"),
    ("2026-02-18 14:00", "2026-02-18 14:00", "2026-02-19 13:16", "2026-02-19 15:00"),
    ("2026-01-23 15:00", "2026-01-23 15:00", "2026-01-26 14:30", "2026-01-26 16:00"),  # UX-09
]


@pytest.mark.parametrize(("registered", "starts", "due", "outer"), EXAMPLES)
def test_every_worked_example_by_the_clock(registered: str, starts: str, due: str, outer: str) -> None:
    clock = recommendation(ledger(f"{registered} registered"), registered)

    assert clock.state is ClockState.RUNNING
    assert clock.started_at == local(starts)
    assert to_the_minute(clock.due_at) == local(due)
    assert clock.outer_limit_at == local(outer)


@pytest.mark.parametrize(("registered", "starts", "due", "outer"), EXAMPLES)
def test_every_explanation_adds_up_to_the_allowance(registered: str, starts: str, due: str, outer: str) -> None:
    lines = recommendation(ledger(f"{registered} registered"), starts).explanation

    assert sum(line.working_days for line in lines) == 1
    assert to_the_minute(lines[-1].end) == local(due)


def test_a_monday_made_cuti_bersama_moves_friday_fifteen_to_tuesday() -> None:
    snapshot: Snapshot = {
        "holidays": [
            *SHIPPED["holidays"],
            {"date": "2026-01-26", "kind": "cuti_bersama", "name": "Cuti bersama"},
        ],
        "hours": SHIPPED["hours"],
        "confirmed_years": SHIPPED["confirmed_years"],
    }
    office = WorkCalendar.from_snapshot(snapshot, JAKARTA)

    clock = recommendation(ledger("2026-01-23 15:00 registered"), "2026-01-23 15:00", office=office)

    assert clock.due_at == local("2026-01-27 14:30")


def test_the_pause_example_of_the_paper() -> None:
    entries = ledger(
        "2026-01-13 10:00 registered",
        "2026-01-13 11:00 repairing",
        "2026-01-22 09:00 assessing",
    )

    paused = recommendation(entries, "2026-01-14 10:00")
    resumed = recommendation(entries, "2026-01-22 09:00")

    assert (paused.state, paused.used, paused.due_at) == (ClockState.PAUSED, Fraction(60, 450), None)
    assert (paused.paused_since, paused.paused_holder) == (local("2026-01-13 11:00"), Holder.APPLICANT)
    assert (paused.used_time, paused.remaining_time) == (timedelta(hours=1), timedelta(hours=6, minutes=30))
    assert resumed.due_at == local("2026-01-23 08:00")
    assert resumed.outer_limit_at is None


def test_the_card_of_a_running_clock_reads_as_designed() -> None:
    clock = recommendation(ledger("2026-01-23 15:00 registered"), "2026-01-26 10:15")

    assert (clock.used_time, clock.remaining_time) == (
        timedelta(hours=4, minutes=15),
        timedelta(hours=3, minutes=15),
    )
    assert clock.allowance_time == timedelta(hours=7, minutes=30)
    assert [(line.kind, line.note, int(line.minutes)) for line in clock.explanation] == [
        (LineKind.USED, "Jam kerja biasa", 90),
        (LineKind.CLOSED, "libur", 0),
        (LineKind.USED, "Jam kerja biasa", 165),
        (LineKind.LEFT, "Jam kerja biasa", 105),
        (LineKind.CLOSED, "istirahat", 0),
        (LineKind.LEFT, "Jam kerja biasa", 90),
    ]


def test_a_clock_over_its_promise_keeps_the_moment_and_lists_the_excess() -> None:
    clock = recommendation(ledger("2026-01-23 15:00 registered"), "2026-01-26 15:40")

    assert (clock.mark, clock.on_time) == (Mark.OVER, False)
    assert clock.exceeded_at == clock.due_at == local("2026-01-26 14:30")
    assert (clock.remaining, clock.over_time) == (Fraction(-70, 450), timedelta(minutes=70))
    assert clock.explanation[-1].kind is LineKind.OVER
    assert sum(line.working_days for line in clock.explanation if line.kind is LineKind.USED) == 1


def test_a_signature_at_the_due_moment_is_on_time_and_a_second_later_is_not() -> None:
    start = ledger("2026-01-13 10:00 registered")
    sharp = [*start, *ledger("2026-01-14 10:00 recommended")]
    late = [*start, *ledger("2026-01-14 10:00:01 recommended")]

    assert recommendation(sharp, "2026-01-20 10:00").mark is Mark.DONE_IN_TIME
    assert recommendation(late, "2026-01-20 10:00").mark is Mark.DONE_LATE


def test_a_signature_in_the_break_after_a_due_moment_at_noon_is_late() -> None:
    entries = ledger("2026-01-14 13:00 registered", "2026-01-15 12:30 recommended")

    clock = recommendation(entries, "2026-01-15 14:00")

    assert (clock.due_at, clock.used, clock.on_time) == (local("2026-01-15 12:00"), Fraction(1), False)


JOURNEY = (
    "2026-01-12 10:00 submitted",
    "2026-01-12 14:00 verified",
    "2026-01-12 15:00 registered",
    "2026-01-12 15:30 assessing",
    "2026-01-13 09:00 assessed",
    "2026-01-13 10:00 approved",
    "2026-01-13 11:00 recommended",
    "2026-01-14 09:00 licensed",
)


def test_each_clock_runs_in_its_own_part_of_the_journey() -> None:
    read = clocks(ledger(*JOURNEY), "2026-02-01 10:00")

    assert {name: (clock.started_at, clock.stopped_at) for name, clock in read.items()} == {
        ClockName.VERIFICATION: (local("2026-01-12 10:00"), local("2026-01-12 14:00")),
        ClockName.INTAKE: (local("2026-01-12 14:00"), local("2026-01-12 15:00")),
        ClockName.RECOMMENDATION: (local("2026-01-12 15:00"), local("2026-01-13 11:00")),
        ClockName.COORDINATION: (None, None),
        ClockName.LICENCE: (local("2026-01-13 11:00"), local("2026-01-14 09:00")),
        ClockName.DEEMED_APPROVAL: (local("2026-01-12 10:00"), local("2026-01-14 09:00")),
    }
    assert all(clock.on_time for clock in read.values() if clock.stopped_at)


def test_a_reading_of_a_past_moment_knows_nothing_later() -> None:
    assert clocks(ledger(*JOURNEY), "2026-01-12 15:10") == clocks(ledger(*JOURNEY[:3]), "2026-01-12 15:10")


def test_the_office_s_own_product_has_no_licence_clock_and_ends_recommended() -> None:
    entries = ledger(*JOURNEY[:7])

    read = clocks(entries, "2026-02-01 10:00", rule=OWN_PRODUCT)

    assert ClockName.LICENCE not in read
    assert ClockName.DEEMED_APPROVAL not in read
    assert due_at(entries, calendar=OFFICE, rule=OWN_PRODUCT) is None


def test_registration_by_the_system_has_no_intake_clock() -> None:
    rule = replace(DELEGATED, registration_by_hand=False)

    assert ClockName.INTAKE not in clocks(ledger(*JOURNEY), "2026-02-01 10:00", rule=rule)


def test_coordination_pauses_the_promise_and_leaves_the_one_day_figure() -> None:
    entries = ledger(*JOURNEY[:4], "2026-01-12 16:00 coordinating")

    read = clocks(entries, "2026-01-15 10:00")

    promise, coordination = read[ClockName.RECOMMENDATION], read[ClockName.COORDINATION]
    assert (promise.state, promise.paused_holder) == (ClockState.PAUSED, Holder.OUTSIDE)
    assert not promise.counted
    assert (coordination.state, coordination.due_at) == (ClockState.RUNNING, local("2026-01-20 16:00"))
    assert read[ClockName.DEEMED_APPROVAL].state is ClockState.PAUSED


def test_a_second_coordination_goes_on_from_the_share_already_used() -> None:
    entries = ledger(
        *JOURNEY[:4],
        "2026-01-13 10:00 coordinating",
        "2026-01-14 10:00 assessing",
        "2026-01-19 10:00 coordinating",
    )

    clock = clocks(entries, "2026-01-20 10:00")[ClockName.COORDINATION]

    assert (clock.state, clock.used) == (ClockState.RUNNING, Fraction(2))
    assert clock.due_at == local("2026-01-23 10:00")


@pytest.mark.parametrize("end", ["withdrawn", "lapsed"])
def test_withdrawn_and_lapsed_stop_without_being_counted(end: str) -> None:
    entries = ledger("2026-01-12 10:00 submitted", "2026-01-12 11:00 needs_correction", f"2026-02-12 10:00 {end}")

    clock = clocks(entries, "2026-02-13 10:00")[ClockName.VERIFICATION]

    assert (clock.state, clock.mark) == (ClockState.STOPPED, Mark.NOT_COUNTED)
    assert (clock.counted, clock.on_time, clock.due_at) == (False, None, None)


def test_a_clock_that_ended_before_the_withdrawal_still_counts() -> None:
    read = clocks(ledger(*JOURNEY[:4], "2026-01-13 08:00 withdrawn"), "2026-01-14 10:00")

    assert read[ClockName.VERIFICATION].counted
    assert not read[ClockName.RECOMMENDATION].counted
    assert read[ClockName.LICENCE].state is ClockState.NOT_STARTED


def test_a_withdrawn_draft_starts_no_clock() -> None:
    read = clocks(ledger("2026-01-12 10:00 withdrawn"), "2026-01-14 10:00")

    assert {clock.state for clock in read.values()} == {ClockState.NOT_STARTED}
    assert holder_stretches(ledger("2026-01-12 10:00 withdrawn"), rule=DELEGATED, at=local("2026-01-14 10:00")) == ()


def test_a_lapsed_file_that_is_reopened_goes_on_waiting_with_its_share() -> None:
    entries = ledger(
        "2026-01-12 10:00 submitted",
        "2026-01-12 11:00 needs_correction",
        "2026-02-12 10:00 lapsed",
        "2026-02-19 10:00 needs_correction",
        "2026-02-20 08:00 submitted",
    )

    waiting = clocks(entries, "2026-02-19 12:00")[ClockName.VERIFICATION]
    running = clocks(entries, "2026-02-20 08:00")[ClockName.VERIFICATION]

    assert (waiting.state, waiting.used, waiting.counted) == (ClockState.PAUSED, Fraction(60, 450), True)
    assert running.remaining == Fraction(390, 450)


def test_a_deemed_licence_stops_every_clock_that_ran() -> None:
    entries = ledger("2026-01-12 10:00 submitted", "2026-01-20 10:00 licensed")

    read = clocks(entries, "2026-01-21 10:00")

    assert read[ClockName.VERIFICATION].mark is Mark.DONE_LATE
    assert read[ClockName.DEEMED_APPROVAL].due_at == local("2026-01-20 10:00")
    assert read[ClockName.DEEMED_APPROVAL].on_time


def test_a_stopped_clock_is_read_under_the_calendar_it_closed_under() -> None:
    closed_tuesday: Snapshot = {
        "holidays": [*SHIPPED["holidays"], {"date": "2026-01-13", "kind": "lokal", "name": "Libur lokal"}],
        "hours": SHIPPED["hours"],
        "confirmed_years": SHIPPED["confirmed_years"],
    }
    newest = WorkCalendar.from_snapshot(closed_tuesday, JAKARTA)
    entries = ledger(*JOURNEY)

    moved = readings(
        entries,
        calendar_open=newest,
        calendars_closed={ClockName.RECOMMENDATION: OFFICE},
        rule=DELEGATED,
        at=local("2026-02-01 10:00"),
    )

    kept = recommendation(entries, "2026-02-01 10:00")
    assert moved[ClockName.RECOMMENDATION] == kept
    assert moved[ClockName.DEEMED_APPROVAL].due_at == local("2026-01-21 10:00")


def test_queues_sort_by_the_earliest_legal_consequence() -> None:
    entries = ledger(*JOURNEY[:4])

    first = earliest(clocks(entries, "2026-01-12 15:45").values())

    assert first is not None
    assert first.name == ClockName.RECOMMENDATION
    assert due_at(entries, calendar=OFFICE, rule=DELEGATED) == first.due_at == local("2026-01-13 15:00")


def test_a_paused_application_has_no_due_moment_in_the_queue() -> None:
    entries = ledger(*JOURNEY[:1], "2026-01-12 11:00 needs_correction")

    assert due_at(entries, calendar=OFFICE, rule=DELEGATED) is None
    assert earliest(clocks(entries, "2026-01-13 11:00").values()) is None
    assert due_at([], calendar=OFFICE, rule=DELEGATED) is None


def test_warnings_name_the_instants_of_each_threshold() -> None:
    clock = recommendation(ledger("2026-01-13 07:30 registered"), "2026-01-13 13:30")

    assert [(each.percent, each.at, each.reached) for each in warnings_due(clock)] == [
        (50, local("2026-01-13 11:15"), True),
        (75, local("2026-01-13 14:07:30"), False),
        (90, local("2026-01-13 15:15"), False),
        (100, local("2026-01-13 16:00"), False),
    ]


def test_the_full_share_warns_only_after_the_due_moment() -> None:
    entries = ledger("2026-01-13 10:00 registered")

    at_due = warnings_due(recommendation(entries, "2026-01-14 10:00"))
    after = warnings_due(recommendation(entries, "2026-01-14 10:00:01"))

    assert [each.reached for each in at_due] == [True, True, True, False]
    assert [each.reached for each in after] == [True, True, True, True]


def test_warnings_are_silent_while_paused() -> None:
    entries = ledger("2026-01-13 07:30 registered", "2026-01-13 11:15 repairing")

    early = warnings_due(recommendation(entries, "2026-01-20 10:00"))

    assert [(each.at is None, each.reached) for each in early] == [
        (False, True),
        (True, False),
        (True, False),
        (True, False),
    ]


def test_a_clock_that_has_not_started_warns_of_nothing() -> None:
    clock = clocks(ledger(*JOURNEY[:4]), "2026-01-12 15:45")[ClockName.LICENCE]

    assert all(each.at is None and not each.reached for each in warnings_due(clock))
    assert clock.remaining_time == timedelta(hours=7, minutes=30)


def test_a_paused_card_lists_the_pause_and_the_undated_rest() -> None:
    entries = ledger("2026-01-13 10:00 registered", "2026-01-13 11:00 repairing")

    lines = recommendation(entries, "2026-01-14 10:00").explanation

    assert [(line.kind, line.end, line.working_days) for line in lines] == [
        (LineKind.USED, local("2026-01-13 11:00"), Fraction(60, 450)),
        (LineKind.PAUSED, None, 0),
        (LineKind.LEFT, None, Fraction(390, 450)),
    ]


def test_a_ledger_that_runs_backwards_is_refused() -> None:
    backwards = ledger("2026-01-13 10:00 submitted", "2026-01-12 10:00 verified")

    with pytest.raises(ValueError, match="runs backwards"):
        clocks(backwards, "2026-01-14 10:00")


def test_rest_times_are_held_by_one_pair_of_hands_each() -> None:
    stretches = holder_stretches(ledger(*JOURNEY), rule=DELEGATED, at=local("2026-02-01 10:00"))

    assert [(each.holder, each.start, each.end) for each in stretches] == [
        (Holder.DPMPTSP, local("2026-01-12 10:00"), local("2026-01-12 14:00")),
        (Holder.DINKES, local("2026-01-12 14:00"), local("2026-01-13 11:00")),
        (Holder.DPMPTSP, local("2026-01-13 11:00"), local("2026-01-14 09:00")),
    ]


FOLLOWERS = {
    State.DRAFT: [State.SUBMITTED],
    State.SUBMITTED: [State.NEEDS_CORRECTION, State.VERIFIED, State.WITHDRAWN],
    State.NEEDS_CORRECTION: [State.SUBMITTED, State.LAPSED],
    State.VERIFIED: [State.REGISTERED],
    State.REGISTERED: [State.ASSESSING],
    State.ASSESSING: [State.REPAIRING, State.COORDINATING, State.ASSESSED],
    State.REPAIRING: [State.ASSESSING],
    State.COORDINATING: [State.ASSESSING],
    State.ASSESSED: [State.APPROVED, State.ASSESSING],
    State.APPROVED: [State.RECOMMENDED, State.REFUSED, State.ASSESSING],
    State.RECOMMENDED: [State.LICENSED],
    State.REFUSED: [State.ASSESSING],
    State.LAPSED: [State.NEEDS_CORRECTION],
}


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[LedgerEntry], datetime]:
    """A possible ledger of up to 14 moves, and an instant at or after its end."""
    waits = st.timedeltas(timedelta(0), timedelta(days=4))
    at, state = local("2026-01-05 08:00") + draw(waits), State.DRAFT
    entries: list[LedgerEntry] = []
    for _ in range(draw(st.integers(1, 14))):
        if state not in FOLLOWERS:
            break
        following = draw(st.sampled_from(FOLLOWERS[state]))
        entries.append(LedgerEntry(at, Action.CREATE, state, following))
        at, state = at + draw(waits), following
    return entries, at


@unhurried
@given(history=histories())
def test_holders_cover_the_whole_without_gap_whatever_happens(
    history: tuple[list[LedgerEntry], datetime],
) -> None:
    entries, at = history

    stretches = holder_stretches(entries, rule=DELEGATED, at=at)

    ended = entries[-1].to_state in {State.LICENSED, State.REFUSED, State.WITHDRAWN, State.LAPSED}
    whole = (entries[-1].at if ended else at) - entries[0].at
    assert sum((each.end - each.start for each in stretches), timedelta()) == whole
    assert all(earlier.end == later.start for earlier, later in pairwise(stretches))


@unhurried
@given(history=histories())
def test_segments_add_up_and_open_explanations_equal_the_allowance(
    history: tuple[list[LedgerEntry], datetime],
) -> None:
    entries, at = history

    for clock in readings(entries, calendar_open=OFFICE, rule=DELEGATED, at=at).values():
        spent = sum(segment.used for segment in clock.segments)
        promised = [line for line in clock.explanation if line.kind in {LineKind.USED, LineKind.LEFT}]
        assert (spent, clock.used + clock.remaining) == (clock.used, clock.allowance)
        if clock.state in {ClockState.RUNNING, ClockState.PAUSED}:
            assert sum(line.working_days for line in promised) == clock.allowance


@unhurried
@given(history=histories())
def test_the_due_moment_of_queues_equals_the_earliest_reading(
    history: tuple[list[LedgerEntry], datetime],
) -> None:
    entries, at = history

    first = earliest(readings(entries, calendar_open=OFFICE, rule=DELEGATED, at=at).values())

    assert due_at(entries, calendar=OFFICE, rule=DELEGATED) == (first.due_at if first else None)


@unhurried
@given(history=histories(), later=st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_pause_keeps_the_remaining_and_a_running_clock_keeps_its_due_moment(
    history: tuple[list[LedgerEntry], datetime], later: timedelta
) -> None:
    entries, at = history

    now = readings(entries, calendar_open=OFFICE, rule=DELEGATED, at=at)
    then = readings(entries, calendar_open=OFFICE, rule=DELEGATED, at=at + later)

    for name, clock in now.items():
        assert then[name].due_at == clock.due_at
        if clock.state is not ClockState.RUNNING:
            assert then[name].remaining == clock.remaining


def test_an_extension_before_the_start_is_listed_and_lengthens_the_promise() -> None:
    entries = extended(ledger(*JOURNEY[:2]), "2026-01-12 14:30", ClockName.RECOMMENDATION, 2)
    registered = [
        *entries,
        LedgerEntry(local("2026-01-12 15:00"), Action.REGISTER, State.VERIFIED, State.REGISTERED),
    ]

    clock = recommendation(registered, "2026-01-12 15:00")

    assert clock.due_at == local("2026-01-15 15:00")
    assert [segment.kind for segment in clock.segments] == [SegmentKind.EXTENSION, SegmentKind.RUNNING]
