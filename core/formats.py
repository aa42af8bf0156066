"""Dates, times, durations and figures as people read them.

The language is the active one (Indonesian or English); dates stay day-month-year in both. Instants are
aware and are shown in ``zone``, or in Django's current time zone when none is given.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

NOTHING: Final = "–"
MASK: Final = "•"

_ZONE_NAMES: Final[dict[float, str]] = {7: "WIB", 8: "WITA", 9: "WIT"}
_MINUTES_AN_HOUR: Final = 60


def language() -> str:
    """``id`` or ``en``."""
    return "en" if (translation.get_language() or "id").startswith("en") else "id"


def local(at: datetime, zone: str | tzinfo | None = None) -> datetime:
    """The instant in ``zone`` (IANA name or object), else in the current time zone."""
    return timezone.localtime(at, ZoneInfo(zone) if isinstance(zone, str) else zone)


def plain_date(value: date) -> str:
    """``26 Januari 2026``."""
    return _date(value, "d MMMM y")


def month(value: date) -> str:
    """``Januari 2026``."""
    return _date(value, "MMMM y")


def month_name(value: date) -> str:
    """``Januari``."""
    return _date(value, "MMMM")


def full_date(value: date) -> str:
    """``Senin, 26 Januari 2026``."""
    return _date(value, "EEEE, d MMMM y")


def weekday_date(value: date) -> str:
    """``Senin, 26 Januari``, for lines where the year is plain from the rest."""
    return _date(value, "EEEE, d MMMM")


def weekday(value: date) -> str:
    """``Senin``."""
    return _date(value, "EEEE")


def day_of_month(value: date) -> str:
    """``Sen 26 Januari``."""
    return _date(value, "EEE d MMMM")


def day(value: date) -> str:
    """``Sen 26``."""
    return _date(value, "EEE d")


def short_date(value: date) -> str:
    """``Sen 26 Jan``."""
    return _date(value, "EEE d MMM")


def clock_time(at: datetime, zone: str | tzinfo | None = None) -> str:
    """``14.30`` (``14:30`` in English), without the name of the zone."""
    return f"{local(at, zone):{'%H:%M' if language() == 'en' else '%H.%M'}}"


def zoned_time(at: datetime, zone: str | tzinfo | None = None) -> str:
    """``14.30 WIB``."""
    return f"{clock_time(at, zone)} {zone_name(at, zone)}"


def zone_name(at: datetime, zone: str | tzinfo | None = None) -> str:
    """WIB, WITA or WIT; elsewhere the offset, ``UTC+01:00``."""
    there = local(at, zone)
    offset = there.utcoffset() or timedelta()
    return _ZONE_NAMES.get(offset / timedelta(hours=1), f"UTC{there.isoformat()[-6:]}")


def full_moment(at: datetime, zone: str | tzinfo | None = None) -> str:
    """``Senin, 26 Januari 2026 pukul 14.30 WIB``."""
    return f"{full_date(local(at, zone))} {at_time(at, zone)}"


def at_time(at: datetime, zone: str | tzinfo | None = None) -> str:
    """``pukul 14.30 WIB``."""
    return gettext("pukul %(time)s") % {"time": zoned_time(at, zone)}


def short_moment(at: datetime, zone: str | tzinfo | None = None) -> str:
    """``Sen 26 Jan, 14.30``; the zone is said once elsewhere on the page."""
    return f"{short_date(local(at, zone))}, {clock_time(at, zone)}"


def duration(minutes: float) -> str:
    """``3 jam 15 menit`` from minutes, rounded to whole minutes; nothing left is ``0 menit``."""
    hours, rest = divmod(round(minutes), _MINUTES_AN_HOUR)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d jam", "%(n)d jam", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)d menit", "%(n)d menit", rest) % {"n": rest})
    return " ".join(parts)


def short_duration(minutes: float) -> str:
    """``3j 15m``, for the inside of a drawing."""
    hours, rest = divmod(round(minutes), _MINUTES_AN_HOUR)
    parts = [pgettext("singkatan jam", "%(n)dj") % {"n": hours}] if hours else []
    if rest or not hours:
        parts.append(pgettext("singkatan menit", "%(n)dm") % {"n": rest})
    return " ".join(parts)


def working_days(count: float | Decimal) -> str:
    """``1 hari kerja``; halves are written ``0,25 hari kerja``."""
    return ngettext("%(n)s hari kerja", "%(n)s hari kerja", 1 if count == 1 else 2) % {"n": number(count)}


def number(value: float | Decimal) -> str:
    """``1.742`` in Indonesian, ``1,742`` in English."""
    return str(format_decimal(value, locale=language()))


CAP = 10_000


def many(count: int) -> str:
    """A count that stops counting at `CAP`: ``1.742``, ``10.000+``."""
    return f"{number(CAP)}+" if count > CAP else number(count)


def fixed_number(value: float | Decimal, places: int) -> str:
    """The value with exactly ``places`` decimals, halves rounded up: ``91,35``."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(rounded, format=pattern, locale=language()))


def percent(value: float | Decimal | None, places: int = 1) -> str:
    """``90,9 %`` from 90.909; None, a share of nothing, is a dash."""
    if value is None:
        return NOTHING
    return fixed_number(value, places) + ("%" if language() == "en" else " %")


def share(numerator: float | Decimal, denominator: float | Decimal) -> Decimal | None:
    """Numerator over denominator in percent; None when there is nothing to divide by."""
    if not denominator:
        return None
    return Decimal(str(numerator)) * 100 / Decimal(str(denominator))


def inside_sentence(text: str) -> str:
    """A name as it stands inside a sentence: "Sasaran ibu hamil" loses its capital, "ODGJ berat" keeps its own."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def masked_identity(value: str) -> str:
    """``1674••••••••0001``: the first and last four of a longer number, all else hidden."""
    shown = 4
    if len(value) <= 2 * shown:
        return MASK * len(value)
    return value[:shown] + MASK * (len(value) - 2 * shown) + value[-shown:]


def phone(value: str) -> str:
    """``+628000000123`` as ``0800-0000-123``; a foreign number stays as it is."""
    digits = "0" + value.removeprefix("+62") if value.startswith("+62") else value
    if not digits.isdigit() or not digits.startswith("0"):
        return value
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


def phone_end(value: str) -> str:
    """``…7890``: what a message may say about the number it went to."""
    return "…" + "".join(filter(str.isdigit, value))[-4:]


def _date(value: date, pattern: str) -> str:
    return str(format_date(value, pattern, locale=language()))
