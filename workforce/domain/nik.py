"""Plausibility of a NIK. Pure; there is no check digit, so only length, date and region can be judged.

A NIK is 16 digits: 6 region, 6 date of birth (DDMMYY, women day + 40), 4 serial (UU 24/2013).
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

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
    dates, is_woman = _birth(nik[6:12])
    possible = tuple(found for found in dates if found <= on)
    return NikReading(region=nik[:6], birth_dates=possible, is_woman=is_woman)


def has_birth_date(nik: str) -> bool:
    """Whether the six digits of the date of birth name a day in either century, whenever it is."""
    return bool(_birth(nik[6:12])[0])


# Sheets of a hundred thousand people have few days of birth. Only those six digits are kept, never a number.
@lru_cache(maxsize=40_000)
def _birth(digits: str) -> tuple[tuple[date, ...], bool]:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    is_woman = day > WOMAN_DAY
    day -= WOMAN_DAY if is_woman else 0
    found = (_date(century + year, month, day) for century in (1900, 2000))
    return tuple(each for each in found if each is not None), is_woman


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
