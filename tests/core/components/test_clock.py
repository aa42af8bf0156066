from datetime import datetime

import pytest

from core.components import ClockCard, ClockPart, PartKind
from core.components.clock import parts_of, pause
from tests.core.gallery import CALENDAR, PAUSED, RUNNING, at


def parts(start: str, end: str, now: str) -> list[ClockPart]:
    return parts_of(CALENDAR.stretches(at(start), at(end)), now=at(now))


def minutes(parts: list[ClockPart], kind: PartKind) -> int:
    return sum(part.minutes for part in parts if part.kind is kind)


@pytest.mark.parametrize(
    ("now", "used", "left"),
    [
        ("2026-01-23T15:00", 0, 450),
        ("2026-01-23T16:30", 90, 360),
        ("2026-01-24T12:00", 90, 360),
        ("2026-01-26T10:15", 255, 195),
        ("2026-01-26T12:30", 360, 90),
        ("2026-01-26T14:30", 450, 0),
    ],
)
def test_open_time_is_used_up_to_now_and_left_after_it(now: str, used: int, left: int) -> None:
    found = parts("2026-01-23T15:00", "2026-01-26T14:30", now)

    assert (minutes(found, PartKind.USED), minutes(found, PartKind.LEFT)) == (used, left)


def test_the_sum_reads_line_by_line_and_leaves_nights_out() -> None:
    lines = [(line.day, line.span, line.minutes, line.note) for line in RUNNING.lines]

    assert lines == [
        ("Jumat, 23 Januari", "15.00–16.30", 90, ""),
        ("Sabtu–Minggu", "", 0, "libur"),
        ("Senin, 26 Januari", "07.30–10.15", 165, ""),
        ("", "10.15–12.00", 105, ""),
        ("", "12.00–13.00", 0, "istirahat"),
        ("", "13.00–14.30", 90, ""),
    ]


def test_a_holiday_is_named() -> None:
    card = ClockCard(state=RUNNING.state, parts=parts("2026-01-15T14:00", "2026-01-19T14:00", "2026-01-15T15:00"))

    assert ("Jumat, 16 Januari", "Isra Mikraj") in [(line.day, line.note) for line in card.lines]


def test_a_pause_says_for_whom_the_clock_waits() -> None:
    line = next(line for line in PAUSED.lines if line.kind is PartKind.PAUSED)

    assert (line.span, line.note) == ("11.00 – Kam 22 Jan, 09.00", "menunggu Anda")


def test_the_allowance_is_what_was_used_and_what_is_left() -> None:
    assert RUNNING.allowance_minutes == 450


def test_the_outer_limit_of_another_day_is_not_called_that_day() -> None:
    same, other = at("2026-01-26T16:00"), at("2026-01-27T16:00")

    def card(outer: datetime) -> ClockCard:
        return ClockCard(state=RUNNING.state, due_at=at("2026-01-26T14:30"), outer_at=outer)

    assert card(same).outer_is_same_day
    assert not card(other).outer_is_same_day


def test_a_card_without_stretches_draws_no_strip() -> None:
    assert ClockCard(state=RUNNING.state).strip is None


def test_a_pause_takes_no_working_time() -> None:
    assert pause(at("2026-01-13T11:00"), at("2026-01-22T09:00"), note="").minutes == 0
