"""The four-hour clock: round the clock, the same in every zone, over midnight and the end of a month."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import formats
from outreach.domain import clock
from outreach.domain.clock import Limits, Stand

LIMITS = Limits(warning=120, limit=240)
REPORTED = datetime(2026, 1, 26, 3, 3, tzinfo=UTC)


def stand(minutes: float, *, arrived: bool = False) -> Stand:
    at = REPORTED + timedelta(minutes=minutes)
    return clock.read(
        reported_at=REPORTED,
        warning=clock.warn_at(REPORTED, LIMITS),
        due=clock.due_at(REPORTED, LIMITS),
        arrived_at=at if arrived else None,
        at=at,
    ).stand


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Stand.GOOD),
        (119.99, Stand.GOOD),
        (120, Stand.EARLY),
        (240, Stand.EARLY),
        (240.01, Stand.LATE),
        (245, Stand.LATE),
    ],
)
def test_stand_goes_green_amber_red_and_arriving_counts_alike(minutes: float, expected: Stand) -> None:
    assert [stand(minutes), stand(minutes, arrived=True)] == [expected, expected]


def test_clock_stops_on_arrival() -> None:
    arrived = REPORTED + timedelta(minutes=245)
    reading = clock.read(
        reported_at=REPORTED,
        warning=clock.warn_at(REPORTED, LIMITS),
        due=clock.due_at(REPORTED, LIMITS),
        arrived_at=arrived,
        at=arrived + timedelta(days=3),
    )

    assert (clock.minutes(reading.elapsed), clock.minutes(-reading.left), reading.missed) == (245, 5, True)


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
@pytest.mark.parametrize(
    ("local", "due"),
    [
        ("2026-01-30 22:30", "Sabtu, 31 Januari 2026 pukul 02.30"),  # midnight
        ("2026-01-31 23:59", "Minggu, 1 Februari 2026 pukul 03.59"),  # end of a month, Sunday
        ("2028-02-28 21:00", "Selasa, 29 Februari 2028 pukul 01.00"),  # a leap day
        ("2025-12-31 20:00", "Kamis, 1 Januari 2026 pukul 00.00"),  # new year, a holiday
    ],
)
def test_four_hours_are_four_hours_in_every_zone(zone: str, name: str, local: str, due: str) -> None:
    reported = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))

    limit = clock.due_at(reported.astimezone(UTC), LIMITS)

    assert limit - reported.astimezone(UTC) == timedelta(hours=4)
    assert formats.full_moment(limit, zone) == f"{due} {name}"
