"""All a calendar knows, as rows: what a calendar version freezes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NotRequired, TypedDict

UNCONFIRMED = "unconfirmed"


class HolidayRow(TypedDict):
    """One closed date. `kind` is libur_nasional, cuti_bersama, pemilu or lokal; any of them closes."""

    date: str
    kind: str
    name: str
    confidence: NotRequired[str]


class HoursRow(TypedDict):
    """One opening interval of one weekday (1 = Monday) of one pattern; `close` may be 24:00."""

    pattern: str
    label: str
    valid_from: str
    valid_until: str | None
    weekday: int
    open: str
    close: str


class Snapshot(TypedDict):
    """All a calendar knows, as it is frozen in a calendar version."""

    holidays: Sequence[HolidayRow]
    hours: Sequence[HoursRow]
    confirmed_years: Sequence[int]


def snapshot_of(holidays: Iterable[Mapping[str, str]], hours: Iterable[Mapping[str, str]]) -> Snapshot:
    """The snapshot that rows of holidays.csv and office-hours.csv describe.

    A year is confirmed when it has holidays and none of them is marked unconfirmed.
    """
    closed = [_holiday_row(row) for row in holidays]
    years = {date.fromisoformat(row["date"]).year for row in closed}
    open_question = {row["date"][:4] for row in closed if row.get("confidence") == UNCONFIRMED}
    return {
        "holidays": closed,
        "hours": [_hours_row(row) for row in hours],
        "confirmed_years": sorted(year for year in years if str(year) not in open_question),
    }


def _holiday_row(row: Mapping[str, str]) -> HolidayRow:
    return {
        "date": row["date"],
        "kind": row["kind"],
        "name": row["name_id"],
        "confidence": row["confidence"],
    }


def _hours_row(row: Mapping[str, str]) -> HoursRow:
    return {
        "pattern": row["pattern"],
        "label": row["label_id"],
        "valid_from": row["valid_from"],
        "valid_until": row["valid_until"] or None,
        "weekday": int(row["weekday"]),
        "open": row["open"],
        "close": row["close"],
    }
