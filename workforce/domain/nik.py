"""Plausibility of a NIK. Pure; there is no check digit, so only length, date and region can be judged.

A NIK is 16 digits: 6 region, 6 date of birth (DDMMYY, women day + 40), 4 serial (UU 24/2013).
"""

from dataclasses import dataclass
from datetime import date

LENGTH = 16
WOMAN_DAY = 40
# Prefix of invented people (DECISIONS 5): an unknown region, which only warns.
DEMO_PREFIX = "99"


@dataclass(frozen=True)
class NikReading:
    """What a 16-digit NIK implies; `birth_dates` are the possible dates (two centuries), empty when impossible."""

    region: str
    birth_dates: tuple[date, ...]
    is_woman: bool


def digits_of(text: str) -> str:
    """Return the digits of what was typed, without spaces, dots and dashes."""
    return "".join(mark for mark in text if mark.isdigit())


def is_whole(text: str) -> bool:
    """True for exactly 16 digits and nothing else but spaces, dots or dashes."""
    return len(digits_of(text)) == LENGTH and all(mark.isdigit() or mark in " .-" for mark in text)


def read_nik(nik: str, *, on: date) -> NikReading:
    """Read a whole NIK; dates after `on` are left out."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    is_woman = day > WOMAN_DAY
    day -= WOMAN_DAY if is_woman else 0
    possible = tuple(found for century in (1900, 2000) if (found := _date(century + year, month, day)) and found <= on)
    return NikReading(region=nik[:6], birth_dates=possible, is_woman=is_woman)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
