"""The events of a service as rows of a table: places, their event, the year. Pure; page, letter and API read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from spm.domain.evaluation import Count, as_text

EVENT, PLACE, YEAR = "event", "place", "year"


@dataclass(frozen=True)
class EventRow:
    """One row; `kind` is PLACE for a place of the outbreak above it. None where a row has no such figure.

    `declared` is false for a place that met the criteria of an outbreak without declaring it.
    """

    kind: str
    name: str
    due: int
    served: int | None = None
    infected: int | None = None
    at_risk: int | None = None
    cases_served: int | None = None
    contacts_served: int | None = None
    declared: bool = True
    reason: str = ""

    @property
    def percent(self) -> str | None:
        """The exact share, "4175/42"; None where nobody was counted as served or due."""
        return None if self.served is None else as_text(Count(self.served, self.due).percent)


OUTBREAK_SUMS = ("infected", "at_risk", "due", "cases_served", "contacts_served", "served")


def event_rows(service: Mapping[str, Any], regions: Mapping[str, str]) -> list[EventRow]:
    """Rows of all events of a service, in order; outbreaks with their places and the sums of the year."""
    rows = [row for event in service["events"] for row in _rows(event, regions)]
    struck = [row for row in rows if row.kind == EVENT and row.infected is not None]
    if struck:
        rows.append(EventRow(YEAR, "", **{name: sum(getattr(row, name) for row in struck) for name in OUTBREAK_SUMS}))
    return rows


def _rows(event: Mapping[str, Any], regions: Mapping[str, str]) -> Iterator[EventRow]:
    known = {field.name for field in fields(EventRow)}
    figures = {name: value for name, value in event.items() if name in known - {"name", "kind"}}
    where = regions.get(event.get("place") or "", "")
    yield EventRow(EVENT, f"{event['name']}, {where}" if where else event["name"], **figures)
    places: Sequence[Mapping[str, Any]] = event.get("places", ())
    for place in places:
        yield EventRow(
            PLACE,
            regions.get(place["region"], place["region"]),
            due=place["due"],
            infected=place["infected"],
            at_risk=place["at_risk"],
            declared=place["declared"],
        )
