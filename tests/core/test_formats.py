from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core import formats

pytestmark = pytest.mark.unit

DUE = datetime(2026, 1, 26, 7, 30, tzinfo=UTC)


def test_an_instant_is_written_in_full_with_the_zone_of_the_office() -> None:
    assert formats.full_moment(DUE) == "Senin, 26 Januari 2026 pukul 14.30 WIB"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Jakarta", "14.30 WIB"), ("Asia/Makassar", "15.30 WITA"), ("Asia/Jayapura", "16.30 WIT")],
)
def test_each_office_reads_its_own_time(zone: str, expected: str) -> None:
    assert formats.zoned_time(DUE, ZoneInfo(zone)) == expected


def test_a_zone_outside_the_country_is_named_by_its_offset() -> None:
    assert formats.zoned_time(DUE, "Europe/Berlin") == "08.30 UTC+01:00"


def test_officers_tables_use_the_short_form() -> None:
    assert formats.short_moment(DUE) == "Sen 26 Jan, 14.30"


def test_english_keeps_day_month_year() -> None:
    with translation.override("en"):
        assert formats.plain_date(date(2026, 11, 2)) == "2 November 2026"
        assert formats.full_moment(DUE).startswith("Monday, 26 January 2026")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(195, "3 jam 15 menit"), (120, "2 jam"), (35, "35 menit"), (0, "0 menit"), (2250, "37 jam 30 menit")],
)
def test_durations_are_hours_and_minutes(minutes: float, expected: str) -> None:
    assert formats.duration(minutes) == expected


def test_numbers_follow_the_language() -> None:
    assert formats.number(1742) == "1.742"
    with translation.override("en"):
        assert formats.number(1742) == "1,742"


def test_a_share_is_rounded_half_up_and_spaced_as_indonesian_does() -> None:
    assert formats.percent(formats.share(1910, 2101)) == "90,9 %"
    assert formats.percent(12.25) == "12,3 %"


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Sasaran ibu hamil", "sasaran ibu hamil"),
        ("ODGJ berat", "ODGJ berat"),
        ("Penderita DM", "penderita DM"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_loses_its_capital_alone(name: str, inside: str) -> None:
    assert formats.inside_sentence(name) == inside


def test_a_share_of_nothing_is_a_dash() -> None:
    assert formats.percent(formats.share(0, 0)) == "–"


def test_an_identity_number_shows_its_ends_only() -> None:
    assert formats.masked_identity("1674010101900001") == "1674••••••••0001"
    assert formats.masked_identity("1234") == "••••"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("+628000000123", "0800-0000-123"), ("+6280000000123", "0800-0000-0123"), ("+4930123456", "+4930123456")],
)
def test_phone_numbers_are_grouped(stored: str, shown: str) -> None:
    assert formats.phone(stored) == shown
    assert formats.phone_end(stored) == "…" + stored[-4:]
