"""The shipped regions, offices, working calendar, message texts and import settings (`accounts/reference/*.csv`)."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from accounts.domain.calendar_loading import load_calendars
from accounts.enums import Channel, OfficeKind, RegionLevel, RegistrationMode
from core.loaded import Counts
from core.refdata import (
    Boolean,
    Choice,
    Data,
    Day,
    Integer,
    Items,
    Pattern,
    Row,
    Sheet,
    Text,
    register as register_sheet,
)
from core.workdays import snapshot_of

REGIONS = "regions.csv"
OFFICES = "offices.csv"
HOURS = "office-hours.csv"
HOLIDAYS = "holidays.csv"
MESSAGES = "messages.csv"
IMPORTS = "import-settings.csv"

REGION_CODE = r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?"
CLOCK_TIME = r"([01]\d|2[0-3]):[0-5]\d|24:00"
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
CLOSURES = ("libur_nasional", "cuti_bersama", "pemilu", "lokal")


def _region(row: Row, _data: Data) -> Mapping[str, Any]:
    return {
        "code": row["code"],
        "parent_id": row["parent_code"] or None,
        "level": row["level"],
        "name": row["name"],
        "in_baseline": row["in_seed_37"],
        "established_year": row["established_year"],
        "current": row["current"],
        "tile_column": row["tile_column"],
        "tile_row": row["tile_row"],
        "note": row["note"],
    }


def _region_flaws(row: Row) -> Sequence[tuple[str, str]]:
    expected = row["code"].rpartition(".")[0]
    if row["parent_code"] != expected:
        return [("parent_code", f"{row['parent_code']!r} is not {expected!r}, the start of the code")]
    return []


def _office(row: Row, data: Data) -> Mapping[str, Any]:
    copied = (
        "code", "kind", "name", "short_name", "government", "time_zone", "registration", "address", "city",
        "postal_code", "phone", "email", "website", "help_whatsapp", "brand_hex",
    )  # fmt: skip
    return {
        **{name: row[name] for name in copied},
        "region_id": data.pk("accounts.Region", row["region_code"]),
        "letter_settings": {"classification": {"default": row["archive_class"]}},
    }


def _hours_flaws(row: Row) -> Sequence[tuple[str, str]]:
    if row["open"] >= row["close"]:
        return [("close", f"{row['close']} is not after {row['open']}")]
    if row["valid_until"] and row["valid_until"] < row["valid_from"]:
        return [("valid_until", "is before valid_from")]
    return []


def _holiday_flaws(row: Row) -> Sequence[tuple[str, str]]:
    weekday = WEEKDAYS[row["date"].weekday()]
    return [] if row["weekday"] == weekday else [("weekday", f"{row['date']} is a {weekday}")]


def _no_rows(rows: Sequence[Row], _data: Data) -> Counts:
    """Office hours are written together with the holidays."""
    return Counts(unchanged=len(rows))


def _calendars(rows: Sequence[Row], data: Data) -> Counts:
    snapshot = snapshot_of(map(_texts, rows), map(_texts, data.rows(HOURS)))
    return load_calendars(json.loads(json.dumps(snapshot)), source=HOLIDAYS, at=data.at)


def _texts(row: Row) -> dict[str, str]:
    """The cells as they stand in the file, dates in ISO."""
    return {name: _text(cell) for name, cell in row.cells.items()}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _message(row: Row, _data: Data) -> Mapping[str, Any]:
    return dict(row.cells)


def register() -> None:
    """Tell the loader about this app's files; called once the models are there."""
    for make in SHEETS:
        register_sheet(make())


def _regions_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=REGIONS,
        model="accounts.Region",
        key=("code",),
        columns=(
            Pattern("code", form=REGION_CODE),
            Text("parent_code", blank=True),
            Choice("level", options=RegionLevel.values),
            Text("name", longest=100),
            Boolean("in_seed_37"),
            Integer("established_year", blank=True, least=1945, most=2100),
            Boolean("current"),
            Integer("tile_column", blank=True, least=1, most=12),
            Integer("tile_row", blank=True, least=1, most=12),
            Text("note", blank=True, longest=200),
        ),
        links={"parent_code": REGIONS},
        check=_region_flaws,
        values=_region,
        retire={"current": False},
    )


def _offices_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=OFFICES,
        model="accounts.Office",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9-]+", longest=40),
            Choice("kind", options=OfficeKind.values),
            Pattern("region_code", form=REGION_CODE),
            Text("name", longest=150),
            Text("short_name", longest=40),
            Text("government", longest=100),
            Choice("time_zone", options=sorted(available_timezones())),
            Choice("registration", options=RegistrationMode.values),
            Text("address", longest=200),
            Text("city", longest=60),
            Pattern("postal_code", form=r"\d{5}"),
            Text("phone", longest=30),
            Pattern("email", form=r"[^@\s]+@[^@\s]+\.[a-z]+"),
            Text("website", blank=True, longest=100),
            Pattern("help_whatsapp", blank=True, form=r"\+\d{8,15}"),
            Pattern("brand_hex", form=r"#[0-9a-f]{6}"),
            Pattern("archive_class", form=r"\d{3}(\.\d+)*"),
        ),
        links={"region_code": REGIONS},
        values=_office,
    )


def _hours_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=HOURS,
        key=("pattern", "valid_from", "weekday", "open"),
        columns=(
            Pattern("pattern", form=r"[a-z0-9_-]+"),
            Text("label_id"),
            Day("valid_from"),
            Day("valid_until", blank=True),
            Integer("weekday", least=1, most=7),
            Pattern("open", form=CLOCK_TIME),
            Pattern("close", form=CLOCK_TIME),
            Text("basis", blank=True),
            Text("confidence", blank=True),
        ),
        check=_hours_flaws,
        apply=_no_rows,
    )


def _holidays_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=HOLIDAYS,
        key=("date", "kind", "name_id"),
        columns=(
            Day("date"),
            Choice("weekday", options=WEEKDAYS),
            Choice("kind", options=CLOSURES),
            Text("name_id", longest=120),
            Text("confidence"),
            Text("note", blank=True),
        ),
        check=_holiday_flaws,
        apply=_calendars,
        after=(OFFICES, HOURS),
    )


def _messages_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=MESSAGES,
        model="accounts.MessageTemplate",
        key=("code",),
        columns=(
            Pattern("code", form=r"[A-Z0-9_]+", longest=40),
            Text("audience", longest=60),
            Items("channels", options=Channel.values),
            Boolean("urgent"),
            Boolean("reminder"),
            Text("dedupe_rule", blank=True, longest=200),
            Text("text_id"),
            Text("text_en"),
            Text("wa_category", blank=True, longest=20),
            Text("wa_text_id", blank=True),
            Items("wa_params", blank=True),
            Text("source", blank=True, longest=120),
        ),
        values=_message,
    )


def _imports_sheet() -> Sheet:
    return Sheet(
        app="accounts",
        file=IMPORTS,
        model="core.ImportSetting",
        key=("kind",),
        columns=(
            Pattern("kind", form=r"[a-z_]{2,24}"),
            Integer("keep_days", least=1, most=365),
            Integer("max_rows", least=1, most=1_000_000),
        ),
        values=lambda row, _data: dict(row.cells),
    )


SHEETS: tuple[Callable[[], Sheet], ...] = (
    _regions_sheet,
    _offices_sheet,
    _hours_sheet,
    _holidays_sheet,
    _messages_sheet,
    _imports_sheet,
)
