"""The figures of a report as canonical JSON, worked out from what held at an instant.

The same report, instant and basis give the same bytes, whatever came in later. Shares travel as exact fractions
("4175/42"), so page, letter, sheet and API round the same number once, each for itself.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.audit_chain import canonical_json, instant
from spm.domain import evaluation
from spm.domain.evaluation import Count, Result, as_text
from spm.domain.events import CRISIS, OUTBREAK, crises, outbreaks
from spm.enums import OverTime, Programme, StandardKind
from spm.models import FollowUp, Report, Supply, Value

Place = int | None
QUALITY_KINDS = (StandardKind.GOODS, StandardKind.PERSONNEL)


def content_of(report: Report, basis: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """All figures of `report` as they held at `at`, by the definitions of `basis`."""
    reader = _Reader(report, basis, at)
    services = [reader.service(definition) for definition in basis["indicators"]]
    body: dict[str, Any] = {
        "programme": report.programme,
        "region": report.region_id,
        "facility": report.facility_id,
        "year": report.year,
        "until": report.until,
        "data_at": instant(at),
        "services": services,
    }
    if report.programme == Programme.SPM_CITY:
        body["index"] = _index(services, basis["bands"])
    return body


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of a content: keys sorted, no blanks."""
    return canonical_json(content)


