"""How an endpoint leaves the contract: announced, still answering for half a year at least, then gone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.http import http_date

SHORTEST_NOTICE = timedelta(days=180)
RULES = "/pengembang/#berhenti"


@dataclass(frozen=True)
class Retirement:
    """`on` the day it was announced, `gone` the first day without it, `instead` what to call then (an address).

    Raises ValueError for a shorter notice than the developers' page promises.
    """

    on: date
    gone: date
    instead: str = ""

    def __post_init__(self) -> None:
        if self.gone - self.on < SHORTEST_NOTICE:
            raise ValueError(f"{SHORTEST_NOTICE.days} days' notice at least")

    def headers(self, *, site: str) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where the rule and the successor stand."""
        links = [f'<{site}{RULES}>; rel="deprecation"; type="text/html"']
        if self.instead:
            links.append(f'<{site}{self.instead}>; rel="successor-version"')
        sunset = http_date(_midnight(self.gone))
        return {"Deprecation": f"@{_midnight(self.on)}", "Sunset": sunset, "Link": ", ".join(links)}


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
