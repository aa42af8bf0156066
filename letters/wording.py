"""How dates, times, numbers and names are written in Indonesian letters (domain/letters.md section 0.5).

Pure: all functions take their date or number and return text.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

# Academic and professional titles that hide in names ("drg.", "S.Kep.") carry no initial of the person.
_TITLE_MARK = "."


def long_date(on: date) -> str:
    """Return for instance "26 Januari 2026"."""
    return _babel_date(on, "d MMMM y")


def weekday_date(on: date) -> str:
    """Return for instance "Senin, 26 Januari 2026"."""
    return _babel_date(on, "EEEE, d MMMM y")


@lru_cache(maxsize=4096)
def _babel_date(on: date, pattern: str) -> str:
    from babel.dates import format_date  # slow import

    return format_date(on, pattern, locale="id")


def clock_time(at: datetime, *, zone: str) -> str:
    """Return for instance "09.14 WIB"; `at` is aware, `zone` an IANA name."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H.%M} {zone_name(zone)}"


def moment(at: datetime, *, zone: str) -> str:
    """Return for instance "26 Januari 2026 pukul 13.42 WIB"."""
    return f"{long_date(at.astimezone(ZoneInfo(zone)).date())} pukul {clock_time(at, zone=zone)}"


def weekday_moment(at: datetime, *, zone: str) -> str:
    """Return for instance "Senin, 26 Januari 2026 pukul 14.30 WIB"."""
    return f"{weekday_date(at.astimezone(ZoneInfo(zone)).date())} pukul {clock_time(at, zone=zone)}"


def zone_name(zone: str) -> str:
    """Return WIB, WITA or WIT for an Indonesian zone; raises KeyError for any other."""
    return ZONE_NAMES[zone]


@lru_cache(maxsize=1024)
def in_words(number: int) -> str:
    """Return for instance "dua puluh satu" for 21 (terbilang)."""
    from num2words import num2words  # slow import

    return str(num2words(number, lang="id"))


def figure_and_words(number: int) -> str:
    """Return for instance "21 (dua puluh satu)"."""
    return f"{number} ({in_words(number)})"


def thousands(number: int) -> str:
    """Return for instance "1.742"."""
    return f"{number:,}".replace(",", ".")


def initials(name: str) -> str:
    """Return "S. W." for "Sari Wulandari, A.Md.Kep.": titles before the name and after a comma fall away."""
    words = [word for word in name.partition(",")[0].split() if _TITLE_MARK not in word]
    letters = [word[0].upper() for word in words if word[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters)


def without_titles(name: str) -> str:
    """Return "Tirta Anggraini" for "drg. Tirta Anggraini, M.K.M." (Permendagri 1/2023 Ps. 44, decisions)."""
    return " ".join(word for word in name.partition(",")[0].split() if not _is_title(word))


def _is_title(word: str) -> bool:
    """Tell a title ("dr.", "H.") from an abbreviated name in the middle ("M."), by its lower-case letters."""
    return word.endswith(_TITLE_MARK) and (word[0].islower() or word.rstrip(".") in {"H", "Hj", "Ir", "Prof", "Drs"})


def listed(items: Iterable[str]) -> str:
    """Return "a", "a dan b" or "a, b, dan c"."""
    names = list(items)
    if len(names) <= 1:
        return "".join(names)
    if len(names) == 2:  # noqa: PLR2004 - two items take no comma
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