def fingerprint(text: str) -> str:
    """Its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def derive_again(report: Report) -> str:
    """Work a checked or locked report out once more, from what held at its `data_at`; must equal its `content`."""
    assert report.data_at is not None  # noqa: S101  # set with the content
    return canonical(content_of(report, report.basis, report.data_at))


@dataclass
class _Cells:
    """Cells of one indicator, by place: months and parts, reasons, sources."""

    by_unit: dict[tuple[Place, str], list[tuple[int, Count]]] = field(default_factory=lambda: defaultdict(list))
    reasons: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class _Reader:
    """Reads everything a report needs in a handful of queries."""

    def __init__(self, report: Report, basis: Mapping[str, Any], at: datetime) -> None:
        self.report, self.basis, self.at = report, basis, at
        self.ids = {each["id"]: each for each in basis["indicators"]}
        self.cells = self._cells()
        self.supplies = self._supplies()
        self.plans = self._plans()

    def service(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        """One row of the report."""
        found = self.cells[definition["id"]]
        due_last = definition["denominator_over_time"] == OverTime.LAST
        served_last = definition["numerator_over_time"] == OverTime.LAST
        units = {
            unit: evaluation.over_months(cells, served_last=served_last, due_last=due_last)
            for unit, cells in found.by_unit.items()
        }
        places = self._by_head(units)
        events = self._events(definition["code"])
        parts = events["parts"] if events else [(unit[1], count) for unit, count in units.items()]
        result = evaluation.evaluate(definition["aggregation"], parts, is_share=definition["measure"] == "percent")
        return {
            "code": definition["code"],
            **_count(result.total if parts else Count(0, 0)),
            "value": as_text(result.value),
            "pooled": as_text(result.pooled),
            "mean": as_text(result.mean) if _has_stages(result) else None,
            "method": definition["aggregation"],
            "target": definition["target"],
            "exceeds": result.exceeds or any(count.exceeds for count in places.values()),
            "steps": _steps(result) if definition["stages"] or events else [],
            "events": events["rows"] if events else [],
            "places": [
                {"place": place, **_count(count), "reasons": found.reasons.get(place, [])}
                for place, count in sorted(places.items(), key=lambda pair: pair[0] or 0)
            ],
            "sources": dict(sorted(found.sources.items())),
            "follow_up": self.plans.get(definition["code"]),
            **self._quality(definition["code"], result),
        }

    def _cells(self) -> dict[int, _Cells]:
        rows = Value.objects.as_of(self.at).filter(indicator__in=self.ids).inside(self.report.region_id)
        year, until = self.report.year, self.report.until
        rows = rows.of_months(date(year, 1, 1), date(year, until, 1))
        if self.report.facility_id is not None:
            rows = rows.filter(facility__in=[int(pk) for pk in self.basis["places"]])
        found: dict[int, _Cells] = defaultdict(_Cells)
        fields = ("indicator_id", "facility_id", "month", "part", "numerator", "denominator", "source", "reason")
        for indicator, facility, month, part, served, due, source, reason in rows.order_by("pk").values_list(*fields):
            cells = found[indicator]
            cells.by_unit[facility, part].append((month.month, Count(served, due)))
            cells.sources[source] += 1
            if reason:
                cells.reasons[self._head(facility)].append(reason)
        return found

    def _head(self, facility: Place) -> Place:
        known = self.basis["places"].get(str(facility))
        return known["head"] if known else facility

    def _by_head(self, units: Mapping[tuple[Place, str], Count]) -> dict[Place, Count]:
        """Puskesmas with their networks; a figure of the region itself stands under None."""
        if self.report.programme == Programme.SPM_PROVINCE:
            return {}
        together: dict[Place, Count] = {}
        for (facility, _part), count in units.items():
            head = self._head(facility)
            together[head] = together[head] + count if head in together else count
        return together

    def _events(self, code: str) -> dict[str, Any] | None:
        """Crises or outbreaks with their counts, for the two services of a province."""
        if self.report.programme != Programme.SPM_PROVINCE:
            return None
        last = self.report.until
        if code == CRISIS:
            crisis = [row for row in crises(self.report.region_id, self.report.year, self.at)
                      if row.starts_on.month <= last]  # fmt: skip
            return {
                "parts": [(row.stage, Count(row.served, row.due)) for row in _by_stage(crisis)],
                "rows": [
                    {
                        "key": row.key,
                        "name": row.name,
                        "stage": row.stage,
                        "place": row.place_id,
                        "starts_on": row.starts_on.isoformat(),
                        "reason": row.reason,
                        **_count(Count(row.served, row.due)),
                    }
                    for row in crisis
                ],
            }
        if code != OUTBREAK:
            return None
        struck = [row for row in outbreaks(self.report.region_id, self.report.year, self.at)
                  if row.starts_on.month <= last]  # fmt: skip
        return {
            "parts": [
                (f"{number}. {row.disease}", Count(row.served, sum(place.due for place in row.places.all())))
                for number, row in enumerate(struck, start=1)
            ],
            "rows": [_outbreak(row) for row in struck],
        }

    def _supplies(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        rows = Supply.objects.as_of(self.at).filter(year=self.report.year).inside(self.report.region_id)
        if self.report.facility_id is not None:
            rows = rows.filter(facility__in=[int(pk) for pk in self.basis["places"]])
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for standard, need, available in rows.order_by("pk").values_list("standard_id", "need", "available"):
            known = self.basis["standards"].get(str(standard))
            if known:
                found[known["service"], known["kind"]].append((need, available))
        return found

    def _plans(self) -> dict[str, dict[str, str]]:
        rows = FollowUp.objects.as_of(self.at).filter(
            region=self.report.region_id, facility=self.report.facility_id, year=self.report.year
        )
        return {row.indicator.code: {"cause": row.cause, "plan": row.plan} for row in rows.select_related("indicator")}

    def _quality(self, code: str, result: Result) -> dict[str, Any]:
        parts = {str(kind): evaluation.fulfilment(self.supplies.get((code, kind), [])) for kind in QUALITY_KINDS}
        quality = evaluation.mean_of(parts.values())
        index = None
        if result.value is not None and quality is not None and self.basis["bands"]:
            weights = self.basis["bands"][0]
            index = evaluation.index_of(
                result.value, quality, weight_recipients=weights["recipients"], weight_quality=weights["quality"]
            )
        return {
            "quality": {name: as_text(value) for name, value in parts.items()},
            "index": as_text(index),
        }


def _count(count: Count) -> dict[str, Any]:
    return {
        "served": count.served,
        "due": count.due,
        "percent": as_text(count.percent),
        "gap": count.gap,
        "over": count.exceeds,
    }


def _by_stage(rows: Iterable[Any]) -> list[Any]:
    """The stages in the order of the paper: before the crisis, then the emergency."""
    return sorted(rows, key=lambda row: row.stage != "pre_crisis")


def _has_stages(result: Result) -> bool:
    return len(result.steps) > 1


def _steps(result: Result) -> list[dict[str, Any]]:
    return [{"name": step.name, **_count(step.count)} for step in result.steps]


def _outbreak(row: Any) -> dict[str, Any]:
    places = list(row.places.all())
    due = sum(place.due for place in places)
    return {
        "key": row.key,
        "name": row.disease,
        "starts_on": row.starts_on.isoformat(),
        "infected": sum(place.infected for place in places),
        "at_risk": sum(place.at_risk for place in places),
        "cases_served": row.cases_served,
        "contacts_served": row.contacts_served,
        "reason": row.reason,
        **_count(Count(row.served, due)),
        "places": [
            {
                "region": place.region_id,
                "infected": place.infected,
                "at_risk": place.at_risk,
                "due": place.due,
                "declared": place.declared,
            }
            for place in places
        ],
    }


def _index(services: Sequence[Mapping[str, Any]], bands: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The index of the whole: the mean of the services whose two parts are known."""
    known = [Fraction(each["index"]) for each in services if each["index"] is not None]
    index = evaluation.mean_of(known)
    least = {band["code"]: Decimal(band["least"]) for band in bands}
    return {
        "value": as_text(index),
        "services": len(known),
        "of": len(services),
        "band": evaluation.band_of(index, least) if index is not None else "",
    }
