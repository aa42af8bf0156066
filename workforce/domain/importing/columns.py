"""Columns that hold facts about persons: NIK, phone, practice hours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.domain.phones import e164
from accounts.exceptions import PhoneUnreadable
from core.imports import CellError, Choice, Column
from core.imports.columns import Reader, clean, plain_name, remembering
from workforce.domain.nik import LENGTH, digits_of, has_birth_date, is_whole
from workforce.enums import EmploymentStatus, Sex
from workforce.models import Profession

# Excel keeps fifteen digits of a number; the sixteenth of a NIK becomes a zero.
EXACT = 10**15
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DAY_OF = {plain_name(day): place for place, day in enumerate(DAYS)} | {"jum at": 4, "ahad": 6}
_SPAN = re.compile(
    r"(?P<first>[^\d:]+?)(?:\s*(?:-|–|s\.?d\.?|sampai)\s*(?P<last>[^\d:]+?))?:?\s*"
    r"(?P<open>\d{1,2}[:.]\d{2})\s*(?:-|–|s\.?d\.?|sampai)\s*(?P<close>\d{1,2}[:.]\d{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NikColumn(Column):
    """Sixteen digits with a possible date of birth. Read as text: a number has lost its last digit."""

    def reader(self) -> Reader:
        def read(cell: Any) -> str:
            if isinstance(cell, int | float):
                if cell >= EXACT:
                    raise CellError("digits_lost")
                cell = str(cell)
            text = clean(cell)
            if len(text) == LENGTH and text.isascii() and text.isdigit():
                nik = text
            elif not is_whole(text):
                digits = digits_of(text)
                if len(digits) == LENGTH or any(mark.isalpha() for mark in text):
                    raise CellError("nik_letters")
                raise CellError("nik_length", {"count": len(digits)})
            else:
                nik = digits_of(text)
            if not has_birth_date(nik):
                raise CellError("nik_birth")
            return nik

        return read


@dataclass(frozen=True)
class PhoneColumn(Column):
    """A phone number in any usual spelling, kept as E.164. A number without its leading zero gets it back."""

    def reader(self) -> Reader:
        def read(cell: Any) -> str:
            text = f"0{cell}" if isinstance(cell, int) else clean(cell)
            try:
                return e164(text)
            except PhoneUnreadable:
                raise CellError("phone") from None

        return read


@dataclass(frozen=True)
class HoursColumn(Column):
    """Practice hours as `Senin-Kamis 08:00-14:00; Sabtu 09:00-12:00`, one dict for each day."""

    def reader(self) -> Reader:
        def read(cell: Any) -> tuple[Mapping[str, str], ...]:
            found = hours_of(clean(cell))
            if not found:
                raise CellError("hours")
            return found

        return remembering(read)


def hours_of(text: str) -> tuple[Mapping[str, str], ...]:
    """Read practice hours; empty when any part of `text` is no span of days and hours."""
    spans: list[Mapping[str, str]] = []
    for part in filter(None, (each.strip() for each in re.split(r"[;\n]|,(?=\s*[A-Za-z])", text))):
        found = _SPAN.fullmatch(part)
        days = _days(found["first"], found["last"]) if found else ()
        opens, closes = (_clock(found["open"]), _clock(found["close"])) if found else ("", "")
        if not days or not opens or not closes or opens >= closes:
            return ()
        spans += [{"day": day, "open": opens, "close": closes} for day in days]
    return tuple(spans)


def hours_text(hours: Any) -> str:
    """Write hours as `hours_of` reads them."""
    return "; ".join(f"{span['day']} {span['open']}-{span['close']}" for span in hours)


def _days(first: str, last: str | None) -> tuple[str, ...]:
    start = _DAY_OF.get(plain_name(first))
    end = start if last is None else _DAY_OF.get(plain_name(last))
    return DAYS[start : end + 1] if start is not None and end is not None else ()


def _clock(text: str) -> str:
    hour, minute = (int(part) for part in re.split("[:.]", text))
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""  # noqa: PLR2004  a clock


def professions() -> Mapping[str, tuple[str, ...]]:
    """Code → names people write: Indonesian, English."""
    return {row.code: (row.name, row.name_en) for row in Profession.objects.all()}


def sexes() -> Mapping[str, tuple[str, ...]]:
    """How people write the two."""
    return {
        Sex.MALE.value: ("Laki-laki", "L", "Pria", "Lk", "Male", "M"),
        Sex.FEMALE.value: ("Perempuan", "P", "Wanita", "Pr", "Female", "F"),
    }


def employments() -> Mapping[str, tuple[str, ...]]:
    """Names of the employment statuses, and what older sheets call them."""
    others = {
        EmploymentStatus.ASN.value: ("PNS", "ASN"),
        EmploymentStatus.CONTRACT.value: ("Honorer", "TKK", "THL", "PTT", "Non ASN"),
        EmploymentStatus.PRIVATE.value: ("Karyawan", "Pegawai tetap"),
        EmploymentStatus.INDEPENDENT.value: ("Mandiri", "Praktik sendiri"),
    }
    return {value: (str(label), *others.get(value, ())) for value, label in EmploymentStatus.choices}


NIK = NikColumn(
    "nik", "NIK", aliases=("No KTP", "Nomor KTP", "Nomor Induk Kependudukan", "No NIK"),
    required=True, sensitive=True, hint="16 angka, format teks", example="9900014505900000",
)  # fmt: skip
PROFESSION = Choice(
    "profession", "Profesi", aliases=("Jenis tenaga", "Jenis nakes", "Profession", "Jabatan fungsional"),
    hint="nama atau kode profesi", example="Perawat", options=professions,
)  # fmt: skip
EMPLOYMENT = Choice(
    "employment", "Status kepegawaian", aliases=("Kepegawaian", "Status pegawai", "Employment"),
    hint="", example="PNS", options=employments,
)  # fmt: skip
HOURS = HoursColumn(
    "practice_hours", "Jam praktik", aliases=("Hari dan jam praktik", "Jadwal praktik", "Practice hours"),
    example="Senin-Kamis 08:00-14:00",
)  # fmt: skip
