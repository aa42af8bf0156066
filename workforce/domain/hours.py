"""Practice hours as the register keeps them: `{"day": "Senin", "open": "08:00", "close": "14:00"}`. Pure."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# What pages call the days; the keys above are what is stored.
DAY_LABELS = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
Span = tuple[str, str, str]


def spans(hours: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Return (day, open, close) of each row that is whole, in the order of the week."""
    rows = [(str(row.get("day", "")), str(row.get("open", "")), str(row.get("close", ""))) for row in hours]
    return sorted(
        (row for row in rows if row[0] in DAYS and row[1] and row[2]), key=lambda row: (DAYS.index(row[0]), row)
    )


def row(day: str, opens: time, closes: time) -> dict[str, str]:
    """Return one row as it is stored."""
    return {"day": day, "open": f"{opens:%H:%M}", "close": f"{closes:%H:%M}"}


def hours_words(hours: Iterable[Mapping[str, Any]]) -> str:
    """Return "Senin, Selasa 08.00-14.00; Sabtu 08.00-12.00", days with the same hours together; empty for none."""
    by_time: dict[tuple[str, str], list[str]] = {}
    for day, opens, closes in spans(hours):
        by_time.setdefault((opens, closes), []).append(gettext(day))
    return "; ".join(
        f"{', '.join(days)} {opens.replace(':', '.')}–{closes.replace(':', '.')}"
        for (opens, closes), days in by_time.items()
    )
