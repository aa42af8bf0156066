"""Numbers without gaps: one locked counter row per office, series and local year (SECURITY section 1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.enums import OfficeKind
from accounts.models import Office
from letters.exceptions import BlankPlaceholder
from letters.models import LetterKind, NumberCounter

RUNNING_WIDTH = 4
_PLACE = re.compile(r"\{([a-z_]+)\}")

# Archive classes as in the drawn letters: a proposal the city confirms. An office row may name its own.
DEFAULT_CLASSES = {"dinkes": "400.7", "dpmptsp": "500.16.7"}


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number taken: `running` is None where the number comes from elsewhere."""

    text: str
    series: str
    running: int | None
    on: date

    @property
    def year(self) -> int:
        return self.on.year


def take_number(
    kind: LetterKind,
    *,
    office: Office,
    at: datetime,
    parts: Mapping[str, str] | None = None,
    series: str | None = None,
) -> Number:
    """Take the next number inside the transaction that inserts the numbered row; a rollback gives it back.

    `at` is aware; day and year are those of the office's zone. `parts` fills placeholders the kind adds to
    its pattern (`kode_sip`). Raises `BlankPlaceholder` when one is missing.
    """
    on = at.astimezone(office.zone).date()
    series = series or kind.series
    # The pattern is filled before the counter moves, so that a missing part costs no number.
    known = {**office_parts(office, kind=kind), "tahun": str(on.year), **(parts or {})}
    pattern = number_pattern(office, kind=kind)
    fill(pattern, {**known, "urut": "0"})
    running = take_running(office, series=series, at=at) if "{urut}" in pattern else None
    text = fill(pattern, {**known, "urut": f"{running or 0:0{running_width(office)}d}"})
    return Number(text=text, series=series, running=running, on=on)


def take_running(office: Office, *, series: str, at: datetime) -> int:
    """Take the next running number of a series in the office's local year (the register of applications uses it).

    Call it in the transaction that stores the number: the counter row stays locked until that ends.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "a number is taken only in the transaction that stores it"
        raise transaction.TransactionManagementError(msg)
    year = at.astimezone(office.zone).year
    NumberCounter.objects.get_or_create(office=office, series=series, year=year)
    counter = NumberCounter.objects.select_for_update().get(office=office, series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def number_pattern(office: Office, *, kind: LetterKind) -> str:
    """Return the office's own pattern for this kind, or the one of the kind with the unit that numbers it.

    Acts on licences are numbered by DPMPTSP, those on the health office's own products by that office.
    """
    own: Mapping[str, str] = office.letter_settings.get("number_patterns", {})
    if kind.code in own or office.kind != OfficeKind.HEALTH:
        return own.get(kind.code, kind.number_pattern)
    return kind.number_pattern.replace(f"/{OfficeKind.LICENSING.upper()}/", f"/{OfficeKind.HEALTH.upper()}/")


def running_width(office: Office) -> int:
    """Return how many digits the running number is padded to."""
    return int(office.letter_settings.get("running_width", RUNNING_WIDTH))


def office_parts(office: Office, *, kind: LetterKind) -> dict[str, str]:
    """Return what the office puts into every pattern; the class may differ by kind."""
    own: Mapping[str, Any] = office.letter_settings.get("classification", {})
    default = own.get("default", DEFAULT_CLASSES.get(office.kind, "000"))
    return {"klasifikasi": str(own.get(kind.code, default))}


def fill(pattern: str, parts: Mapping[str, str]) -> str:
    """Return the pattern with every `{name}` replaced; raises `BlankPlaceholder` for one that is missing or blank."""

    def value(match: re.Match[str]) -> str:
        text = parts.get(match[1], "").strip()
        if not text:
            raise BlankPlaceholder(match[1])
        return text

    return _PLACE.sub(value, pattern)


def unknown_parts(pattern: str, *, known: str) -> list[str]:
    """Return the `{name}`s of a pattern that neither every number has nor the `known` pattern of its kind."""
    allowed = {"klasifikasi", "urut", "tahun", *_PLACE.findall(known)}
    return sorted(set(_PLACE.findall(pattern)) - allowed)
