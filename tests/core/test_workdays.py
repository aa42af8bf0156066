"""Office time: the twelve worked examples of the calendar paper, and the laws the arithmetic keeps."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from core.workdays import (
    BadSnapshotError,
    HoursRow,
    OutsideCalendarError,
    Snapshot,
    StretchKind,
    WorkCalendar,
    snapshot_of,
)

pytestmark = pytest.mark.unit

JAKARTA = ZoneInfo("Asia/Jakarta")
REFERENCE = Path(__file__).parents[2] / "accounts" / "reference"
MICROSECOND = timedelta(microseconds=1)
unhurried = settings(deadline=None)  # a busy machine is no counterexample


def rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


SHIPPED = snapshot_of(rows("holidays.csv"), rows("office-hours.csv"))
OFFICE = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)


def hours(
    spans: str,
    *,
    pattern: str = "normal",
    weekdays: str = "12345",
    valid_from: str = "2019-01-01",
    valid_until: str | None = None,
) -> list[HoursRow]:
    """Rows of one pattern, the same spans ("07:30-12:00 13:00-16:00") on each of the weekdays."""
    return [
        {
            "pattern": pattern,
            "label": pattern,
            "valid_from": valid_from,
            "valid_until": valid_until,
            "weekday": int(weekday),
            "open": span.split("-")[0],
            "close": span.split("-")[1],
        }
        for weekday in weekdays
        for span in spans.split()
    ]


def calendar(*patterns: list[HoursRow], closed: str = "", tz: ZoneInfo = JAKARTA) -> WorkCalendar:
    snapshot: Snapshot = {
        "holidays": [{"date": day, "kind": "lokal", "name": "Libur lokal"} for day in closed.split()],
        "hours": [row for pattern in patterns for row in pattern],
        "confirmed_years": [2026],
    }
    return WorkCalendar.from_snapshot(snapshot, tz)


def local(text: str, tz: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


EXAMPLES = [
    ("2026-01-13 10:00", "2026-01-13 10:00", "2026-01-14 10:00", "2026-01-14 16:00", "plain"),
    ("2026-01-15 14:00", "2026-01-15 14:00", "2026-01-19 14:00", "2026-01-19 16:00", "Isra Mikraj"),
    ("2026-01-23 16:45", "2026-01-26 07:30", "2026-01-26 16:00", "2026-01-27 16:00", "after closing"),
    ("2026-01-23 16:00", "2026-01-23 16:00", "2026-01-26 15:30", "2026-01-26 16:00", "half an hour left"),
    ("2026-02-13 15:00", "2026-02-13 15:00", "2026-02-18 14:30", "2026-02-18 16:00", "Imlek"),
    ("2026-01-24 09:00", "2026-01-26 07:30", "2026-01-26 16:00", "2026-01-27 16:00", "on Saturday"),
    ("2026-01-14 12:20", "2026-01-14 13:00", "2026-01-15 12:00", "2026-01-15 16:00", "in the break"),
    ("2026-03-02 09:00", "2026-03-02 09:00", "2026-03-03 09:00", "2026-03-03 15:00", "Ramadan"),
    ("2026-03-17 14:30", "2026-03-17 14:30", "2026-03-25 15:25", "2026-03-25 16:00", "over Idulfitri"),
    ("2025-08-15 15:30", "2025-08-15 15:30", "2025-08-19 15:00", "2025-08-19 16:00", "added bridge day"),
    ("2024-11-26 15:30", "2024-11-26 15:30", "2024-11-28 15:30", "2024-11-28 16:00", "regional election"),
    ("2026-02-18 14:00", "2026-02-18 14:00", "2026-02-19 13:16", "2026-02-19 15:00", "into Ramadan"),
]


@pytest.mark.parametrize(("filed", "starts", "due", "outer", "case"), EXAMPLES, ids=[e[4] for e in EXAMPLES])
def test_worked_example_of_the_calendar_paper(filed: str, starts: str, due: str, outer: str, case: str) -> None:
    start = local(filed)

    assert OFFICE.next_open(start) == local(starts)
    assert OFFICE.add(start, 1).replace(second=0, microsecond=0) == local(due)
    assert OFFICE.outer_limit(start, 1) == local(outer)


def test_the_rest_after_a_pause_ends_as_in_the_paper() -> None:
    used = OFFICE.used(local("2026-01-13 10:00"), local("2026-01-13 11:00"))

    assert used == Fraction(60, 450)
    assert OFFICE.add(local("2026-01-22 09:00"), 1 - used) == local("2026-01-23 08:00")


def test_an_end_on_the_edge_of_a_break_stays_at_the_earlier_edge() -> None:
    assert OFFICE.add(local("2026-01-13 07:30"), Fraction(270, 450)) == local("2026-01-13 12:00")


def test_an_end_on_closing_time_stays_on_that_day() -> None:
    assert OFFICE.add(local("2026-01-12 07:30"), 4) == local("2026-01-15 16:00")


def test_no_working_days_end_when_the_office_is_next_open() -> None:
    assert OFFICE.add(local("2026-01-24 09:00"), 0) == local("2026-01-26 07:30")


def test_working_days_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="cannot be taken away"):
        OFFICE.add(local("2026-01-13 10:00"), -1)


def test_nothing_is_used_when_the_end_lies_before_the_start() -> None:
    assert OFFICE.used(local("2026-01-14 10:00"), local("2026-01-13 10:00")) == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        OFFICE.used(datetime(2026, 1, 13, 10), local("2026-01-14 10:00"))  # noqa: DTZ001 — the point


@pytest.mark.parametrize("kind", ["libur_nasional", "cuti_bersama", "pemilu", "lokal"])
def test_every_kind_of_holiday_closes_the_office(kind: str) -> None:
    snapshot: Snapshot = {
        "holidays": [{"date": "2026-01-14", "kind": kind, "name": "Tutup"}],
        "hours": hours("08:00-16:00"),
        "confirmed_years": [2026],
    }

    office = WorkCalendar.from_snapshot(snapshot, JAKARTA)

    assert not office.is_working(date(2026, 1, 14))
    assert office.add(local("2026-01-13 10:00"), 1) == local("2026-01-15 10:00")


def test_of_two_patterns_the_one_that_began_last_holds() -> None:
    office = calendar(
        hours("08:00-16:00"),
        hours("09:00-13:00", pattern="ramadan", valid_from="2026-02-19", valid_until="2026-03-20"),
    )

    assert office.day(date(2026, 2, 18)).open_time == timedelta(hours=8)
    assert office.day(date(2026, 2, 19)).open_time == timedelta(hours=4)
    assert office.day(date(2026, 3, 23)).open_time == timedelta(hours=8)


def test_a_half_day_of_its_own_date_overrides_ramadan() -> None:
    office = calendar(
        hours("08:00-16:00"),
        hours("09:00-15:00", pattern="ramadan", valid_from="2026-02-19", valid_until="2026-03-20"),
        hours("09:00-11:00", pattern="setengah hari", valid_from="2026-03-11", valid_until="2026-03-11"),
    )

    assert office.intervals(date(2026, 3, 11)) == ((local("2026-03-11 09:00"), local("2026-03-11 11:00")),)
    assert office.add(local("2026-03-10 12:00"), 1) == local("2026-03-11 10:00")


def test_of_two_patterns_that_begin_together_the_shorter_holds() -> None:
    office = calendar(
        hours("09:00-11:00", pattern="setengah hari", valid_from="2026-01-05", valid_until="2026-01-05"),
        hours("08:00-16:00", valid_from="2026-01-05"),
    )

    assert office.day(date(2026, 1, 5)).open_time == timedelta(hours=2)


def test_a_weekday_without_hours_is_closed() -> None:
    office = calendar(hours("08:00-16:00", weekdays="1234"))

    assert office.add(local("2026-01-15 10:00"), 1) == local("2026-01-19 10:00")


def test_dates_before_any_hours_are_closed() -> None:
    assert not OFFICE.is_working(date(2018, 12, 31))


@pytest.mark.parametrize("spans", ["08:00-12:00 11:00-16:00", "12:00-08:00", "08:00-08:00", "08:00-25:00"])
def test_hours_that_contradict_themselves_are_refused(spans: str) -> None:
    with pytest.raises(BadSnapshotError):
        calendar(hours(spans))


def test_a_word_is_no_hour() -> None:
    with pytest.raises(BadSnapshotError, match="not an hour"):
        calendar(hours("pagi-sore"))


def test_an_office_that_never_opens_says_so() -> None:
    with pytest.raises(OutsideCalendarError):
        calendar([]).add(local("2026-01-13 10:00"), 1)


@pytest.mark.parametrize("year", [1, 1989, 2200, 9999])
def test_years_outside_the_calendar_are_refused(year: int) -> None:
    with pytest.raises(OutsideCalendarError):
        OFFICE.next_open(datetime(year, 6, 30, 12, tzinfo=UTC))


def test_earlier_years_asked_for_late_change_no_answer() -> None:
    office = WorkCalendar.from_snapshot(SHIPPED, JAKARTA)
    start, end = local("2026-01-13 10:00"), local("2027-03-01 09:00")
    before = office.used(start, end)

    assert office.used(local("2018-06-01 10:00"), start) == office.used(local("2019-01-01 00:00"), start)
    assert office.used(start, end) == before


def test_a_date_shows_its_hours_holiday_and_source() -> None:
    plain, closed = OFFICE.day(date(2026, 2, 18)), OFFICE.day(date(2026, 2, 17))

    assert (plain.working, plain.label, plain.source) == (True, "Jam kerja biasa", "normal")
    assert plain.open_time == timedelta(minutes=450)
    assert (closed.working, closed.intervals) == (False, ())
    assert (closed.holiday, closed.source) == ("Tahun Baru Imlek", "checked")


def test_a_date_closed_twice_names_both_reasons() -> None:
    snapshot: Snapshot = {
        "holidays": [
            {"date": "2026-05-01", "kind": "libur_nasional", "name": "Hari Buruh"},
            {"date": "2026-05-01", "kind": "lokal", "name": "Banjir"},
        ],
        "hours": hours("08:00-16:00"),
        "confirmed_years": [2026],
    }

    assert WorkCalendar.from_snapshot(snapshot, JAKARTA).day(date(2026, 5, 1)).holiday == "Hari Buruh; Banjir"


def test_a_year_without_a_decree_is_provisional() -> None:
    assert SHIPPED["confirmed_years"] == list(range(2019, 2027))
    assert OFFICE.day(date(2027, 1, 4)).provisional
    assert not OFFICE.is_provisional(local("2026-12-30 10:00"), local("2026-12-31 16:00"))
    assert OFFICE.is_provisional(local("2026-12-31 10:00"), local("2027-01-04 10:00"))


def test_stretches_tell_the_breaks_nights_and_days_off() -> None:
    stretches = OFFICE.stretches(local("2026-01-15 14:00"), local("2026-01-19 13:30"))

    assert [(s.kind, s.note, int(s.minutes)) for s in stretches] == [
        (StretchKind.OPEN, "Jam kerja biasa", 120),
        (StretchKind.OFF_HOURS, "di luar jam kantor", 0),
        (StretchKind.HOLIDAY, "Isra Mikraj Nabi Muhammad", 0),
        (StretchKind.DAY_OFF, "libur", 0),
        (StretchKind.OFF_HOURS, "di luar jam kantor", 0),
        (StretchKind.OPEN, "Jam kerja biasa", 270),
        (StretchKind.BREAK, "istirahat", 0),
        (StretchKind.OPEN, "Jam kerja biasa", 30),
    ]
    assert stretches[3].start == local("2026-01-17 00:00")
    assert stretches[3].end == local("2026-01-19 00:00")


def test_a_night_is_one_stretch() -> None:
    night = OFFICE.stretches(local("2026-01-13 15:00"), local("2026-01-14 08:00"))[1]

    assert (night.start, night.end) == (local("2026-01-13 16:00"), local("2026-01-14 07:30"))


def test_round_the_clock_counts_nights_and_sundays() -> None:
    always = WorkCalendar.round_the_clock(JAKARTA)

    assert always.add(local("2026-01-24 22:00"), Fraction(4, 24)) == local("2026-01-25 02:00")
    assert always.used(local("2026-01-24 22:00"), local("2026-01-25 22:00")) == 1
    assert not always.is_provisional(local("2026-01-24 22:00"), local("2040-01-01 00:00"))


def test_a_promise_with_a_pause_is_due_as_in_the_paper_and_has_no_outer_limit() -> None:
    pause = (local("2026-01-13 11:00"), local("2026-01-22 09:00"))

    promise = OFFICE.promise(local("2026-01-13 10:00"), Fraction(1), [pause])

    assert (promise.due_at, promise.outer_limit_at) == (local("2026-01-23 08:00"), None)
    assert promise.used == Fraction(60, 450)
    assert sum(stretch.fraction for stretch in promise.stretches) == 1


def test_a_promise_kept_before_a_pause_is_due_before_it() -> None:
    pause = (local("2026-01-15 11:00"), local("2026-01-22 09:00"))

    promise = OFFICE.promise(local("2026-01-13 10:00"), Fraction(1), [pause])

    assert promise.due_at == local("2026-01-14 10:00")
    assert sum(stretch.fraction for stretch in promise.stretches) == 1


def test_a_promise_without_a_pause_names_start_and_outer_limit() -> None:
    promise = OFFICE.promise(local("2026-01-23 16:45"), Fraction(1))

    assert (promise.starts_at, promise.used) == (local("2026-01-26 07:30"), Fraction(0))
    assert (promise.due_at, promise.outer_limit_at) == (local("2026-01-26 16:00"), local("2026-01-27 16:00"))
    assert [stretch.note for stretch in promise.stretches] == [
        "libur",
        "Jam kerja biasa",
        "istirahat",
        "Jam kerja biasa",
    ]


def test_pauses_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="pauses overlap"):
        OFFICE.promise(local("2026-01-13 10:00"), Fraction(1), [(local("2026-01-14 10:00"), local("2026-01-13 11:00"))])


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 1)).map(  # noqa: DTZ001 — zone follows
    lambda at: at.replace(tzinfo=JAKARTA)
)
amounts = st.fractions(min_value=Fraction(1, 450), max_value=20, max_denominator=450)


@unhurried
@given(start=moments, days=amounts)
def test_what_is_added_is_used_to_the_microsecond(start: datetime, days: Fraction) -> None:
    due = OFFICE.add(start, days)

    assert OFFICE.used(start, due) <= days
    assert days - OFFICE.used(start, due) < Fraction(1, 390 * 60_000_000)


@unhurried
@given(start=moments, minutes=st.integers(1, 20 * 450))
def test_where_all_days_are_alike_what_is_added_is_used_exactly(start: datetime, minutes: int) -> None:
    office = calendar(hours("07:30-12:00 13:00-16:00"), closed="2026-01-16")

    assert office.used(start, office.add(start, Fraction(minutes, 450))) == Fraction(minutes, 450)


@unhurried
@given(start=moments, days=amounts, more=amounts)
def test_more_working_days_never_end_earlier(start: datetime, days: Fraction, more: Fraction) -> None:
    assert OFFICE.next_open(start) <= OFFICE.add(start, days) <= OFFICE.add(start, days + more)


@unhurried
@given(start=moments, later=st.timedeltas(timedelta(0), timedelta(days=30)), days=amounts)
def test_a_later_start_never_ends_earlier(start: datetime, later: timedelta, days: Fraction) -> None:
    assert OFFICE.add(start, days) <= OFFICE.add(start + later, days)


@unhurried
@given(start=moments, first=amounts, second=amounts)
def test_use_adds_up_over_any_instant_between(start: datetime, first: Fraction, second: Fraction) -> None:
    middle = OFFICE.add(start, first)
    end = OFFICE.add(middle, second)

    assert OFFICE.used(start, middle) + OFFICE.used(middle, end) == OFFICE.used(start, end)


@unhurried
@given(start=moments, length=st.timedeltas(timedelta(0), timedelta(days=20)))
def test_stretches_cover_the_time_without_gap_and_add_up(start: datetime, length: timedelta) -> None:
    end = start + length

    stretches = OFFICE.stretches(start, end)

    edges = [start, *(stretch.end for stretch in stretches)]
    assert [stretch.start for stretch in stretches] == edges[:-1]
    assert edges[-1] == end
    assert sum((s.fraction for s in stretches), Fraction(0)) == OFFICE.used(start, end)
    assert sum((s.open_time for s in stretches), timedelta()) == OFFICE.open_time(start, end)


@unhurried
@given(at=moments)
def test_the_next_opening_is_open(at: datetime) -> None:
    opens = OFFICE.next_open(at)

    assert opens >= at
    assert OFFICE.used(at, opens) == 0
    assert OFFICE.used(opens, opens + MICROSECOND) > 0
